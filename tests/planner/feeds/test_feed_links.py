"""Tokens, addresses, and how long a revoked link still answers."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from planner.feeds.links import https_address, make_link, webcal_address
from planner.feeds.model import FeedKey, FeedKind
from planner.tokens import hash_of

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
TEAM = FeedKey(FeedKind.TEAM)


def test_a_token_has_43_characters_and_only_its_hash_is_kept() -> None:
    token, link = make_link(TEAM, " iPhone\r\n of Mara ", NOW)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert link.token_hash == sha256(token.encode()).hexdigest() == hash_of(token)
    assert (link.label, link.created, link.revoked) == ("iPhone  of Mara", NOW, None)
    assert make_link(TEAM, "", NOW)[0] != token


def test_any_text_can_be_asked_for() -> None:
    assert hash_of("\ud800") != hash_of("")


def test_addresses() -> None:
    assert https_address("https://planner.example/x", "abc") == "https://planner.example/x/ical/abc.ics"
    assert webcal_address("https://planner.example/x", "abc") == "webcal://planner.example/x/ical/abc.ics"
    assert webcal_address("http://127.0.0.1:8000", "abc") == "webcal://127.0.0.1:8000/ical/abc.ics"


DAYS = timedelta(days=30)


@pytest.mark.parametrize(
    ("age", "gone"), [(timedelta(0), False), (DAYS - timedelta(seconds=1), False), (DAYS, True)]
)
def test_a_revoked_link_is_gone_after_thirty_days(age: timedelta, gone: bool) -> None:
    link = make_link(TEAM, "", NOW)[1]
    assert not link.gone(NOW + age)
    assert replace(link, revoked=NOW).gone(NOW + age) is gone


@pytest.mark.parametrize(("age", "news"), [(timedelta(minutes=59, seconds=59), False), (timedelta(hours=1), True)])
def test_a_fetch_is_noted_once_an_hour(age: timedelta, news: bool) -> None:
    link = make_link(TEAM, "", NOW)[1]
    assert link.fetch_is_news(NOW)
    assert replace(link, last_fetch=NOW).fetch_is_news(NOW + age) is news
