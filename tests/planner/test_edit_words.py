"""What an edit is called on buttons and in notices."""

from datetime import date

import pytest

from planner.changing.edit_words import edit_words
from planner.domain.edit import Edit, LockCell, Put, Step, Take, UnlockCell
from planner.messages import render
from tests.planner.small_teams import small_team

A, B = date(2026, 12, 16), date(2026, 12, 17)


@pytest.mark.parametrize(
    ("steps", "english", "german"),
    [
        ([Put("Ana", A, "E")], "Ana, Wed 16 Dec: Early", "Ana, Mi. 16. Dez.: Early"),
        ([Take("Ana", A, "E")], "Ana, Wed 16 Dec: no Early", "Ana, Mi. 16. Dez.: Early weg"),
        ([LockCell("Ana", A)], "Ana, Wed 16 Dec: locked", "Ana, Mi. 16. Dez.: fixiert"),
        ([UnlockCell("Ana", A)], "Ana, Wed 16 Dec: unlocked", "Ana, Mi. 16. Dez.: Fixierung gelöst"),
        (
            [Take("Ana", A, "E"), Put("Ana", A, "L")],
            "Ana, Wed 16 Dec: Late instead of Early",
            "Ana, Mi. 16. Dez.: Late statt Early",
        ),
        (
            [Take("Ana", A, "E"), Put("Ben", B, "E")],
            "Early: Ana, Wed 16 Dec → Ben, Thu 17 Dec",
            "Early: Ana, Mi. 16. Dez. → Ben, Do. 17. Dez.",
        ),
        ([Take("Ana", A, "E"), LockCell("Ana", A)], "Ana, Wed 16 Dec", "Ana, Mi. 16. Dez."),
        ([Take("Ana", A, "E"), Put("Ben", B, "L")], "2 cells of Ana, Ben", "2 Felder von Ana, Ben"),
        (
            [Put(name, A, "E") for name in ("Cem", "Ben", "Ana")],
            "3 cells of Ana, Ben and others",
            "3 Felder von Ana, Ben und anderen",
        ),
    ],
)
def test_an_edit_has_a_name(steps: list[Step], english: str, german: str) -> None:
    shifts = {code: {"times": "06:00-14:00", "name": name} for code, name in (("E", "Early"), ("L", "Late"))}
    words = edit_words(Edit(tuple(steps)), small_team(people={"Ana": {}, "Ben": {}, "Cem": {}}, shifts=shifts))
    assert (render(words, "en"), render(words, "de")) == (english, german)
