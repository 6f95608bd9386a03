"""All tables of the database; importing this module makes `metadata` whole."""

from planner.storage import (
    schema_access,
    schema_accounts,
    schema_audit,
    schema_busy,
    schema_colleagues,
    schema_feeds,
    schema_jobs,
    schema_leave,
    schema_letters,
    schema_month_ends,
    schema_offers,
    schema_rosters,
    schema_shelf,
    schema_teams,
    schema_wishes,
)
from planner.storage.columns import metadata

#: Every module with tables; one that is new is added here.
MODULES = (
    schema_teams,
    schema_rosters,
    schema_audit,
    schema_accounts,
    schema_jobs,
    schema_letters,
    schema_access,
    schema_month_ends,
    schema_shelf,
    schema_feeds,
    schema_wishes,
    schema_offers,
    schema_leave,
    schema_busy,
    schema_colleagues,
)

__all__ = ["MODULES", "metadata"]
