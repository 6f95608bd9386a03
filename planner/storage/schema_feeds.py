"""The tables of calendar feeds: finished bodies, the history of what they show, and links to them."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from planner.feeds.model import FeedKind
from planner.storage.columns import UID, ZONE, Coded, Moment, key, metadata, of_person, of_team

#: A team's feeds as they were made last; see planner.feeds.changes.FeedTable.
feed_tables = Table(
    "feed_tables",
    metadata,
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True),
    Column("namespace", UID, nullable=False),
    Column("zone", ZONE, nullable=False),
    Column("language", Text, nullable=False),
    Column("base_url", Text, nullable=False),
)

#: person_id, channel: whose feed it is, by kind. position: its place in the feed table; empty = no roster makes it any
#: more, and it is only there for its links. etag: of the body, "" = none yet.
feeds = Table(
    "feeds",
    metadata,
    key(),
    of_team(),
    Column("kind", Coded(str, FeedKind), nullable=False),
    of_person(needed=False),
    Column("channel", Text, nullable=False),
    Column("position", Integer),
    Column("name", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("closes_on", Date),
    Column("etag", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

#: See planner.feeds.changes.FeedRow.
feed_entries = Table(
    "feed_entries",
    metadata,
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("uid", UID, primary_key=True),
    Column("day", Date, nullable=False),
    Column("start", Moment, nullable=False),
    Column("end", Moment, nullable=False),
    Column("summary", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("whole_day", Boolean, nullable=False),
    Column("busy", Boolean, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("modified", Moment, nullable=False),
    Column("removed", Moment),
)

#: See planner.feeds.links.Link. made_by: empty = nobody who is known.
feed_links = Table(
    "feed_links",
    metadata,
    key(),
    Column("link_id", Text, nullable=False),
    Column("feed_id", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("label", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("created", Moment, nullable=False),
    of_person("made_by", needed=False),
    Column("last_fetch", Moment),
    Column("client", Text, nullable=False),
    Column("revoked", Moment),
    UniqueConstraint("token_hash"),
    UniqueConstraint("link_id"),
    Index("ix_feed_links_feed_id", "feed_id"),
)
