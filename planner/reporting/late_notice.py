"""Changes of a published roster at short notice, in one sentence a person."""

from collections.abc import Iterable

from planner.check import Finding
from planner.messages import Message
from planner.rules.notice import Notice


def late_notice(findings: Iterable[Finding]) -> tuple[Message, ...]:
    """What comes at shorter notice than is needed: all of one person's, with how few days ahead the first is."""
    by_person: dict[str | None, list[Finding]] = {}
    for finding in findings:
        if finding.rule == Notice.code:
            by_person.setdefault(finding.person, []).append(finding)
    return tuple(_together(found) for found in by_person.values())


def _together(findings: list[Finding]) -> Message:
    """Findings of one person, by date."""
    told = [finding.message.params for finding in findings]
    return Message(Notice.text, **{**told[0], "change": [params["change"] for params in told]})
