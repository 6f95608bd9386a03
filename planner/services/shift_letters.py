"""Letters to those whose shifts move when a month is published: which are new, gone or changed, and where to look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from planner.changing.person_changes import PersonChange
from planner.domain.demand import ShiftType
from planner.domain.letter import Addressee
from planner.domain.team import Team
from planner.domain.time import clock
from planner.messages import Message, Month, _l, render
from planner.ports import Mail


def own_page(base_url: str, month: Month) -> str:
    """Where whoever is signed in sees their month."""
    return f"{base_url}/my/{month.year}-{month.month:02d}"


@dataclass(frozen=True, slots=True)
class ShiftLetters:
    """Writes the letters of one publication. first: no roster of the month was in force before."""

    facts: Team
    month: Month
    first: bool
    base_url: str

    def letter(self, change: PersonChange, to: Addressee) -> Mail:
        """What a person is told of their own shifts; nothing in it is about others."""
        manager = next((one for one in self.facts.managers if one.name == change.person), None)
        greeting = Message(_l("Hello {name},"), name=manager.public_name if manager else change.person)
        lists = [part for part in self._lists(change, to.language) if part]
        # Who has left the team has no page there any more.
        page = own_page(self.base_url, self.month)
        where = (Message(_l("All your shifts of this month:")), page) if manager else ()
        return Mail.of(to.address, self._subject(), (greeting, self._opening(), *lists, *where), to.language)

    def _subject(self) -> Message:
        text = _l("Your shifts in {month}") if self.first else _l("Your shifts in {month} have changed")
        return Message(text, month=self.month)

    def _opening(self) -> Message:
        text = (
            _l("The roster of {team} for {month} is out. These are your shifts:")
            if self.first
            else _l("In the roster of {team} for {month} some of your shifts have changed. All others stay.")
        )
        return Message(text, team=self.facts.name, month=self.month)

    def _lists(self, change: PersonChange, language: str) -> Iterator[str]:
        """What is new, changed and gone, each a heading with a line a shift; "" for nothing."""
        kinds = {shift.code: shift for shift in self.facts.shift_types}
        new, changed, gone = [], [], []
        for day, old_codes, new_codes in change.day_by_day():
            for old, now in zip_longest(old_codes, new_codes):
                if old is None:
                    new.append(Message(_l("{day}: {shift}"), day=day, shift=shift_words(now, kinds)))
                elif now is None:
                    gone.append(Message(_l("{day}: {shift}"), day=day, shift=shift_words(old, kinds)))
                else:
                    text = _l("{day}: {shift} instead of {other}")
                    words = (shift_words(code, kinds) for code in (now, old))
                    changed.append(Message(text, day=day, **dict(zip(("shift", "other"), words, strict=True))))
        for heading, lines in (
            (_l("New:"), new), (_l("Changed:"), changed), (_l("No longer yours:"), gone)
        ):  # fmt: skip
            shown = [f"- {render(line, language)}" for line in lines]
            # The first roster is new as a whole: its opening says so.
            yield "\n".join([*([] if self.first else [render(Message(heading), language)]), *shown]) if shown else ""


def shift_words(code: str, kinds: Mapping[str, ShiftType]) -> str:
    """'Late, 14:00–22:30'; the code alone of a shift type that the team does not have any more."""
    kind = kinds.get(code)
    return f"{kind.name}, {clock(kind.start_min)}–{clock(kind.end_min)}" if kind else code
