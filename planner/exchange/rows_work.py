"""The sheets about work: shift types, opening hours, demand, volume and topics."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from planner.domain.demand import ALL_KINDS
from planner.exchange import words
from planner.exchange.cells import CellError
from planner.exchange.columns import (
    Amount,
    ChannelName,
    Channels,
    Column,
    End,
    KindSet,
    MinutesLong,
    Name,
    People,
    Row,
    ShiftCode,
    ShiftCodes,
    SkillName,
    Skills,
    Start,
    Text,
    whole,
    word,
)
from planner.exchange.row_checks import after_start, opening_span
from planner.exchange.shared_columns import Days
from planner.messages import Message, Minutes, _l

_NEXT_DAY_EN = "End; 24:00 is midnight. At or before the start: in the next day."
_NEXT_DAY_DE = "Ende; 24:00 ist Mitternacht. Nicht nach dem Beginn: am nächsten Tag."


class ShiftTypeRow(Row):
    """A kind of shift."""

    code: Annotated[
        Name,
        Column("Code", "Kürzel", "One to three letters, as in the roster.",
               "Ein bis drei Buchstaben, wie im Dienstplan.",
               "L", example_de="S", also=("Shift", "Schicht")),
    ]  # fmt: skip
    name: Annotated[
        Text,
        Column("Name", "Name", "What the shift is called. Empty: the code.", "Wie die Schicht heißt. Leer: das Kürzel.",
               "Late", example_de="Spät", also=("Bezeichnung",)),
    ] = ""  # fmt: skip
    start: Annotated[
        Start, Column("From", "Von", "Start of the shift.", "Beginn der Schicht.", "14:00", also=("Start", "Beginn"))
    ]
    end: Annotated[
        End, Column("To", "Bis", _NEXT_DAY_EN, _NEXT_DAY_DE, "22:00", also=("End", "Until", "Ende"))
    ]  # fmt: skip
    break_min: Annotated[
        MinutesLong,
        Column("Break (min)", "Pause (min)", "Unpaid break in minutes: 30 or 0:30.",
               "Unbezahlte Pause in Minuten: 30 oder 0:30.", "30", also=("Break", "Pause")),
    ] = 0  # fmt: skip
    channels: Annotated[
        Channels,
        Column("Channels", "Kanäle", "Channels looked after in this shift. Empty: all.",
               "Kanäle, die in dieser Schicht betreut werden. Leer: alle.",
               "Instagram, Facebook",
               also=("Channel", "Kanal"), refers="opening_hours.channel"),
    ] = frozenset()  # fmt: skip
    skills: Annotated[
        Skills,
        Column("Skills needed", "Nötige Fähigkeiten", "What everybody on it must know, with least level: Crisis 2.",
               "Was jede Person darin können muss, mit der Mindeststufe: Krise 2.", "Video 1",
               also=("Skills", "Required skills", "Fähigkeiten")),
    ] = Field(default_factory=dict)  # fmt: skip
    day_kinds: Annotated[
        KindSet,
        Column("Days", "Tage", "Kinds of day with this shift, separated by commas. Empty: all. none: no day.",
               "Arten von Tagen mit dieser Schicht, durch Kommas getrennt. Leer: alle. keine: an keinem Tag.",
               "weekday, Saturday", also=("Day types", "Kinds of day", "Tagesarten"), choices=words.DAY_KINDS),
    ] = ALL_KINDS  # fmt: skip
    proactive_min: Annotated[
        MinutesLong,
        Column("Proactive (min)", "Proaktiv (min)", "Minutes of the shift kept free for acting proactively.",
               "Minuten der Schicht, die für eigene Initiativen frei bleiben.", "60",
               also=("Proactive minutes", "Proaktive Minuten", "Proactive", "Proaktiv")),
    ] = 0  # fmt: skip
    on_call: Annotated[
        bool,
        word(words.YES_NO),
        Column("On call", "Bereitschaft", "yes: reachable, not at work. Empty: no.",
               "ja: erreichbar, nicht bei der Arbeit. Leer: nein.", "no", choices=words.YES_NO),
    ] = False  # fmt: skip
    forbidden_next: Annotated[
        ShiftCodes,
        Column("Not followed by", "Danach nicht", "Codes that may not follow on the next day.",
               "Kürzel, die am nächsten Tag nicht folgen dürfen.", "E", example_de="F",
               also=("Forbidden next", "Nicht gefolgt von"), refers="shift_types.code"),
    ] = frozenset()  # fmt: skip
    max_month: Annotated[
        int | None,
        whole(0, 31),
        Column("Most a month", "Höchstens im Monat", "At most so many for each person and month. Empty: open.",
               "Höchstens so viele pro Person und Monat. Leer: offen.", "8", also=("Max a month", "Max. im Monat")),
    ] = None  # fmt: skip

    @model_validator(mode="after")
    def _shorter_than_the_shift(self) -> Self:
        length = after_start(self.start, self.end) - self.start
        for column, most in (("break_min", length - 1), ("proactive_min", length - self.break_min)):
            if getattr(self, column) > most:
                raise CellError(
                    Message(_l("This is longer than the shift, which lasts {length}."), length=Minutes(length)),
                    Message(_l("Write fewer minutes, or correct the times.")),
                    column,
                    "start",
                    "end",
                )
        return self


class OpeningHoursRow(Row):
    """When a channel is looked after."""

    times = (("start", "end"),)

    channel: Annotated[
        ChannelName,
        Column("Channel", "Kanal",
               "Name of the channel. The channels named here are the team's; other sheets may name no others.",
               "Name des Kanals. Was hier steht, sind die Kanäle des Teams; andere Blätter kennen nur diese.",
               "Instagram"),
    ]  # fmt: skip
    when: Days
    start: Annotated[
        Start | None,
        Column("From", "Von", "Opens at. Both times empty: closed.", "Öffnet um. Beide Zeiten leer: geschlossen.",
               "08:00", also=("Start", "Opens", "Beginn")),
    ] = None  # fmt: skip
    end: Annotated[
        End | None,
        Column("To", "Bis", "Closes at; 24:00 is midnight. At or before the start: in the next day.",
               "Schließt um; 24:00 ist Mitternacht. Nicht nach dem Beginn: am nächsten Tag.", "22:00",
               also=("End", "Until", "Closes", "Ende")),
    ] = None  # fmt: skip
    presence: Annotated[
        int,
        whole(0),
        Column("At least present", "Mindestens anwesend", "People who know the channel, the whole time. Empty: 1.",
               "Personen, die den Kanal können, die ganze Zeit. Leer: 1.", "1",
               also=("Presence", "Presence minimum", "Anwesend")),
    ] = 1  # fmt: skip

    @property
    def span(self) -> tuple[int, int]:
        """Start and end in minutes of the day; an end past 1440 lies in the next one, (0, 0) is closed."""
        return opening_span(self.start, self.end)


class DemandRow(Row):
    """People wanted in a shift, or in a band of time."""

    times = (("start", "end"),)

    when: Days
    shift: Annotated[
        ShiftCode,
        Column("Shift", "Schicht", "Code of a shift type; or leave it empty and fill in the times.",
               "Kürzel einer Schicht; oder leer lassen und die Zeiten ausfüllen.",
               "L", example_de="S", refers="shift_types.code"),
    ] = ""  # fmt: skip
    start: Annotated[
        Start | None,
        Column("From", "Von", "Start of the band, when no shift is named.", "Beginn, wenn keine Schicht genannt ist.",
               "10:00", also=("Start", "Beginn")),
    ] = None  # fmt: skip
    end: Annotated[
        End | None, Column("To", "Bis", _NEXT_DAY_EN, _NEXT_DAY_DE, "14:00", also=("End", "Until", "Ende"))
    ] = None
    channel: Annotated[
        ChannelName,
        Column("Channel", "Kanal", "Only people who know this channel count. Empty: anybody.",
               "Nur wer diesen Kanal kann, zählt. Leer: alle.", "Instagram", refers="opening_hours.channel"),
    ] = ""  # fmt: skip
    skill: Annotated[
        SkillName,
        Column("Skill", "Fähigkeit", "Only people with this skill count. Empty: anybody.",
               "Nur wer diese Fähigkeit hat, zählt. Leer: alle.", "Crisis", example_de="Krise"),
    ] = ""  # fmt: skip
    level: Annotated[
        int,
        whole(0, 3),
        Column("Level", "Stufe", "Least level of the skill: 1 basic, 2 sure, 3 senior. Empty: 1.",
               "Mindeststufe der Fähigkeit: 1 Grundlagen, 2 sicher, 3 erfahren. Leer: 1.", "2"),
    ] = 1  # fmt: skip
    minimum: Annotated[
        int, whole(0),
        Column("Minimum", "Minimum", "People needed at least. Empty: 0.", "So viele braucht es mindestens. Leer: 0.",
               "1",
               also=("Min",)),
    ] = 0  # fmt: skip
    target: Annotated[
        int | None, whole(0),
        Column("Target", "Ziel", "People wanted. Empty: the minimum.", "So viele sollen es sein. Leer: das Minimum.",
               "2",
               also=("Soll",)),
    ] = None  # fmt: skip
    maximum: Annotated[
        int | None, whole(0),
        Column("Maximum", "Maximum", "People at most. Empty: open.", "So viele höchstens. Leer: offen.", "3",
               also=("Max",)),
    ] = None  # fmt: skip

    @model_validator(mode="after")
    def _one_time_and_in_order(self) -> Self:
        if bool(self.shift) == (self.start is not None):
            raise CellError(
                Message(_l("Demand is either for a shift or for a band of time.")),
                Message(_l("Fill in the shift, or both times, and leave the other empty.")),
                "shift",
                "start",
            )
        target = self.minimum if self.target is None else self.target
        if target < self.minimum or (self.maximum is not None and self.maximum < target):
            raise CellError(
                Message(_l("Minimum, target and maximum are not in this order.")),
                Message(_l("Write a target that is at least the minimum, and a maximum that is at least the target.")),
                "minimum" if target < self.minimum else "maximum",
                "target",
            )
        return self


class VolumeRow(Row):
    """Expected messages an hour."""

    channel: Annotated[
        ChannelName,
        Column("Channel", "Kanal", "A channel with opening hours.", "Ein Kanal mit Öffnungszeiten.", "Instagram",
               refers="opening_hours.channel"),
    ]  # fmt: skip
    when: Days
    hour: Annotated[
        int,
        whole(0, 23),
        Column("From hour", "Ab Stunde", "Hour of the day, 0 to 23: 9 means 9:00 to 10:00.",
               "Stunde des Tages, 0 bis 23: 9 heißt 9:00 bis 10:00.", "9", also=("Hour", "Stunde")),
    ]  # fmt: skip
    until: Annotated[
        int | None,
        whole(1, 24),
        Column("To hour", "Bis Stunde", "Up to this hour, for several hours alike. Empty: one hour.",
               "Bis zu dieser Stunde, für mehrere gleiche Stunden. Leer: eine Stunde.", "12", also=("Until hour",)),
    ] = None  # fmt: skip
    messages: Annotated[
        Amount,
        Column("Messages an hour", "Nachrichten pro Stunde", "Expected messages, comments and reviews in one hour.",
               "Erwartete Nachrichten, Kommentare und Bewertungen in einer Stunde.", "18",
               also=("Messages", "Messages per hour", "Nachrichten")),
    ]  # fmt: skip
    handle_time: Annotated[
        Amount,
        Column("Handle time (min)", "Bearbeitungszeit (min)", "Minutes for one message, on average.",
               "Minuten für eine Nachricht, im Schnitt.", "2.5", also=("Handle time", "Bearbeitungszeit")),
    ]  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.until is not None and self.until <= self.hour:
            raise CellError(
                Message(_l("The last hour does not lie after the first.")),
                Message(_l("Swap the hours, or correct one.")),
                "hour",
                "until",
            )
        return self


class TopicRow(Row):
    """A subject with people who know it."""

    name: Annotated[
        Name,
        Column(
            "Topic",
            "Thema",
            "Name of the topic.",
            "Name des Themas.",
            "Returns",
            example_de="Rücksendungen",
            also=("Name",),
        ),
    ]
    experts: Annotated[
        People,
        Column("Experts", "Fachleute", "People who know it best.",
               "Wer es am besten weiß.", "Lea Huber", also=("Expert",), refers="managers.name"),
    ] = frozenset()  # fmt: skip
    deputies: Annotated[
        People,
        Column("Deputies", "Vertretung", "People who stand in.",
               "Wer vertritt.", "Jonas Berger", also=("Deputy",), refers="managers.name"),
    ] = frozenset()  # fmt: skip
    reaction: Annotated[
        MinutesLong,
        Column("Reaction time (min)", "Reaktionszeit (min)", "A contact answers within so many minutes: 60 or 1:00.",
               "So schnell antwortet jemand, in Minuten: 60 oder 1:00.", "60", also=("Reaction time", "Reaktionszeit")),
    ]  # fmt: skip

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not self.experts | self.deputies:
            raise CellError(
                Message(_l("Nobody knows this topic.")),
                Message(_l("Name at least one expert or deputy.")),
                "experts",
                "deputies",
            )
        return self
