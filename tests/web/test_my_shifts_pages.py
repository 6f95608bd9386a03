"""My shifts and my calendars: what is published in all my teams, and nothing that is anybody else's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from planner.accounts.model import Role
from planner.bootstrap import write_backup
from planner.domain.edit import Edit, Put
from planner.domain.people import Absence, AbsenceKind
from planner.reporting.report import Report
from planner.services.month_facts import in_force
from tests.planner.feeds.ical_lint import events, lint
from tests.web.database_desk import MONTH, PLACE, DatabaseMonth, KeptMonth, month_in
from tests.web.house import as_brought

SELF, OTHER = "Anna Berger", "Ben Moser"
#: When it is: Anna's early shift of Wednesday 2 December runs.
NOW = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def month(kept: KeptMonth, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """A draft, looked at on 2 December."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept) as found:
        yield found


@pytest.fixture(scope="module")
def kept_published(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> KeptMonth:
    """The month published on 2 December; SELF and OTHER are ill on the 24th."""
    folder = tmp_path_factory.mktemp("published")
    with time_machine.travel(NOW, tick=False), month_in(folder, kept) as found:
        with found.cases.vault.writing() as records:
            facts = as_brought(records.facts(found.team))
            eve = date(2026, 12, 24)
            ill = tuple(Absence(name, AbsenceKind.SICK, eve, eve) for name in (SELF, OTHER))
            facts = replace(facts, absences=(*facts.absences, *ill))
            records.save_facts(facts, found.team, records.people(found.team))
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        write_backup(found.accounts.database, folder / "kept.db")
    return KeptMonth(folder / "kept.db")


@pytest.fixture
def published(kept_published: KeptMonth, tmp_path: Path) -> Iterator[DatabaseMonth]:
    """It is half past nine in UTC on 2 December."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path, kept_published) as found:
        yield found


def words(answer: TestResponse) -> str:
    """What a page says."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def other_team(month: DatabaseMonth, report: Report) -> int:
    """Another team with SELF in it, who works the late on the 4th there, published."""
    with month.cases.vault.writing() as records:
        facts = replace(as_brought(report.board.team), name="Second team", absences=())
        number = records.people(month.team)[SELF]
        team = records.save_facts(facts, None, {SELF: number})
    own = next(row for row in report.roster.assignments if row.person == SELF)
    rows = (replace(own, day=date(2026, 12, 4), shift="S"),)
    draft = month.cases.drafts.keep(team, replace(report.roster, assignments=rows, carry_over=()), None)
    month.cases.publishing.publish(draft.id, 0, None, None)
    return team


def test_a_manager_lands_on_what_is_now(published: DatabaseMonth) -> None:
    client = published.client(published.session_of(SELF))
    assert client.get("/").location == "/my/"
    page = words(client.get("/my/"))
    assert "Now, until 16:00 Wednesday 2 December F 08:00–16:00 Früh" in page
    assert re.search(r"With \w+.*Escalate to \w+", page)
    assert "13 shifts" in page
    assert "Thu 24 Dec Sick" in page
    assert f'href="{PLACE}/people/Anna%20Berger/receipt"' in client.get("/my/").get_data(as_text=True)
    # The only absence on the page is one's own, with its name.
    shown = page.replace("Leave, sickness and training", "")
    assert [shown.count(word) for word in ("Sick", "Leave", "Training", OTHER)] == [1, 0, 0, 0]


def test_figures_are_those_of_the_report(published: DatabaseMonth) -> None:
    report = published.standing().report
    roster = published.desks.own_shifts({published.team: SELF}, MONTH)
    assert roster is not None
    [figures] = roster.figures
    assert figures.hours in report.hours
    assert figures.fairness == tuple(share for share in report.fairness if share.person == SELF)


def test_who_is_nobody_in_a_team_is_told_so_first(published: DatabaseMonth) -> None:
    page = words(published.client().get("/my/", headers={"Accept-Language": "en"}))
    told = "Your account is not linked to anybody in a team Ask your team lead to enter you among the people"
    assert told in page
    assert "published yet" not in page


def test_drafts_show_nowhere(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    assert "Nothing is published yet" in words(client.get("/my/"))
    assert client.get("/my/2026-12").status_code == 200
    month.cases.publishing.publish(month.draft.id, 0, None, month.me)
    before = client.get("/my/").data
    standing = month.standing()
    month.cases.drafts.edit(standing.seen, Edit((Put(SELF, date(2026, 12, 4), "S"),)), month.me)
    assert client.get("/my/").data == before
    for unpublished in ("2026-11", "2027-01"):
        assert client.get(f"/my/{unpublished}").status_code == 404


def test_who_works_in_several_teams_sees_all_their_shifts(published: DatabaseMonth, report: Report) -> None:
    team = other_team(published, report)
    own = published.session_of(SELF)
    assert "14 shifts" not in words(published.client(own).get("/my/")), "the second team has given no role yet"
    with published.accounts.store.write() as records:
        records.set_role(published.accounts.visitor(own).user.user_id, team, Role.MANAGER)
    page = words(published.client(own).get("/my/2026-12"))
    assert "14 shifts" in page
    assert "Fri 4 Dec Spät · Second team" in page
    assert page.count("Contract, less public holidays") == 2


def test_a_link_of_ones_own_is_made_seen_once_and_revoked(published: DatabaseMonth) -> None:
    client = published.client(published.session_of(SELF))
    made = client.post("/my/calendars/", data={"team": published.team, "label": "iPhone"})
    html = made.get_data(as_text=True)
    [token] = set(re.findall(r"http://localhost/ical/([\w-]{43})\.ics", html))
    assert f"webcal://localhost/ical/{token}.ics" in html
    assert 'class="qr"' in html
    listed = client.get("/my/calendars/").get_data(as_text=True)
    assert token not in listed
    assert "not read yet" in listed
    body = client.get(f"/ical/{token}.ics", headers={"User-Agent": "DAVx5/4"})
    assert lint(body.data) == []
    assert len(events(body.data)) == 14  # the shifts, and a day of being absent
    assert "last read Wed 2 Dec 10:30 (DAVx5/4)" in words(client.get("/my/calendars/"))
    [link] = re.findall(r'name="link" value="(\w+)"', listed)
    assert client.post("/my/calendars/revoke", data={"team": published.team, "link": link}).status_code == 303
    assert events(client.get(f"/ical/{token}.ics").data) == {}


def test_before_the_first_roster_there_is_no_link(month: DatabaseMonth) -> None:
    client = month.client(month.session_of(SELF))
    answer = client.post("/my/calendars/", data={"team": month.team})
    assert answer.status_code == 404
    assert "As soon as one is, make your link here" in words(answer)


@pytest.mark.parametrize("who", ["manager", "lead", "owner", "stranger"])
def test_nobody_makes_or_ends_links_of_others(published: DatabaseMonth, report: Report, who: str) -> None:
    """Every team and every link that is not one's own, from every role."""
    team = other_team(published, report)
    sessions = {"manager": published.session_of(SELF), "lead": published.session_of(OTHER, Role.LEAD),
                "owner": published.session, "stranger": published.session_of(OTHER, Role.MANAGER, team)}  # fmt: skip
    with published.cases.vault.reading() as records:
        numbers = records.people(published.team)
    feeds = published.cases.team_feeds
    feeds.of(published.team, numbers["Clara Winkler-Brandstätter"]).new_link("person", "Clara Winkler-Brandstätter", "")
    feeds.of(published.team, numbers[OTHER]).new_link("team", "", "")
    feeds.of(team).new_link("person", SELF, "")
    client: FlaskClient = published.client(sessions[who])
    mine = {"manager": published.team, "lead": published.team, "stranger": team}.get(who)
    for other in {published.team, team, 4711} - {mine}:
        assert client.post("/my/calendars/", data={"team": other}).status_code == 404
    assert client.post("/my/calendars/", data={"team": "x"}).status_code == 400
    for of in (published.team, team):
        for link in feeds.of(of).links():
            for said in (published.team, team):
                answer = client.post("/my/calendars/revoke", data={"team": said, "link": link.link_id})
                assert answer.status_code == 404
    # A lead's own page ends links of its team alone.
    for link in feeds.of(team).links():
        answer = client.post(f"{PLACE}/calendars/revoke", data={"link": link.link_id})
        assert answer.status_code == {"manager": 403}.get(who, 404)
    assert [link.revoked for of in (published.team, team) for link in feeds.of(of).links()] == [None] * 3
    assert "Clara" not in words(client.get("/my/calendars/"))


def test_a_lead_sees_who_still_has_an_old_plan(published: DatabaseMonth) -> None:
    lead = published.client()
    token = published.cases.team_feeds.of(published.team).new_link("person", SELF, "iPhone")

    def old() -> dict[str, str]:
        html = lead.get(f"{PLACE}/calendars/").get_data(as_text=True)
        card = html.partition('id="old"')[2].partition("</section>")[0]
        return dict(re.findall(r"<b>(.*?)</b>.*?<span class=\"badge.*?>(.*?)</span>", card))

    assert (old()[SELF], old()[OTHER]) == ("link not read yet", "no calendar link")
    lead.get(f"/ical/{token}.ics")
    assert SELF not in old()
    with time_machine.travel(NOW.replace(hour=12), tick=False):
        standing = published.standing()
        edited = published.cases.drafts.edit(standing.seen, Edit((Put(SELF, date(2026, 12, 4), "S"),)), published.me)
        with published.cases.vault.reading() as records:
            over = in_force(records.versions(published.team, 2026, 12))
        assert over is not None
        published.cases.publishing.publish(edited.version.id, edited.version.revision, over.id, published.me)
    assert old()[SELF] == "last read Wed 2 Dec 10:30"
    with time_machine.travel(NOW.replace(hour=13), tick=False):
        lead.get(f"/ical/{token}.ics")
    assert SELF not in old()


HALF = "%ED%A0%80"  # half a character, which no database keeps


def test_half_a_character_in_any_field_breaks_nothing(published: DatabaseMonth) -> None:
    """Names, notes, labels, addresses: what a browser never sends, but a program may; the calendar stays whole."""
    me, lead = published.client(published.session_of(SELF)), published.client()
    forms = {
        "/my/calendars/": f"team={published.team}&label={HALF}x",
        "/my/leave/": f"team={published.team}&first=2026-12-28&note={HALF}x",
        "/account/": f"name={HALF}x&language=en",
        "/my/sick": f"last={HALF}",
        "/my/busy/address": f"address=https://{HALF}.example/x.ics",
    }
    for path, body in forms.items():
        answer = me.post(path, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, path
    words_of_lead = {f"{PLACE}/people/{HALF}", f"{PLACE}/?q={HALF}", f"/teams/1/opened/{HALF}"}
    assert {lead.get(path).status_code for path in words_of_lead} == {404, 200}
    step = '{"verb": "take", "person": "\\ud800", "day": "2026-12-02", "shift": "F"}'
    edit = f'{{"version": 1, "revision": 0, "steps": [{step}]}}'
    assert 400 <= lead.post(f"{PLACE}/edit/", data=edit, content_type="application/json").status_code < 500
    token = re.search(r"/ical/([\w-]{43})\.ics", me.post("/my/calendars/", data={"team": 1}).get_data(as_text=True))
    assert token is not None
    assert me.get(f"/ical/{token[1]}.ics").status_code == 200


def test_who_is_asked_about_something_themselves_reads_so(published: DatabaseMonth) -> None:
    """Anna knows about deliveries; somebody is on duty on a day that they work on, too."""
    anna = words(published.client(published.session_of(SELF)).get("/my/"))
    assert "Knows Lieferung you" in anna
    with published.cases.vault.reading() as records:
        version = in_force(records.versions(published.team, *MONTH))
        assert version is not None
        rows = records.roster(version.id).assignments
    duty = {row.day: row.person for row in rows if row.shift == "B"}
    both = next(row for row in rows if row.shift != "B" and duty.get(row.day) == row.person)
    page = published.client(published.session_of(both.person)).get("/my/2026-12", headers={"Accept-Language": "de"})
    assert "Eskalieren an dich selbst" in words(page)
