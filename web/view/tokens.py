"""The design tokens as data, read from the one style sheet that states them."""

import re
from functools import cache
from importlib.resources import files

_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")


@cache
def read_tokens() -> dict[str, str]:
    """Name -> value as written, in the order of the sheet."""
    sheet = files("web").joinpath("static", "css", "tokens.css").read_text(encoding="utf-8")
    return dict(_TOKEN.findall(sheet))
