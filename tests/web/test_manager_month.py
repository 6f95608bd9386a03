"""What a manager sees of a published month: everybody's shifts, more of themselves alone, and no way that is shut."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from planner.domain.colleagues import ColleagueRules
from tests.web.database_desk import PLACE, DatabaseMonth, KeptMonth, month_in
from tests.web.page_reading import read_page

ANNA = "Anna Berger"
VIEWS = ("/", "/week/2026-12-07", "/day/2026-12-09", "/list")


@pytest.fixture(scope="module")
def month(kept: KeptMonth, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseMonth]:
    with month_in(Path(tmp_path_factory.mktemp("out")), kept) as found:
        found.cases.publishing.publish(found.draft.id, 0, None, found.me)
        yield found


@pytest.fixture(scope="module")
def anna(month: DatabaseMonth) -> FlaskClient:
    return month.client(month.session_of(ANNA))


def html_of(client: FlaskClient, view: str) -> str:
    return client.get(PLACE + view).get_data(as_text=True)


@pytest.mark.parametrize("view", VIEWS)
def test_every_link_of_a_managers_roster_leads_somewhere(anna: FlaskClient, view: str) -> None:
    found = (one.get("href", "").partition("#")[0] for one in read_page(html_of(anna, view)).all("a"))
    links = {link for link in found if link.startswith("/")}
    assert len(links) > 8
    assert [link for link in sorted(links) if anna.get(link).status_code not in (200, 303)] == []


@pytest.mark.parametrize(
    ("view", "leads"),
    [
        ("/", ['class="gap"', "Open shifts", "Hours covered", "planned of contract hours"]),
        ("/week/2026-12-07", ['class="gap"']),
        ("/day/2026-12-09", ["2 gaps", "There of wanted, by the hour", "People wanted"]),
        ("/list", ['class="gap"']),
    ],
)
def test_gaps_and_coverage_are_the_leads_affair(
    month: DatabaseMonth, anna: FlaskClient, view: str, leads: list[str]
) -> None:
    lead, mine = html_of(month.client(), view), html_of(anna, view)
    assert [text for text in leads if text not in lead] == []
    assert [text for text in leads if text in mine] == []


def test_hours_and_broken_rules_are_my_own_alone(month: DatabaseMonth, anna: FlaskClient) -> None:
    lead, mine = html_of(month.client(), "/"), html_of(anna, "/")
    report = month.standing().report
    assert (lead.count('class="hours-bar"'), mine.count('class="hours-bar"')) == (len(report.hours), 1)
    clashing = {place for finding in report.clashes for place in finding.places}
    own = {place for place in clashing if place[0] == ANNA}
    assert 0 < len(own) < len(clashing)
    assert (lead.count(' clash">'), mine.count(' clash">')) == (len(clashing), len(own))


def test_the_script_finds_names_without_the_hours_beside_them(month: DatabaseMonth, anna: FlaskClient) -> None:
    decide, team = month.desks.colleagues.decide, month.team
    decide(team, ColleagueRules(hours=True), month.me)
    elements = read_page(html_of(anna, "/")).elements
    decide(team, ColleagueRules(), month.me)
    rows = [at for at, (tag, one) in enumerate(elements) if tag == "th" and one.get("scope") == "row"]
    assert len(rows) == len(month.standing().report.board.people)
    # The first span of each row holds the name and no other element.
    for at in rows:
        span = next(place for place in range(at, len(elements)) if elements[place][0] == "span")
        assert [tag for tag, _ in elements[span : span + 2]] == ["span", "small"]
        assert elements[span][1] == {}
