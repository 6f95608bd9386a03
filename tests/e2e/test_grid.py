"""The month grid under mouse and keyboard."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.width import width_of

pytestmark = pytest.mark.browser


def focused(page: Page) -> tuple[int, int]:
    """Row (of people) and day of the cell in focus."""
    cell = "document.activeElement.closest('td')"
    found = page.evaluate(f"[{cell}.parentElement.rowIndex - 2, {cell}.cellIndex]")
    return found[0], found[1]


def test_arrows_move_one_cell_and_stop_at_the_edges(visit: Visit) -> None:
    page = visit.open("/")
    page.locator("#month a.why").first.focus()
    assert focused(page) == (0, 1)
    for key, place in (
        ("ArrowRight", (0, 2)),
        ("ArrowDown", (1, 2)),
        ("ArrowLeft", (1, 1)),
        ("ArrowLeft", (1, 1)),
        ("ArrowUp", (0, 1)),
        ("ArrowUp", (0, 1)),
        ("End", (0, 31)),
        ("ArrowRight", (0, 31)),
        ("Control+End", (11, 31)),
        ("ArrowDown", (11, 31)),
        ("PageUp", (1, 31)),
        ("Control+Home", (0, 1)),
    ):
        page.keyboard.press(key)
        assert focused(page) == place, key
    assert page.locator("#month td [tabindex='0']").count() == 1


def test_focus_says_who_when_and_what(visit: Visit) -> None:
    page = visit.open("/", language="de")
    row = page.locator("#month tbody tr", has_text="Ben Moser")
    row.locator("td.c").nth(24).click()
    expect(page.locator("#pointed")).to_have_text(
        "Ben Moser · Freitag, 25. Dezember, Christtag · Wochenende, 09:00–17:00, fixiert"
    )


def test_pointing_lights_the_column_and_leaving_puts_it_out(visit: Visit) -> None:
    page = visit.open("/")
    page.locator("#month tbody tr").nth(3).locator("td.c").nth(11).hover()
    expect(page.locator("#month thead th.lit")).to_contain_text("12")
    page.locator("h1").hover()
    expect(page.locator("#month thead th.lit")).to_have_count(0)


def test_search_hides_the_others_whatever_the_accents(visit: Visit) -> None:
    page = visit.open("/")
    page.get_by_label("Find person").fill("BRANDSTATTER")
    expect(page.locator("#month tbody tr:visible")).to_have_count(1)
    page.get_by_label("Find person").fill("chat  krise")
    expect(page.locator("#month tbody tr:visible")).to_have_count(4)
    page.get_by_label("Find person").fill("nobody at all")
    expect(page.get_by_text("Nobody of that name")).to_be_visible()
    page.get_by_label("Find person").fill("")
    expect(page.locator("#month tbody tr:visible")).to_have_count(12)


def test_keyboard_keeps_the_cell_clear_of_what_sticks(visit: Visit) -> None:
    page = visit.open("/", width=1024, height=500)
    page.locator("#month a.why").first.focus()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Home")
    box = page.evaluate(
        """() => {
          const cell = document.activeElement.getBoundingClientRect();
          const corner = document.querySelector('.corner').getBoundingClientRect();
          const head = document.querySelector('#month thead').getBoundingClientRect();
          return [cell.left - corner.right, cell.top - head.bottom];
        }"""
    )
    assert min(box) >= -1


def test_a_month_of_31_days_fits_a_desktop(visit: Visit) -> None:
    page = visit.open("/", width=1440)
    assert width_of(page) <= 1440
    heads = page.locator("#month thead tr:first-child th.day")
    widths = heads.evaluate_all("heads => heads.map(head => head.getBoundingClientRect().width)")
    assert len(widths) == 31
    assert min(widths) >= 34


def test_head_first_column_and_totals_stay(visit: Visit) -> None:
    page = visit.open("/", width=1024, height=500)
    frame = page.locator(".month-scroll")
    frame.evaluate("frame => { frame.scrollTo(500, 200); frame.scrollIntoView({block: 'end'}); }")
    for part in (".corner", "#month tbody tr:nth-child(8) .name", "#month tfoot .name"):
        expect(page.locator(part)).to_be_in_viewport()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_phone_shows_people_at_once_and_folds_the_rest(visit: Visit, language: str) -> None:
    page = visit.open("/", width=390, height=844, language=language)
    # A note of clashes comes on top; most months have none.
    page.locator("main .note").evaluate_all("notes => notes.forEach((note) => note.remove())")
    box = page.locator("#month tbody td.c").first.bounding_box()
    assert box is not None
    assert box["y"] <= 200
    for cut in (".corner input", "#month thead .label span", ".month-top h1"):
        assert page.locator(cut).evaluate("e => e.scrollWidth <= e.clientWidth || !e.clientWidth"), cut
    expect(page.locator(".facts")).to_be_hidden()
    expect(page.locator("#key")).to_be_hidden()
    page.locator(".figures summary").click()
    expect(page.locator(".facts")).to_be_visible()
    expect(page.locator("#key")).to_be_visible()
    page.locator(".settings summary").click()
    page.get_by_role("link", name="English" if language == "de" else "Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "de" else "de")


def test_a_phone_keeps_days_and_names_while_the_grid_scrolls(visit: Visit) -> None:
    page = visit.open("/", width=390, height=420)
    page.locator(".month-scroll").evaluate("frame => { frame.scrollIntoView(); frame.scrollTo(300, 300); }")
    for part in (".corner", "#month thead th.day >> nth=12", "#month tbody tr:nth-child(10) .name"):
        expect(page.locator(part)).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_a_desktop_folds_nothing(visit: Visit, script: bool) -> None:
    page = visit.open("/", width=1024, script=script)
    for part in (".facts", "#key", ".settings .segments"):
        expect(page.locator(part)).to_be_visible()
    expect(page.locator(".figures summary")).to_be_hidden()


#: Marks of cells and letters of shifts that come closer than half a pixel, as texts.
OVERLAPS = """() => {
  const found = [];
  for (const cell of document.querySelectorAll('#month td.c')) {
    const marks = [];
    const from = (element, frame) => {
      const style = getComputedStyle(element, '::after');
      if (style.content === 'none' || style.content === 'normal') return;
      const box = frame.getBoundingClientRect();
      const [left, top, width, height] = ['left', 'top', 'width', 'height'].map((name) => parseFloat(style[name]));
      marks.push([box.left + left, box.top + top, box.left + left + width, box.top + top + height]);
    };
    from(cell, cell);
    for (const chip of cell.querySelectorAll('.chip.locked')) from(chip, chip);
    for (const chip of cell.querySelectorAll('.chip')) {
      const range = document.createRange();
      range.selectNodeContents(chip);
      const box = range.getBoundingClientRect();
      // The line of 1 em holds more than the capital letter: a fifth of it above and below is empty.
      const empty = box.height * 0.2;
      for (const [left, top, right, bottom] of marks) {
        const across = Math.min(right, box.right) - Math.max(left, box.left);
        const down = Math.min(bottom, box.bottom - empty) - Math.max(top, box.top + empty);
        if (across > 0.5 && down > 0.5) found.push(`${cell.title}: ${cell.textContent.trim()} ${across} ${down}`);
      }
    }
    if (marks.length > 1) {
      const [first, second] = marks;
      if (first[0] < second[2] && second[0] < first[2] && first[1] < second[3] && second[1] < first[3])
        found.push(`marks of ${cell.title}`);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("density", ["roomy", "compact"])
def test_marks_leave_the_letters_alone(visit: Visit, width: int, density: str) -> None:
    page = visit.open(f"/?density={density}", width=width)
    # Every cell with every mark at once, shifts of one and of two letters.
    page.evaluate(
        """() => {
          for (const cell of document.querySelectorAll('#month td.c')) {
            if (!cell.querySelector('.chip')) continue;
            cell.classList.remove('granted');
            cell.classList.add('refused');
            for (const chip of cell.querySelectorAll('.chip')) chip.classList.add('locked');
          }
        }"""
    )
    assert page.locator("#month td.two .chip.locked").count() > 2
    assert page.evaluate(OVERLAPS) == []
