"""My messages: what I was told is on one page of mine alone, counted in the head until I saw it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from planner.accounts.model import Role
from planner.board import Place
from planner.services.month_facts import in_force
from tests.web.database_desk import MONTH, PLACE, DatabaseMonth, month_in

SELF, OTHER = "Anna Berger", "Ben Moser"
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)
MINE, SETTINGS = "/my/messages/", "/my/messages/settings/"
CHOICE = {"reminder": "evening before", "hours_before": "2", "by_mail": "yes", "quiet_from": "22:00",
          "quiet_to": "06:30", "weekly": "yes"}  # fmt: skip


@pytest.fixture(scope="module")
def month(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    """December was published on the 10th of November."""
    with time_machine.travel(NOW, tick=False), month_in(tmp_path_factory.mktemp("messages"), kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


@pytest.fixture(scope="module")
def sessions(month: DatabaseMonth) -> dict[str, str]:
    return {name: month.session_of(name) for name in (SELF, OTHER)}


def html(client: FlaskClient, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def count(page: str) -> str:
    found = re.search(r'class="count"><span class="hidden-text">new: </span>(\d+)<', page)
    return found.group(1) if found else ""


def month_of(month: DatabaseMonth, name: str) -> list[Place]:
    """What somebody works in December."""
    with month.cases.vault.reading() as records:
        version = in_force(records.versions(month.team, *MONTH))
        assert version is not None
        return [place for place in records.roster(version.id).places() if place[0] == name]


def test_a_message_is_new_until_it_was_seen(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    mine, other = (month.client(sessions[name]) for name in (SELF, OTHER))
    assert count(html(mine, f"{PLACE}/")) == "1"
    page = html(mine, MINE)
    assert ("Your shifts in December 2026" in page, "new</span>" in page, count(page)) == (True, True, "")
    assert 'href="/my/2026-12"' in page
    assert "It stands here for 90 days" in page
    # A shift a line, as a list.
    shifts = re.findall(r"<li>(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ Dec: ", page)
    assert len(shifts) == len(month_of(month, SELF))
    assert "These are your shifts:</p>" in page
    assert "- Tue" not in page
    seen = html(mine, MINE)
    assert ("new</span>" in seen, count(html(mine, "/my/"))) == (False, "")
    assert count(html(other, "/my/")) == "1"
    assert "Deine Schichten im Dezember 2026" in html(other, MINE, **{"Accept-Language": "de"})
    # The lead works in no team, so nothing of a team is told to them.
    assert "No messages yet" in html(month.client(), MINE)


def test_earlier_ones_are_of_the_reader_alone(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    mine = month.client(sessions[SELF])
    assert "Ben Moser" not in html(mine, f"{MINE}?before=9999")
    assert "Your shifts in December 2026" in html(mine, f"{MINE}?before=9999")
    assert "No earlier messages" in html(mine, f"{MINE}?before=1")
    for wrong in ("x", "-1", "9" * 40, ""):
        assert mine.get(f"{MINE}?before={wrong}").status_code == 404


def test_what_was_chosen_is_said_in_words(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    mine = month.client(sessions[SELF])
    page = html(mine, SETTINGS)
    assert "You are not reminded of shifts." in page
    assert "No mail from 21:00 to 07:00 (Europe/Vienna)" in page
    assert mine.post(SETTINGS, data=CHOICE).status_code == 303
    page = html(mine, SETTINGS)
    with month.cases.vault.reading() as records:
        first = min(row.day for row in records.roster(month.draft.id).assignments if row.person == SELF)
    assert re.search(rf"Next reminder: \w+ {first.day - 1 or 30} \w+ 18:00", page)
    assert "Next summary: Mon 16 Nov 07:00" in page
    assert "No mail from 22:00 to 06:30" in page
    # The form of before left it out.
    assert not re.search(r'name="wishes"[^>]* checked', page)
    assert "You are not reminded of shifts." in html(month.client(sessions[OTHER]), SETTINGS)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"hours_before": "0"}, 422), ({"hours_before": "forty"}, 422), ({"quiet_from": "25:00"}, 422),
     ({"reminder": "always"}, 400)],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_stands(
    month: DatabaseMonth, sessions: dict[str, str], wrong: dict[str, str], status: int
) -> None:
    other = month.client(sessions[OTHER])
    answer = other.post(SETTINGS, data={**CHOICE, **wrong})
    assert answer.status_code == status
    if status == 422:
        assert f'value="{next(iter(wrong.values()))}"' in answer.get_data(as_text=True)
    assert "You are not reminded of shifts." in html(other, SETTINGS)


def test_who_is_not_signed_in_reads_nothing(month: DatabaseMonth) -> None:
    stranger = month.client("nobody")
    for path in (MINE, SETTINGS):
        assert stranger.get(path).status_code == 303
    assert stranger.post(SETTINGS, data=CHOICE).status_code == 303


def test_a_window_that_opens_is_told_in_the_app(month: DatabaseMonth, sessions: dict[str, str]) -> None:
    opening = {"day": "2026-11-20", "time": "18:00", "budget": "10", "seen": "0"}
    assert month.client().post(f"{PLACE}/wishes/", data=opening).status_code == 303
    page = html(month.client(sessions[SELF]), MINE)
    assert "Your wishes for December 2026" in page
    assert f'href="{PLACE}/my-wishes/"' in page
    role = month.accounts.invited(month.session, "lena@example.com", Role.LEAD, month.team, None)
    assert "Your wishes for December 2026" not in html(month.client(role), MINE)
