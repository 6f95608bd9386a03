"""Leave: somebody asks for it, the lead approves or declines with a word; what is approved is an absence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from planner.domain.drafts import EventKind
from planner.domain.leave import MOST_CHARACTERS, LeaveRequest, LeaveState
from planner.domain.notice import Notice, NoticeKind
from planner.domain.people import Absence, AbsenceKind
from planner.domain.team import Team
from planner.domain.time import month_days
from planner.messages import Message, _l
from planner.ports import Clock, Records, Vault
from planner.problems import refused
from planner.services.month_facts import in_force
from planner.services.notices import tell
from planner.services.team_facts import RowRefused, TeamFacts

#: Nobody asks for more days at once, nor for days further ahead.
_MOST_DAYS, _FURTHEST = 366, timedelta(days=3 * 366)
MY_PAGE = "/my/leave/"

_NOTHING_CHANGED = _l("Look at it again, then decide anew. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class OwnLeave:
    """A person's leave in one of their teams. today: in the team's zone. absences: that are not over."""

    team_id: int
    team: Team
    today: date
    requests: Sequence[LeaveRequest]
    absences: Sequence[Absence]


@dataclass(frozen=True, slots=True)
class LeaveNow:
    """A request as its lead sees it. also_away: absences of others on these days. months: that are published of it.

    shifts: (date, code) that the person still has on these days, as published.
    """

    team: Team
    request: LeaveRequest
    also_away: Sequence[Absence]
    months: Sequence[tuple[int, int]]
    shifts: Sequence[tuple[date, str]]


class LeaveRequests:
    """Use cases, one transaction each. KeyError for a request that the team does not have, or of somebody else.

    base_url: what links in letters begin with. All that change something raise InputProblems for what cannot be.
    """

    def __init__(self, vault: Vault, clock: Clock, facts: TeamFacts, base_url: str) -> None:
        self._vault, self._clock, self._facts, self._base_url = vault, clock, facts, base_url

    # ---- who asks

    def own(self, persons: Mapping[int, str]) -> Sequence[OwnLeave]:
        """What somebody asked for, team by team. persons: their name in each."""
        with self._vault.reading() as records:
            return [self._own(records, team, name) for team, name in sorted(persons.items())]

    def _own(self, records: Records, team: int, person: str) -> OwnLeave:
        facts = records.facts(team)
        today = self._today(facts)
        requests = [one for one in records.leave_requests(team) if one.person == person]
        absences = [row for row in facts.absences if row.person == person and row.last >= today]
        return OwnLeave(team, facts, today, requests, sorted(absences, key=lambda row: row.first))

    def ask(self, team: int, person: str, first: date, last: date, note: str) -> int:
        """Ask for leave; the request's number. The other leads are told."""
        with self._vault.writing() as records:
            records.revision(team)
            facts = records.facts(team)
            _refuse_long(note, "note")
            self._check_days(facts, person, first, last)
            _refuse_overlap(records, team, person, first, last)
            number = records.add_leave_request(team, person, first, last, note.strip(), self._clock.now())
            words = {"person": next(one.public_name for one in facts.managers if one.name == person)}
            about = Message(_l("{person} asks for leave: {days}."), days=_words(first, last), **words)
            parts = (about, Message(_l("Its effect on the roster, and your answer:")))
            subject = Message(_l("{person} asks for leave"), **words)
            self._tell_leads(records, _the_request(records, team, number), "asked", subject, parts)
            return number

    def withdraw(self, team: int, person: str, number: int) -> None:
        """Take a request back that was not answered yet. The leads who were asked are told."""
        with self._vault.writing() as records:
            records.revision(team)
            request = _the_request(records, team, number)
            if request.person != person:
                raise KeyError(number)
            self._end(records, request, LeaveState.WITHDRAWN, "")
            managers = records.facts(team).managers
            words = {"person": next(one.public_name for one in managers if one.name == person)}
            text = _l("{person} does not ask for leave any more: {days}. You need not answer.")
            about = Message(text, days=_words(request.first, request.last), **words)
            subject = Message(_l("{person} does not ask for leave any more"), **words)
            self._tell_leads(records, request, "withdrawn", subject, (about, Message(_l("The request:"))))

    # ---- the lead

    def look(self, team: int) -> Sequence[LeaveRequest]:
        """A team's requests: open ones first, by their first day; then the others, newest first."""
        with self._vault.reading() as records:
            found = records.leave_requests(team)
        waiting = sorted((one for one in found if one.state is LeaveState.OPEN), key=lambda one: one.first)
        return [*waiting, *(one for one in found if one.state is not LeaveState.OPEN)]

    def request(self, team: int, number: int) -> LeaveNow:
        """A request, and what is known of its days."""
        with self._vault.reading() as records:
            request = _the_request(records, team, number)
            facts = records.facts(team)
            away = [row for row in facts.absences
                    if row.person != request.person and request.touches(row.first, row.last)]  # fmt: skip
            months, shifts = [], []
            for month in _months(request):
                if (version := in_force(records.versions(team, *month))) is not None:
                    months.append(month)
                    rows = records.roster(version.id).assignments
                    shifts += [(row.day, row.shift) for row in rows
                               if row.person == request.person and request.touches(row.day, row.day)]  # fmt: skip
        return LeaveNow(facts, request, sorted(away, key=lambda row: row.first), months, sorted(shifts))

    def approve(self, team: int, number: int, answer: str, actor: int) -> None:
        """Grant it: from now on it is an absence of the team's facts. actor: the lead's number among the people."""
        with self._vault.writing() as records:
            records.revision(team)
            request = _the_request(records, team, number)
            self._end(records, request, LeaveState.APPROVED, answer)
            absence = Absence(request.person, AbsenceKind.LEAVE, request.first, request.last)
            try:
                self._facts.add_absence(records, team, absence, actor)
            except RowRefused as wrong:
                problem = next(iter((*wrong.verdict.here, *wrong.verdict.elsewhere)))
                raise refused("", problem.reason, problem.mend) from wrong
            text = _l("Your leave is granted: {days}.")
            self._tell(records, request, _l("Your leave is granted"), text, answer)

    def decline(self, team: int, number: int, answer: str) -> None:
        """Refuse it."""
        with self._vault.writing() as records:
            records.revision(team)
            request = _the_request(records, team, number)
            self._end(records, request, LeaveState.DECLINED, answer)
            text = _l("Your leave is not granted: {days}.")
            self._tell(records, request, _l("Your leave is not granted"), text, answer)

    def revoke(self, team: int, number: int, answer: str, actor: int) -> None:
        """Take approved leave back, from today on: these days are no absence any more. What is published stays."""
        with self._vault.writing() as records:
            records.revision(team)
            request, facts = _the_request(records, team, number), records.facts(team)
            since = max(request.first, self._today(facts))
            if since > request.last:
                reason = Message(_l("These days are over."))
                raise refused("", reason, Message(_l("Nothing was changed.")))
            self._end(records, request, LeaveState.REVOKED, answer)
            kept = without_leave(facts.absences, request.person, since, request.last)
            if kept != facts.absences:
                records.save_facts(replace(facts, absences=kept), team, records.people(team))
            records.add_event(EventKind.FACTS, actor, self._clock.now(), team=team)
            text = _l("Your leave is taken back: {days}. You can be planned on these days again.")
            revoked = replace(request, first=since)
            self._tell(records, revoked, _l("Your leave is taken back"), text, answer)

    def _end(self, records: Records, request: LeaveRequest, state: LeaveState, answer: str) -> None:
        _refuse_long(answer, "answer")
        before = LeaveState.APPROVED if state is LeaveState.REVOKED else LeaveState.OPEN
        if not records.end_leave_request(request.id, before, state, answer.strip(), self._clock.now()):
            reason = Message(_l("This request was answered or taken back meanwhile."))
            raise refused("", reason, Message(_NOTHING_CHANGED))

    def _tell_leads(
        self, records: Records, request: LeaveRequest, what: str, subject: Message, parts: tuple[Message, ...]
    ) -> None:
        """Tell the leads, but not of what they did themselves."""
        page = f"/teams/{request.team}/leave/{request.id}/"
        notice = Notice(NoticeKind.LEAVE, f"{what} {request.id}", subject, parts, page)
        told = dict.fromkeys(records.leads_of(request.team), notice)
        told.pop(records.people(request.team)[request.person], None)
        tell(records, request.team, told, self._clock.now(), self._base_url)

    def _tell(self, records: Records, request: LeaveRequest, subject: str, text: str, answer: str) -> None:
        said = (Message(_l("Your team lead writes: {words}"), words=answer.strip()),) if answer.strip() else ()
        about = Message(text, days=_words(request.first, request.last))
        parts = (about, *said, Message(_l("All your requests:")))
        again = " revoked" if request.state is LeaveState.APPROVED else ""
        notice = Notice(NoticeKind.LEAVE, f"answered {request.id}{again}", Message(subject), parts, MY_PAGE)
        # Who has left the team meanwhile is not told.
        if (person := records.people(request.team).get(request.person)) is not None:
            tell(records, request.team, {person: notice}, self._clock.now(), self._base_url)

    def _today(self, facts: Team) -> date:
        now: datetime = self._clock.now()
        return now.astimezone(facts.zone).date()

    def _check_days(self, facts: Team, person: str, first: date, last: date) -> None:
        today = self._today(facts)
        manager = next(one for one in facts.managers if one.name == person)
        if first < today:
            reason, mend = _l("These days have begun already."), _l("Choose days from today on.")
        elif last < first:
            reason, mend = _l("The last day lies before the first."), _l("Choose a last day that comes later.")
        elif (last - first).days >= _MOST_DAYS or last > today + _FURTHEST:
            reason = _l("That is very far ahead, or very long.")
            mend = _l("Ask for a year at most, within three years.")
        elif not (manager.employed(first) and manager.employed(last)):
            reason, mend = _l("On some of these days you are not in the team."), _l("Choose days that you are.")
        else:
            return
        raise refused("", Message(reason), Message(mend), column="days")


def without_leave(absences: Sequence[Absence], person: str, first: date, last: date) -> tuple[Absence, ...]:
    """Absences in which a person has no leave on some days; what lies before and after them stays."""
    kept: list[Absence] = []
    for row in absences:
        if row.person != person or row.kind is not AbsenceKind.LEAVE or row.last < first or last < row.first:
            kept.append(row)
            continue
        if row.first < first:
            kept.append(replace(row, last=first - timedelta(days=1)))
        if last < row.last:
            kept.append(replace(row, first=last + timedelta(days=1)))
    return tuple(kept)


def _words(first: date, last: date) -> date | Message:
    """A stretch of days, as fills a gap."""
    return first if first == last else Message(_l("{first} – {last}"), first=first, last=last)


def _the_request(records: Records, team: int, number: int) -> LeaveRequest:
    found = records.leave_request(team, number)
    if found is None:
        raise KeyError(number)
    return found


def _refuse_long(text: str, column: str) -> None:
    if len(text.strip()) > MOST_CHARACTERS:
        mend = Message(_l("Write {n} characters at most."), n=MOST_CHARACTERS)
        raise refused("", Message(_l("That is too long.")), mend, column=column)


def _refuse_overlap(records: Records, team: int, person: str, first: date, last: date) -> None:
    """Days on which the person is away already, here or in another team, or for which they have asked."""
    number = records.people(team)[person]
    for other, name in records.teams_of_people([number])[number].items():
        for row in records.facts(other).absences:
            if row.person == name and row.first <= last and first <= row.last:
                reason = Message(_l("You are away already: {days}."), days=_words(row.first, row.last))
                raise refused("", reason, Message(_l("Choose other days.")), column="days")
        for one in records.leave_requests(other):
            if one.person == name and one.state is LeaveState.OPEN and one.touches(first, last):
                reason = Message(_l("You have asked for leave already: {days}."), days=_words(one.first, one.last))
                raise refused("", reason, Message(_l("Take that request back first.")), column="days")


def _months(request: LeaveRequest) -> list[tuple[int, int]]:
    """The months that a request has days in."""
    found, day = [], request.first.replace(day=1)
    while day <= request.last:
        found.append((day.year, day.month))
        day = month_days(day.year, day.month)[-1] + timedelta(days=1)
    return found
