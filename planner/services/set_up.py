"""The use cases by which teams come in and their facts are kept up to date, as the pages have them."""

from dataclasses import dataclass

from planner.services.importing import Importing
from planner.services.new_team import NewTeams
from planner.services.shelf import Shelf
from planner.services.team_facts import TeamFacts


@dataclass(frozen=True, slots=True)
class SetUp:
    """importing: workbooks in and out; facts: row by row; shelf: what is begun and not finished; new_teams: out of
    answers.
    """

    importing: Importing
    facts: TeamFacts
    shelf: Shelf
    new_teams: NewTeams
