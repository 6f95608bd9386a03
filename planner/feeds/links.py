"""Named links to feeds: whoever holds the token reads the feed, so only the token's hash is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from planner.feeds.model import FeedKey, clean
from planner.tokens import hash_of, new_token

#: A revoked link gives an empty feed for so long, which clears clients' calendars; then it is unknown.
EMPTY_DAYS = 30

#: The last fetch is written down at most so often.
FETCH_NOTED_EVERY = timedelta(hours=1)

LABEL_CHARACTERS = 60
CLIENT_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A link somebody named ("iPhone"). last_fetch, client: when it was last used, and by what program; UTC.

    made_by: a person's number, None where nobody is known.
    """

    link_id: str
    key: FeedKey
    label: str
    token_hash: str
    created: datetime
    last_fetch: datetime | None = None
    client: str = ""
    revoked: datetime | None = None
    made_by: int | None = None

    def gone(self, now: datetime) -> bool:
        """Whether the link was revoked so long ago that it counts as unknown."""
        return self.revoked is not None and now >= self.revoked + timedelta(days=EMPTY_DAYS)

    def fetch_is_news(self, now: datetime) -> bool:
        """Whether a fetch now is worth writing down."""
        return self.last_fetch is None or now >= self.last_fetch + FETCH_NOTED_EVERY


def make_link(key: FeedKey, label: str, now: datetime, made_by: int | None = None) -> tuple[str, Link]:
    """A new token, to be shown once, and its link."""
    token = new_token()
    label = clean(label, LABEL_CHARACTERS)
    return token, Link(secrets.token_hex(8), key, label, hash_of(token), now, made_by=made_by)


def https_address(base_url: str, token: str) -> str:
    """The address to paste into a calendar."""
    return f"{base_url}/ical/{token}.ics"


def webcal_address(base_url: str, token: str) -> str:
    """The same address as a link that opens the reader's calendar program."""
    return urlsplit(https_address(base_url, token))._replace(scheme="webcal").geturl()
