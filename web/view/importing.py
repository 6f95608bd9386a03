"""A workbook's differences as the page shows them: by sheet, and who may be one person with somebody elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from planner.messages import Message
from planner.ports import Difference, DifferenceKind
from planner.services.importing import Namesake


@dataclass(frozen=True, slots=True)
class SheetDifferences:
    """What is otherwise on one sheet. counts: how many rows of each kind, only kinds that there are."""

    title: str
    counts: Mapping[DifferenceKind, int]
    rows: Sequence[tuple[DifferenceKind, Message]]


def by_sheet(differences: Sequence[Difference]) -> list[SheetDifferences]:
    """The differences, in the order of the sheets."""
    found = []
    for title, group in groupby(differences, key=lambda difference: difference.sheet):
        rows = [(difference.kind, difference.message) for difference in group]
        kinds = [kind for kind, _ in rows]
        found.append(SheetDifferences(title, {k: kinds.count(k) for k in DifferenceKind if k in kinds}, rows))
    return found


def by_name(namesakes: Sequence[Namesake]) -> dict[str, list[Namesake]]:
    """The people of other teams by the name that they share with somebody new."""
    found: dict[str, list[Namesake]] = {}
    for namesake in namesakes:
        found.setdefault(namesake.name, []).append(namesake)
    return found


def same_people(namesakes: Sequence[Namesake], form: Mapping[str, str]) -> dict[str, int]:
    """Who is whom, as the lead has chosen: name -> number. What is no namesake's number is taken for nobody's."""
    chosen = {}
    for place, (name, found) in enumerate(by_name(namesakes).items()):
        numbers = {str(namesake.person): namesake.person for namesake in found}
        if (number := numbers.get(form.get(f"same-{place}", ""))) is not None:
            chosen[name] = number
    return chosen
