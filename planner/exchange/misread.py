"""Text that was read in a wrong character set on its way here: found and refused, never guessed away."""

import re
from contextlib import suppress

from planner.exchange.raw_table import Found, RawTable, shown
from planner.messages import Message, _l

#: What the first of two or three bytes of UTF-8 looks like in the character set of Western Windows: Ã, Â before what
#: no word holds there, Ä and Å before signs (and not before quotes or dashes, which German has after them), and â€…
_MISREAD = re.compile(
    "[\u00c2\u00c3][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d"
    "\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
    "|[\u00c4\u00c5][\u0081-\u009f\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u00bf\u0192\u2020\u2021\u02c6\u0160\u0152\u017d"
    "\u2022\u02dc\u2122\u0161\u0153\u017e\u0178]"
    "|\u00e2[\u0080-\u0082\u20ac\u201a]."
)
#: Stands where a byte was no character at all.
_LOST = "\ufffd"


def misread(text: str) -> str | None:
    """What a text should probably be whose UTF-8 was read as the character set of Windows, such as "MÃ¼ller".

    None for any other text; "" where characters are lost for good.
    """
    if _LOST in text:
        return ""
    if not _MISREAD.search(text):
        return None
    for charset in ("cp1252", "latin-1"):
        with suppress(UnicodeError):
            return text.encode(charset).decode("utf-8")
    # Some of its bytes are no characters there, so each such place is put right by itself.
    return _MISREAD.sub(_put_right, text)


def _put_right(found: re.Match[str]) -> str:
    try:
        return b"".join(_byte(sign) for sign in found[0]).decode("utf-8")
    except UnicodeError:
        return found[0]


def _byte(sign: str) -> bytes:
    try:
        return sign.encode("cp1252")
    except UnicodeError:
        return sign.encode("latin-1")


def refuse_misread(table: RawTable, found: Found) -> None:
    """Report, once a table, text that was read in a wrong character set: names would go on to screens and letters."""
    cells = [(number, cell) for number, row in table.rows for cell in row if isinstance(cell, str)]
    wrong = [(number, cell, meant) for number, cell in cells if (meant := misread(cell)) is not None]
    if not wrong:
        return
    number, cell, meant = wrong[0]
    said = (
        Message(_l("Letters are wrong here: this is probably “{meant}” (cells: {count})."),
                meant=shown(meant), count=len(wrong))
        if meant
        else Message(_l("Letters were lost here (cells: {count})."), count=len(wrong))
    )  # fmt: skip
    found.cell(
        table, number, "", cell, said,
        Message(_l("Open the file that the text comes from as UTF-8 and save or copy it again, or correct the cells.")),
    )  # fmt: skip
