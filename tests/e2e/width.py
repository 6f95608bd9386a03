"""How wide a page is."""

from playwright.sync_api import Page


def width_of(page: Page) -> int:
    """In pixels, with what stands beyond the right edge.

    After a form is sent the new page's words are there before its style sheets, and without these it has another width.
    """
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth"))
