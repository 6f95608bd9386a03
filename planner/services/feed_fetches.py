"""Answering calendar programs: one read a fetch; which of them asked is gathered, and written down together."""

from datetime import UTC, datetime, timedelta
from threading import Event, Lock

import structlog

from planner.feeds.links import CLIENT_CHARACTERS
from planner.feeds.model import clean
from planner.feeds.store import FeedBody, Fetch, FetchStore
from planner.ports import Clock
from planner.tokens import hash_of

#: Fetches are gathered for so long: thousands of programs ask within one hour.
WRITTEN_EVERY = timedelta(minutes=1)

log = structlog.get_logger(__name__)


class Fetches:
    """Fetches of all links in a store. Used by many threads at once."""

    def __init__(self, store: FetchStore, clock: Clock) -> None:
        self._store, self._clock = store, clock
        self._lock = Lock()
        self._waiting: dict[str, Fetch] = {}
        self._written = datetime.min.replace(tzinfo=UTC)

    def fetch(self, token: str, client: str) -> FeedBody | None:
        """What a link gives now; None when it is unknown. client: the program that asks, noted at most once an hour."""
        now = self._clock.now()
        served = self._store.served(hash_of(token))
        if served is None or served.link.gone(now):
            return None
        if served.link.revoked is None and served.link.fetch_is_news(now):
            self._note(served.link.link_id, Fetch(now, clean(client, CLIENT_CHARACTERS)))
        return served.body

    def _note(self, link_id: str, fetch: Fetch) -> None:
        with self._lock:
            self._waiting.setdefault(link_id, fetch)
            if fetch.at < self._written + WRITTEN_EVERY:
                return
            self._written = fetch.at
        self.write_down()

    def write_down(self) -> None:
        """Write what was gathered. What could not be written waits on."""
        with self._lock:
            fetches, self._waiting = self._waiting, {}
        if not fetches:
            return
        try:
            self._store.record_fetches(fetches)
        except Exception:
            with self._lock:
                self._waiting = {**self._waiting, **fetches}
            raise

    def keep_writing(self, stopped: Event) -> None:
        """Write down again and again until stopped, and then once more."""
        while not stopped.wait(WRITTEN_EVERY.total_seconds()):
            self._try_to_write()
        self._try_to_write()

    def _try_to_write(self) -> None:
        try:
            self.write_down()
        except Exception:
            log.exception("who fetched calendars could not be written down; it is tried again soon")
