"""Contrast of the colour tokens, computed as WCAG 2.2 does, in both themes."""

import re
from pathlib import Path

import pytest

import web
from web.view.shifts import COLOURS
from web.view.tokens import read_tokens

#: Text on ground.
PAIRS = [
    *(
        (text, ground)
        for text in ("ink", "muted", "accent")
        for ground in ("page", "surface", "sunken", "weekend", "holiday")
    ),
    ("ink", "lit"),
    ("accent", "accent-soft"),
    ("on-accent", "accent"),
    ("absent-ink", "absent"),
    ("absent-ink", "surface"),
    *((meaning, ground) for meaning in ("short", "enough", "over") for ground in ("surface", f"{meaning}-soft")),
    *((meaning, "surface") for meaning in ("locked", "draft")),
    ("ink", "short-soft"),
    *((f"s{n}-ink", f"s{n}-fill") for n in range(1, COLOURS + 1)),
]


def colour(name: str, theme: str) -> str:
    """A colour token's '#rrggbb' in the theme 'light' or 'dark'."""
    value = read_tokens()[name]
    found = re.fullmatch(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)|(#[0-9a-f]{6})", value)
    assert found, f"--{name}: {value} is no colour."
    light, dark, both = found.groups()
    return str(both or (light if theme == "light" else dark))


def luminance(value: str) -> float:
    parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(text: str, ground: str, theme: str) -> None:
    assert contrast(colour(text, theme), colour(ground, theme)) >= 4.5


def test_shift_colours_are_the_published_ones() -> None:
    edges = {read_tokens()[f"s{n}-edge"] for n in range(1, COLOURS + 1)}
    assert edges >= {"#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7"}


def test_only_known_tokens_are_used() -> None:
    own = {"edge", "fill", "letter", "row", "name", "foot"}
    for sheet in sorted((Path(web.__file__).parent / "static" / "css").glob("*.css")):
        used = set(re.findall(r"var\(--([\w-]+)\)", sheet.read_text(encoding="utf-8")))
        assert used - own <= read_tokens().keys(), sheet.name
