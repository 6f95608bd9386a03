"""The form that corrects a shift on the month-end sheet: from what was typed into a correction, or what is wrong."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.month_end import Correction, Instead
from planner.domain.time import MINUTES_A_DAY
from planner.messages import Message, _l

INSTEAD_LABELS: Mapping[Instead, str] = {
    Instead.WORKED: _l("worked at other times"),
    Instead.NOTHING: _l("not worked"),
    Instead.SICK: _l("sick, paid"),
    Instead.LEAVE: _l("leave, paid"),
    Instead.TRAINING: _l("training, paid"),
    Instead.PLANNED: _l("as planned after all"),
}
#: Of on-call duty, and of work that nobody planned, other words.
ON_CALL_LABELS: Mapping[Instead, str] = {
    Instead.NOTHING: _l("duty not done"), Instead.PLANNED: _l("as planned after all"),
}  # fmt: skip
UNPLANNED_LABELS: Mapping[Instead, str] = {
    Instead.WORKED: _l("worked"), Instead.CREDITED: _l("hours by agreement"), Instead.PLANNED: _l("neither after all"),
}  # fmt: skip

#: Hours, taken off with a minus: 2:30, 2.5, -1,25.
_HOURS = re.compile(r"([-−+]?)(\d{1,3})(?::([0-5]\d)|[.,](\d{1,2}))?")
_TIME = re.compile(r"([01]?\d|2[0-4]):?([0-5]\d)")


_FIELDS = ("day", "shift", "instead", "from", "to", "break", "hours", "reason", "surely")


@dataclass(frozen=True, slots=True)
class CorrectionForm:
    """values: what was typed, by field. errors: field -> what is wrong and the mend. correction: None if anything is.

    seen: of the sheet that was looked at. reason: as typed. surely_min: how long the work lasted, as ticked; 0 = it is
    not ticked.
    """

    values: Mapping[str, str]
    errors: Mapping[str, Message]
    correction: Correction | None
    seen: int
    reason: str
    surely_min: int

    @property
    def length_min(self) -> int:
        """How long the work lasted; 0 where there was none."""
        return self.correction.end_min - self.correction.start_min if self.correction else 0


def read_form(form: Mapping[str, str], person: str) -> CorrectionForm:
    """What was sent about a person's shift."""
    values = {name: form.get(name, "").strip() for name in _FIELDS}
    errors: dict[str, Message] = {}
    day = _day(values["day"], errors)
    instead = Instead(values["instead"]) if values["instead"] in set(Instead) else None
    if instead is None:
        errors["instead"] = Message(_l("Choose what was in place of the shift."))
    start = end = pause = 0
    if instead is Instead.WORKED:
        start, end = (_minute(values[name], name, errors) for name in ("from", "to"))
        end += MINUTES_A_DAY if end < start else 0
        pause = _minutes(values["break"] or "0", errors)
    elif instead is Instead.CREDITED:
        end = _hours(values["hours"], errors)
    made = None
    if not errors and day is not None and instead is not None:
        made = Correction(person, day, values["shift"], instead, start, end, pause)
    return CorrectionForm(values, errors, made, _number(form, "seen"), values["reason"], _number(form, "surely"))


def _number(form: Mapping[str, str], name: str) -> int:
    """0 for what is none."""
    given = form.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 12 else 0


def _day(text: str, errors: dict[str, Message]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors["day"] = Message(_l("Choose a day of the month."))
        return None


def _minute(text: str, field: str, errors: dict[str, Message]) -> int:
    found = _TIME.fullmatch(text)
    if found is None or (int(found[1]) == 24 and int(found[2])):
        errors[field] = Message(_l("“{given}” is no time. Write one like 8:00 or 16:30."), given=text)
        return 0
    return int(found[1]) * 60 + int(found[2])


def _hours(text: str, errors: dict[str, Message]) -> int:
    """Minutes of hours that are paid in addition, or taken off."""
    found = _HOURS.fullmatch(text)
    if found is None:
        errors["hours"] = Message(_l("“{given}” is no number of hours. Write one like 2:30, 2.5 or -1."), given=text)
        return 0
    sign, whole, minutes, decimals = found.groups()
    part = int(minutes) if minutes else round(60 * float(f"0.{decimals}")) if decimals else 0
    return (int(whole) * 60 + part) * (-1 if sign in ("-", "−") else 1)


def _minutes(text: str, errors: dict[str, Message]) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        errors["break"] = Message(_l("“{given}” is no number of minutes. Write one like 30."), given=text)
        return 0
    return int(text)
