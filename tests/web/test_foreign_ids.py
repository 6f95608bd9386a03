"""Each role of one team tries all numbers and tokens of another one at all addresses: refused, and nothing changes."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from planner.accounts.model import Role
from tests.planner.storage.desk import ANA, BEN, EARLY, LATE
from tests.web.database_desk import PLACE, DatabaseMonth, KeptMonth, month_in
from tests.web.foreign_team import BOTH, NOW, Foreign, dump, foreign_team
from web.access import ACCESS, Audience

#: Addresses of a team to which nothing of another can be said: they take dates, texts, files or settings of the team.
NOTHING_FOREIGN = {
    "edit.undo", "edit.redo", "offers.decide", "members.decide", "month_end.close", "month_end.reopen",
    "wishes.open_until", "wishes.close", "wishes.remind", "rules.change", "facts.upload", "facts.take_over",
    "replan.take_over", "landings.index", "landings.reason",
    # Of months that are planned in the background: tests/web/test_plan_page.py.
    "plan.ask", "plan.stop", "whatif.ask", "whatif.stop",
}  # fmt: skip
SENT_AS_JSON = {"edit.month", "landings.block", "landings.block_reason"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("foreign")


@pytest.fixture(scope="module")
def month(kept: KeptMonth, folder: Path) -> Iterator[DatabaseMonth]:
    with time_machine.travel(NOW, tick=False), month_in(folder, kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


@pytest.fixture(scope="module")
def foreign(month: DatabaseMonth) -> Foreign:
    return foreign_team(month)


@pytest.fixture(scope="module")
def clients(month: DatabaseMonth, foreign: Foreign) -> dict[str, FlaskClient]:
    """A browser of each role. "both": of who is a manager here, and works in the other team without a role there."""
    sessions = {
        "manager": month.session_of("Ben Moser"),
        "both": month.session_of(BOTH),
        "lead": month.session_of("Lena Lead", Role.LEAD),
        "owner": month.session,
        # Of the other team, who tries its numbers here.
        "stranger": foreign.token,
    }
    return {who: month.client(session) for who, session in sessions.items()}


def tries(of: Foreign) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Endpoint -> addresses of one's own team, and what is sent there of the other."""
    own, version = "/teams/1", {"version": of.version, "revision": 0}
    step = {"verb": "take", "shift": EARLY}
    block = {"rows": [BEN], "top": 0, "first": "2026-12-02", "height": 1, "width": 1, "copies": False,
             "down": 0, "across": 0, "lands": [0]}  # fmt: skip
    return {
        "offers.confirm": [(f"{own}/offers/confirm", {"offer": of.offer})],
        "offers.refuse": [(f"{own}/offers/refuse", {"offer": of.offer})],
        "offers.end": [(f"{own}/offers/end", {"offer": of.offer})],
        "offers.sick": [(f"{own}/offers/sick", {"person": BEN, "last": "2026-12-01"})],
        "offers.back": [(f"{own}/offers/back", {"person": ANA, "since": "2026-12-01"})],
        "leave.answer": [(f"{own}/leave/{of.request}/", {"answer": one}) for one in ("approve", "decline", "revoke")],
        "members.invite": [(f"{own}/members/", {"email": "x@example.com", "role": "manager", "person": of.person})],
        "members.invite_several": [(f"{own}/members/several", {"guests": f"{BEN}; x@example.com"})],
        "members.invite_again": [(f"{own}/members/again", {"link": of.invitation})],
        "members.withdraw": [(f"{own}/members/withdraw", {"link": of.invitation})],
        "members.set_role": [(f"{own}/members/role", {"user": of.user, "role": "lead"})],
        "publish.publish": [(f"{PLACE}/publish/", {**version, "over": of.version})],
        "publish.return_to": [(f"{PLACE}/publish/return", {"version": of.version, "over": of.version})],
        "publish.go_on": [(f"{PLACE}/publish/go-on", {"version": of.version})],
        "edit.month": [
            (f"{PLACE}/edit/", {**version, "steps": [{**step, "person": BEN, "day": "2026-12-02"}]}),
            # Somebody of both teams.
            (f"{PLACE}/edit/", {**version, "steps": [{"verb": "lock", "person": BOTH, "day": "2026-12-02"}]}),
        ],
        "edit.week": [(f"{PLACE}/edit/week", {**version, "day": "2026-12-07"})],
        "edit.cell": [(f"{PLACE}/edit/cell/2026-12-02/{BEN}", {**version, **step}),
                      (f"{PLACE}/edit/cell/2026-12-02/{BOTH}", {**version, "verb": "lock"})],
        "edit.day": [(f"{PLACE}/edit/day/2026-12-02", {**version, **step, "person": BEN}),
                     (f"{PLACE}/edit/day/2026-12-02", {**version, "verb": "lock", "person": BOTH})],
        "edit.gap": [(f"{PLACE}/edit/gap/2026-12-02", {**version, "day": "2026-12-02", "person": BOTH, "shift": "F"})],
        "calendars.make": [(f"{PLACE}/calendars/", {"whose": f"person:{BEN}", "label": "x"})],
        "calendars.revoke": [(f"{PLACE}/calendars/revoke", {"link": of.link})],
        "month_end.correct": [(f"{PLACE}/month-end/{BEN}", {"day": "2026-12-01", "reason": "x", "seen": "0"})],
        "my_wishes.send": [(f"/teams/{of.team}/2026-12/my-wishes/", {"seen": ""})],
        "landings.block": [(f"{PLACE}/landings/block", block)],
        "landings.block_reason": [(f"{PLACE}/landings/block/reason", {**block, "day": "2026-12-02"})],
        "facts.save": [(f"{own}/facts/absences/{of.row}", {"person": BEN})],
        "facts.remove": [(f"{own}/facts/absences/{of.row}/remove", {})],
    }


def test_every_address_that_takes_a_number_is_tried(month: DatabaseMonth, foreign: Foreign) -> None:
    """A new one that changes something of a team is listed above, in one of the two."""
    rules = [rule for rule in month.app().url_map.iter_rules() if "POST" in (rule.methods or ())]
    of_teams = {rule.endpoint for rule in rules if "team_id" in rule.arguments}
    leads = {name for name in of_teams if ACCESS[name] is not Audience.EVERYBODY}
    assert leads - NOTHING_FOREIGN == tries(foreign).keys() - NOTHING_FOREIGN


def own_tries(of: Foreign) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Endpoint -> addresses of no team, and what is sent there of the other one, as if it were one's own."""
    own, theirs = {"team": 1}, {"team": of.team}
    offer = {"offer": of.offer, "ask": of.ask}
    answers = [{**own, **offer}, {**theirs, **offer}]
    leave = {"first": "2026-12-20", "last": "2026-12-20"}
    return {
        **{f"my_offers.{verb}": [(f"/my/offers/{verb}", sent) for sent in answers]
           for verb in ("accept", "decline", "withdraw", "undo")},
        "my_offers.ask": [(f"/my/hand-over/{of.team}/2026-12-02/{LATE}", {"to": f"//{of.person}"}),
                          (f"/my/hand-over/1/2026-12-02/{LATE}", {"to": f"//{of.person}"})],
        "my_leave.ask": [("/my/leave/", {**theirs, **leave})],
        "my_leave.withdraw": [("/my/leave/withdraw", {**team, "request": of.request}) for team in (own, theirs)],
        "my_calendars.make": [("/my/calendars/", {**theirs, "label": "x"})],
        "my_calendars.revoke": [("/my/calendars/revoke", {**team, "link": of.link}) for team in (own, theirs)],
        "busy_times.keep": [("/my/busy/new", {"mark": of.mark, "label": "x", "read_as": "cannot"})],
        "busy_times.remove": [("/my/busy/remove", {"calendar": of.calendar})],
        "account.end_session": [("/account/sessions", {"session": of.session})],
    }  # fmt: skip


#: Addresses of no team to which nothing of another one can be said: they are about who is there, and take no numbers.
ABOUT_ONESELF = {
    "sign_in.enter", "sign_in.send_link", "sign_in.leave", "account.save", "account.change_password",
    "account.leave_everywhere", "account.ask_erasure", "my_offers.sick", "my_offers.back", "my_messages.choose",
    "busy_times.look_at_file", "busy_times.look_at_address",
    # Whoever holds the token of an invitation may accept it: below.
    "welcome.accept",
}  # fmt: skip
#: No number is of another one's: somebody else's session ends for nobody, and an invitation that is gone is no fault.
DONE_IN_VAIN = {"account.end_session", "members.invite_again", "members.withdraw"}


def test_every_address_of_no_team_is_tried_too(month: DatabaseMonth, foreign: Foreign) -> None:
    rules = [rule for rule in month.app().url_map.iter_rules() if "POST" in (rule.methods or ())]
    of_nobody = {rule.endpoint for rule in rules if "team_id" not in rule.arguments}
    # What is the owners' alone is about all teams; tests/web/test_access.py tries it as everybody else.
    everybodys = {name for name in of_nobody if ACCESS[name] is not Audience.OWNER}
    assert everybodys == own_tries(foreign).keys() | ABOUT_ONESELF


def sent_in_vain(client: FlaskClient, ways: Mapping[str, list[tuple[str, dict[str, Any]]]]) -> list[tuple[str, int]]:
    """What was not refused."""
    wrong = []
    for endpoint, tried in ways.items():
        for path, sent in tried:
            answer = client.post(path, json=sent) if endpoint in SENT_AS_JSON else client.post(path, data=sent)
            if answer.status_code not in {403, 404, 409, 422} | ({303} if endpoint in DONE_IN_VAIN else set()):
                wrong.append((path, answer.status_code))
    return wrong


@pytest.mark.parametrize("who", ["manager", "both", "lead", "owner", "stranger"])
def test_nothing_of_another_team_is_read_or_changed(
    foreign: Foreign, clients: dict[str, FlaskClient], folder: Path, who: str
) -> None:
    client, before = clients[who], dump(folder)
    ways = tries(foreign) if who == "stranger" else {**tries(foreign), **own_tries(foreign)}
    wrong: list[tuple[object, ...]] = [*sent_in_vain(client, ways)]
    for path in (f"/teams/1/leave/{foreign.request}/", f"{PLACE}/people/{BEN}", f"{PLACE}/why/2026-12-02/{BEN}",
                 f"{PLACE}/people/{BEN}/receipt", f"/teams/1/opened/{BEN}", f"{PLACE}/month-end/{BEN}",
                 f"{PLACE}/publish/return?version={foreign.version}", f"/teams/1/facts/absences/{foreign.row}",
                 f"/teams/{foreign.team}/offers/", f"/teams/{foreign.team}/2026-12/",
                 f"/my/hand-over/{foreign.team}/2026-12-02/{LATE}"):  # fmt: skip
        # An owner may look at both teams. Rows of facts are known by what they say; one that is not there was removed.
        if who == "owner" and path.startswith(f"/teams/{foreign.team}/"):
            continue
        fine = {404, 409} if "/facts/" in path else {404}
        if who not in ("lead", "owner"):
            fine = fine | {403}
        if who == "stranger" and path.startswith((f"/teams/{foreign.team}/2026", "/my/")):
            continue
        if (answer := client.get(path)).status_code not in fine:
            wrong.append((path, answer.status_code))
    assert wrong == []
    after = dump(folder)
    assert {name: rows for name, rows in after.items() if rows != before[name]} == {}


@pytest.mark.parametrize("who", ["manager", "both", "lead", "owner"])
def test_tokens_say_the_same_to_everybody_and_nothing_else_opens(
    month: DatabaseMonth, foreign: Foreign, clients: dict[str, FlaskClient], folder: Path, who: str
) -> None:
    """A calendar link is read without a session, so a session changes nothing; an invitation is looked at, not used."""
    client, before = clients[who], dump(folder)
    nobody = month.app("nobody").test_client()
    feed = f"/ical/{foreign.feed_token}.ics"
    assert client.get(feed).data == nobody.get(feed).data
    assert b"BEGIN:VEVENT" in client.get(feed).data
    for token in (foreign.token, foreign.invitation_token, foreign.feed_token[:-1], foreign.feed_token.swapcase()):
        assert client.get(f"/ical/{token}.ics").status_code == 404
    for token in (foreign.token, foreign.feed_token):
        page = client.get(f"/welcome/{token}").get_data(as_text=True)
        assert "new@example.com" not in page
        assert 'name="password"' not in page
        assert month.client(token).get("/my/").status_code == (200 if token == foreign.token else 303)
    client.get(f"/welcome/{foreign.invitation_token}")
    # When a link was read last is written down.
    assert {name for name, rows in dump(folder).items() if rows != before[name]} <= {"feed_links"}


def test_somebody_elses_session_goes_on(
    month: DatabaseMonth, foreign: Foreign, clients: dict[str, FlaskClient]
) -> None:
    for who in ("manager", "lead", "owner"):
        assert clients[who].post("/account/sessions", data={"session": foreign.session}).status_code == 303
    assert month.client(foreign.token).get("/my/").status_code == 200
