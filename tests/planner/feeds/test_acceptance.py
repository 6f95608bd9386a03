"""The acceptance list of calendar feeds: each item, and the tests that hold it. Who renames one mends this, too."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
SERVICE, FILE = "planner/feeds/test_feeds_service", "planner/feeds/test_calendar_file"
WINDOW = "planner/feeds/test_feed_window"
ITEMS, LINKS = "planner/feeds/test_feed_items", "planner/feeds/test_feed_links"
HTTP, CLIENTS, ROWS = "web/test_feeds", "web/test_calendar_clients", "planner/storage/test_feed_rows"

#: Item -> what it asks, and where it is tested.
ACCEPTANCE = {
    1: ("a strict lint passes on full, empty, umlaut-and-emoji feeds", [
        (FILE, "test_a_full_and_an_empty_calendar_pass_the_lint"),
        (SERVICE, "test_every_feed_passes_the_lint_empty_or_full"),
        (SERVICE, "test_umlauts_and_emoji"), ("planner/feeds/test_ical_lint", "test_each_fault_is_named")]),
    2: ("two fetches are the same bytes, in any order of rows", [
        (SERVICE, "test_two_fetches_are_the_same_bytes_in_any_order_of_rows")]),
    3: ("If-None-Match and If-Modified-Since", [(HTTP, "test_a_reader_that_has_it_gets_304"),
        (HTTP, "test_after_a_change_the_old_etag_gives_the_new_feed")]),
    4: ("every change changes the ETag", [(SERVICE, "test_every_change_changes_the_etag"),
        (ROWS, "test_facts_that_calendars_show_change_them_in_the_same_transaction")]),
    5: ("an edit keeps the UID and raises all three stamps", [
        (SERVICE, "test_an_edit_keeps_the_identity_and_raises_all_three_stamps")]),
    6: ("reassignment: a tombstone and a new UID", [
        (SERVICE, "test_a_reassigned_shift_leaves_a_tombstone_and_appears_anew")]),
    7: ("the tombstone goes on time", [(SERVICE, "test_a_tombstone_goes_on_time"),
        ("planner/feeds/test_feed_changes", "test_a_tombstone_goes_on_time")]),
    8: ("the night in March has 7 h", [(ITEMS, "test_night_of_the_spring_change_has_seven_hours"),
        (SERVICE, "test_the_nights_of_both_clock_changes")]),
    9: ("the night in October has 9 h; both 02:30", [(ITEMS, "test_night_of_the_autumn_change_has_nine_hours"),
        (FILE, "test_the_first_and_the_second_half_past_two")]),
    10: ("five days of leave include the Friday", [(SERVICE, "test_five_days_of_leave_include_the_friday"),
        (ITEMS, "test_an_absence_from_monday_to_friday_ends_before_saturday")]),
    11: ("any text in every field", [(SERVICE, "test_any_text_in_every_field"),
        (WINDOW, "test_the_bound_holds_and_the_lint_passes_for_any_text")]),
    12: ("real clients and two parsers", [(CLIENTS, "test_vdirsyncer_and_khal_keep_every_entry_at_its_time"),
        (CLIENTS, "test_calcurse_takes_every_entry"), (CLIENTS, "test_two_independent_parsers_read_the_same_entries")]),
    13: ("a client removes a deleted shift", [
        (CLIENTS, "test_a_client_shows_a_removed_shift_as_cancelled_and_then_drops_it")]),
    14: ("a database error is 5xx", [(CLIENTS, "test_a_database_that_fails_is_never_an_empty_calendar"),
        (HTTP, "test_a_failing_store_is_a_503_and_no_token_is_logged")]),
    15: ("revoked, unknown, another's, inactive", [
        (HTTP, "test_a_revoked_link_clears_the_calendar_and_then_is_unknown"),
        (HTTP, "test_an_unknown_link_is_a_plain_404"), (SERVICE, "test_a_link_gives_its_own_feed_and_no_other"),
        (ROWS, "test_links_end_with_the_account"), (HTTP, "test_someone_who_left_gets_an_empty_feed")]),
    16: ("no cookie, no Accept, HEAD, Google's user agent", [(HTTP, "test_whatever_is_sent_the_whole_feed_comes"),
        (HTTP, "test_head_says_the_same_without_a_body"), (HTTP, "test_a_feed_with_its_headers")]),
    17: ("no token in a log; the database holds its hash", [(HTTP, "test_no_token_is_logged_when_all_is_well"),
        (HTTP, "test_the_servers_own_log_names_no_token"), (SERVICE, "test_no_token_is_kept"),
        (LINKS, "test_a_token_has_43_characters_and_only_its_hash_is_kept")]),
    18: ("1,000 shifts with 2,000 umlauts each: under 900 kB", [
        (WINDOW, "test_a_thousand_shifts_with_two_thousand_umlauts_each"),
        (CLIENTS, "test_a_thousand_shifts_with_long_umlauts_stay_below_what_clients_read")]),
}  # fmt: skip


def test_the_list_is_whole() -> None:
    assert sorted(ACCEPTANCE) == list(range(1, 19))


@pytest.mark.parametrize("item", ACCEPTANCE)
def test_each_item_has_tests_that_are_there(item: int) -> None:
    for file, name in ACCEPTANCE[item][1]:
        assert re.search(rf"^def {name}\(", (TESTS / f"{file}.py").read_text(), re.MULTILINE), (file, name)
