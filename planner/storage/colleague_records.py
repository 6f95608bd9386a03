"""The records of what teams let colleagues see of each other, in a database."""

from sqlalchemy import Connection, delete, insert, select

from planner.domain.colleagues import ColleagueRules
from planner.storage.schema_colleagues import colleague_rules


class ColleagueRecords:
    """planner.record_ports.ColleagueRecords on one connection."""

    connection: Connection

    def colleague_rules(self, team: int) -> ColleagueRules:
        """What a team has decided, or the default."""
        table = colleague_rules
        row = self.connection.execute(select(table).where(table.c.team_id == team)).one_or_none()
        return ColleagueRules() if row is None else ColleagueRules(row.full_names, row.shifts, row.hours)

    def save_colleague_rules(self, team: int, rules: ColleagueRules) -> None:
        """Keep what a team has decided."""
        table = colleague_rules
        self.connection.execute(delete(table).where(table.c.team_id == team))
        values = {"full_names": rules.full_names, "shifts": rules.shifts, "hours": rules.hours}
        self.connection.execute(insert(table).values(team_id=team, **values))
