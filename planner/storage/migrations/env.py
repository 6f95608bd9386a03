"""Alembic's entry: runs the steps on the connection that planner.storage.upgrade hands over."""

from typing import Any, Literal

from alembic import context

from planner.storage.columns import Coded, Moment
from planner.storage.schema import metadata


def render_type(kind: str, item: object, _: Any) -> str | Literal[False]:
    """Write our kinds of column into a new step as what they are kept as."""
    if kind == "type" and isinstance(item, Coded):
        return "sa.Text()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter a table; it is written anew.
    render_as_batch=True,
    render_item=render_type,
)
# The caller's transaction holds all steps.
context.run_migrations()
