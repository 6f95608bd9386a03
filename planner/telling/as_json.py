"""Reports as plain data for `--json`: numbers, text and lists, with dates and times in ISO 8601."""

from planner.check import Finding
from planner.messages import render, translate, words
from planner.reporting.report import Gap, Report
from planner.rules.catalogue import rule

Plain = dict[str, object]


def finding_json(finding: Finding, language: str) -> Plain:
    """One finding."""
    return {
        "rule": finding.rule,
        "hard": finding.hard,
        "person": finding.person,
        "day": finding.day.isoformat() if finding.day else None,
        "measured": words(finding.figures[0], language),
        "limit": words(finding.figures[1], language),
        "cost": finding.cost,
        "text": render(finding.message, language),
    }


def gap_json(gap: Gap, language: str) -> Plain:
    """One gap with what stops each person."""
    return {
        "start": gap.start.isoformat(),
        "end": gap.end.isoformat(),
        "what": render(gap.what, language),
        "channel": gap.channel,
        "skill": gap.skill,
        "shift": gap.shift,
        "topic": gap.topic,
        "present": gap.present,
        "wanted": gap.wanted,
        "below_minimum": gap.below_minimum,
        "people": [
            {
                "person": obstacle.person,
                "shift": obstacle.shift,
                "reasons": [render(reason, language) for reason in obstacle.reasons],
                "cost_change": obstacle.cost_change,
            }
            for obstacle in gap.obstacles
        ],
    }


def report_json(report: Report, language: str) -> Plain:
    """A whole report."""
    record = report.roster.record
    return {
        "team": report.roster.team_name,
        "month": f"{report.roster.year}-{report.roster.month:02d}",
        "taken_over": render(report.taken_over, language) if report.taken_over else None,
        "costs": list(report.check.costs),
        "bounds": list(record.bounds) if record else None,
        "seconds": round(record.seconds, 2) if record else None,
        "cost_by_rule": dict(report.cost_by_rule),
        "cost_shares": [
            {
                "rule": share.rule,
                "label": translate(rule(share.rule).label, language),
                "person": share.person,
                "tier": share.tier.name.lower(),
                "points": share.points,
            }
            for share in report.cost_shares
        ],
        "wanted_min": sum(day.wanted_min for day in report.coverage),
        "covered_min": sum(day.covered_min for day in report.coverage),
        "assignments": [
            {"person": a.person, "day": a.day.isoformat(), "shift": a.shift, "uid": str(a.uid), "locked": a.locked}
            for a in report.roster.assignments
        ],
        "hours": [
            {
                "person": row.person,
                "planned_min": row.planned_min,
                "absent_min": row.absent_min,
                "contract_min": row.contract_min,
                "balance_min": row.balance_min,
            }
            for row in report.hours
        ],
        "fairness": [
            {
                "person": row.person,
                "measure": row.measure,
                "carried": row.carried / 100,
                "share": row.share / 100,
                "target": max(0, row.target) / 100,
                "ledger_before": row.ledger_before / 100,
                "ledger_after": row.ledger_after / 100,
            }
            for row in report.fairness
        ],
        "gaps": [gap_json(gap, language) for gap in report.gaps],
        "findings": [finding_json(finding, language) for finding in report.check.findings],
    }
