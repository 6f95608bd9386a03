"""The lead's journeys, clicked as a lead clicks them: said once for the tests, which count, and for bench, which times.

Each begins on the month and ends when what it is for can be seen.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from urllib.parse import urlsplit

from playwright.sync_api import Frame, Locator, Page, expect

#: How long a page may wait for a machine that has other things to do.
PATIENCE_MS = 120_000

#: Every press of a finger or a button of the mouse, and every key, whatever a test calls to make it.
_WATCH = """
addEventListener('pointerdown', (made) => made.isTrusted && counted('click'), true);
addEventListener('keydown', ({ isTrusted, key }) => {
  if (isTrusted && !['Shift', 'Control'].includes(key)) counted('key');
}, true);
"""

#: Keeps, in milliseconds, how long after the press of a button the page that it is on showed that something moves: the
#: browser's own frame, as a program that clicks hears of it only with the next page.
_WHEN_MOVING = """() => {
  let pressed = null;
  addEventListener('pointerdown', () => (pressed = performance.now()), true);
  const look = () => {
    if (pressed === null || !document.querySelector('.moving')?.checkVisibility()) return requestAnimationFrame(look);
    sessionStorage.setItem('moving_ms', performance.now() - pressed);
  };
  look();
}"""


@dataclass
class Counter:
    """What a journey takes in a window. screens: the addresses that it leads to, those it comes back to once.

    marks: seconds after the beginning, by name.
    """

    page: Page
    clicks: int = 0
    keys: int = 0
    screens: list[str] = field(default_factory=list)
    marks: dict[str, float] = field(default_factory=dict)
    began: float = 0.0

    def __post_init__(self) -> None:
        self.page.expose_function("counted", self._count)
        self.page.add_init_script(_WATCH)
        self.page.on("framenavigated", self._moved)

    def _count(self, kind: str) -> None:
        self.clicks += kind == "click"
        self.keys += kind == "key"

    def _moved(self, frame: Frame) -> None:
        path = urlsplit(frame.url).path
        if frame.parent_frame is None and path not in self.screens:
            self.screens.append(path)

    @contextmanager
    def journey(self) -> Iterator["Counter"]:
        """From the page that is open."""
        self.clicks = self.keys = 0
        self.marks = {}
        self.screens = [urlsplit(self.page.url).path]
        self.began = monotonic()
        yield self
        self.mark("done")
        self.screens.pop(0)

    def mark(self, name: str) -> None:
        """So far it has come now."""
        self.marks[name] = monotonic() - self.began


def cell(page: Page, person: str, day: int) -> Locator:
    """The cell of a person and a day of the month."""
    row = page.locator("#month tbody tr", has=page.locator("th.name span", has_text=person))
    return row.locator("td.c").nth(day - 1)


def plan_month(counter: Counter) -> None:
    """From a month without a roster to the first one on the screen. Marks: moving, first plan."""
    page = counter.page
    page.evaluate(_WHEN_MOVING)
    page.get_by_role("button", name=re.compile("^Plan ")).click()
    expect(page.locator("#plan .moving")).to_be_visible(timeout=PATIENCE_MS)
    counter.marks["moving"] = float(page.evaluate("sessionStorage.getItem('moving_ms')")) / 1000
    expect(page.locator("#plan-roster .chip").first).to_be_visible(timeout=PATIENCE_MS)
    counter.mark("first plan")


def fill_gap(counter: Counter, day: int) -> str:
    """From a red cell to a name on it, chosen from people with reasons; the name."""
    page = counter.page
    page.locator(f"#month a.gap[href*='-{day:02}']").click()
    expect(page.locator(".closest .reasons").first).to_be_visible()
    counter.mark("people")
    able = page.locator(".closest > li", has=page.get_by_role("button")).first
    name = able.locator("b").first.inner_text()
    able.get_by_role("button").click()
    expect(page.locator(".filled")).to_contain_text(name)
    return name


def drag_and_lock(counter: Counter, person: str, day: int, to: tuple[str, int]) -> None:
    """A shift is dragged to another cell and locked there. Marks: rule feedback."""
    page = counter.page
    source, target = cell(page, person, day), cell(page, *to)
    source.locator(".chip").first.hover()
    page.mouse.down()
    box = target.bounding_box()
    assert box is not None
    began = monotonic()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    expect(page.locator("#month[data-verdicts]")).to_be_visible()
    counter.marks["rule feedback"] = monotonic() - began
    page.mouse.up()
    expect(target.locator(".chip")).to_have_count(1)
    expect(page.locator("body[aria-busy]")).to_have_count(0)
    # The cell that it was dropped on is the one in focus.
    page.keyboard.press("Shift+L")
    expect(target.locator(".chip.locked")).to_have_count(1)


def plan_the_rest(counter: Counter) -> str:
    """With as few changes as possible, round what is locked; what the page says of them."""
    page = counter.page
    page.locator(".month-top").get_by_role("link", name="Plan").click()
    page.get_by_label("Change as little as possible").check()
    page.get_by_role("button", name=re.compile("^Plan ")).click()
    outcome = page.locator(".outcome b")
    expect(outcome).to_be_visible(timeout=PATIENCE_MS)
    return outcome.inner_text()


def publish(counter: Counter) -> None:
    """From the draft to what is in force, past the differences and the check. Marks: differences."""
    page = counter.page
    page.locator(".edit-bar").get_by_role("link", name="Publish").click()
    expect(page.get_by_role("heading", name="Check", exact=True)).to_be_visible()
    counter.mark("differences")
    page.get_by_role("button", name=re.compile("^Publish ")).click()
    expect(page.locator(".badge", has_text="in force")).to_be_visible()
