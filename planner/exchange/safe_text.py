"""Text that a spreadsheet would take for a formula: made harmless on the way out, restored on the way in."""

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

#: A text that begins with one of these may be run as a formula when a spreadsheet opens the file.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_ERROR_VALUES = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "Err:502", "Err:508"})


def guard_csv(text: str) -> str:
    """Text for a CSV cell, with a ' in front when it could be run. Never call it on numbers: -5 stays -5."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguard_csv(text: str) -> str:
    """Text of a CSV cell, less the ' that `guard_csv` put there."""
    return text[1:] if _GUARDED.match(text) else text


def guard_xlsx(text: str) -> str:
    """Text for an XLSX cell (to be typed as a string): without control characters, carriage return kept as _x000D_."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).replace("\r", "_x000D_")


def unguard_xlsx(text: str) -> str:
    """Text of an XLSX cell, its carriage returns restored; XML readers would take a bare one for a line end."""
    return text.replace("_x000D_", "\r")


def is_error_value(value: object) -> bool:
    """Whether a cell holds a spreadsheet's own error, such as #REF!."""
    return isinstance(value, str) and value.strip() in _ERROR_VALUES


def tidy(text: str) -> str:
    """Text without what nobody typed on purpose: control characters, spaces in front, white space behind."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).lstrip(" \u00a0\u200b\ufeff").rstrip().rstrip("\u200b\ufeff")
