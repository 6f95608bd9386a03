"""The design tokens as data, read from the one style sheet that states them."""

import re
from functools import cache
from importlib.resources import files

_TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")
_BOTH = re.compile(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")


@cache
def read_tokens() -> dict[str, str]:
    """Name -> value as written, in the order of the sheet."""
    sheet = files("web").joinpath("static", "css", "tokens.css").read_text(encoding="utf-8")
    return dict(_TOKEN.findall(sheet))


def colour(name: str, theme: str) -> str:
    """A colour token's '#rrggbb' in the theme 'light' or 'dark'. KeyError: no such token; ValueError: no colour."""
    value = read_tokens()[name]
    if both := _BOTH.fullmatch(value):
        return both[1] if theme == "light" else both[2]
    if not re.fullmatch(r"#[0-9a-f]{6}", value):
        raise ValueError(f"--{name}: {value} is no colour.")
    return value
