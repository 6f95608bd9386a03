"""One team's month out of the records, as somebody looks at it: what all desks of a database share, and the view."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from planner.changing.replan import Goal
from planner.domain.drafts import Seen, Version
from planner.messages import Message, Month, _l
from planner.ports import Clock, Vault, Writer, roster_ref, team_ref
from planner.problems import InputProblems, refused
from planner.reporting.period import MonthLedger, Period, months_before, period_of
from planner.reporting.report import Report
from planner.services.asking import Questions
from planner.services.desk import changed_meanwhile, signature_of
from planner.services.drafts import Drafts
from planner.services.feed_fetches import Fetches
from planner.services.feeds import Feeds
from planner.services.month_facts import in_force
from planner.services.month_reports import Reports, Stamp
from planner.services.publishing import Publishing
from planner.services.replanning import ON_PAGES, Replanned, Replanning, ReplanRequest
from planner.services.team_facts import TeamFacts
from planner.services.team_feeds import TeamFeeds
from planner.services.wishing import Wishing

_Answer = TypeVar("_Answer")

#: So many months before this one tell how the ledgers went.
LEDGER_MONTHS = 11


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A changed roster as it was shown. stamp: what it was made of; events: after which, as people write them."""

    stamp: Stamp
    found: Replanned
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Workplace:
    """What all desks of one database share. Used by many threads at once.

    files_of: writes the files of a report, with entries of these feeds, and says which they are. writer: of single
    files that are downloaded.
    has_mail_server: whether letters go anywhere; otherwise they are written into a folder.
    keep_messages_days: how long people find what they were told.
    looked_at: the changed roster that a reader was shown last, by team, month and reader.
    """

    vault: Vault
    drafts: Drafts
    publishing: Publishing
    replanning: Replanning
    clock: Clock
    base_url: str
    has_mail_server: bool
    keep_messages_days: int
    team_feeds: TeamFeeds
    fetches: Fetches
    files_of: Callable[[Report, Stamp, Feeds], Sequence[Path]]
    writer: Writer
    reports: Reports
    team_facts: TeamFacts
    looked_at: dict[tuple[int, tuple[int, int], int | None], LookedAt]


class MonthView:
    """A team's published month for one reader. actor: the reader's number among the people."""

    def __init__(self, place: Workplace, team: int, month: tuple[int, int], actor: int | None) -> None:
        self._team, self._month, self._actor = team, month, actor
        self._place, self._vault, self._reports, self._drafts = place, place.vault, place.reports, place.drafts
        self.base_url = place.base_url
        self.feeds = place.team_feeds.of(team, actor)

    # ---- look

    def version(self) -> Version | None:
        """The version that the reader sees."""
        return self._shown(self._all_versions())

    def _all_versions(self) -> Sequence[Version]:
        with self._vault.reading() as records:
            return records.versions(self._team, *self._month)

    def _shown(self, versions: Sequence[Version]) -> Version | None:
        """What is in force."""
        return in_force(versions)

    def report(self) -> Report | None:
        """The roster with everything shown of it; None while there is none to be seen."""
        version = self.version()
        return self._reports.of(version).report if version else None

    def period(self, months: int) -> Period | None:
        """This month and those before it, `months` in all, as far as they were published; None without a roster."""
        own = self.report()
        if own is None:
            return None
        reports: list[Report] = [own]
        ledgers: list[MonthLedger] = []
        with self._vault.reading() as records:
            for number, month in enumerate(months_before(Month(*self._month), LEDGER_MONTHS), start=1):
                version = in_force(records.versions(self._team, *month))
                if version is not None and number < months:
                    reports.insert(0, self._reports.of(version).report)
                elif version is not None:
                    by_person = {row.person: row.ledger for row in records.roster(version.id).carry_over}
                    ledgers.insert(0, MonthLedger(month, by_person))
        return period_of(reports, ledgers)

    def period_workbook(self, period: Period, language: str) -> bytes:
        """A report as a workbook, in a language."""
        return self._place.writer.period_workbook(period, language)

    def now(self) -> datetime:
        """The present moment, aware."""
        return self._place.clock.now()

    # ---- ask

    def ask(self, question: Callable[[Questions], _Answer]) -> _Answer:
        """The answer to one question about the roster. InputProblems when there is none."""
        report = self.report()
        if report is None:
            raise self._no_roster()
        return question(Questions(report, self._today(report)))

    def replan(self, events: Sequence[str], since: date | None, goal: Goal) -> Replanned:
        """The roster changed after some events, as people write them; nothing is saved."""
        version = self.version()
        if version is None:
            raise self._no_roster()
        stamp = self._reports.of(version).stamp
        request = ReplanRequest(team_ref(self._team, version.id), roster_ref(version.id), tuple(events), since, goal)
        found = self._place.replanning.replan(request, ON_PAGES)
        self._place.looked_at[self._team, self._month, self._actor] = LookedAt(stamp, found, tuple(events))
        return found

    def take_over(self, signature: str) -> Replanned:
        """Keep the roster that `replan` gave this reader last as a new draft, if it is the one of this signature, and
        what happened with the team: who is away, who joins or leaves, what more is expected.

        InputProblems when another was made since, or the roster or its facts changed.
        """
        version = self.version()
        looked = self._place.looked_at.get((self._team, self._month, self._actor))
        same = version is not None and looked is not None and self._reports.of(version).stamp == looked.stamp
        if version is None or looked is None or not same or signature_of(looked.found) != signature:
            raise changed_meanwhile(self._named())
        base = Seen(*looked.stamp[:2])
        self._drafts.keep_after(self._team, looked.found.after.roster, looked.events, self._actor, base)
        del self._place.looked_at[self._team, self._month, self._actor]
        return looked.found

    @property
    def wishing(self) -> Wishing:
        """The wishes for the month."""
        place, month = self._place, Month(*self._month)
        return Wishing(self._vault, place.clock, self._reports, self.base_url, self._team, month, self._actor)

    # ---- hand out

    def downloads(self) -> Sequence[Path]:
        """The files of the roster, made anew where it has changed."""
        version = self.version()
        if version is None:
            return ()
        made = self._reports.of(version)
        return self._place.files_of(made.report, made.stamp, self.feeds)

    def what_if(self, language: str) -> Mapping[str, Any] | None:
        """The comparison that this month had last, in a language, and when it was "made"; None where there was none."""
        with self._vault.reading() as records:
            kept = records.comparison(self._team, *self._month)
        return None if kept is None else {**kept[language], "made": datetime.fromisoformat(kept["made"])}

    def _today(self, report: Report) -> date:
        return self.now().astimezone(report.board.team.zone).date()

    def _no_roster(self) -> InputProblems:
        return self._refusal(Message(_l("There is no roster of this month yet.")), Message(_l("Plan the month first.")))

    def _refusal(self, reason: Message, mend: Message) -> InputProblems:
        return refused(self._named(), reason, mend)

    def _named(self) -> str:
        return f"{self._month[0]}-{self._month[1]:02d}"
