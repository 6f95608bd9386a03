"""The sheet of scenarios: changes tried out beside the present, one a row, and what rows make of them."""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, ValidationInfo, field_validator, model_validator

from planner.domain.days import DayKind
from planner.domain.scenario import (
    Change,
    ContractChange,
    DemandChange,
    Hire,
    Leave,
    OpeningChange,
    RuleChange,
    Scenario,
)
from planner.exchange import cells, words
from planner.exchange.cells import CellError
from planner.exchange.columns import Column, Day, End, Name, PersonName, Row, Start, Text, When, word
from planner.exchange.row_checks import opening_span
from planner.exchange.rule_codes import price_points, rule_named, rule_words
from planner.exchange.special_cells import Price
from planner.exchange.words import Words, key_of, nearest
from planner.messages import Message, _l
from planner.names import name_key


class ChangeKind(StrEnum):
    """What a row changes."""

    HIRE = "hire"
    LEAVE = "leave"
    CONTRACT = "contract"
    OPENING = "opening"
    RULE = "rule"
    DEMAND = "demand"


CHANGE_KINDS: Words[ChangeKind] = Words(
    {
        ChangeKind.HIRE: ("hire", "Einstellung"),
        ChangeKind.LEAVE: ("leaves", "Austritt"),
        ChangeKind.CONTRACT: ("contract", "Vertrag"),
        ChangeKind.OPENING: ("opening hours", "Öffnungszeiten"),
        ChangeKind.RULE: ("rule", "Regel"),
        ChangeKind.DEMAND: ("demand", "Bedarf"),
    },
    {
        "open": ChangeKind.OPENING,
        "offen": ChangeKind.OPENING,
        "leave": ChangeKind.LEAVE,
        "leaver": ChangeKind.LEAVE,
        "new": ChangeKind.HIRE,
        "Neu": ChangeKind.HIRE,
        "geht": ChangeKind.LEAVE,
        "price": ChangeKind.RULE,
        "Preis": ChangeKind.RULE,
        "volume": ChangeKind.DEMAND,
        "Aufkommen": ChangeKind.DEMAND,
    },
)

#: Columns that a kind of change must fill, and those that it may fill besides.
_NEEDS: dict[ChangeKind, tuple[str, ...]] = {
    ChangeKind.HIRE: ("value", "like"),
    ChangeKind.LEAVE: ("what",),
    ChangeKind.CONTRACT: ("what", "value"),
    ChangeKind.OPENING: ("what", "when"),
    ChangeKind.RULE: ("what",),
    ChangeKind.DEMAND: ("value",),
}
_MAY: dict[ChangeKind, tuple[str, ...]] = {
    ChangeKind.HIRE: ("what", "since"),
    ChangeKind.LEAVE: ("since",),
    ChangeKind.CONTRACT: (),
    ChangeKind.OPENING: ("start", "end"),
    ChangeKind.RULE: ("value", "price"),
    ChangeKind.DEMAND: ("what",),
}
_ALWAYS = ("scenario", "kind", "note")
#: What the second column names, by kind of change.
_REFERS = {
    ChangeKind.LEAVE: "person",
    ChangeKind.CONTRACT: "person",
    ChangeKind.OPENING: "channel",
    ChangeKind.DEMAND: "channel",
}
_MOST_PERCENT = 1000


def _percent(value: object) -> int:
    written = value.rstrip().removesuffix("%") if isinstance(value, str) else value
    try:
        found = cells.whole(written)
    except CellError:
        found = -1
    if not 0 <= found <= _MOST_PERCENT:
        raise CellError(
            Message(_l("This is no percentage from 0 to {most}."), most=_MOST_PERCENT),
            Message(_l("Write 120 for a fifth more, 80 for a fifth less.")),
        )
    return found


def _value(value: object, info: ValidationInfo) -> int | tuple[int, bool] | None:
    """The value as its kind of change reads it: minutes a week, a rule's quantity, or per cent."""
    match info.data.get("kind"):
        case ChangeKind.HIRE | ChangeKind.CONTRACT:
            return cells.hours(value)
        case ChangeKind.RULE:
            return cells.quantity(value)
        case ChangeKind.DEMAND:
            return _percent(value)
    # A kind without a value, or an unknown one, is reported for itself.
    return None


class ScenarioRow(Row):
    """One change of a scenario; rows of the same name belong together."""

    times = (("start", "end"),)

    scenario: Annotated[
        Name,
        Column("Scenario", "Szenario", "Name of the scenario; rows of the same name are tried out together.",
               "Name des Szenarios; Zeilen mit demselben Namen werden gemeinsam durchgespielt.",
               "One more hire", example_de="Noch jemand",
               also=("Name",)),
    ]  # fmt: skip
    kind: Annotated[
        ChangeKind,
        word(CHANGE_KINDS),
        Column("Change", "Änderung", "hire, leaves, contract, opening hours, rule or demand.",
               "Einstellung, Austritt, Vertrag, Öffnungszeiten, Regel oder Bedarf.", "hire",
               also=("Kind", "Art"), choices=CHANGE_KINDS),
    ]  # fmt: skip
    what: Annotated[
        Name,
        Column("Whom or what", "Wen oder was",
               "Who leaves or gets another contract; the channel; the code of the rule. Hire: the new name, or empty. "
               "Demand: a channel; empty: everything.",
               "Wer austritt oder einen anderen Vertrag bekommt; der Kanal; das Kürzel der Regel. Einstellung: der "
               "neue Name, oder leer. Bedarf: ein Kanal; leer: alles.", "Nora Feld",
               also=("Who", "What", "Wer", "Was", "Wer oder was")),
    ] = ""  # fmt: skip
    value: Annotated[
        int | tuple[int, bool] | None,
        BeforeValidator(_value),
        Column("Value", "Wert",
               "Hire and contract: paid hours a week. Rule: its value. Demand: per cent of today's, 120 is a fifth "
               "more; people wanted are rounded to whole ones.",
               "Einstellung und Vertrag: bezahlte Stunden pro Woche. Regel: ihr Wert. Bedarf: Prozent von heute, 120 "
               "ist ein Fünftel mehr; gewünschte Personen werden auf ganze gerundet.",
               "20", also=("Hours", "Stunden", "Per cent", "Prozent")),
    ] = None  # fmt: skip
    price: Annotated[
        Price | None,
        Column("Price", "Preis", "Rule: its price, as on the sheet of rules. Empty: as it is.",
               "Regel: ihr Preis, wie auf dem Blatt Regeln. Leer: wie bisher.", "off", choices=words.PRICES),
    ] = None  # fmt: skip
    like: Annotated[
        PersonName,
        Column("Like", "Wie", "Hire: whose site, skills, channels and availability the new person has.",
               "Einstellung: wessen Standort, Fähigkeiten, Kanäle und Verfügbarkeit die neue Person hat.",
               "Lea Huber", also=("As", "Same as", "So wie"), refers="managers.name"),
    ] = ""  # fmt: skip
    when: Annotated[
        When,
        Column("Days", "Tage", "Opening hours: the kinds of day, or one date.",
               "Öffnungszeiten: die Arten von Tagen, oder ein Datum.", "Sunday",
               also=("When", "Wann", "Day type", "Tagesart"), choices=words.DAY_KINDS),
    ] = ()  # fmt: skip
    start: Annotated[
        Start | None,
        Column("From", "Von", "Opening hours: opens at. Both times empty: closed.",
               "Öffnungszeiten: öffnet um. Beide Zeiten leer: geschlossen.", "09:00", also=("Start", "Opens")),
    ] = None  # fmt: skip
    end: Annotated[
        End | None,
        Column("To", "Bis", "Opening hours: closes at; 24:00 is midnight.",
               "Öffnungszeiten: schließt um; 24:00 ist Mitternacht.", "22:00", also=("End", "Until", "Closes", "Ende")),
    ] = None  # fmt: skip
    since: Annotated[
        Day | None,
        Column("From date", "Ab Datum",
               "Hire: first day. Leaves: first day without the person. Empty: the whole month.",
               "Einstellung: erster Tag. Austritt: erster Tag ohne die Person. Leer: der ganze Monat.", "2026-12-14",
               also=("Since", "Seit", "Ab", "Date", "Datum")),
    ] = None  # fmt: skip
    note: Annotated[
        Text,
        Column("Note", "Notiz", "What the scenario is about; one of its rows is enough.",
               "Worum es im Szenario geht; eine seiner Zeilen genügt.",
               "Would the weekends be covered?", example_de="Wären die Wochenenden gedeckt?",
               also=("Anmerkung", "Remark")),
    ] = ""  # fmt: skip

    @field_validator("what")
    @classmethod
    def _known(cls, what: str, info: ValidationInfo) -> str:
        kind, names = info.data.get("kind"), info.context
        if names is None:
            return what
        if kind is ChangeKind.HIRE and name_key(what) in names.names.get("person", {}):
            raise CellError(
                Message(_l("Somebody in the team already has this name.")),
                Message(_l("Write another name, or leave it empty.")),
            )
        return str(names.resolve(_REFERS[kind], what)) if kind in _REFERS else what

    @field_validator("what")
    @classmethod
    def _known_rule(cls, what: str, info: ValidationInfo) -> str:
        if info.data.get("kind") is ChangeKind.RULE and rule_named(what) is None:
            near = nearest(key_of(what), rule_words())
            raise CellError(
                Message(_l("There is no rule “{name}”."), name=what),
                Message(_l("Maybe “{name}” is meant."), name=near)
                if near
                else Message(_l("The page of rules names them all, as `planner rules` does.")),
            )
        return what

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        filled = self.model_fields_set.difference(_ALWAYS)
        for key in _NEEDS[self.kind]:
            if key not in filled:
                raise CellError(
                    Message(_l("This kind of change needs a value here.")),
                    Message(_l("Fill it in; the heading's note says what belongs here.")),
                    key,
                )
        for key in filled.difference(_NEEDS[self.kind], _MAY[self.kind]):
            raise CellError(
                Message(_l("This kind of change has no use for this column.")),
                Message(_l("Clear the cell, or choose another kind of change.")),
                key,
            )
        if self.kind is ChangeKind.RULE and self.value is None and self.price is None:
            raise CellError(
                Message(_l("This row changes neither the value nor the price of the rule.")),
                Message(_l("Fill in a value, a price or both.")),
                "value",
                "price",
            )
        return self

    @property
    def minutes(self) -> int:
        """The value of a hire or a contract: paid minutes a week."""
        assert isinstance(self.value, int)
        return self.value

    def targets(self) -> Iterator[Hashable]:
        """What no other row of the same scenario may change, too."""
        days: tuple[DayKind | date | None, ...] = self.when or (None,)
        if self.kind is not ChangeKind.HIRE or self.what:
            for day in days:
                yield name_key(self.scenario), self.kind, name_key(self.what), day


def scenarios_of(rows: Iterable[ScenarioRow]) -> tuple[Scenario, ...]:
    """The scenarios that good rows describe, in the order in which they are first named."""
    found: dict[str, Scenario] = {}
    for row in rows:
        so_far = found.setdefault(name_key(row.scenario), Scenario(row.scenario))
        note = "; ".join(filter(None, (so_far.note, row.note)))
        found[name_key(row.scenario)] = Scenario(so_far.name, note, (*so_far.changes, *_changes(row)))
    return tuple(found.values())


def _changes(row: ScenarioRow) -> tuple[Change, ...]:
    match row.kind:
        case ChangeKind.HIRE:
            return (Hire(row.what, row.minutes, row.like, row.since),)
        case ChangeKind.LEAVE:
            return (Leave(row.what, row.since),)
        case ChangeKind.CONTRACT:
            return (ContractChange(row.what, row.minutes),)
        case ChangeKind.OPENING:
            return tuple(OpeningChange(row.what, when, *opening_span(row.start, row.end)) for when in row.when)
        case ChangeKind.RULE:
            rule = rule_named(row.what)
            assert rule is not None
            value = row.value[0] if isinstance(row.value, tuple) else None
            return (RuleChange(rule.code, value, price_points(rule, row.price)),)
        case ChangeKind.DEMAND:
            assert isinstance(row.value, int)
            return (DemandChange(row.what, row.value),)
