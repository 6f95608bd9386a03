"""Who was told by mail that their shifts changed: the letters by how they stand, troubles last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.domain.letter import LetterStanding, LetterState
from planner.messages import _l
from web.i18n import Plural

_HEADINGS = {
    LetterState.SENT: _l("Letter sent"),
    LetterState.WAITING: _l("Letter on its way"),
    LetterState.GIVEN_UP: _l("Not told: the mail server took no letter in three days"),
    LetterState.NO_ADDRESS: _l("Not told by mail: no account"),
}


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """People whose letters stand alike. trouble: the lead had better tell them. tries: so far, the next at `when`.

    invite: an invitation would mend it.
    """

    heading: str
    names: tuple[str, ...]
    trouble: bool
    tries: Plural | None = None
    when: datetime | None = None
    invite: bool = False


def told_groups(letters: Sequence[LetterStanding], zone: ZoneInfo) -> list[ToldGroup]:
    """The groups that there are, those without trouble first."""
    return sorted(_groups(letters, zone), key=lambda group: group.trouble)


def _groups(letters: Sequence[LetterStanding], zone: ZoneInfo) -> Iterator[ToldGroup]:
    for state, heading in _HEADINGS.items():
        names = tuple(dict.fromkeys(row.person for row in letters if row.state is state and not _failing(row)))
        if names:
            without = state is LetterState.NO_ADDRESS
            yield ToldGroup(heading, names, without or state is LetterState.GIVEN_UP, invite=without)
    for row in filter(_failing, letters):
        tries = Plural("{n} try so far, the next one: {when}", "{n} tries so far, the next one: {when}", row.tries)
        when = row.next_try.astimezone(zone) if row.next_try else None
        yield ToldGroup(_l("Not taken by the mail server yet"), (row.person,), trouble=True, tries=tries, when=when)


def _failing(row: LetterStanding) -> bool:
    return row.state is LetterState.WAITING and row.tries > 0
