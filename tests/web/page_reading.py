"""Reads a page as a strict reader would: its elements, its text, and what is wrong with it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
#: SVG elements that may close themselves.
DRAWN = frozenset({"path", "rect", "circle", "line", "polyline"})


@dataclass
class Page(HTMLParser):
    """elements: (tag, attributes) in order. texts: text nodes that hold letters. left_open: tags never closed."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.left_open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID | DRAWN, f"<{tag}/> closes nothing"
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.left_open, f"</{tag}> without a start"
        assert self.left_open[-1] == tag, f"</{tag}> where </{self.left_open[-1]}> is due"
        self.left_open.pop()

    def handle_data(self, data: str) -> None:
        if any(character.isalpha() for character in data):
            self.texts.append(" ".join(data.split()))

    def assert_nothing_inline(self) -> None:
        """No style, script or handler stands in the page, and nothing outside is named."""
        assert self.all("style") == []
        assert all(attributes.get("src") for attributes in self.all("script"))
        for tag, attributes in self.elements:
            assert "style" not in attributes, tag
            assert not any(name.startswith("on") for name in attributes), tag
            for name in ("src", "href", "action"):
                assert "//" not in attributes.get(name, ""), f"<{tag}> reaches outside"

    def assert_everything_named(self) -> None:
        """Fields and pictures have a name for screen readers; no id stands twice."""
        labelled = {attributes.get("for") for attributes in self.all("label")}
        for tag in ("input", "select"):
            for attributes in self.all(tag):
                named = attributes.get("aria-label") or attributes.get("id") in labelled
                assert named or attributes.get("type") == "hidden", attributes
        for attributes in self.all("svg"):
            drawn = attributes.get("role") == "img" and attributes.get("aria-label")
            assert drawn or attributes.get("aria-hidden") == "true", attributes
        ids = [attributes["id"] for _, attributes in self.elements if "id" in attributes]
        assert len(ids) == len(set(ids))

    def assert_levels_in_steps(self) -> None:
        """No heading skips a level."""
        levels = [int(tag[1]) for tag, _ in self.elements if tag in ("h1", "h2", "h3")]
        for before, after in pairwise(levels):
            assert after <= before + 1

    def all(self, tag: str) -> list[dict[str, str]]:
        """Attributes of every element of a tag."""
        return [attributes for name, attributes in self.elements if name == tag]


def read_page(html: str) -> Page:
    """A page's elements. AssertionError when tags do not match."""
    page = Page()
    page.feed(html)
    page.close()
    assert page.left_open == []
    return page
