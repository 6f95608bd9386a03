"""The use cases, from roster to bytes, under a standing clock: on files, and in a database as a lead publishes."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from planner.domain.people import Absence, AbsenceKind, Manager
from planner.domain.team import Team
from planner.feeds.model import NoSuchFeed
from planner.feeds.store import FeedBody
from planner.messages import translate
from tests.planner.feeds.feed_cases import (
    DUTY,
    EARLY,
    FULL,
    JAN,
    LATE,
    MARA,
    NIGHT,
    TEAM,
    ZOE,
    StandingClock,
    december,
    roster,
    shift,
    with_people,
    without,
)
from tests.planner.feeds.feed_house import DatabaseHouse, FeedHouse
from tests.planner.feeds.ical_lint import Part, events, lint, read

EVERY_FEED = [
    ("person", "Mara Maier"),
    ("person", "Jan Novak"),
    ("person", "Zoe Zach"),
    ("team", ""),
    ("channel", "Instagram"),
    ("channel", "Facebook"),
    ("duty", ""),
]
MARAS_EARLY, _JANS_EARLY, ZOES_LATE, _JANS_DUTY, MARAS_NIGHT = FULL.assignments


def mara(feeds: FeedHouse) -> bytes:
    return feeds.body("person", "Mara Maier")


def of(feeds: FeedHouse, person: Manager) -> dict[str, Part]:
    return events(feeds.body("person", person.name))


def summaries(data: bytes) -> list[str]:
    return [part.text("SUMMARY") for part in read(data).parts if part.kind == "VEVENT"]


def stamps(part: Part) -> tuple[int, str, str]:
    return int(part.value("SEQUENCE")), part.value("DTSTAMP"), part.value("LAST-MODIFIED")


def test_every_feed_passes_the_lint_empty_or_full(feeds: FeedHouse) -> None:
    for plan, count in ((replace(FULL, assignments=()), 0), (FULL, 14)):
        feeds.publish(replace(TEAM, absences=()), plan, "en")
        found = [feeds.body(kind, subject) for kind, subject in EVERY_FEED]
        assert [lint(data) for data in found] == [[]] * len(EVERY_FEED)
        live = [part for data in found for part in events(data).values() if part.value("STATUS") == "CONFIRMED"]
        assert len(live) == count


def test_umlauts_and_emoji(feeds: FeedHouse) -> None:
    fun = replace(MARA, public_name="Mära 👩‍🚒", site="Zürich; Süd, 3 \\")
    team = with_people(TEAM, fun, JAN, ZOE)
    feeds.publish(team, FULL, "de")
    assert lint(mara(feeds)) == lint(feeds.body("team", "")) == []
    assert of(feeds, MARA)[str(MARAS_EARLY.uid)].text("LOCATION") == "Zürich; Süd, 3 \\"
    assert "Early: Jan, Mära 👩‍🚒" in summaries(feeds.body("team", ""))


def test_two_fetches_are_the_same_bytes_in_any_order_of_rows(feeds: FeedHouse, clock: StandingClock) -> None:
    feeds.publish(TEAM, FULL, "en")
    token = feeds.new_link("person", "Mara Maier", "iPhone")
    first = feeds.fetch(token, "")
    clock.pass_time(seconds=5)
    assert feeds.fetch(token, "") == first == FeedBody.of(mara(feeds))
    turned = replace(TEAM, managers=TEAM.managers[::-1], absences=TEAM.absences[::-1], topics=TEAM.topics[::-1])
    feeds.publish(turned, replace(FULL, assignments=FULL.assignments[::-1]), "en")
    assert feeds.fetch(token, "") == first


CHANGES = {
    "a shift more": (TEAM, replace(FULL, assignments=(*FULL.assignments, shift(MARA, december(9), LATE)))),
    "a shift fewer": (TEAM, without(FULL, [MARAS_NIGHT])),
    "other times": (replace(TEAM, shift_types=(replace(EARLY, end_min=15 * 60), LATE, NIGHT, DUTY)), FULL),
    "a renamed place": (with_people(TEAM, replace(MARA, site="Wien 7"), JAN, ZOE), FULL),
    "a colleague's duty": (TEAM, without(FULL, [FULL.assignments[3]])),
}


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_changes_the_etag(name: str, feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "en")
    token = feeds.new_link("person", "Mara Maier", "iPhone")
    before = feeds.fetch(token, "")
    feeds.publish(*CHANGES[name], "en")
    after = feeds.fetch(token, "")
    assert before is not None
    assert after is not None
    assert after.etag != before.etag
    assert lint(after.data) == []


@pytest.mark.parametrize("name", ["other times", "a renamed place", "a colleague's duty"])
def test_an_edit_keeps_the_identity_and_raises_all_three_stamps(
    name: str, feeds: FeedHouse, clock: StandingClock
) -> None:
    feeds.publish(TEAM, FULL, "en")
    before = of(feeds, MARA)
    clock.pass_time(seconds=5)
    feeds.publish(*CHANGES[name], "en")
    after = of(feeds, MARA)
    uid = str(MARAS_EARLY.uid)
    assert after.keys() == before.keys()
    assert stamps(before[uid]) == (0, "20261123T093015Z", "20261123T093015Z")
    assert stamps(after[uid]) == (1, "20261123T093020Z", "20261123T093020Z")
    if name == "other times":
        night = str(MARAS_NIGHT.uid)
        assert stamps(after[night]) == stamps(before[night]), "what did not change keeps its stamps"


def test_a_reassigned_shift_leaves_a_tombstone_and_appears_anew(feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "en")
    new_uid = UUID(int=77)
    handed_over = shift(ZOE, MARAS_NIGHT.day, NIGHT, new_uid)
    feeds.publish(TEAM, replace(FULL, assignments=(*without(FULL, [MARAS_NIGHT]).assignments, handed_over)), "en")
    grave = of(feeds, MARA)[str(MARAS_NIGHT.uid)]
    assert (grave.value("STATUS"), grave.value("SUMMARY"), grave.value("TRANSP"), grave.value("SEQUENCE")) == (
        "CANCELLED", "Cancelled: Night", "TRANSPARENT", "1",
    )  # fmt: skip
    new = of(feeds, ZOE)[str(new_uid)]
    assert (new.value("STATUS"), new.value("SUMMARY"), new.value("SEQUENCE")) == ("CONFIRMED", "Night", "0")
    assert "Night: Zoë" in summaries(feeds.body("team", ""))


def test_a_tombstone_goes_on_time(feeds: FeedHouse, clock: StandingClock) -> None:
    feeds.publish(TEAM, FULL, "en")
    feeds.publish(TEAM, without(FULL, [MARAS_NIGHT]), "en")
    # 14 days from 23 November are later than the night's end on 4 December.
    clock.pass_time(days=14, seconds=-1)
    feeds.move_window()
    assert "Cancelled: Night" in summaries(mara(feeds))
    clock.pass_time(seconds=1)
    feeds.move_window()
    assert summaries(mara(feeds)) == ["Early"]


def test_a_tombstone_speaks_the_language_of_the_feed(feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "de")
    feeds.publish(TEAM, without(FULL, [MARAS_NIGHT]), "de")
    assert translate("Cancelled: {what}", "de") == "Entfällt: {what}"
    assert "Entfällt: Night" in summaries(mara(feeds))


@pytest.mark.parametrize(
    ("month", "first", "start", "end"),
    [(3, date(2026, 3, 28), "20260328T210000Z", "20260329T040000Z"),
     (10, date(2026, 10, 24), "20261024T200000Z", "20261025T050000Z")],
)  # fmt: skip
def test_the_nights_of_both_clock_changes(
    month: int, first: date, start: str, end: str, feeds: FeedHouse, clock: StandingClock
) -> None:
    clock.at = clock.at.replace(month=month, day=1)
    feeds.publish(TEAM, roster(shift(MARA, first, NIGHT), month=month), "en")
    (night,) = of(feeds, MARA).values()
    assert (night.value("DTSTART"), night.value("DTEND")) == (start, end)


def test_five_days_of_leave_include_the_friday(feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "en")
    (leave,) = [part for part in of(feeds, JAN).values() if part.value("SUMMARY") == "Leave"]
    assert leave.properties["DTSTART"] == [({"VALUE": "DATE"}, "20261221")]
    assert leave.properties["DTEND"] == [({"VALUE": "DATE"}, "20261226")]


NASTY = ["a\r\nBEGIN:VEVENT", "a\0b", "a\ud800b", "x" * 500, "a,b;c\\n\\", "\u2028\x85 x"]


@pytest.mark.parametrize("text", NASTY)
def test_any_text_in_every_field(text: str, feeds: FeedHouse) -> None:
    """Names, sites, channels, topics, codes: whatever a workbook may hold."""
    if isinstance(feeds, DatabaseHouse):
        text = text.replace("\ud800", "\ufdd0")  # no database keeps half a character
    person = replace(MARA, name=text, public_name=text, site=text, channels=frozenset({text}))
    early = replace(EARLY, code=text, name=text, channels=frozenset({text}))
    team = replace(
        with_people(TEAM, person),
        name=text,
        shift_types=(early,),
        absences=(Absence(text, AbsenceKind.LEAVE, december(8), december(9)),),
        opening_hours=(replace(TEAM.opening_hours[0], channel=text),),
        topics=(replace(TEAM.topics[0], name=text, experts=frozenset({text})),),
    )
    feeds.publish(team, replace(roster(shift(person, december(1), early, UUID(int=5))), team_name=text), "de")
    for kind in ("person", "team", "channel", "duty"):
        data = feeds.body(kind, text)
        assert lint(data) == []
        assert len(events(data)) == {"person": 2, "duty": 0}.get(kind, 1)
        token = feeds.new_link(kind, text, text)
        assert feeds.fetch(token, text) == FeedBody.of(data)
    assert {link.key.subject for link in feeds.links()} == {text, ""}


def test_other_months_stay_when_one_is_published(feeds: FeedHouse, clock: StandingClock) -> None:
    feeds.publish(TEAM, FULL, "en")
    clock.pass_time(days=20)
    feeds.publish(TEAM, roster(shift(MARA, date(2027, 1, 4), LATE), year=2027, month=1), "en")
    assert summaries(mara(feeds)) == ["Early", "Night", "Late"]
    assert {part.value("STATUS") for part in of(feeds, MARA).values()} == {"CONFIRMED"}


def test_the_window_moves_on(feeds: FeedHouse, clock: StandingClock) -> None:
    feeds.publish(TEAM, FULL, "en")
    clock.at = clock.at.replace(day=1, month=1, year=2027) + timedelta(days=29)
    feeds.move_window()  # 30 January: 1 December is 60 days ago
    assert summaries(mara(feeds)) == ["Early", "Night"]
    assert summaries(feeds.body("team", "")) == []
    clock.pass_time(days=1)
    feeds.move_window()
    assert summaries(mara(feeds)) == ["Night"]
    assert lint(mara(feeds)) == lint(feeds.body("team", "")) == []


def test_a_revoked_link_gives_an_empty_feed_and_then_nothing(feeds: FeedHouse, clock: StandingClock) -> None:
    feeds.publish(TEAM, FULL, "en")
    lost, kept = (feeds.new_link("person", "Mara Maier", label) for label in ("lost phone", "Outlook"))
    feeds.revoke(feeds.links()[0].link_id)
    empty = feeds.fetch(lost, "")
    assert empty is not None
    assert lint(empty.data) == []
    assert events(empty.data) == {}
    assert "Mara" not in empty.data.decode()
    assert feeds.fetch(kept, "") == FeedBody.of(mara(feeds))
    clock.pass_time(days=30)
    assert feeds.fetch(lost, "") is None
    assert feeds.fetch(kept, "") is not None


def test_a_link_gives_its_own_feed_and_no_other(feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "en")
    tokens = {key: feeds.new_link(*key, "iPhone") for key in EVERY_FEED}
    for (kind, subject), token in tokens.items():
        assert feeds.fetch(token, "") == FeedBody.of(feeds.body(kind, subject))
    assert feeds.fetch(tokens["person", "Mara Maier"][:-1], "") is None
    assert feeds.fetch("", "") is None


@pytest.mark.parametrize(
    "left",
    [with_people(TEAM, JAN, ZOE), with_people(TEAM, replace(MARA, leaves_on=date(2026, 11, 22)), JAN, ZOE)],
    ids=["no longer in the team", "left yesterday"],
)
def test_the_links_of_somebody_who_left_end(left: Team, feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "en")
    maras, jans = feeds.new_link("person", "Mara Maier", ""), feeds.new_link("person", "Jan Novak", "")
    feeds.publish(left, FULL, "en")
    gone, stays = feeds.fetch(maras, ""), feeds.fetch(jans, "")
    assert gone is not None
    assert stays is not None
    assert (events(gone.data), len(events(stays.data))) == ({}, 3)
    with pytest.raises(NoSuchFeed):
        feeds.new_link("person", "Mara Maier", "")


def test_the_last_day_still_counts_and_the_next_ends_the_links(feeds: FeedHouse, clock: StandingClock) -> None:
    leaving = with_people(TEAM, replace(MARA, leaves_on=date(2026, 11, 23)), JAN, ZOE)
    feeds.publish(leaving, FULL, "en")
    token = feeds.new_link("person", "Mara Maier", "")
    feeds.move_window()
    assert feeds.links()[0].revoked is None
    clock.pass_time(days=1)
    feeds.move_window()
    assert feeds.links()[0].revoked == clock.at
    body = feeds.fetch(token, "")
    assert body is not None
    assert events(body.data) == {}


def test_a_channel_that_rests_for_a_month_keeps_its_links(feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "en")
    token = feeds.new_link("channel", "Instagram", "")
    resting = replace(TEAM, opening_hours=TEAM.opening_hours[1:])
    feeds.publish(resting, roster(year=2027, month=1), "en")
    body = feeds.fetch(token, "")
    assert body is not None
    assert len(summaries(body.data)) == 3
    assert feeds.links()[0].revoked is None


def test_last_fetch_and_client_are_noted_once_an_hour(feeds: FeedHouse, clock: StandingClock) -> None:
    feeds.publish(TEAM, FULL, "en")
    token = feeds.new_link("team", "Brand", "Wall")
    first = clock.at
    feeds.fetch(token, "Google-Calendar-Importer\r\n")
    clock.pass_time(minutes=59)
    feeds.fetch(token, "curl")
    assert [(link.last_fetch, link.client) for link in feeds.links()] == [(first, "Google-Calendar-Importer")]
    clock.pass_time(minutes=1)
    feeds.fetch(token, "curl")
    assert [(link.last_fetch, link.client) for link in feeds.links()] == [(clock.at, "curl")]


def test_there_is_no_feed_before_the_first_roster(feeds: FeedHouse) -> None:
    with pytest.raises(NoSuchFeed, match="publish a roster first"):
        feeds.new_link("team", "", "")
    with pytest.raises(NoSuchFeed, match="publish a roster first"):
        feeds.body("team", "")
    with pytest.raises(NoSuchFeed, match="publish a roster first"):
        feeds.move_window()
    feeds.publish(TEAM, FULL, "en")
    for kind, subject in (("person", "Nobody"), ("site", "Vienna"), ("closed", "")):
        with pytest.raises(NoSuchFeed):
            feeds.new_link(kind, subject, "")


def test_addresses_and_links_in_the_texts_follow_the_base(feeds: FeedHouse) -> None:
    assert feeds.feeds.https_address("abc") == "https://planner.example/ical/abc.ics"
    assert feeds.feeds.webcal_address("abc") == "webcal://planner.example/ical/abc.ics"
    feeds.publish(TEAM, FULL, "en")
    part = of(feeds, MARA)[str(MARAS_EARLY.uid)]
    assert part.value("URL") == feeds.day_page("2026-12-01")


def test_no_token_is_kept(feeds: FeedHouse) -> None:
    feeds.publish(TEAM, FULL, "en")
    token = feeds.new_link("team", "", "Wall")
    feeds.fetch(token, "curl")
    kept = feeds.kept()
    assert feeds.links()[0].token_hash.encode() in kept
    assert token.encode() not in kept


def broken(*_args: object) -> None:
    raise OSError(5, "Input/output error")


def test_a_failing_store_is_never_an_empty_feed(feeds: FeedHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    feeds.publish(TEAM, FULL, "en")
    token = feeds.new_link("person", "Mara Maier", "")
    monkeypatch.setattr(feeds.fetched, "served", broken)
    with pytest.raises(OSError, match="Input/output error"):
        feeds.fetch(token, "")


def test_fetches_of_a_minute_are_written_together_and_none_is_lost(
    feeds: FeedHouse, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    feeds.publish(TEAM, FULL, "en")
    first, second, third = (feeds.new_link("team", "", label) for label in ("first", "second", "third"))
    feeds.fetch(first, "a")
    clock.pass_time(seconds=30)
    feeds.fetch(second, "b")
    assert [link.client for link in feeds.links()] == ["a", "", ""]
    clock.pass_time(seconds=30)
    with monkeypatch.context() as patch:
        patch.setattr(feeds.fetched, "record_fetches", broken)
        with pytest.raises(OSError, match="Input/output error"):
            feeds.fetch(third, "c")
    feeds.fetches.write_down()
    assert [link.client for link in feeds.links()] == ["a", "b", "c"]
