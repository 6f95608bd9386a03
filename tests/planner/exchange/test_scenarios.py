"""Scenarios kept with the team: written and read back in every form, refused with place, reason and mend."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.days import DayKind
from planner.domain.scenario import (
    Change,
    ContractChange,
    DemandChange,
    Hire,
    Leave,
    OpeningChange,
    RuleChange,
    Scenario,
)
from planner.domain.team import NEVER, RuleSetting
from planner.exchange.change_text import read_change
from planner.exchange.example_team import example_team
from planner.exchange.team_hash import team_hash
from planner.exchange.team_import import read_team
from planner.exchange.template import write_team, write_team_csv
from planner.messages import render
from planner.names import name_key
from planner.problems import InputProblems
from tests.planner.exchange.small_book import book, only_problem, problems_of, write_csv, write_xlsx
from tests.planner.exchange.strategies import notes, words
from tests.planner.small_teams import small_team

TEAM = example_team("en")
PEOPLE = [manager.name for manager in TEAM.managers]
_DAYS = st.dates(date(2026, 11, 1), date(2027, 1, 31))

# ---- written and read back


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A scenario that changes nothing twice."""
    person = st.sampled_from(PEOPLE)
    minutes = st.integers(0, 3000)
    since = st.none() | _DAYS
    new = words.filter(lambda name: name_key(name) not in {name_key(known) for known in PEOPLE})
    spans = st.lists(st.integers(0, 1440), min_size=2, max_size=2, unique=True).map(sorted).map(tuple)
    opening = st.builds(
        lambda channel, when, span: OpeningChange(channel, when, *span),
        st.sampled_from(TEAM.channels), st.sampled_from(DayKind) | _DAYS, st.just((0, 0)) | spans,
    )  # fmt: skip
    rules = st.one_of(
        st.builds(RuleChange, st.just("rest"), st.integers(720, 900), st.none() | st.just(NEVER)),
        st.builds(RuleChange, st.just("wishes"), st.none(), st.integers(0, 99)),
        st.builds(RuleChange, st.just("fair_weekends"), st.none(), st.just(NEVER)),
        st.builds(RuleChange, st.just("max_weekends"), st.integers(0, 4), st.none()),
    )
    changes = st.one_of(
        st.builds(Hire, st.just("") | new, minutes, person, since),
        st.builds(Leave, person, since),
        st.builds(ContractChange, person, minutes),
        opening,
        rules,
        st.builds(DemandChange, st.sampled_from(["", *TEAM.channels]), st.integers(0, 1000)),
    )

    def target(change: Change) -> object:
        match change:
            case Hire():
                return Hire, name_key(change.name) or object()
            case OpeningChange():
                return OpeningChange, change.channel, change.when
            case Leave() | ContractChange():
                return type(change), change.person
            case RuleChange():
                return RuleChange, change.rule
            case DemandChange():
                return DemandChange, change.channel

    chosen = draw(st.lists(changes, min_size=1, max_size=5, unique_by=target))
    return Scenario(draw(words), draw(notes), tuple(chosen))


_SEVERAL = st.lists(scenarios(), min_size=1, max_size=3, unique_by=lambda scenario: name_key(scenario.name))
_LANGUAGES = st.sampled_from(["de", "en"])


@given(_SEVERAL, _LANGUAGES)
@settings(max_examples=15)
def test_workbook_reads_back_equal(kept: list[Scenario], language: str) -> None:
    team = replace(TEAM, scenarios=tuple(kept))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "team.xlsx"
        write_team(team, path, language)
        assert read_team(path).scenarios == team.scenarios


@given(_SEVERAL, _LANGUAGES)
@settings(max_examples=25)
def test_csv_folder_reads_back_equal(kept: list[Scenario], language: str) -> None:
    team = replace(TEAM, scenarios=tuple(kept))
    with TemporaryDirectory() as folder:
        write_team_csv(team, Path(folder), language)
        assert read_team(Path(folder)).scenarios == team.scenarios


def test_scenarios_are_no_facts_of_a_roster() -> None:
    assert TEAM.scenarios
    assert team_hash(replace(TEAM, scenarios=())) == team_hash(TEAM)


# ---- as people write them

_HEAD = ["Scenario", "Change", "Whom or what", "Value", "Price", "Like", "Days", "From", "To", "From date", "Note"]


def test_rows_of_a_name_are_one_scenario(tmp_path: Path) -> None:
    rows = [
        _HEAD,
        ["Grow", "hire", "", "20", "", "lea huber", "", "", "", "", "More weekends?"],
        ["Shrink", "leaves", "Jonas Berger", "", "", "", "", "", "", "14.12.2026", ""],
        ["grow", "Öffnungszeiten", "instagram", "", "", "", "Sa, So", "09:00", "24:00", "", "And more hours"],
        ["Grow", "demand", "", "120 %", "", "", "", "", "", "", ""],
        ["Grow", "rule", "Ruhezeit zwischen Schichten", "12 h", "", "", "", "", "", "", ""],
        ["Shrink", "Regel", "wishes", "", "vermeiden", "", "", "", "", "", ""],
        ["Shrink", "opening hours", "Facebook", "", "", "", "2026-12-24", "", "", "", ""],
        ["Shrink", "Vertrag", "LEA HUBER", "30,5", "", "", "", "", "", "", ""],
    ]
    team = read_team(write_csv(book(Scenarios=rows), tmp_path / "facts", sep=";"))
    grow, shrink = team.scenarios
    assert grow == Scenario(
        "Grow",
        "More weekends?; And more hours",
        (
            Hire("", 1200, "Lea Huber"),
            OpeningChange("Instagram", DayKind.SATURDAY, 540, 1440),
            OpeningChange("Instagram", DayKind.SUNDAY, 540, 1440),
            DemandChange("", 120),
            RuleChange("rest", 720),
        ),
    )
    assert shrink.changes == (
        Leave("Jonas Berger", date(2026, 12, 14)),
        RuleChange("wishes", None, 300),
        OpeningChange("Facebook", date(2026, 12, 24), 0, 0),
        ContractChange("Lea Huber", 1830),
    )


def test_german_headings(tmp_path: Path) -> None:
    rows = [["Szenario", "Änderung", "Wen oder was", "Wert", "Wie", "Ab Datum"],
            ["Mehr", "Einstellung", "Nora Feld", 38.5, "Lea Huber", "2026-12-14"]]  # fmt: skip
    team = read_team(write_xlsx(book(Szenarien=rows), tmp_path / "team.xlsx"))
    assert team.scenarios == (Scenario("Mehr", "", (Hire("Nora Feld", 2310, "Lea Huber", date(2026, 12, 14)),)),)


def _row(**cells: object) -> list[object]:
    given_cells = {"Scenario": "Trial", **{key.replace("_", " "): value for key, value in cells.items()}}
    return [given_cells.get(heading, "") for heading in _HEAD]


@pytest.mark.parametrize(
    ("row", "column", "value", "reason", "mend"),
    [
        (_row(Change="fire", Whom_or_what="Lea Huber"), "Change", "fire", "not known", "hire, leaves, contract"),
        (_row(Change="leaves", Whom_or_what="Lea Hubner"),
         "Whom or what", "Lea Hubner", "Nobody in the team is called", "Maybe “Lea Huber” is meant"),
        (_row(Change="leaves"), "Whom or what", "", "needs a value here", "Fill it in"),
        (_row(Change="contract", Whom_or_what="Lea Huber"), "Value", "", "needs a value here", "Fill it in"),
        (_row(Change="contract", Whom_or_what="Lea Huber", Value="a lot"),
         "Value", "a lot", "not a duration", "38.5 or 38:30"),
        (_row(Change="contract", Whom_or_what="Lea Huber", Value=20, From_date="2026-12-14"),
         "From date", "2026-12-14", "no use for this column", "Clear the cell"),
        (_row(Change="hire", Value=20), "Like", "", "needs a value here", "Fill it in"),
        (_row(Change="hire", Value=20, Like="Zoe"), "Like", "Zoe", "Nobody in the team is called", "Correct the name"),
        (_row(Change="hire", Value=20, Like="Lea Huber", Whom_or_what="jonas berger"),
         "Whom or what", "jonas berger", "already has this name", "another name"),
        (_row(Change="hire", Value=20, Like="Lea Huber", Price="off"), "Price", "off", "no use for", "Clear the cell"),
        (_row(Change="opening hours", Whom_or_what="Fax", Days="all", From="08:00", To="09:00"),
         "Whom or what", "Fax", "There is no channel “Fax”", "opening hours for the channel"),
        (_row(Change="opening hours", Whom_or_what="Facebook", From="08:00", To="09:00"),
         "Days", "", "needs a value here", "Fill it in"),
        (_row(Change="opening hours", Whom_or_what="Facebook", Days="all", From="08:00"),
         "From", "08:00", "One of the two times is missing", "Fill in both"),
        (_row(Change="rule", Whom_or_what="Ruhezit zwischen Schichten", Value="12 h"),
         "Whom or what", "Ruhezit zwischen Schichten", "There is no rule", "Maybe “rest” is meant"),
        (_row(Change="rule", Whom_or_what="rest"), "Value", "", "neither the value nor the price", "or both"),
        (_row(Change="rule", Whom_or_what="rest", Value=12), "Value", "12", "needs a duration", "11:00"),
        (_row(Change="rule", Whom_or_what="rest", Value="10:59"),
         "Value", "10:59", "The law is stricter: 11 h", "11 h"),
        (_row(Change="rule", Whom_or_what="rest", Price=5),
         "Price", "5", "law and cannot be broken", "leave the price"),
        (_row(Change="rule", Whom_or_what="wishes", Price="cheap"), "Price", "cheap", "no price", "balance"),
        (_row(Change="demand", Value=1.2), "Value", "1.2", "no percentage from 0 to 1,000", "120 for a fifth more"),
        (_row(Change="demand", Value=-1), "Value", "-1", "no percentage", "120"),
        (_row(Change="demand", Value=1001), "Value", "1001", "no percentage", "120"),
        (_row(Change="demand", Value=80, Whom_or_what="Fax"), "Whom or what", "Fax", "no channel", "opening hours"),
    ],
)  # fmt: skip
def test_refused_with_place_and_mend(
    tmp_path: Path, row: list[object], column: str, value: str, reason: str, mend: str
) -> None:
    found = only_problem(write_csv(book(Scenarios=[_HEAD, row]), tmp_path / "facts"))
    assert found[:4] == ("Scenarios", 2, column, value)
    assert reason in found[4]
    assert mend in found[5]


@pytest.mark.parametrize("value", ["11:00", "11 h"])
def test_law_itself_is_no_breach_of_it(tmp_path: Path, value: str) -> None:
    row = _row(Change="rule", Whom_or_what="rest", Value=value)
    team = read_team(write_csv(book(Scenarios=[_HEAD, row]), tmp_path / "facts"))
    assert team.scenarios[0].changes == (RuleChange("rest", 660),)


def test_team_that_departs_from_the_law_may_try_more(tmp_path: Path) -> None:
    row = _row(Change="rule", Whom_or_what="rest", Value="9:00")
    rules = [["Rule", "Value", "Note"], ["rest", "10:00", "Works agreement"]]
    team = read_team(write_csv(book(Scenarios=[_HEAD, row], Rules=rules), tmp_path / "facts"))
    assert team.scenarios[0].changes == (RuleChange("rest", 540),)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (_row(Change="leaves", Whom_or_what="Lea Huber"), _row(Change="leaves", Whom_or_what="lea huber")),
        (_row(Change="hire", Whom_or_what="Nora", Value=20, Like="Lea Huber"),
         _row(Change="hire", Whom_or_what="NORA", Value=30, Like="Lea Huber")),
        (_row(Change="opening hours", Whom_or_what="Facebook", Days="all"),
         _row(Change="opening hours", Whom_or_what="Facebook", Days="Sunday", From="08:00", To="09:00")),
        (_row(Change="demand", Value=80), _row(Change="demand", Value=90)),
    ],
)  # fmt: skip
def test_nothing_is_changed_twice_in_a_scenario(tmp_path: Path, first: list[object], second: list[object]) -> None:
    other = ["Another", *second[1:]]
    read_team(write_csv(book(Scenarios=[_HEAD, first, other]), tmp_path / "right"))
    found = only_problem(write_csv(book(Scenarios=[_HEAD, first, other, second]), tmp_path / "wrong"))
    assert found[:3] == ("Scenarios", 4, "Whom or what")
    assert found[4] == "This is already changed in row 2."


def test_two_nameless_hires_are_two_people(tmp_path: Path) -> None:
    hire = _row(Change="hire", Value=20, Like="Lea Huber")
    team = read_team(write_csv(book(Scenarios=[_HEAD, hire, hire]), tmp_path / "facts"))
    assert team.scenarios[0].changes == (Hire("", 1200, "Lea Huber"), Hire("", 1200, "Lea Huber"))


def test_every_wrong_row_is_told(tmp_path: Path) -> None:
    rows = [_HEAD, _row(Change="leaves", Whom_or_what="Zoe"), _row(Change="leaves", Whom_or_what="Yan")]
    assert [problem.row for problem in problems_of(write_csv(book(Scenarios=rows), tmp_path / "facts"))] == [2, 3]


# ---- in a line of text

_TEAM = small_team(people={"Lea Huber": {}}, shifts={"E": "08:00-14:00"})


def test_a_noted_rule_may_be_set_past_the_law() -> None:
    noted = replace(_TEAM, rules={"rest": RuleSetting("rest", 600, None, "works agreement")})
    assert read_change("rule rest 10:00", "--change", noted).changes == (RuleChange("rest", 600),)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("hire 20 like Lea Huber", Hire("", 1200, "Lea Huber")),
        ("hire 38.5h like Lea Huber from 2026-12-14", Hire("", 2310, "Lea Huber", date(2026, 12, 14))),
        ("Einstellung 38,5 wie Lea Huber ab 14.12.2026", Hire("", 2310, "Lea Huber", date(2026, 12, 14))),
        ("leaves Jonas Berger", Leave("Jonas Berger")),
        ("Austritt Jonas Berger ab 2026-12-14", Leave("Jonas Berger", date(2026, 12, 14))),
        ("contract Jonas Berger 30:30", ContractChange("Jonas Berger", 1830)),
        ("Vertrag Jonas Berger 30,5 h", ContractChange("Jonas Berger", 1830)),
        ("open Google Reviews Sunday 9-22", OpeningChange("Google Reviews", DayKind.SUNDAY, 540, 1320)),
        ("offen Chat 2026-12-24 08:30-24:00", OpeningChange("Chat", date(2026, 12, 24), 510, 1440)),
        ("open Chat Sunday closed", OpeningChange("Chat", DayKind.SUNDAY, 0, 0)),
        ("rule max_weekends 1", RuleChange("max_weekends", 1)),
        ("rule rest 11:00", RuleChange("rest", 660)),
        ("rule rest 12 h", RuleChange("rest", 720)),
        ("rule wishes off", RuleChange("wishes", None, 0)),
        ("Regel wishes nie", RuleChange("wishes", None, NEVER)),
        ("demand 120", DemandChange("", 120)),
        ("Bedarf 80 % Google Reviews", DemandChange("Google Reviews", 80)),
    ],
)
def test_change_in_a_line(text: str, change: Change) -> None:
    assert read_change(text, "--change", _TEAM) == Scenario(text, "", (change,))


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("", "", "This change is not understood."),
        ("fire Lea Huber", "fire Lea Huber", "This change is not understood."),
        ("hire Lea Huber", "hire Lea Huber", "This change is not understood."),
        ("hire many like Lea Huber", "many", "This is not a duration."),
        ("leaves Lea Huber from 2026-02-30", "2026-02-30", "There is no such day."),
        ("open Chat Someday 8-9", "Someday", "“Someday” is no kind of day."),
        ("rule naps 3", "naps", "There is no rule “naps”."),
        ("rule rest 9", "rule rest 9", "This rule needs a duration."),
        ("rule max_weekends 1:00", "rule max_weekends 1:00", "This rule counts days or times."),
        ("rule rest 10:59", "rule rest 10:59", "The law is stricter: 11 h."),
        ("rule rest often", "often", "This is neither a number nor a duration."),
        ("rule rest off", "rule rest off", "This rule is law and cannot be broken for points."),
        ("demand 1001", "1001", "This is no percentage from 0 to 1,000."),
    ],
)
def test_line_that_is_not_understood(text: str, value: str, reason: str) -> None:
    with pytest.raises(InputProblems) as caught:
        read_change(text, "--change", _TEAM)
    (problem,) = caught.value.problems
    assert (problem.place, problem.value, render(problem.reason, "en")) == ("--change", value, reason)
    assert render(problem.mend, "en")
