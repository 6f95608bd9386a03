"""The template: explains itself, and is read back."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from pydantic import ValidationError

from planner.exchange.example_team import example_team
from planner.exchange.sheets import IGNORED, SHEETS, sheet_titles
from planner.exchange.team_hash import team_hash
from planner.exchange.team_import import read_team
from planner.exchange.template import write_team_csv, write_template
from planner.exchange.words import key_of


@pytest.fixture(scope="module", params=["de", "en"])
def template(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    language: str = request.param
    path = tmp_path_factory.mktemp("template") / "team.xlsx"
    write_template(path, language)
    return language, path


def test_reads_back_as_the_example(template: tuple[str, Path]) -> None:
    language, path = template
    assert read_team(path) == example_team(language)


def test_each_sheet_explains_itself(template: tuple[str, Path]) -> None:
    language, path = template
    workbook = load_workbook(path)
    for worksheet in workbook.worksheets:
        assert worksheet.sheet_state == "hidden" or worksheet.sheet_properties.pageSetUpPr.fitToPage
    facts = [worksheet for worksheet in workbook.worksheets if key_of(worksheet.title) not in IGNORED]
    assert [worksheet.title for worksheet in facts] == [sheet.title(language) for sheet in SHEETS.values()]
    for worksheet, sheet in zip(facts, SHEETS.values(), strict=True):
        assert worksheet.freeze_panes == "A2"
        assert worksheet.print_title_rows == "$1:$1"
        assert worksheet.max_row >= 2, "no example"
        for cell, column in zip(worksheet[1], sheet.columns.values(), strict=True):
            assert cell.value == column.heading(language)
            # A font without a family is shown in serifs by some programs.
            assert (cell.font.name, cell.font.bold) == (worksheet["A2"].font.name, True)
            assert cell.comment.text.startswith(column.about(language))
        with_choice = {str(choice.sqref).split(":")[0][:-1] for choice in worksheet.data_validations.dataValidation}
        wanted = {
            c.column_letter for c, k in zip(worksheet[1], sheet.columns.values(), strict=True) if k.choices or k.refers
        }
        assert with_choice == wanted


def test_drop_downs_offer_what_is_understood(template: tuple[str, Path]) -> None:
    workbook = load_workbook(template[1])
    worksheet = workbook[SHEETS["absences"].title(template[0])]
    formulas = [choice.formula1 for choice in worksheet.data_validations.dataValidation]
    lists, cells = formulas[1].replace("'", "").replace("$", "").split("!")
    offered = [row[0].value for row in workbook[lists][cells]]
    assert offered == (["Urlaub", "krank", "Fortbildung"] if template[0] == "de" else ["leave", "sick", "training"])
    assert workbook[lists].sheet_state == "hidden"


@pytest.mark.parametrize("key", SHEETS)
def test_examples_of_columns_are_right(key: str) -> None:
    sheet = SHEETS[key]
    values = {name: column.example for name, column in sheet.columns.items()}
    if key == "demand":
        values |= {"start": "", "end": ""}
    if key == "scenarios":
        # A row is of one kind; the hire of the example has no use for these.
        values |= dict.fromkeys(("price", "when", "start", "end"), "")
    try:
        sheet.row.model_validate({name: value for name, value in values.items() if value})
    except ValidationError as error:
        pytest.fail(str(error))


def test_no_two_sheets_or_columns_share_a_heading() -> None:
    titles = [key_of(title) for sheet in SHEETS.values() for title in {sheet.en, sheet.de, *sheet.also}]
    assert len(titles) == len(set(titles))
    assert set(titles) <= set(sheet_titles())
    for sheet in SHEETS.values():
        headings = [key_of(h) for c in sheet.columns.values() for h in {c.en, c.de, *c.also}]
        assert len(headings) == len(set(headings)), sheet.key


def test_english_template_is_understood_beside_german_sheets(tmp_path: Path) -> None:
    team = example_team("de")
    write_team_csv(team, tmp_path / "de", "de")
    write_team_csv(team, tmp_path / "en", "en")
    (tmp_path / "en" / "wishes.csv").unlink()
    (tmp_path / "de" / "wünsche.csv").rename(tmp_path / "en" / "WÜNSCHE.csv")
    assert team_hash(read_team(tmp_path / "en")) == team_hash(team)
