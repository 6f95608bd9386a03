"""Names as people write them: upper and lower case and the number of spaces do not matter."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping


def name_key(text: str) -> str:
    """A name, comparable."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def name_meant(written: str, names: Iterable[str] | Mapping[str, str]) -> str | None:
    """The one of `names` that is written, or what it stands for in a mapping; None when it is none of them."""
    meant = names if isinstance(names, Mapping) else {name: name for name in names}
    return {name_key(name): value for name, value in meant.items()}.get(name_key(written))


def naming(words: Collection[str]) -> re.Pattern[str]:
    """Where a text names somebody who is called one of these: as whole words, an address as a whole address.

    words: one at least; the first that fits counts.
    """
    return re.compile("|".join(_whole(word) for word in words), re.IGNORECASE)


def _whole(word: str) -> str:
    # "zoe@example.com" stands in "zoe@example.com.", but neither in "zoe@example.com.au" nor in "la.zoe@example.com".
    around = (r"(?<![\w.+-])", r"(?![\w-]|\.\w)") if "@" in word else (r"(?<!\w)", r"(?!\w)")
    return re.escape(word).join(around)
