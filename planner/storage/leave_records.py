"""The records of leave that people ask for, in a database."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Select, insert, select, update

from planner.accounts.model import Role
from planner.domain.leave import LeaveRequest, LeaveState
from planner.storage.schema_accounts import team_roles, users
from planner.storage.schema_leave import leave_requests
from planner.storage.schema_teams import people
from planner.storage.team_records import people_of


class LeaveRecords:
    """planner.record_ports.LeaveRecords on one connection."""

    connection: Connection

    def leave_requests(self, team: int) -> Sequence[LeaveRequest]:
        """All requests of a team, newest first."""
        return self._requests(_SELECT.where(leave_requests.c.team_id == team))

    def leave_request(self, team: int, number: int) -> LeaveRequest | None:
        """A request of a team; None where the team has none of this number."""
        of_team = (leave_requests.c.team_id == team) & (leave_requests.c.id == number)
        return next(iter(self._requests(_SELECT.where(of_team))), None)

    def _requests(self, query: Select[tuple[object, ...]]) -> list[LeaveRequest]:
        rows = self.connection.execute(query.order_by(leave_requests.c.id.desc()))
        return [
            LeaveRequest(r.id, r.team_id, r.name, r.first, r.last, r.note, r.state, r.asked_at, r.answered_at, r.answer)
            for r in rows
        ]

    def add_leave_request(self, team: int, person: str, first: date, last: date, note: str, at: datetime) -> int:
        """Keep a new request; its number."""
        row = {
            "team_id": team,
            "person_id": people_of(self.connection, team)[person],
            "first": first,
            "last": last,
            "note": note,
            "state": LeaveState.OPEN,
            "asked_at": at,
            "answer": "",
        }
        query = insert(leave_requests).values(row).returning(leave_requests.c.id)
        return int(self.connection.execute(query).scalar_one())

    def end_leave_request(
        self, number: int, before: LeaveState, state: LeaveState, answer: str, at: datetime
    ) -> bool:
        """Give a request that is in one state another; whether it still was in that."""
        still = (leave_requests.c.id == number) & (leave_requests.c.state == before)
        query = update(leave_requests).where(still).values(state=state, answer=answer, answered_at=at)
        return self.connection.execute(query).rowcount == 1

    def remove_leave_texts(self, before: datetime) -> int:
        """Blank what was written with requests before a moment; how many requests there were."""
        written = (leave_requests.c.note != "") | (leave_requests.c.answer != "")
        old = (leave_requests.c.asked_at < before) & written
        return self.connection.execute(update(leave_requests).where(old).values(note="", answer="")).rowcount

    def leads_of(self, team: int) -> Sequence[int]:
        """The people, by number, who lead a team; the owners where nobody does."""
        leads = select(team_roles.c.user_id).where(team_roles.c.team_id == team, team_roles.c.role == Role.LEAD)
        for who in (users.c.id.in_(leads), users.c.is_owner):
            query = select(users.c.person_id).where(who, users.c.disabled.is_(None)).distinct()
            if found := self.connection.execute(query.order_by(users.c.person_id)).scalars().all():
                return found
        return ()


_SELECT = select(leave_requests, people.c.name).join(people, people.c.id == leave_requests.c.person_id)
