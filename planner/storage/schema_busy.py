"""The tables of people's own calendars: where their busy times are read from, and the times themselves."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from planner.domain.busy import ReadAs
from planner.storage.columns import ZONE, Coded, Moment, key, metadata, of_person

#: address: encrypted with a key that is not in here (planner.sealing); empty = it was a file. shown: the address,
#: masked. failures: refreshes in a row that failed. next_read_at: empty = it is never read again. owner, lease_until:
#: which worker is at it.
busy_calendars = Table(
    "busy_calendars",
    metadata,
    key(),
    of_person(),
    Column("label", Text, nullable=False),
    Column("read_as", Coded(str, ReadAs), nullable=False),
    Column("zone", ZONE, nullable=False),
    Column("address", LargeBinary),
    Column("shown", Text, nullable=False),
    Column("read_at", Moment, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next_read_at", Moment, index=True),
    Column("owner", Text),
    Column("lease_until", Moment),
)

#: When somebody is busy, and nothing else of it.
busy_blocks = Table(
    "busy_blocks",
    metadata,
    Column("calendar_id", ForeignKey("busy_calendars.id", ondelete="CASCADE"), primary_key=True),
    Column("start", Moment, primary_key=True),
    Column("end", Moment, nullable=False, index=True),
)
