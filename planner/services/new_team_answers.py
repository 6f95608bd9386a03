"""What somebody has answered so far while they set a new team up: text, as it was typed."""

from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from planner.domain.days import DayKind

#: The kinds of day that hours and shifts are asked for; half holidays go with weekdays at first.
ASKED_KINDS = (DayKind.WEEKDAY, DayKind.SATURDAY, DayKind.SUNDAY, DayKind.HOLIDAY)


@dataclass(frozen=True, slots=True)
class ChannelAnswer:
    """A channel and its hours by kind of day, like 8-22; "" = closed."""

    name: str = ""
    weekday: str = ""
    saturday: str = ""
    sunday: str = ""
    holiday: str = ""

    def hours(self, kind: DayKind) -> str:
        """The hours on one of ASKED_KINDS."""
        return str(getattr(self, kind.value))


#: A channel's row before anything is written into it.
USUAL_CHANNEL = ChannelAnswer(weekday="8-20")


@dataclass(frozen=True, slots=True)
class ShiftAnswer:
    """A shift. days: the kinds of day with it, as values. break_min: minutes. minimum, target: people wanted."""

    code: str = ""
    name: str = ""
    start: str = ""
    end: str = ""
    break_min: str = ""
    days: tuple[str, ...] = ()
    minimum: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers. place: country and subdivision, like AT-9, or a country alone. month: like 2026-12.

    sunday_basis, holiday_basis: why work is allowed then. people: rows as they were pasted.
    """

    name: str = ""
    place: str = ""
    month: str = ""
    channels: tuple[ChannelAnswer, ...] = ()
    sunday_basis: str = ""
    holiday_basis: str = ""
    shifts: tuple[ShiftAnswer, ...] = ()
    people: str = ""

    @property
    def country(self) -> str:
        """The country of the place."""
        return self.place.partition("-")[0]

    @property
    def subdivision(self) -> str:
        """The subdivision of the place, "" = none."""
        return self.place.partition("-")[2]

    def tidied(self, before: "Answers") -> "Answers":
        """Without rows into which nothing was written: a channel's comes with hours like those answered before."""
        named = [channel for channel in (*before.channels, *self.channels) if channel.name]
        spare = {ChannelAnswer(), USUAL_CHANNEL, *(replace(channel, name="") for channel in named)}
        channels = tuple(channel for channel in self.channels if channel not in spare)
        return replace(self, channels=channels, shifts=tuple(s for s in self.shifts if s != ShiftAnswer()))


_JSON = TypeAdapter(Answers)


def written(answers: Answers) -> bytes:
    """The answers, to be held."""
    return _JSON.dump_json(answers)


def read(content: bytes) -> Answers:
    """Answers that were held; those of another version of this program count as none."""
    try:
        return _JSON.validate_json(content)
    except ValidationError:
        return Answers()
