"""What came of an edit, as a notice on the page that asked for it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from planner.changing.edit_words import conflict_words
from planner.changing.edits import EditConflict, EditRefused
from planner.check import Finding
from planner.messages import Message, _l
from planner.reporting.report import Report
from planner.rules.catalogue import RULES

_READING = {rule.code: place for place, rule in enumerate(RULES)}

#: Rules newly broken that one notice names.
BROKEN_SHOWN = 3


class Kind(StrEnum):
    """DONE: made. CONFLICT: somebody was quicker. REFUSED: it makes no sense."""

    DONE = "done"
    CONFLICT = "conflict"
    REFUSED = "refused"

    @property
    def status(self) -> int:
        """The answer's HTTP status."""
        return {Kind.DONE: 200, Kind.CONFLICT: 409, Kind.REFUSED: 422}[self]


@dataclass(frozen=True, slots=True)
class Told:
    """words: sentences. warns: it was made, but breaks rules."""

    kind: Kind
    words: tuple[Message, ...]
    warns: bool = False


def told_of(make: Callable[[], Told], what: Message | None = None) -> Told:
    """What `make` tells, or why nothing was made. what: it would have done, where that is not said already."""
    try:
        return make()
    except EditRefused as refused:
        return Told(Kind.REFUSED, refused.reasons)
    except EditConflict as found:
        yours = [Message(_l("Yours was not made: {what}"), what=what)] if what else []
        return Told(Kind.CONFLICT, (*map(conflict_words, found.cells), *yours))


def done(what: Message, before: Report, after: Report) -> Told:
    """An edit that was made, and which rules are broken since."""
    known = {(finding.rule, finding.subject, finding.value) for finding in before.clashes}
    new = few_of(f for f in after.clashes if (f.rule, f.subject, f.value) not in known)
    return Told(Kind.DONE, (what, *new), warns=bool(new))


def few_of(findings: Iterable[Finding]) -> list[Message]:
    """What the first of some findings say, and how many more there are."""
    folded = _folded(findings)
    more = [Message(_l("and {n} more"), n=len(folded) - BROKEN_SHOWN)] if len(folded) > BROKEN_SHOWN else []
    return [*folded[:BROKEN_SHOWN], *more]


def _folded(findings: Iterable[Finding]) -> list[Message]:
    """What findings say, rules in reading order; of those about the same two shifts, as overlap and rest, the first."""
    told: dict[object, Message] = {}
    for number, finding in enumerate(sorted(findings, key=lambda finding: _READING[finding.rule])):
        pair = frozenset(finding.places)
        told.setdefault(pair if len(pair) == 2 else number, finding.message)
    return list(told.values())
