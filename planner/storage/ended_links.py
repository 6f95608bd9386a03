"""Calendar links that end with what somebody may see."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select, update

from planner.storage.schema_feeds import feed_links, feeds


def end_links_of(connection: Connection, person: int, at: datetime, but: Collection[int]) -> None:
    """End the links to a person's own feeds, and those to shared feeds that they made. but: not in these teams."""
    table = feeds.c
    theirs = (table.person_id == person) | ((feed_links.c.made_by == person) & table.person_id.is_(None))
    still = feed_links.c.revoked.is_(None) & table.team_id.not_in(list(but))
    found = select(feed_links.c.id).join(feeds, feed_links.c.feed_id == table.id).where(theirs, still)
    connection.execute(update(feed_links).where(feed_links.c.id.in_(found)).values(revoked=at))
