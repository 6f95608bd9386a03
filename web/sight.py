"""How much a reader sees of the people of a team: leads everything, managers what their team lets colleagues see.

Reasons for absence and wishes of others are never among it, whatever a team decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planner.accounts.model import Role
from planner.domain.colleagues import ColleagueRules
from planner.domain.people import Manager
from planner.domain.team import Team
from planner.messages import AllOf, Message
from web.auth import the_team_id, visitor
from web.desk import the_desks


@dataclass(frozen=True, slots=True)
class Sight:
    """own: the reader's name in the team, "" for who does not work in it; None = everything may be seen."""

    own: str | None = None
    rules: ColleagueRules = field(default_factory=ColleagueRules)

    @property
    def all(self) -> bool:
        """Whether everything may be seen."""
        return self.own is None

    def knows(self, person: str | None) -> bool:
        """Whether all of a person may be seen, reasons and wishes included; None = of nobody in particular."""
        return self.own is None or self.own == person

    def shifts_of(self, person: str) -> bool:
        """Whether a person's shifts may be seen."""
        return self.rules.shifts or self.knows(person)

    def hours_of(self, person: str) -> bool:
        """Whether a person's hours and counters may be seen."""
        return self.rules.hours or self.knows(person)

    def called(self, manager: Manager) -> str:
        """What the reader sees somebody called."""
        return manager.name if self.rules.full_names or self.knows(manager.name) else manager.public_name

    def page_of(self, person: str) -> str:
        """The name that a person's own pages go by; "" where the reader may open none of theirs."""
        return person if self.knows(person) else ""

    def names(self, team: Team) -> Mapping[str, str]:
        """What the reader sees everybody called, by name."""
        return {manager.name: self.called(manager) for manager in team.managers}

    def told(self, messages: Iterable[Message], team: Team) -> list[Message]:
        """Messages as the reader may have them: those that say something of others are left out."""
        others = {manager.name for manager in team.managers if not self.knows(manager.name)}
        return [message for message in messages if others.isdisjoint(_texts(message))]


EVERYTHING = Sight()


def sight_here() -> Sight:
    """What the visitor sees in the team that the address names."""
    found = visitor()
    if found is None or found.role_in(the_team_id()) is not Role.MANAGER:
        return EVERYTHING
    # Who works in no team knows of nobody.
    return Sight(found.persons.get(the_team_id(), ""), the_desks().colleagues.rules(the_team_id()))


def _texts(value: object) -> set[str]:
    """All texts that fill the gaps of a message."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, Message):
        return set().union(*map(_texts, value.params.values()))
    if isinstance(value, AllOf):
        return set().union(*map(_texts, value.parts))
    if isinstance(value, list | tuple):
        return set().union(*map(_texts, value))
    return set()
