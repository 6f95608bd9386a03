"""A roster in a terminal: coverage, gaps with reasons, hours against contract, fairness, as plain lines."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from planner.changing.change_words import change_lines
from planner.changing.changes import changes_of
from planner.check import Finding
from planner.cost_words import dearer_words
from planner.fair_measures import measure_label
from planner.messages import Message, Minutes, Term, _l, render, translate, words
from planner.reporting.report import FairShare, Gap, Report
from planner.rulebook import state_rules
from planner.rules.catalogue import rule

#: Gaps and people named for one; the files and screens show all.
_GAPS_SHOWN, _PEOPLE_SHOWN = 8, 4
#: Findings named of one rule.
_FINDINGS_SHOWN = 8
#: Lines that a measure's label may take above its figures.
_HEAD = 3


def summary_lines(report: Report, language: str) -> Iterator[str]:
    """The report in lines of text."""
    if report.taken_over:
        yield render(report.taken_over, language)
    yield from _coverage(report, language)
    yield ""
    yield from _gaps(report, language)
    yield ""
    yield from _hours(report, language)
    yield ""
    yield from _fairness(report, language)


def _say(text: str, language: str, **params: object) -> str:
    return render(Message(text, **params), language)


def _coverage(report: Report, language: str) -> Iterator[str]:
    wanted = sum(day.wanted_min for day in report.coverage)
    short = [day for day in report.coverage if day.covered_min < day.wanted_min]
    yield _say(
        _l("Coverage: {share} % of {wanted} wanted; {short} of {days} days are short."),
        language, share=report.covered_per_mille / 10, wanted=Minutes(wanted),
        short=len(short), days=len(report.coverage),
    )  # fmt: skip
    for finding in report.clashes:
        yield "  ! " + render(finding.message, language)
    published = report.board.published
    if published:
        changes = changes_of(report.board, state_rules(report.board), published, report.roster.places())
        yield from change_lines(report.board, changes, language)
    yield from _wishes(report, language)


def _wishes(report: Report, language: str) -> Iterator[str]:
    if report.wish_days:
        text = _l("Days of wishes granted: {granted} of {all}.")
        yield _say(text, language, granted=report.wish_days_granted, all=report.wish_days)
    idle = sum(wish.idle for wish in report.wishes)
    if idle:
        text = _l("Wishes with nothing to grant, because the shift is not offered or the person is away: {count}")
        yield _say(text, language, count=idle)


def _gaps(report: Report, language: str) -> Iterator[str]:
    people = [gap for gap in report.gaps if not gap.topic]
    contacts = [gap for gap in report.gaps if gap.topic]
    if people:
        yield _say(_l("Gaps: {count}"), language, count=len(people))
        yield from _worst(people, language)
    else:
        yield _say(_l("Gaps: none. Every stretch of time has the people it wants."), language)
    if contacts:
        yield ""
        yield _say(_l("Topics without a contact: {count}"), language, count=len(contacts))
        yield from _worst(contacts, language)


def finding_lines(report: Report, language: str) -> Iterator[str]:
    """What the roster breaks, rule by rule: first what must hold, then what costs points; the last line counts."""
    must = tuple(finding for finding in report.check.findings if finding.must)
    others = tuple(finding for finding in report.check.findings if not finding.must)
    if must:
        yield _say(_l("Must hold"), language)
        # What must hold has no price to tell.
        yield from _by_rule(must, {}, "!", language)
    if others:
        yield _say(_l("Costs points"), language)
        yield from _by_rule(others, report.check.by_rule, "·", language)
    yield _say(
        _l("Hard rules broken: {hard}. Other findings: {other}. Cost: {cost} points."),
        language, hard=len(must), other=len(others), cost=sum(report.check.costs),
    )  # fmt: skip


def _by_rule(findings: Sequence[Finding], points: Mapping[str, int], mark: str, language: str) -> Iterator[str]:
    """Findings below the names of their rules, those of an earlier tier, then dearer ones, first. points: a rule's."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.rule, []).append(finding)
    for code in sorted(found, key=lambda code: (found[code][0].tier, -points.get(code, 0), code)):
        yield "  " + _say(
            _l("{rule}: {count} ({points} points)") if code in points else _l("{rule}: {count}"),
            language, rule=Term(rule(code).label), count=len(found[code]), points=points.get(code, 0),
        )  # fmt: skip
        for finding in found[code][:_FINDINGS_SHOWN]:
            cost = f"  ({words(finding.cost, language)})" if code in points else ""
            yield f"    {mark} {render(finding.message, language)}{cost}"
        more = len(found[code]) - _FINDINGS_SHOWN
        if more > 0:
            yield _say(_l("    … and {more} more; --json prints all."), language, more=more)


def _worst(gaps: list[Gap], language: str) -> Iterator[str]:
    worst = sorted(gaps, key=lambda gap: (not gap.below_minimum, -gap.missing_min, gap.start))
    for gap in worst[:_GAPS_SHOWN]:
        yield from gap_lines(gap, language, people=_PEOPLE_SHOWN)
    if len(worst) > _GAPS_SHOWN:
        yield _more(len(worst) - _GAPS_SHOWN, language)


def _more(number: int, language: str) -> str:
    return _say(_l("  … and {more} more, in the workbook and on the page."), language, more=number)


def gap_lines(gap: Gap, language: str, *, people: int) -> Iterator[str]:
    """One gap and, person by person, what stops the closest `people`, then how many more; the gap alone for 0."""
    yield "  " + _say(
        _l("{what}: {present} of {wanted}"), language, what=gap.what, present=gap.present, wanted=gap.wanted
    )
    for obstacle in gap.obstacles[:people]:
        if obstacle.reasons:
            # Reasons hold semicolons of their own.
            yield f"      {obstacle.person}: " + " · ".join(render(reason, language) for reason in obstacle.reasons)
        else:
            yield "      " + _say(
                _l("{person} could take it, but the roster would be {dearer}")
                if obstacle.cost_change > 0
                else _l("{person} could take it; the roster would be {dearer}"),
                language, person=obstacle.person, dearer=dearer_words(obstacle.cost_change),
            )  # fmt: skip
    if len(gap.obstacles) > people > 0:
        yield "    " + _more(len(gap.obstacles) - people, language)
    if people and not gap.obstacles:
        yield "      " + render(gap.nobody, language)


def _hours(report: Report, language: str) -> Iterator[str]:
    yield _say(_l("Hours against contract"), language)
    width = _name_width(report)
    for row in report.hours:
        reached, owed, balance = (
            words(Minutes(m), language) for m in (row.planned_min + row.absent_min, row.contract_min, row.balance_min)
        )
        sign = "+" if row.balance_min > 0 else ""
        yield f"  {row.person:<{width}}  {reached:>13}  /{owed:>13}  {sign + balance:>13}"


def _fairness(report: Report, language: str) -> Iterator[str]:
    yield _say(_l("Fairness (carried / fair share)"), language)
    measures = list(dict.fromkeys(row.measure for row in report.fairness))
    rows = {(row.person, row.measure): row for row in report.fairness}
    columns = []
    for measure in measures:
        label = translate(measure_label(measure), language)
        cells = [_carried(rows[hours.person, measure], language) for hours in report.hours]
        width = max(map(len, [*cells, *label.split()]))
        head = wrap(label, width)
        # Three lines of head, so that labels end right above the figures.
        columns.append([text.rjust(width) for text in [*[""] * (_HEAD - len(head)), *head[-_HEAD:], *cells]])
    names = [*[""] * _HEAD, *(hours.person for hours in report.hours)]
    for name, *texts in zip(names, *columns, strict=True):
        if name or any(text.strip() for text in texts):
            yield "  " + "  ".join([name.ljust(_name_width(report)), *texts])


def _carried(row: FairShare, language: str) -> str:
    carried, share = (words(round(part / 100, 1), language) for part in (row.carried, row.share))
    return f"{carried} / {share}"


def _name_width(report: Report) -> int:
    return max((len(row.person) for row in report.hours), default=0)
