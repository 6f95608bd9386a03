"""What the people of a team see of each other. Leads see everything; why somebody is away, colleagues never see."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColleagueRules:
    """What a team has decided that colleagues see.

    full_names: names as the roster has them; else what customers see, too. shifts: all that are published; else one's
    own, and who works at the same time. hours: contract, planned hours, weekends and holidays of others.
    """

    full_names: bool = True
    shifts: bool = True
    hours: bool = False
