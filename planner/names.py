"""Names as people write them: upper and lower case and the number of spaces do not matter."""

import unicodedata
from collections.abc import Iterable, Mapping


def name_key(text: str) -> str:
    """A name, comparable."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_meant(written: str, names: Iterable[str] | Mapping[str, str]) -> str | None:
    """The one of `names` that is written, or what it stands for in a mapping; None when it is none of them."""
    meant = names if isinstance(names, Mapping) else {name: name for name in names}
    return {name_key(name): value for name, value in meant.items()}.get(name_key(written))
