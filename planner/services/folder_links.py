"""Calendar links that were kept in a folder, before the database kept them: they go on working, under the same address.
"""

from collections.abc import Iterable

from planner.feeds.links import Link
from planner.feeds.model import FeedKey, FeedKind
from planner.ports import Vault
from planner.services.team_feeds import FeedRowsOf


def take_over(vault: Vault, rows_of: FeedRowsOf, team: int, links: Iterable[Link]) -> int | None:
    """Take links of a team over that it has not yet, ended ones as ended; how many, or None without such a team.

    Those of who or what the team has no more stay out.
    """
    with vault.writing() as records:
        if team not in records.teams():
            return None
        records.revision(team)
        rows, facts = rows_of(records, team), records.facts(team)
        known = {link.token_hash for link in rows.links()}
        there = {FeedKey(FeedKind.TEAM), FeedKey(FeedKind.DUTY)}
        there |= {FeedKey(FeedKind.PERSON, manager.name) for manager in facts.managers}
        there |= {FeedKey(FeedKind.CHANNEL, channel) for channel in facts.channels}
        new = [link for link in links if link.key in there and link.token_hash not in known]
        for link in new:
            rows.add_link(link)
        return len(new)
