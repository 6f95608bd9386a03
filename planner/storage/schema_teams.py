"""The tables of a team's facts: one for each kind of row that a workbook has.

A column is called as the field of the domain's dataclass. People are referred to by number, for they are in several
teams and their names change; all else inside a team is referred to by name, as in the workbook. `position`: the place
in the sheet.
"""

from sqlalchemy import Boolean, Column, Date, Float, Integer, Table, Text, UniqueConstraint
from sqlalchemy.sql.schema import SchemaItem

from planner.storage.columns import (
    ABSENCE_KIND,
    BY_NAME,
    DAY_KINDS,
    JSON,
    MONTH,
    NAMES,
    NUMBERS,
    WHEN,
    ZONE,
    key,
    metadata,
    of_person,
    of_team,
)

#: revision: grows with each change of the team's facts.
teams = Table(
    "teams",
    metadata,
    key(),
    Column("name", Text, nullable=False),
    Column("zone", ZONE, nullable=False),
    Column("first_weekday", Integer, nullable=False),
    Column("month", MONTH),
    Column("revision", Integer, nullable=False),
)

#: Everybody who is or was in some team, or has an account. Rows stay, for old rosters and events name them.
people = Table("people", metadata, key(), Column("name", Text, nullable=False))


def _sheet(name: str, *items: SchemaItem) -> Table:
    return Table(name, metadata, key(), of_team(), Column("position", Integer, nullable=False), *items)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


sites = _sheet(
    "sites",
    _text("name"),
    Column("zone", ZONE, nullable=False),
    _text("country"),
    _text("subdivision"),
    _text("sunday_basis"),
    _text("holiday_basis"),
    UniqueConstraint("team_id", "name"),
)

#: A person in a team, with contract, limits, skills, channels and languages.
members = _sheet(
    "members",
    of_person(),
    _text("public_name"),
    _text("site"),
    _number("contract_min_week"),
    Column("skills", BY_NAME, nullable=False),
    Column("channels", NAMES, nullable=False),
    Column("languages", NAMES, nullable=False),
    Column("joins_on", Date),
    Column("leaves_on", Date),
    Column("limits", BY_NAME, nullable=False),
    _text("senior_staff"),
    UniqueConstraint("team_id", "person_id"),
)

rules = _sheet(
    "rules",
    _text("code"),
    Column("value", Integer),
    Column("price", Integer),
    _text("note"),
    UniqueConstraint("team_id", "code"),
)

availability = _sheet(
    "availability",
    of_person(),
    _number("weekday"),
    _number("start_min"),
    _number("end_min"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("can", Boolean, nullable=False),
)

absences = _sheet(
    "absences",
    of_person(),
    Column("kind", ABSENCE_KIND, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
)

wishes = _sheet(
    "wishes",
    of_person(),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    _text("shift"),
    Column("wants", Boolean, nullable=False),
    _number("weight"),
)

pairs = _sheet("pairs", of_person(), of_person("other_id"), Column("together", Boolean, nullable=False))

shift_types = _sheet(
    "shift_types",
    _text("code"),
    _text("name"),
    _number("start_min"),
    _number("end_min"),
    _number("break_min"),
    Column("channels", NAMES, nullable=False),
    Column("skills", BY_NAME, nullable=False),
    Column("day_kinds", DAY_KINDS, nullable=False),
    _number("proactive_min"),
    Column("on_call", Boolean, nullable=False),
    Column("forbidden_next", NAMES, nullable=False),
    Column("max_month", Integer),
    UniqueConstraint("team_id", "code"),
)

opening_hours = _sheet(
    "opening_hours",
    _text("channel"),
    Column("when", WHEN, nullable=False),
    _number("start_min"),
    _number("end_min"),
    _number("presence_min"),
)

demand = _sheet(
    "demand",
    Column("when", WHEN, nullable=False),
    _text("shift"),
    _number("start_min"),
    _number("end_min"),
    _text("channel"),
    _text("skill"),
    _number("level"),
    _number("minimum"),
    _number("target"),
    Column("maximum", Integer),
)

volume = _sheet(
    "volume",
    _text("channel"),
    Column("when", WHEN, nullable=False),
    _number("hour"),
    Column("messages_per_hour", Float, nullable=False),
    Column("handle_time_min", Float, nullable=False),
)

#: experts, deputies: numbers of people.
topics = _sheet(
    "topics",
    _text("name"),
    Column("experts", NUMBERS, nullable=False),
    Column("deputies", NUMBERS, nullable=False),
    _number("reaction_min"),
)

locks = _sheet("locks", of_person(), Column("day", Date, nullable=False), _text("shift"))

past_shifts = _sheet("past_shifts", of_person(), Column("day", Date, nullable=False), _text("shift"))

carry_over = _sheet(
    "carry_over",
    of_person(),
    _number("weekends_in_row"),
    Column("week_minutes", NUMBERS, nullable=False),
    _number("sundays_worked"),
    Column("ledger", BY_NAME, nullable=False),
)

ledger_corrections = _sheet(
    "ledger_corrections",
    of_person(),
    Column("day", Date, nullable=False),
    _text("measure"),
    _number("hundredths"),
    _text("note"),
)

#: changes: see planner.storage.scenario_rows.
scenarios = _sheet("scenarios", _text("name"), _text("note"), Column("changes", JSON, nullable=False))
