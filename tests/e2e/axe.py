"""What axe-core finds on a page."""

from collections.abc import Mapping

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

EVERYTHING = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
#: What colours and width change; the rest was seen on the wide, light page.
LOOKS = {"type": "rule",
         "values": ["color-contrast", "target-size", "link-in-text-block", "scrollable-region-focusable"]}  # fmt: skip


def faults(page: Page, rules: Mapping[str, object] = EVERYTHING) -> list[str]:
    """What axe-core calls serious or critical: the rule, and where."""
    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']} at {node['target']}: {' '.join(node['failureSummary'].split())}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]
