"""A roster's month as calendar files to import once, and what feeds keep when the command line publishes."""

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.roster import Roster
from planner.feeds.model import FeedKey, NoSuchFeed
from planner.services.feeds import Feeds
from tests.planner.feeds.feed_cases import (
    DUTY,
    EARLY,
    FULL,
    LATE,
    NIGHT,
    TEAM,
    StandingClock,
    make_feeds,
    roster,
    without,
)
from tests.planner.feeds.ical_lint import events, lint, read


@pytest.fixture
def feeds(tmp_path: Path, clock: StandingClock) -> Feeds:
    return make_feeds(tmp_path, clock)


MARAS_EARLY, MARAS_NIGHT = FULL.assignments[0], FULL.assignments[-1]


def mara(feeds: Feeds) -> bytes:
    return feeds.body("person", "Mara Maier")


def published(feeds: Feeds, plan: Roster) -> bytes:
    """Mara's feed once a roster is published."""
    feeds.publish(TEAM, plan, "en")
    return mara(feeds)


def summaries(data: bytes) -> list[str]:
    return [part.text("SUMMARY") for part in read(data).parts if part.kind == "VEVENT"]



def test_month_files_hold_the_whole_month_and_publish_nothing(feeds: Feeds, clock: StandingClock) -> None:
    clock.pass_time(days=500)
    files = feeds.month_files(TEAM, FULL, "en")
    team, own = files[FeedKey.of("team", "")], files[FeedKey.of("person", "Mara Maier")]
    assert lint(team) == lint(own) == []
    assert len(summaries(team)) == 4
    assert sorted(events(own)) == sorted(str(a.uid) for a in (MARAS_EARLY, MARAS_NIGHT))
    with pytest.raises(NoSuchFeed):
        feeds.body("team", "")
    # What is published now lies too far back to be shown; a file of another month has none of this one's entries.
    feeds.publish(TEAM, FULL, "en")
    assert summaries(feeds.body("team", "")) == []
    assert summaries(feeds.month_files(TEAM, roster(month=11), "en")[FeedKey.of("team", "")]) == []


def test_month_files_have_the_stamps_that_publishing_gives(feeds: Feeds, clock: StandingClock) -> None:
    key = FeedKey.of("person", "Mara Maier")
    assert feeds.month_files(TEAM, FULL, "en")[key] == published(feeds, FULL)
    clock.pass_time(hours=3)
    later = replace(TEAM, shift_types=(replace(EARLY, name="Dawn"), LATE, NIGHT, DUTY))
    file = feeds.month_files(later, FULL, "en")[key]
    feeds.publish(later, FULL, "en")
    assert file == mara(feeds)
    assert events(file)[str(MARAS_EARLY.uid)].value("SEQUENCE") == "1"
    # What fell away is not in the file, while the feed shows it as cancelled.
    rest = without(FULL, [MARAS_EARLY])
    assert sorted(events(feeds.month_files(TEAM, rest, "en")[key])) == [str(MARAS_NIGHT.uid)]


def test_without_an_address_the_last_one_stays(tmp_path: Path, clock: StandingClock) -> None:
    nowhere, here = make_feeds(tmp_path, clock, ""), make_feeds(tmp_path, clock, "https://here.example")
    assert nowhere.language() is None
    assert b"/day/" not in published(nowhere, FULL)
    assert b"https://here.example/day/" in published(here, FULL)
    before = mara(here)
    clock.pass_time(hours=1)
    assert published(nowhere, FULL) == before
    nowhere.move_window()
    assert mara(nowhere) == before
    assert nowhere.language() == "en"
