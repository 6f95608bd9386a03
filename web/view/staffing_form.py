"""The form of the staffing page: five figures from the address into inputs of the estimate, or what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.messages import Message, _l
from planner.staffing import limits
from planner.staffing.case import StaffingInputs
from planner.staffing.parameters import countries, country_parameters
from planner.staffing.week import OpeningSpan, OpeningWeek, read_span
from planner.staffing.wording import OVERLAPPING_OR_CLOSED

#: What an empty form shows: a community that is looked after every day.
DEFAULTS = {
    "country": "AT",
    "weekday": "8-22",
    "saturday": "9-20",
    "sunday": "9-20",
    "messages": "400",
    "handle": "5",
    "share": "80",
    "within": "60",
    "contract": "38.5",
    "presence": "1",
}
#: What each figure may be.
LIMITS = {
    "messages": limits.MESSAGES_A_DAY,
    "handle": limits.HANDLE_TIME_MIN,
    "share": limits.TARGET_PERCENT,
    "within": limits.TARGET_MIN,
    "contract": limits.CONTRACT_HOURS_A_WEEK,
    "presence": limits.PRESENCE,
}


@dataclass(frozen=True, slots=True)
class StaffingForm:
    """values: what the fields show. errors: field -> what is wrong and the mend. inputs: None if anything is wrong."""

    values: Mapping[str, str]
    errors: Mapping[str, Message]
    inputs: StaffingInputs | None

    @property
    def country(self) -> str:
        """The country whose leave, holidays and sickness count."""
        return self.values["country"]


def read_form(args: Mapping[str, str]) -> StaffingForm:
    """The form filled from an address' query; missing fields take their defaults."""
    values = {name: args.get(name, default).strip() for name, default in DEFAULTS.items()}
    errors: dict[str, Message] = {}
    if values["country"] not in countries():
        values["country"] = DEFAULTS["country"]
    if "contract" not in args:
        values["contract"] = f"{country_parameters(values['country']).full_time.value:g}"
    numbers = {name: _number(values[name], name, errors) for name in LIMITS}
    spans = {name: _span(values[name], name, errors) for name in ("weekday", "saturday", "sunday")}
    if errors:
        return StaffingForm(values, errors, None)
    try:
        inputs = StaffingInputs(
            opening=OpeningWeek(spans["weekday"], spans["saturday"], spans["sunday"]),
            messages_a_day=numbers["messages"],
            handle_time_min=numbers["handle"],
            target_share=numbers["share"] / 100,
            target_min=numbers["within"],
            contract_hours_a_week=numbers["contract"],
            presence_min=round(numbers["presence"]),
        )
    except ValueError:
        return StaffingForm(values, {"weekday": OVERLAPPING_OR_CLOSED}, None)
    return StaffingForm(values, errors, inputs)


def _number(text: str, name: str, errors: dict[str, Message]) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        errors[name] = Message(_l("“{given}” is no number. Write one like 12 or 7.5."), given=text)
        return 0.0
    if value not in LIMITS[name]:
        least, most = LIMITS[name]
        errors[name] = Message(_l("Write a number from {least} to {most}."), least=least, most=most)
    return value


def _span(given: str, name: str, errors: dict[str, Message]) -> OpeningSpan | None:
    """'8-22', '8:30–17' -> a span; '' or '-' is closed."""
    if not given.strip("-– "):
        return None
    try:
        return read_span(given)
    except ValueError:
        text = _l("Write it like 8-22 or 8:30-17:00, in steps of 5 minutes; leave it empty when closed.")
        errors[name] = Message(text)
        return None
