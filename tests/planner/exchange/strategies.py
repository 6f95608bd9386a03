"""Random teams that a workbook can say, with names of every awkward kind."""

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from planner.domain.days import DayKind
from planner.domain.demand import Demand, OpeningHours, ShiftType, Topic, Volume
from planner.domain.people import Absence, AbsenceKind, Availability, Manager, Pair, Site, Wish, limit_on
from planner.domain.team import NEVER, CarryOver, LedgerCorrection, Lock, PastShift, RuleSetting, Team
from planner.exchange.cells import is_date_or_time
from planner.exchange.misread import misread
from planner.exchange.rows_settled import LEDGER_MEASURES
from planner.exchange.safe_text import is_error_value, tidy
from planner.exchange.words import FREE_DAY, key_of
from planner.names import name_key

_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters=";_#")
_STARTS = ("", "=", "+", "-", "@", "\t", "\r", "'", "'=", "0")


def _is_name(text: str) -> bool:
    return (
        bool(name_key(text))
        and tidy(text) == text
        and key_of(text) not in FREE_DAY
        and not is_date_or_time(text)
        and misread(text) is None
        and not is_error_value(text.strip())
    )


#: Text that begins in every way a spreadsheet might run, letters and punctuation of all scripts.
words = st.builds(str.__add__, st.sampled_from(_STARTS), st.text(_LETTERS, min_size=1, max_size=8)).filter(_is_name)
#: A cell of the roster has room for three.
codes_of_shifts = st.builds(str.__add__, st.sampled_from(_STARTS), st.text(_LETTERS, min_size=1, max_size=3)).filter(
    lambda text: _is_name(text) and len(text) <= 3
)
#: Also with line breaks and semicolons inside.
notes = st.one_of(st.just(""), words, st.builds("{}\n; {}".format, words, words)).filter(
    lambda text: tidy(text) == text
)
days = st.dates(date(2026, 10, 1), date(2027, 1, 31))
maybe_day = st.none() | days
#: Times to whole minutes.
clocks = st.integers(0, 1439)


def names(at_least: int, at_most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(words, min_size=at_least, max_size=at_most, unique_by=name_key)


@st.composite
def teams(draw: st.DrawFn) -> Team:
    """Any team that the sheets can say."""
    people = draw(names(2, 4))
    codes = draw(st.lists(codes_of_shifts, min_size=1, max_size=3, unique_by=name_key))
    channels = draw(names(1, 3))
    skills = draw(names(1, 2))
    places = draw(names(1, 2))
    person, code, channel = st.sampled_from(people), st.sampled_from(codes), st.sampled_from(channels)
    levels = st.dictionaries(st.sampled_from(skills), st.integers(1, 3))

    def span() -> tuple[int, int]:
        start = draw(clocks)
        return start, start + draw(st.integers(1, 1440))

    def dates() -> tuple[date, date]:
        first, last = sorted((draw(days), draw(days)))
        return first, last

    def some(row: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(row, max_size=3))

    managers = []
    for number, name in enumerate(people):
        joins, leaves = draw(st.sampled_from([(None, None), dates(), (None, draw(days)), (draw(days), None)]))
        managers.append(
            Manager(
                name=name,
                public_name=draw(words),
                site=draw(st.sampled_from(places)),
                contract_min_week=draw(st.integers(0, 3000)),
                # Somebody has every skill, else demand for it would be refused.
                skills=dict.fromkeys(skills, 2) if number == 0 else draw(levels),
                # Somebody has every channel, else one that is nearly called as another would be taken for a slip.
                channels=frozenset(channels if number == 0 else draw(st.sets(channel))),
                languages=frozenset(draw(st.sets(words, max_size=2))),
                joins_on=joins,
                leaves_on=leaves,
                limits=draw(
                    st.fixed_dictionaries(
                        {},
                        optional={
                            "max_weekends": st.integers(0, 5),
                            "max_week": st.integers(0, 2300),
                            "rest": st.integers(660, 900),
                            "max_month": st.integers(0, 9000),
                            limit_on("max_of_shift", codes[0]): st.integers(0, 31),
                        },
                    )
                ),
                senior_staff=draw(notes),
            )
        )
    shift_types = []
    for name in codes:
        start, end = span()
        break_min = draw(st.integers(0, end - start - 1))
        shift_types.append(
            ShiftType(
                code=name,
                name=draw(words),
                start_min=start,
                end_min=end,
                break_min=break_min,
                channels=frozenset(draw(st.sets(channel))),
                skills=draw(levels),
                day_kinds=frozenset(draw(st.sets(st.sampled_from(DayKind)))),
                proactive_min=draw(st.integers(0, end - start - break_min)),
                on_call=draw(st.booleans()),
                forbidden_next=frozenset(draw(st.sets(code))),
                max_month=draw(st.none() | st.integers(0, 31)),
            )
        )
    demand = []
    for named in draw(st.lists(st.booleans(), max_size=3)):
        low, more, most = draw(st.integers(0, 3)), draw(st.integers(0, 3)), draw(st.none() | st.integers(0, 3))
        start, end = (0, 0) if named else span()
        demand.append(
            Demand(
                when=draw(st.sampled_from(DayKind) | days),
                shift=draw(code) if named else "",
                start_min=start,
                end_min=end,
                channel=draw(st.just("") | channel),
                skill=draw(st.sampled_from(["", *skills])),
                level=draw(st.integers(0, 3)),
                minimum=low,
                target=low + more,
                maximum=None if most is None else low + more + most,
            )
        )
    opening = [OpeningHours(name, DayKind.WEEKDAY, 720, 1440) for name in channels]
    for name in channels:
        first = draw(st.integers(0, 1439))
        # At most until weekdays open.
        last = first + draw(st.integers(1, min(1440, 2160 - first)))
        closed = draw(st.booleans())
        when = draw(st.just(DayKind.SUNDAY) | days)
        opening.append(OpeningHours(name, when, *((0, 0) if closed else (first, last)), draw(st.integers(0, 2))))
    hour = st.tuples(channel, st.sampled_from(DayKind) | days, st.integers(0, 23))
    hours = draw(st.lists(hour, max_size=3, unique=True))
    # XLSX keeps 16 digits of a number, so not every float comes back to the last bit.
    amounts = st.integers(0, 50_000).map(lambda hundredths: hundredths / 100)
    ranges = [(draw(person), *dates()) for _ in range(draw(st.integers(0, 3)))]
    away = {name: (first, last) for name, first, last in ranges}
    known = st.frozensets(person, min_size=1)
    cents = st.integers(-900, 900)
    return Team(
        name=draw(words),
        zone=ZoneInfo(draw(st.sampled_from(["Europe/Vienna", "Europe/Zurich", "UTC"]))),
        first_weekday=draw(st.integers(0, 6)),
        month=draw(st.none() | st.tuples(st.integers(2026, 2027), st.integers(1, 12))),
        sites=tuple(
            Site(
                name,
                ZoneInfo("Europe/Berlin"),
                *draw(st.sampled_from([("AT", "9"), ("DE", "BY")])),
                draw(notes),
                draw(notes),
            )
            for name in places
        ),
        managers=tuple(managers),
        shift_types=tuple(shift_types),
        rules=draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "rest": st.builds(
                        RuleSetting, st.just("rest"), st.none() | st.integers(660, 900), st.just(NEVER), notes
                    ),
                    "fair_weekends": st.builds(
                        RuleSetting, st.just("fair_weekends"), st.none(), st.none() | st.integers(NEVER, 90), notes
                    ),
                },
            )
        ),
        availability=tuple(
            Availability(
                draw(person), draw(st.integers(0, 6)), *span(), *draw(st.sampled_from([(None, None), dates()])),
                draw(st.booleans()),
            )
            for _ in range(draw(st.integers(0, 2)))
        ),
        absences=tuple(Absence(name, draw(st.sampled_from(AbsenceKind)), *span) for name, span in away.items()),
        wishes=tuple(
            Wish(draw(person), *dates(), draw(st.just("") | code), draw(st.booleans()), draw(st.integers(1, 5)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        pairs=tuple(some(st.just(Pair(people[0], people[1], draw(st.booleans()))))),
        opening_hours=tuple(opening),
        demand=tuple(demand),
        volume=tuple(Volume(*place, draw(amounts), draw(amounts)) for place in hours),
        topics=tuple(
            Topic(name, draw(known), draw(st.frozensets(person)), draw(st.integers(0, 600)))
            for name in draw(names(0, 2))
        ),
        locks=tuple(
            Lock(*place, draw(st.just("") | code))
            for place in draw(st.lists(st.tuples(person, days), max_size=2, unique=True))
        ),
        past_shifts=tuple(some(st.builds(PastShift, person, days, code))),
        carry_over=tuple(
            CarryOver(
                name,
                draw(st.integers(0, 4)),
                tuple(draw(st.lists(st.integers(0, 4000), max_size=3))),
                draw(st.integers(0, 53)),
                draw(st.dictionaries(st.sampled_from(LEDGER_MEASURES), st.integers(-900, 900))),
            )
            for name in draw(st.sets(person))
        ),
        ledger_corrections=tuple(
            LedgerCorrection(draw(person), draw(days), draw(st.sampled_from(LEDGER_MEASURES)), draw(cents), draw(words))
            for _ in range(draw(st.integers(0, 2)))
        ),
    )
