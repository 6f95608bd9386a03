"""What is accepted and made regular: other spellings of headings, encodings, delimiters, times, lists."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from planner.domain.days import DayKind
from planner.domain.people import AbsenceKind
from planner.domain.team import NEVER, Lock, RuleSetting
from planner.exchange.cells import is_blank
from planner.exchange.team_import import read_team
from planner.problems import InputProblems
from planner.rules.catalogue import rule
from tests.planner.exchange.small_book import book, write_csv, write_xlsx


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("sep", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, sep: str) -> None:
    sheets = book(Absences=[["Person ", "ART", "erster_tag"], ["Jörg Weiß ", "krank", "8.12.2026"]])
    sheets["Managers"].append(["Jörg Weiß", "Vienna", "38,5", "Krise 2, Video", "Instagram"])
    team = read_team(write_csv(sheets, tmp_path / "team", encoding, sep))
    assert (team.managers[2].name, team.managers[2].contract_min_week) == ("Jörg Weiß", 2310)
    assert team.absences[0].person == "Jörg Weiß"


def test_line_that_names_the_delimiter(tmp_path: Path) -> None:
    folder = write_csv(book(), tmp_path / "team")
    (folder / "Absences.csv").write_text("sep=|\nPerson|Kind|First day\nLea Huber|sick|2026-12-08\n", encoding="utf-8")
    assert read_team(folder).absences[0].kind is AbsenceKind.SICK


def test_team_as_pairs_of_heading_and_value(tmp_path: Path) -> None:
    pairs = [["Name", "Alpha"], ["Monat", "2026-12"], ["Woche beginnt am", "Sonntag"]]
    team = read_team(write_csv(book(Team=pairs), tmp_path / "team"))
    assert (team.name, team.month, team.first_weekday) == ("Alpha", (2026, 12), 6)


def test_month_asked_for_outranks_the_file(tmp_path: Path) -> None:
    assert read_team(write_csv(book(), tmp_path / "team"), month=(2027, 2)).month == (2027, 2)


def test_times_over_midnight(tmp_path: Path) -> None:
    shifts = [["Code", "From", "To", "On call"], ["N", "22:00", "06:00", ""], ["L", "16:00", "24:00", ""],
              ["D", "08:00", "08:00", "yes"]]  # fmt: skip
    team = read_team(write_csv(book(Shift_types=shifts), tmp_path / "team"))
    assert [(s.start_min, s.end_min) for s in team.shift_types] == [(1320, 1800), (960, 1440), (480, 1920)]


def test_opening_hours_over_midnight(tmp_path: Path) -> None:
    hours = [
        ["Channel", "Days", "From", "To"],
        ["Instagram", "Sat", "22:00", "06:00"],
        ["Instagram", "Sun", "18:00", "00:00"],
        ["Instagram", "weekday", "00:00", "00:00"],
        ["Facebook", "all", "08:00", "08:00"],
    ]
    team = read_team(write_csv(book(Opening_hours=hours), tmp_path / "team"))
    found = [(row.start_min, row.end_min) for row in team.opening_hours]
    assert found[:4] == [(1320, 1800), (1080, 1440), (0, 0), (480, 1920)]


def test_what_excel_makes_of_times_and_dates(tmp_path: Path) -> None:
    sheets = book(
        Shift_types=[
            ["Code", "From", "To", "Break"],
            ["E", time(8), 2 / 3, time(0, 30)],
            ["L", 16 / 24, timedelta(days=1), 30],
        ],
        Absences=[["Person", "Kind", "First day", "Last day"], ["Lea Huber", "leave", datetime(2026, 12, 1), 46358]],  # noqa: DTZ001
    )
    team = read_team(write_xlsx(sheets, tmp_path / "team.xlsx"))
    assert [(s.start_min, s.end_min, s.break_min) for s in team.shift_types] == [(480, 960, 30), (960, 1440, 30)]
    assert (team.absences[0].first, team.absences[0].last) == (date(2026, 12, 1), date(2026, 12, 2))


def test_several_days_and_hours_in_one_row(tmp_path: Path) -> None:
    sheets = book(
        Availability=[["Person", "Weekday", "From", "To"], ["Lea Huber", "Fr-Mo; Wed", "", ""]],
        Volume=[
            ["Channel", "Days", "Hour", "To hour", "Messages", "Handle time"],
            ["facebook", "Sa; So", 8, 10, "2,5", 3],
        ],
    )
    team = read_team(write_csv(sheets, tmp_path / "team"))
    assert [(a.weekday, a.start_min, a.end_min) for a in team.availability] == [(d, 0, 1440) for d in (4, 5, 6, 0, 2)]
    assert [(v.channel, v.when, v.hour, v.messages_per_hour) for v in team.volume] == [
        ("Facebook", kind, hour, 2.5) for kind in (DayKind.SATURDAY, DayKind.SUNDAY) for hour in (8, 9)
    ]


def test_what_is_left_empty(tmp_path: Path) -> None:
    sheets = book(
        Managers=[["Name", "Hours a week", "Channels", "Skills"], ["Lea Huber", 38.5, "Instagram;Facebook", "Crisis"]],
        Wishes=[["Person", "First day", "Wish"], ["LEA HUBER", "2026-12-08", "Lieber nicht"]],
        Locks=[["Person", "Date", "Shift"], ["Lea Huber", "2026-12-07", "frei"], ["Lea Huber", "2026-12-08", ""]],
    )
    team = read_team(write_csv(sheets, tmp_path / "team"))
    lea, wish = team.managers[0], team.wishes[0]
    assert (lea.site, lea.public_name, lea.skills) == ("Vienna", "Lea", {"Crisis": 1})
    assert (team.zone.key, wish.person, wish.last, wish.weight) == ("Europe/Vienna", "Lea Huber", date(2026, 12, 8), 3)
    assert team.locks == (Lock("Lea Huber", date(2026, 12, 7), ""), Lock("Lea Huber", date(2026, 12, 8), ""))


@pytest.mark.parametrize(
    ("code", "word", "price"),
    [
        ("fair_weekends", "never", NEVER),
        ("fair_weekends", "Nie", NEVER),
        ("fair_weekends", "aus", 0),
        ("fair_weekends", "ausgleichen", rule("fair_weekends").price),
        ("fair_weekends", "vermeiden", 10 * rule("fair_weekends").price),
        ("availability", "balance", 10),
        ("availability", "avoid", 100),
        ("fair_weekends", "7", 7),
        ("fair_weekends", "", None),
    ],
)
def test_prices(tmp_path: Path, code: str, word: str, price: int | None) -> None:
    team = read_team(write_csv(book(Rules=[["Rule", "Price"], [code, word]]), tmp_path / "team"))
    assert team.rules == {code: RuleSetting(code, None, price)}


def test_rule_by_its_name(tmp_path: Path) -> None:
    team = read_team(
        write_csv(book(Rules=[["Rule", "Value"], ["Rest between shifts", "11 h 30 min"]]), tmp_path / "team")
    )
    assert team.rules["rest"].value == 690


def test_ten_thousand_rows(tmp_path: Path) -> None:
    rows = [["Person", "Date", "Shift"]]
    rows += [["Lea Huber", date(2000, 1, 1) + timedelta(days=n), "L"] for n in range(10_000)]
    team = read_team(write_xlsx(book(Past_shifts=rows), tmp_path / "team.xlsx"))
    assert len(team.past_shifts) == 10_000


def test_ten_thousand_unknown_names_are_all_told(tmp_path: Path) -> None:
    rows = [["Person", "Date", "Shift"], *(["Lea Hubner", "2026-12-01", "L"] for _ in range(10_000))]
    with pytest.raises(InputProblems) as caught:
        read_team(write_csv(book(Past_shifts=rows), tmp_path / "team"))
    assert [problem.row for problem in caught.value.problems] == list(range(2, 10_002))


def test_blank_rows_and_lines_keep_the_numbers(tmp_path: Path) -> None:
    assert is_blank(" \t")
    team = read_team(write_csv(book(Pairs=[[], ["Person", "Other", "How"], ["", "", ""]]), tmp_path / "team"))
    assert team.pairs == ()
