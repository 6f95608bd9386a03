"""What is saved comes back equal: any team, any roster."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from planner.domain.days import DayKind
from planner.domain.roster import Assignment, Roster, SolveRecord
from planner.domain.scenario import ContractChange, DemandChange, Hire, Leave, OpeningChange, RuleChange, Scenario
from planner.domain.team import CarryOver, Team
from planner.storage.database import Database
from planner.storage.roster_records import load_roster, version_values, write_contents
from planner.storage.schema_rosters import roster_versions
from planner.storage.schema_teams import absences, people
from planner.storage.team_records import load_team, people_of, save_team
from tests.planner.exchange.strategies import days, maybe_day, notes, teams, words
from tests.planner.storage.conftest import NewUrl


@st.composite
def teams_with_scenarios(draw: st.DrawFn) -> Team:
    """Any team, with scenarios of every kind of change."""
    team = draw(teams())
    person = st.sampled_from([manager.name for manager in team.managers])
    figure = st.integers(0, 3000)
    change = st.one_of(
        st.builds(Hire, st.just("") | words, figure, person, maybe_day),
        st.builds(Leave, person, maybe_day),
        st.builds(ContractChange, person, figure),
        st.builds(OpeningChange, words, st.sampled_from(DayKind) | days, figure, figure),
        st.builds(RuleChange, words, st.none() | figure, st.none() | figure),
        st.builds(DemandChange, words, figure),
    )
    scenario = st.builds(Scenario, words, notes, st.lists(change, max_size=4).map(tuple))
    return replace(team, scenarios=tuple(draw(st.lists(scenario, max_size=2))))


@st.composite
def rosters(draw: st.DrawFn, team: Team) -> Roster:
    """Any roster of a team, in the order that rosters have."""
    order = [manager.name for manager in team.managers]
    person = st.sampled_from(order)
    code = st.sampled_from([shift.code for shift in team.shift_types])
    rows = draw(
        st.lists(st.builds(Assignment, st.uuids(), person, days, code, st.booleans()), unique_by=lambda a: a.place)
    )
    amount = st.integers(-900, 900)
    carried = st.builds(
        CarryOver, person, st.integers(0, 9), st.lists(amount).map(tuple), amount, st.dictionaries(words, amount)
    )
    tiers = st.lists(st.integers(0, 2**60), max_size=4).map(tuple)
    record = st.builds(SolveRecord, tiers, tiers, st.floats(0, 1e6), st.integers(1, 64), st.integers(0, 2**31 - 1))
    return Roster(
        team.name,
        2026,
        12,
        tuple(sorted(rows, key=lambda a: (a.day, a.person, a.shift))),
        draw(words),
        draw(st.dictionaries(words, words)),
        draw(st.none() | record),
        tuple(sorted(draw(st.lists(carried, unique_by=lambda c: c.person)), key=lambda c: order.index(c.person))),
    )


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Database]]:
    """One of each kind, for all examples: to think of one takes longer than to keep it.

    Where there is no PostgreSQL, the tests that want nothing else skip and say so.
    """
    makers = [NewUrl("sqlite", tmp_path_factory.mktemp("databases"))]
    with suppress(pytest.skip.Exception):
        makers.append(NewUrl("postgresql", tmp_path_factory.mktemp("databases")))
    opened = [Database(maker.with_tables()) for maker in makers]
    yield opened
    for database, maker in zip(opened, makers, strict=True):
        database.close()
        maker.drop_all()


@settings(max_examples=15)
@given(teams_with_scenarios(), teams_with_scenarios())
def test_any_team_comes_back_equal_also_when_it_is_saved_over_another(
    databases: list[Database], before: Team, after: Team
) -> None:
    for database in databases:
        with database.write() as connection:
            number = save_team(connection, before, None, {})
        with database.read() as connection:
            assert load_team(connection, number) == before
        with database.write() as connection:
            save_team(connection, after, number, people_of(connection, number))
        with database.read() as connection:
            assert load_team(connection, number) == after


@settings(max_examples=15)
@given(st.data())
def test_any_roster_comes_back_equal(databases: list[Database], data: st.DataObject) -> None:
    team = data.draw(teams())
    roster = data.draw(rosters(team))
    for database in databases:
        with database.write() as connection:
            number = save_team(connection, team, None, {})
            row = {
                "team_id": number, "number": 1, "state": "draft", "revision": 0, "made_at": datetime.now(UTC),
                **version_values(roster),
            }  # fmt: skip
            wanted = insert(roster_versions).values(row).returning(roster_versions.c.id)
            version = connection.execute(wanted).scalar_one()
            write_contents(connection, version, roster, people_of(connection, number))
        with database.read() as connection:
            assert load_roster(connection, version) == roster


def test_there_is_no_such_team_and_no_such_roster(database: Database) -> None:
    with database.read() as connection:
        assert load_team(connection, 1) is None
        assert load_roster(connection, 1) is None


@settings(max_examples=15)
@given(teams())
def test_rows_that_are_the_same_keep_their_numbers(databases: list[Database], team: Team) -> None:
    query = select(absences.c.id, absences.c.first)
    for database in databases:
        with database.write() as connection:
            number = save_team(connection, team, None, {})
            mine = query.where(absences.c.team_id == number)
            before = set(map(tuple, connection.execute(mine)))
            turned = replace(team, absences=team.absences[::-1])
            save_team(connection, turned, number, people_of(connection, number))
            assert set(map(tuple, connection.execute(mine))) == before
            assert load_team(connection, number) == turned


@settings(max_examples=15)
@given(teams(), words.filter(lambda name: name != "A"))
def test_a_person_who_is_known_is_renamed(databases: list[Database], team: Team, name: str) -> None:
    alone = Team(team.name, team.zone, 0, None, team.sites[:1], team.managers[:1], team.shift_types)
    renamed = replace(alone, managers=(replace(alone.managers[0], name=name),))
    for database in databases:
        with database.write() as connection:
            number = save_team(connection, alone, None, {})
            [person] = people_of(connection, number).values()
            save_team(connection, renamed, number, {name: person})
            assert people_of(connection, number) == {name: person}
            assert connection.execute(select(people.c.name).where(people.c.id == person)).scalar_one() == name
