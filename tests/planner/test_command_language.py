"""The command line in the reader's language: usage errors and help, Click's own sentences among them."""

import gettext
import os
import re

import pytest
from click.testing import CliRunner, Result

from planner.changing.event_words import FORMS, event_of
from planner.cli import planner
from planner.commands.language import click_catalogue
from planner.messages import LANGUAGES, Term, translate
from tests.planner.small_teams import small_team
from web.command import planner as with_pages


def run(*arguments: str, language: str, **environment: str) -> Result:
    return CliRunner().invoke(planner, ["--language", language, *arguments], env=environment)


#: What option values may be called in help.
ENGLISH_VALUES = {
    "OPTIONS", "ARGUMENTS", "TEXT", "NUMBER", "YYYY-MM", "YYYY-MM-DD", "HOURS", "SHARE/MINUTES", "FOLDER", "FILE"
}  # fmt: skip
GERMAN_VALUES = {
    "OPTIONEN", "ANGABEN", "TEXT", "ZAHL", "JJJJ-MM", "JJJJ-MM-TT", "UHRZEITEN", "ANTEIL/MINUTEN", "ORDNER", "DATEI"
}  # fmt: skip
TWO = small_team(people={"Ana": {}, "Ben": {}}, shifts={"SHIFT": "08:00-16:00"})

PLAN = ("plan", "team.xlsx", "--out", "out")
EXPLAIN = ("explain", "team.xlsx", "roster.xlsx")
STAFFING = ("staffing", "--messages", "10")

ERRORS = [
    (("nonsense",), "Error: No such command 'nonsense'.", "Fehler: Den Befehl 'nonsense' gibt es nicht."),
    ((*PLAN, "--nope"), "Error: No such option '--nope'.", "Fehler: Die Option '--nope' gibt es nicht."),
    (("rules", "--language", "de"), "the command: planner --language de rules", "steht vor dem Befehl: planner"),
    (("rules", "--jso"), "Did you mean '--json'?", "Meinst du '--json'?"),
    (("plan", "--out", "out"), "Missing argument 'TEAM'.", "Es fehlt die Angabe 'TEAM'."),
    (("plan", "team.xlsx"), "Missing option '--out'.", "Es fehlt die Option '--out'."),
    ((*PLAN, "--month"), "Option '--month' requires an argument.", "Zur Option '--month' gehört ein Wert."),
    (("rules", "x", "y"), "unexpected extra arguments (x y)", "Diese Angaben sind zu viel (x y)"),
    ((*PLAN, "--workers", "x"), "'x' is not a valid integer range.", "'x' ist keine Zahl, wie sie hier stehen kann."),
    ((*PLAN, "--workers", "0"), "0 is not in the range 1<=x<=64.", "0 liegt nicht im Bereich 1<=x<=64."),
    ((*PLAN, "--month", "dez"), "“dez” is no month. Write it", "„dez“ ist kein Monat. Schreib ihn wie 2026-12."),
    ((*PLAN, "--month", "1999-12"), "“1999-12” is too far away.", "„1999-12“ liegt zu weit weg. Nimm ein Jahr von"),
    ((*EXPLAIN, "--date", "2026-02-30"), "“2026-02-30” is no date. Write", "„2026-02-30“ ist kein Datum. Schreib es"),
    ((*STAFFING, "--target", "x"), "“x” is no target. Write it", "„x“ ist kein Ziel. Schreib es wie 80/60 für 80 %"),
    ((*STAFFING, "--target", "80/0"), "“80/0” is out of range.", "„80/0“ ist zu viel oder zu wenig."),
    ((*STAFFING, "--weekday", "x"), "“x” are no opening hours. Write", "„x“ ist keine Öffnungszeit. Schreib sie wie"),
    ((*STAFFING, "--weekday", "25-26"), "“25-26” are no opening hours.", "„25-26“ ist keine Öffnungszeit."),
    ((*STAFFING, "--contract", "nan"), "“nan” is no number.", "„nan“ ist keine Zahl."),
    ((*STAFFING, "--country", "IT"), "'IT' is not one of 'at',", "'IT' ist keines von 'at',"),
]


@pytest.mark.parametrize(("arguments", "english", "german"), ERRORS, ids=lambda value: " ".join(value)[:40])
def test_usage_errors_in_both_languages(arguments: tuple[str, ...], english: str, german: str) -> None:
    for language, told, first in (("en", english, "Error: "), ("de", german, "Fehler: ")):
        result = run(*arguments, language=language)
        assert (result.exit_code, result.stdout) == (2, "")
        assert first in result.stderr
        assert told in result.stderr


@pytest.mark.parametrize(("language", "told"), [("en", "does not exist"), ("de", "gibt es nicht")])
def test_a_folder_that_is_not_there(language: str, told: str) -> None:
    result = CliRunner().invoke(with_pages, ["--language", language, "serve", "no/such/folder"])
    assert result.exit_code == 2
    assert f"'no/such/folder' {told}." in result.stderr


@pytest.mark.parametrize(("locale", "told"), [("de_AT.UTF-8", "'--nope' gibt es nicht."), ("C", "No such option")])
def test_before_any_language_is_read_the_systems_is_spoken(locale: str, told: str) -> None:
    result = CliRunner().invoke(planner, ["--nope"], env={"LC_ALL": locale})
    assert told in result.stderr


@pytest.mark.parametrize("asked", [("--help",), ("plan", "--help")], ids=" ".join)
def test_help_is_in_the_language_asked_for_each_time(asked: tuple[str, ...]) -> None:
    for _ in range(2):
        german = run(*asked, language="de").stdout
        assert "Aufruf: " in german
        assert "Diese Hilfe zeigen." in german
        assert "Einen Monat für TEAM planen" in german
        english = run(*asked, language="en").stdout
        assert "Show this message and exit." in english
        assert "Plan a month for TEAM" in english
        # Arguments have no help of their own: the usage line names them, and no list of empty lines does.
        assert "Positional arguments" not in english


def test_options_help_is_german_with_its_default() -> None:
    shown = " ".join(run("staffing", "--help", language="de").stdout.split())
    assert "Öffnungszeit von Montag bis Freitag. [Vorgabe: 8-22]" in shown
    assert "erforderlich" in shown


@pytest.mark.parametrize("command", [(), *((name,) for name in with_pages.commands)], ids=" ".join)
def test_help_names_values_in_its_own_language(command: tuple[str, ...]) -> None:
    for language, own in (("de", GERMAN_VALUES), ("en", ENGLISH_VALUES)):
        shown = CliRunner().invoke(with_pages, ["--language", language, *command, "--help"]).stdout
        # After an option stands the name of its value, after the program's name that of the options.
        named = {*re.findall(r"^  --\S+ ([A-Z][A-Z/-]+)", shown, re.MULTILINE), *re.findall(r"\[([A-Z]+)\]", shown)}
        assert named
        assert named <= own


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_each_kind_of_event_that_help_shows_is_understood(form: Term, language: str) -> None:
    shown = translate(form, language)
    assert shown in " ".join(run("replan", "--help", language=language).stdout.split())
    told = shown.replace("NAME", "Ana", 1).replace("NAME", "Ben").replace("SCHICHT", "SHIFT")
    assert event_of(re.sub("KANAL|CHANNEL", "all", told), TWO)


def test_gettext_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    domain = gettext.textdomain()
    with click_catalogue("de"):
        assert gettext.gettext("Usage:") == "Aufruf:"
    assert (gettext.textdomain(), os.environ["LANGUAGE"]) == (domain, "fr")
    monkeypatch.delenv("LANGUAGE")
    with click_catalogue("en"):
        assert gettext.gettext("Usage:") == "Usage:"
    assert "LANGUAGE" not in os.environ
