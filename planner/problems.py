"""Bad input, all of it at once: each problem names its place, its value, the reason and the mend."""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.messages import Message, _l, render


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One thing wrong with what was given.

    place: the file, option, setting or the like that it is in. sheet, row, column: as a person sees them (row 1 is the
    first line); "" or 0 = whole.
    """

    place: str
    reason: Message
    mend: Message
    value: str = ""
    sheet: str = ""
    row: int = 0
    column: str = ""


class InputProblems(Exception):
    """Input that cannot be used. Nothing was written."""

    def __init__(self, problems: Iterable[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem_line(p, "en") for p in self.problems))


def refused(place: str, reason: Message, mend: Message, *, value: str = "", column: str = "") -> InputProblems:
    """One problem by itself, to be raised. column: the field, of a form."""
    return InputProblems([InputProblem(place, reason, mend, value, column=column)])


def problem_line(problem: InputProblem, language: str) -> str:
    """One problem as a line: 'team.xlsx, sheet Managers, row 4, column Site: "Wein" - no such site. Mend: ...'."""
    place = [problem.place]
    if problem.sheet:
        place.append(render(Message(_l("sheet {sheet}"), sheet=problem.sheet), language))
    if problem.row:
        place.append(render(Message(_l("row {row}"), row=str(problem.row)), language))
    if problem.column:
        place.append(render(Message(_l("column {column}"), column=problem.column), language))
    value = f"“{problem.value}” – " if problem.value else ""
    return f"{', '.join(place)}: {value}{render(problem.reason, language)} {render(problem.mend, language)}"
