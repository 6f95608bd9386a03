"""The tables of accounts: who may come in, and from where. Secrets are kept as hashes alone."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, UniqueConstraint

from planner.accounts.model import Purpose, Role
from planner.accounts.throttle import Attempt
from planner.storage.columns import Coded, Moment, key, metadata, of_person

_ROLE = Coded(str, Role)


def _of_user(name: str = "user_id", *, needed: bool = True) -> Column[int]:
    return Column(name, ForeignKey("users.id", ondelete="CASCADE"), nullable=not needed, index=True)


#: email: as planner.accounts.model.email_of gives it. password_hash: argon2id, with its parameters.
#: person_id: the author of what is done with the account; whom they are in teams, if in any.
users = Table(
    "users",
    metadata,
    key(),
    Column("email", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("is_owner", Boolean, nullable=False),
    of_person(),
    Column("created", Moment, nullable=False),
    Column("disabled", Moment),
    Column("erasure_asked", Moment),
    UniqueConstraint("email"),
)

#: role: lead or manager; owners have no rows.
team_roles = Table(
    "team_roles",
    metadata,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("role", _ROLE, nullable=False),
)

#: Invitations among them; see planner.accounts.model.OneTimeLink. token_hash: SHA-256, as in `sessions`.
one_time_links = Table(
    "one_time_links",
    metadata,
    key(),
    Column("token_hash", Text, nullable=False),
    Column("purpose", Coded(str, Purpose), nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("email", Text, nullable=False),
    Column("role", _ROLE),
    Column("team_id", ForeignKey("teams.id", ondelete="CASCADE"), index=True),
    of_person(needed=False),
    _of_user(needed=False),
    _of_user("invited_by", needed=False),
    Column("used", Moment),
    UniqueConstraint("token_hash"),
)

sessions = Table(
    "sessions",
    metadata,
    key(),
    Column("token_hash", Text, nullable=False),
    _of_user(),
    Column("created", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("client", Text, nullable=False),
    UniqueConstraint("token_hash"),
)

#: account: hash of the address that was typed in, known or not. address: where from (a network for IPv6).
sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    key(),
    Column("what", Coded(str, Attempt), nullable=False),
    Column("at", Moment, nullable=False),
    Column("account", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index("ix_sign_in_attempts_account", "account", "at"),
    Index("ix_sign_in_attempts_address", "address", "at"),
    Index("ix_sign_in_attempts_at", "at"),
)
