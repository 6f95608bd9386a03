"""Editing the month in Chromium: what each gesture and key does to what the server holds, and how many it takes."""

import re
from datetime import date

import pytest
from playwright.sync_api import Route, expect

from tests.e2e.conftest import Visit
from tests.e2e.editing import ANNA, BEN, DAVID, GRETA, Lead, enter, refused
from tests.web.database_desk import DatabaseMonth

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(windows: Visit) -> Visit:
    return windows


@pytest.fixture
def lead(windows: Visit, month: DatabaseMonth) -> Lead:
    return enter(windows, month)


# ---- dragging


def test_a_drag_moves_a_shift(lead: Lead) -> None:
    lead.drag(lead.cell(ANNA, 2), lead.cell(GRETA, 1))
    lead.settled(1)
    assert (lead.shifts(ANNA, 2), lead.shifts(GRETA, 1)) == (set(), {"F"})
    assert (lead.clicks, lead.keys) == (1, 0)
    expect(lead.cell(GRETA, 1).locator(".chip")).to_have_text("F")
    expect(lead.page.locator("#told")).to_contain_text("Früh: Anna Berger, Wed 2 Dec → Greta Steiner, Tue 1 Dec")

    # What was dropped has the focus; a first click there leads nowhere yet, a second one to its reasons.
    month = lead.page.url
    lead.cell(GRETA, 1).click()
    assert lead.page.url == month
    lead.cell(GRETA, 1).click()
    expect(lead.page).to_have_url(re.compile("/why/"))


def test_a_drop_takes_the_place_of_what_is_worked_there(lead: Lead) -> None:
    def look() -> None:
        expect(lead.page.locator("#pointed")).to_contain_text("Ben Moser · Thursday 10 December · instead of Spät: ")

    lead.drag(lead.cell(ANNA, 2), lead.cell(BEN, 10), before_drop=look)
    lead.settled(1)
    # Its duty stays.
    assert (lead.shifts(ANNA, 2), lead.shifts(BEN, 10)) == (set(), {"F", "B"})
    expect(lead.page.locator("#told")).to_contain_text(", instead of Spät")


def test_with_ctrl_a_drag_copies(lead: Lead) -> None:
    lead.page.keyboard.down("Control")
    lead.drag(lead.cell(ANNA, 2), lead.cell(GRETA, 1))
    lead.page.keyboard.up("Control")
    lead.settled(1)
    assert (lead.shifts(ANNA, 2), lead.shifts(GRETA, 1)) == ({"F"}, {"F"})


def test_ctrl_may_come_and_go_while_dragging(lead: Lead) -> None:
    def change_of_mind() -> None:
        lead.page.keyboard.down("Control")
        expect(lead.page.locator(".ghost.copies")).to_be_visible()
        lead.page.keyboard.up("Control")
        expect(lead.page.locator(".ghost:not(.copies)")).to_be_visible()

    lead.drag(lead.cell(ANNA, 2), lead.cell(GRETA, 1), before_drop=change_of_mind)
    lead.settled(1)
    assert lead.shifts(ANNA, 2) == set()


def test_while_dragging_every_cell_says_what_a_drop_would_do_and_the_one_below_why(lead: Lead) -> None:
    def look() -> None:
        expect(lead.page.locator("#month")).to_have_attribute("data-verdicts", "shown")
        for one in lead.month.standing().landings.of("F", (ANNA, date(2026, 12, 2), "F")):
            shown = lead.cell(one.place[0], one.place[1].day).get_attribute("data-landing") or ""
            assert shown[0] == {"fine": "f", "costs": "c", "forbidden": "x"}[one.verdict]
        # Never by colour alone.
        marks = {
            letter: lead.page.locator(f"#month td[data-landing^='{letter}'] a.why").first.evaluate(
                "link => getComputedStyle(link, '::after').content"
            )
            for letter in "cx-"
        }
        assert marks == {"c": '"+"', "x": '"×"', "-": '"–"'}
        expect(lead.page.locator("#pointed")).to_contain_text(
            "Jakob Hofer · Wednesday 2 December · not allowed: not with the team on that day"
        )
        # While the next cell's reason is on its way, the line names that cell and no reason of another.
        held: list[Route] = []
        lead.page.route("**/landings/reason?**", lambda route: held.append(route))
        for name in (GRETA, "Jakob Hofer"):
            lead.cell(name, 2).hover(force=True)
            expect(lead.page.locator("#pointed")).to_have_text(f"{name} · Wednesday 2 December · …")
        for route in held:
            route.continue_()

    lead.drag(lead.cell(ANNA, 2), lead.cell("Jakob Hofer", 2), before_drop=look)
    lead.settled(1)
    # A lead may break a rule, and is told.
    assert lead.shifts("Jakob Hofer", 2) == {"F"}
    expect(lead.page.locator("#told")).to_contain_text("Done, but it breaks a rule.")
    expect(lead.page.locator("[data-landing]")).to_have_count(0)


def test_escape_and_a_drop_outside_change_nothing(lead: Lead) -> None:
    lead.drag(lead.cell(ANNA, 2), lead.cell(GRETA, 1), before_drop=lambda: lead.press("Escape"))
    expect(lead.page.locator(".ghost")).to_have_count(0)
    lead.drag(lead.cell(ANNA, 2), lead.page.locator("h1"))
    lead.drag(lead.cell(ANNA, 2), lead.cell(ANNA, 2))
    lead.press("Escape")
    assert lead.month.edits() == []
    assert lead.page.url.endswith("/")


def test_a_locked_shift_is_not_moved(lead: Lead) -> None:
    lead.drag(lead.cell(BEN, 25), lead.cell(BEN, 26))
    expect(lead.page.locator("#told")).to_contain_text("Locked: unlock the cell first.")
    assert lead.month.edits() == []


def test_a_block_is_dragged_as_one_edit(lead: Lead) -> None:
    lead.click(lead.cell(BEN, 9))
    lead.press("Shift+ArrowRight")
    held = [lead.shifts(BEN, day) for day in (9, 10)]
    assert [len(codes) for codes in held] == [1, 2]

    def look() -> None:
        expect(lead.page.locator(".ghost")).to_have_attribute("data-count", "3")
        expect(lead.page.locator("#month")).to_have_attribute("data-verdicts", "shown")
        expect(lead.cell(ANNA, 1)).to_have_attribute("data-landing", re.compile("^-"))
        expect(lead.page.locator("#month td.over")).to_have_count(2)
        expect(lead.page.locator("#pointed")).to_contain_text("Anna Berger · Tuesday 15 December · ")
        expect(lead.page.locator("#pointed")).not_to_contain_text("…")

    # Seized at its second day.
    lead.drag(lead.cell(BEN, 10), lead.cell(ANNA, 15), before_drop=look)
    lead.settled(1)
    assert [lead.shifts(ANNA, day) for day in (14, 15)] == held
    assert [lead.shifts(BEN, day) for day in (9, 10)] == [set(), set()]
    # The selection goes along, so it can be moved on; one day further it covers a part of itself.
    expect(lead.page.locator("#month [aria-selected=true]")).to_have_count(2)
    lead.drag(lead.cell(ANNA, 14), lead.cell(ANNA, 15))
    lead.settled(2)
    assert [lead.shifts(ANNA, day) for day in (14, 15, 16)] == [set(), *held]
    lead.press("Control+z", "Control+z")
    lead.settled(4)
    assert [lead.shifts(BEN, day) for day in (9, 10)] == held


def test_with_ctrl_a_block_is_copied_and_beyond_the_month_it_is_not_dropped(lead: Lead) -> None:
    lead.click(lead.cell(BEN, 9))
    lead.press("Shift+ArrowRight")
    held = [lead.shifts(BEN, day) for day in (9, 10)]
    lead.drag(lead.cell(BEN, 9), lead.cell(ANNA, 31))
    expect(lead.page.locator("#told")).to_contain_text("Not all of it fits in there.")
    lead.page.keyboard.down("Control")
    lead.drag(lead.cell(BEN, 9), lead.cell(ANNA, 14))
    lead.page.keyboard.up("Control")
    lead.settled(1)
    assert [lead.shifts(name, day) for name, day in ((BEN, 9), (BEN, 10), (ANNA, 14), (ANNA, 15))] == held * 2
    # A click that drags nothing goes to its cell and leaves the block.
    lead.click(lead.cell(ANNA, 14))
    expect(lead.page.locator("#month [aria-selected=true]")).to_have_count(0)


# ---- keys


def test_a_letter_puts_the_shift_type_that_begins_with_it(lead: Lead) -> None:
    # Another type that begins with it, but is not offered on a Friday, stands in nobody's way.
    other = "<li data-code='Sa'><b class='chip'>Sa</b></li>"
    lead.page.locator("#key").evaluate("(key, html) => key.insertAdjacentHTML('afterbegin', html)", other)
    lead.click(lead.cell(ANNA, 4))
    lead.press("s")
    lead.settled(1)
    assert lead.shifts(ANNA, 4) == {"S"}
    lead.press("f")
    lead.settled(2)
    assert lead.shifts(ANNA, 4) == {"F"}
    assert (lead.clicks, lead.keys) == (1, 2)
    # The focus outlives the row that was replaced.
    lead.press("ArrowRight", "ArrowLeft", "Delete")
    lead.settled(3)
    assert lead.shifts(ANNA, 4) == set()


def test_delete_takes_away(lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 2))
    lead.press("Delete")
    lead.settled(1)
    assert lead.shifts(ANNA, 2) == set()
    expect(lead.cell(ANNA, 2).locator(".chip")).to_have_count(0)
    lead.press("Delete")
    expect(lead.page.locator("#told")).to_contain_text("Nothing is there to take.")
    assert len(lead.month.edits()) == 1


def test_coverage_by_hour_follows_an_edit(lead: Lead) -> None:
    lead.page.goto(f"{lead.page.url}?coverage=hours")
    early = lead.page.locator("#month .coverage tr", has_text="8–9").first.locator("td").nth(1)
    there = int(early.inner_text().partition("/")[0])
    lead.click(lead.cell(ANNA, 2))
    lead.press("Delete")
    lead.settled(1)
    expect(early.locator("b")).to_have_text(str(there - 1))
    assert lead.page.locator("#month .coverage tr").count() == 14


def test_shift_l_locks_and_unlocks_and_l_alone_where_no_shift_type_begins_with_it(visit: Visit, lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 2))
    lead.press("l")
    lead.settled(1)
    assert lead.locked(ANNA, 2) == {"F"}
    expect(lead.cell(ANNA, 2).locator(".chip.locked")).to_be_visible()
    lead.press("Shift+L")
    lead.settled(2)
    assert lead.locked(ANNA, 2) == frozenset()
    # Where a shift type begins with it, L puts that and only Shift+L locks.
    late = "<li data-code='L'><b class='chip'>L</b></li>"
    lead.page.locator("#key").evaluate("(key, html) => key.insertAdjacentHTML('beforeend', html)", late)
    lead.press("l")
    expect(lead.page.locator("#told")).to_contain_text("There is no shift type L.")
    lead.press("Shift+L")
    lead.settled(3)
    assert lead.locked(ANNA, 2) == {"F"}
    refused(visit, 422)


def test_undo_and_redo_by_keys_and_by_buttons_that_name_it(lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 4))
    lead.press("s")
    lead.settled(1)
    lead.press("Control+z")
    lead.settled(2)
    assert lead.shifts(ANNA, 4) == set()
    lead.press("Control+y")
    lead.settled(3)
    assert lead.shifts(ANNA, 4) == {"S"}
    undo, redo = (lead.page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    expect(undo).to_contain_text("Anna Berger, Fri 4 Dec: Spät")
    expect(redo).to_be_disabled()
    lead.click(undo)
    lead.settled(4)
    assert lead.shifts(ANNA, 4) == set()
    expect(redo).to_contain_text("Anna Berger, Fri 4 Dec: Spät")
    # The button pressed is gone; the keyboard goes on at the other one.
    expect(redo).to_be_focused()
    lead.press("Enter")
    lead.settled(5)
    assert lead.shifts(ANNA, 4) == {"S"}


def test_a_block_is_filled_at_once_and_is_one_edit(lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 14))
    lead.press("Shift+ArrowRight", "Shift+ArrowDown")
    expect(lead.page.locator("#month [aria-selected=true]")).to_have_count(4)
    expect(lead.page.locator("#pointed")).to_have_text("4 cells selected")
    lead.press("m")
    lead.settled(1)
    assert [lead.shifts(name, day) for name in (ANNA, BEN) for day in (14, 15)] == [{"M"}] * 4
    # The block stays, for the next key.
    expect(lead.page.locator("#month [aria-selected=true]")).to_have_count(4)
    lead.press("Control+z")
    lead.settled(2)
    assert [lead.shifts(name, day) for name in (ANNA, BEN) for day in (14, 15)] == [set(), set(), set(), {"F"}]
    lead.press("Escape", "Escape")
    expect(lead.page.locator("#month [aria-selected=true]")).to_have_count(0)


def test_a_click_with_shift_reaches_for_a_block(lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 14))
    lead.click(lead.cell(DAVID, 16), modifiers=["Shift"])
    expect(lead.page.locator("#month [aria-selected=true]")).to_have_count(12)
    lead.press("Delete")
    lead.settled(1)
    assert all(lead.shifts(name, day) == set() for name in (ANNA, BEN, DAVID) for day in (14, 15, 16))
    assert (lead.clicks, lead.keys) == (2, 1)


def test_a_block_is_copied_and_pasted(lead: Lead) -> None:
    lead.click(lead.cell(BEN, 9))
    lead.press("Shift+ArrowRight", "Control+c")
    expect(lead.page.locator("#told")).to_contain_text("Copied: 2 cells")
    lead.click(lead.cell(ANNA, 14))
    lead.press("Control+v")
    lead.settled(1)
    assert (lead.shifts(ANNA, 14), lead.shifts(ANNA, 15)) == ({"F"}, {"S", "B"})
    assert lead.shifts(BEN, 9) == {"F"}


def test_a_block_is_cut_out_and_moves_when_it_is_pasted(lead: Lead) -> None:
    lead.click(lead.cell(BEN, 9))
    lead.press("Shift+ArrowRight", "Control+x")
    held = [lead.shifts(BEN, day) for day in (9, 10)]
    expect(lead.page.locator("#told")).to_contain_text("Cut out: 2 cells")
    expect(lead.page.locator("#month td.cut")).to_have_count(2)
    lead.click(lead.cell(ANNA, 14))
    lead.press("Control+v")
    lead.settled(1)
    assert [lead.shifts(ANNA, day) for day in (14, 15)] == held
    assert [lead.shifts(BEN, day) for day in (9, 10)] == [set(), set()]
    expect(lead.page.locator("#month td.cut")).to_have_count(0)
    # What is locked is not cut out, and Escape leaves what was.
    lead.click(lead.cell(BEN, 25))
    lead.press("Control+x")
    expect(lead.page.locator("#told")).to_contain_text("Locked: unlock the cell first.")
    lead.click(lead.cell(ANNA, 14))
    lead.press("Control+x", "Escape", "Escape")
    expect(lead.page.locator("#month td.cut")).to_have_count(0)
    assert len(lead.month.edits()) == 1


def test_what_was_cut_out_of_a_row_that_is_gone_is_named_and_nothing_moves(lead: Lead) -> None:
    lead.click(lead.cell(BEN, 9))
    lead.press("Control+x")
    # As after an answer that shows the month without Ben.
    lead.cell(BEN, 9).evaluate("cell => cell.closest('tr').remove()")
    lead.click(lead.cell(ANNA, 14))
    lead.press("Control+v")
    expect(lead.page.locator("#told")).to_contain_text("What was cut out is not in this month any more.")
    # The page goes on: another paste has nothing to move, and a shift is set as ever.
    lead.press("Escape", "Control+v")
    expect(lead.page.locator("#told")).to_contain_text("Nothing has been copied yet.")
    assert not lead.month.edits()
    lead.press("s")
    lead.settled(1)
    assert lead.shifts(ANNA, 14) == {"S"}


def test_all_that_are_shown_are_selected_at_once(lead: Lead) -> None:
    lead.page.locator("#search").fill("David")
    lead.click(lead.cell(DAVID, 1))
    lead.press("Control+a", "Shift+L")
    lead.settled(1)
    locked = lead.month.standing().report.board.locks
    assert {day.day for name, day in locked if name == DAVID} == set(range(1, 32))
    assert (ANNA, date(2026, 12, 4)) not in locked


def test_a_block_of_which_one_cell_cannot_is_not_changed_at_all(visit: Visit, lead: Lead) -> None:
    lead.click(lead.cell(ANNA, 4))
    lead.press("Shift+ArrowRight", "s")
    expect(lead.page.locator("#told")).to_contain_text("Spät is not offered on Sat 5 Dec.")
    assert lead.month.edits() == []
    # The cells are as before, not as they were shown in advance.
    expect(lead.cell(ANNA, 4).locator(".chip")).to_have_count(0)
    expect(lead.cell(ANNA, 5).locator(".chip")).to_have_text("A")
    expect(lead.page.locator("#month .pending")).to_have_count(0)
    refused(visit, 422)
