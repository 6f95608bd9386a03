"""The system's Chromium, for Playwright's `executable_path`."""

import shutil
import sys

#: By what they cost: the headless shell draws the same pages for half the processor time of the whole browser.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

MISSING = "no Chromium on this machine (Debian: apt install chromium-headless-shell)"


def find_chromium() -> str | None:
    """Where it is, None where it is not."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def required_chromium() -> str:
    """Where it is; a program that cannot do without it ends here, saying so."""
    return find_chromium() or sys.exit(MISSING)
