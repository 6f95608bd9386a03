"""The words that cells may hold, English and German, and how words are compared."""

import re
import unicodedata
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Generic, TypeVar

from planner.domain.days import DayKind
from planner.domain.people import AbsenceKind
from planner.rules.prices import PriceWord

_Value = TypeVar("_Value", bound=Hashable)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def key_of(text: str) -> str:
    """A heading or fixed word, comparable: 'Gültig ab ' and 'gueltig_ab' are the same."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_UMLAUTS)
    return re.sub(r"[\W_]+", "", folded)


#: Likeness (0..1) from which a known name is worth a hint, and from which another name is taken for a slip of it.
WORTH_A_HINT, SURELY_MEANT = 0.6, 0.75


def nearest(comparable: str, known: Mapping[str, str], likeness: float = WORTH_A_HINT) -> str:
    """The known name most like `comparable`, "" when none is like it. known: comparable form -> name."""
    found = get_close_matches(comparable, list(known), n=1, cutoff=likeness)
    return known[found[0]] if found else ""


@dataclass(frozen=True)
class Words(Generic[_Value]):
    """A closed set of words. shown: value -> (English, German) as written; also: more words that are understood."""

    shown: Mapping[_Value, tuple[str, str]]
    also: Mapping[str, _Value] = field(default_factory=dict)

    def find(self, text: str) -> _Value | None:
        """The value a word stands for, None when it is not one of these words."""
        return self._lookup.get(key_of(text))

    @cached_property
    def _lookup(self) -> dict[str, _Value]:
        found = {key_of(word): value for value, pair in self.shown.items() for word in pair}
        return found | {key_of(word): value for word, value in self.also.items()}

    def word(self, value: _Value, language: str) -> str:
        """The word that is written for a value."""
        return self.shown[value][language == "de"]

    def all_words(self, language: str) -> tuple[str, ...]:
        """Every word, in order, as written in `language`."""
        return tuple(self.word(value, language) for value in self.shown)


WEEKDAYS: Words[int] = Words(
    {
        0: ("Monday", "Montag"),
        1: ("Tuesday", "Dienstag"),
        2: ("Wednesday", "Mittwoch"),
        3: ("Thursday", "Donnerstag"),
        4: ("Friday", "Freitag"),
        5: ("Saturday", "Samstag"),
        6: ("Sunday", "Sonntag"),
    },
    {
        **{short: n for n, short in enumerate(("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"))},
        **{short: n for n, short in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))},
        **{"Tu": 1, "Tues": 1, "We": 2, "Th": 3, "Thur": 3, "Thurs": 3, "Su": 6, "Sonnabend": 5},
    },
)
DAY_KINDS: Words[DayKind] = Words(
    {
        DayKind.WEEKDAY: ("weekday", "Werktag"),
        DayKind.SATURDAY: ("Saturday", "Samstag"),
        DayKind.SUNDAY: ("Sunday", "Sonntag"),
        DayKind.HOLIDAY: ("holiday", "Feiertag"),
        DayKind.HALF_HOLIDAY: ("half holiday", "halber Feiertag"),
    },
    {
        "weekdays": DayKind.WEEKDAY,
        "workday": DayKind.WEEKDAY,
        "Wochentag": DayKind.WEEKDAY,
        "Werktage": DayKind.WEEKDAY,
        "Mo-Fr": DayKind.WEEKDAY,
        "Mon-Fri": DayKind.WEEKDAY,
        "Sat": DayKind.SATURDAY,
        "Sa": DayKind.SATURDAY,
        "Sonnabend": DayKind.SATURDAY,
        "Sun": DayKind.SUNDAY,
        "So": DayKind.SUNDAY,
        "public holiday": DayKind.HOLIDAY,
        "half-day holiday": DayKind.HALF_HOLIDAY,
    },
)
ABSENCE_KINDS: Words[AbsenceKind] = Words(
    {
        AbsenceKind.LEAVE: ("leave", "Urlaub"),
        AbsenceKind.SICK: ("sick", "krank"),
        AbsenceKind.TRAINING: ("training", "Fortbildung"),
    },
    {
        "holiday": AbsenceKind.LEAVE,
        "vacation": AbsenceKind.LEAVE,
        "sick leave": AbsenceKind.SICK,
        "Krankenstand": AbsenceKind.SICK,
        "Krankheit": AbsenceKind.SICK,
        "Schulung": AbsenceKind.TRAINING,
        "Weiterbildung": AbsenceKind.TRAINING,
    },
)
YES_NO: Words[bool] = Words(
    {True: ("yes", "ja"), False: ("no", "nein")},
    {"true": True, "wahr": True, "x": True, "1": True, "y": True, "j": True}
    | {"false": False, "falsch": False, "0": False, "n": False},
)
WANTS: Words[bool] = Words(
    {True: ("wants", "möchte"), False: ("would rather not", "lieber nicht")},
    {"want": True, "wish": True, "Wunsch": True, "gern": True, "gerne": True, "möchte gern": True}
    | {"rather not": False, "not": False, "nicht": False, "möchte nicht": False, "lieber frei": False},
)
TOGETHER: Words[bool] = Words(
    {True: ("together", "zusammen"), False: ("apart", "getrennt")}, {"gemeinsam": True, "not together": False}
)
CAN: Words[bool] = Words(
    {True: ("can", "kann"), False: ("cannot", "kann nicht")},
    {"yes": True, "ja": True, "no": False, "nein": False, "can't": False, "not": False, "nicht": False},
)
PRICES: Words[PriceWord] = Words(
    {
        PriceWord.NEVER: ("never", "nie"),
        PriceWord.AVOID: ("avoid", "vermeiden"),
        PriceWord.BALANCE: ("balance", "ausgleichen"),
        PriceWord.OFF: ("off", "aus"),
    }
)
COUNTRIES: Words[str] = Words(
    {"AT": ("AT", "AT"), "DE": ("DE", "DE"), "CH": ("CH", "CH")},
    {"Austria": "AT", "Österreich": "AT", "Germany": "DE", "Deutschland": "DE"}
    | {"Switzerland": "CH", "Schweiz": "CH"},
)
#: Words for "every day" in place of kinds of day or weekdays, for "no day", and for a free day in place of a shift.
EVERY_DAY = frozenset(key_of(word) for word in ("all", "every day", "daily", "alle", "jeden Tag", "täglich"))
NO_DAY = frozenset(key_of(word) for word in ("none", "keine", "keiner"))
FREE_DAY = frozenset(key_of(word) for word in ("free", "off", "frei"))
