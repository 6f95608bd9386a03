"""What a team lets colleagues see of each other: looked up, and decided by its lead."""

from collections.abc import Mapping

from planner.domain.colleagues import ColleagueRules
from planner.domain.drafts import EventKind
from planner.ports import Clock, Vault


class Colleagues:
    """Use cases, one transaction each. team: by number. lead: who decides, a number among the people."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock

    def rules(self, team: int) -> ColleagueRules:
        """What holds in a team."""
        with self._vault.reading() as records:
            return records.colleague_rules(team)

    def called(self, team: int) -> Mapping[str, str]:
        """By name, what colleagues call whoever has to do with a team, where they do not see full names: its people as
        customers do, who only leads it by name. Who has left is not among them.
        """
        with self._vault.reading() as records:
            leading = {*records.leads_of(team), *records.owners()}
            names = {one.name: one.name for one in records.known_people() if one.person in leading}
            return names | {manager.name: manager.public_name for manager in records.facts(team).managers}

    def decide(self, team: int, rules: ColleagueRules, lead: int | None) -> None:
        """Decide it from now on, on every page and for everything that is made for managers."""
        with self._vault.writing() as records:
            records.revision(team)
            if records.colleague_rules(team) != rules:
                records.save_colleague_rules(team, rules)
                records.add_event(EventKind.FACTS, lead, self._clock.now(), team=team)
