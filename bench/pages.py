"""How fast the month grid is in a browser: `python -m bench.pages` prints a table and keeps it in bench/results/.

A lead's month of 60 and of 200 people, kept in a database and served from this process, in headless Chromium. Each
figure is the median of some visits: bytes of the page as sent and compressed, the time from its first byte until keys
and mouse work, how far anything shifts while it loads, the time from the first movement of a drag until every cell in
sight shows its verdict, with the processor time that the server weighs them, and the time from a key until the changed
row stands. Needs Chromium on this machine.
"""

import logging
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from bench.chromium import OPTIONS, required_chromium
from bench.machine import keep, machine_line
from tests.e2e.conftest import lead_pages
from tests.web.database_desk import PLACE, keep_month, month_in
from tests.web.sample_report import sample_report, sample_team

#: People of the months, visits a month, and what is wanted of the smaller one.
PEOPLE, VISITS, VERDICTS_WITHIN_MS, MOST_KB = (60, 200), 3, 200, 300

#: Runs before the page: adds up layout shifts, and marks when its scripts have run and all cells have verdicts.
OBSERVE = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({type: 'layout-shift', buffered: true});
document.addEventListener('DOMContentLoaded', () => {
  window.interactive = performance.now();
  const table = document.getElementById('month');
  new MutationObserver(() => {
    if (table.classList.contains('dragging') && !window.began) window.began = performance.now();
    if (table.dataset.verdicts && !window.judged)
      requestAnimationFrame(() => setTimeout(() => (window.judged = performance.now())));
  }).observe(table, {attributes: true});
  const line = document.getElementById('pointed');
  new MutationObserver(() => {
    if (!table.classList.contains('dragging')) return;
    if (line.textContent.endsWith('…')) window.named = performance.now();
    else if (window.named) window.reasoned = performance.now();
  }).observe(line, {childList: true});
  const frame = document.querySelector('.month-frame');
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => (window.swapped = performance.now()))))
    .observe(frame, {attributeFilter: ['data-revision']});
  addEventListener('keydown', () => (window.pressed = performance.now()), true);
});
"""


def visit(page: Page, address: str) -> dict[str, float]:
    """One visit: loading, a drag that is cancelled, a letter that is taken back. Milliseconds, and the layout shift."""
    page.goto(address)
    first_byte = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart")
    figures = {"interactive": page.evaluate("window.interactive") - first_byte}
    page.wait_for_timeout(300)
    figures["shift"] = page.evaluate("window.shifted")

    page.locator("#month td.c .chip:not(.locked)").first.hover()
    page.mouse.down()
    page.mouse.move(600, 500, steps=3)
    wait(page, "window.judged")
    figures["verdicts"] = page.evaluate("window.judged - window.began")
    wait(page, "window.reasoned > window.named")
    page.mouse.move(700, 500)
    wait(page, "window.reasoned > window.named")
    figures["reason"] = page.evaluate("window.reasoned - window.named")
    page.keyboard.press("Escape")
    page.mouse.up()

    page.locator("#month td.c:not(:has(.chip, .free)):not(.absent)").first.click()
    page.keyboard.press("b")
    wait(page, "window.swapped")
    figures["edit"] = page.evaluate("window.swapped - window.pressed")
    page.keyboard.press("Control+z")
    wait(page, "!document.body.hasAttribute('aria-busy')")
    return figures


def wait(page: Page, expression: str) -> None:
    """Until an expression is true; Playwright's own way is forbidden by the pages' policy."""
    while not page.evaluate(f"Boolean({expression})"):
        page.wait_for_timeout(20)


def measured(browser: Browser, people: int) -> Mapping[str, float]:
    """All figures of a month of so many people; medians over the visits, the first one left out."""
    with (
        TemporaryDirectory() as folder,
        month_in(Path(folder), keep_month(sample_report(sample_team(people, 3)), Path(folder, "kept"))) as month,
        lead_pages(month) as address,
    ):
        standing = month.standing()
        began = time.thread_time()
        standing.landings.of(standing.report.board.shift_types[0].code)
        weighed_ms = 1000 * (time.thread_time() - began)
        client = month.client()
        html, zipped = (
            client.get(f"{PLACE}/", headers={"Accept-Encoding": taken}).data for taken in ("identity", "gzip")
        )
        rows: list[dict[str, float]] = []
        for _ in range(VISITS + 1):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en")
            context.add_cookies([{"name": "sid", "value": month.session, "url": address}])
            page = context.new_page()
            page.add_init_script(OBSERVE)
            rows.append(visit(page, f"{address}{PLACE}/"))
            context.close()
    found = {name: median(row[name] for row in rows[1:]) for name in rows[0]}
    return {**found, "weighed": weighed_ms, "kb": len(html) / 1000, "zipped_kb": len(zipped) / 1000}


def lines(figures: Mapping[int, Mapping[str, float]]) -> Iterator[str]:
    """The whole report."""
    yield f"# The month grid in a browser, {datetime.now(UTC):%Y-%m-%d}"
    yield ""
    yield f"{machine_line(1)} Load of the machine meanwhile: {os.getloadavg()[1]:.1f}, beside what else it does."
    yield ""
    yield f"Chromium, headless, at 1440 px; medians of {VISITS} visits to a month of 31 days that can be edited."
    yield ""
    heads = "interactive | layout shift | drag to verdicts | of it weighing | reason | key to new row"
    yield f"| people | HTML | zipped | {heads} |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for people, row in figures.items():
        yield (
            f"| {people} | {row['kb']:.0f} kB | {row['zipped_kb']:.0f} kB | {row['interactive']:.0f} ms "
            f"| {row['shift']:.3f} | {row['verdicts']:.0f} ms | {row['weighed']:.0f} ms "
            f"| {row['reason']:.0f} ms | {row['edit']:.0f} ms |"
        )
    yield ""
    yield from _verdicts(figures[PEOPLE[0]])


def _verdicts(row: Mapping[str, float]) -> Sequence[str]:
    def verdict(kept: bool) -> str:
        return "kept" if kept else "missed"

    return (
        f"Wanted for {PEOPLE[0]} people: verdicts within {VERDICTS_WITHIN_MS} ms "
        f"({verdict(row['verdicts'] <= VERDICTS_WITHIN_MS)}), less than {MOST_KB} kB compressed "
        f"({verdict(row['zipped_kb'] < MOST_KB)}), no layout shift ({verdict(row['shift'] == 0)}).",
    )


def main() -> None:
    """Print the report and keep it."""
    chromium = required_chromium()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))
        report = list(lines({people: measured(browser, people) for people in PEOPLE}))
        browser.close()
    print("\n".join(report))
    keep("pages", report)


if __name__ == "__main__":
    main()
