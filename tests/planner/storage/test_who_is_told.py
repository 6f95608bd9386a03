"""Who is told of an offer, a swap, an undo, a request for leave: at each step exactly these, once, and nobody else.

The table of ADR 15, row by row: ana asks (or is ill), ben says yes, cleo is asked too, dora is a colleague who has
nothing to do with it, eva leads the team.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from planner.domain.edit import Put, Take
from planner.domain.offering import OfferState
from planner.storage.database import Database
from tests.planner.storage.offer_cases import ANA, BEN, CLEO, DORA, day, forget_letters, offers_at, told, worked
from tests.planner.storage.told_house import EVA, LATE, House, house_of

SHIFT = "L, 14:00–22:00, Fri 4 Dec"
ASKED, ABOUT, MOVED = f"Could you take {SHIFT}?", f"About {SHIFT}", "Your shifts in December 2026 have changed"
YES_OR_NO, NOT_TO_CONFIRM = f"Your yes or no: {SHIFT}", f"Nothing to confirm any more: {SHIFT}"
NOT_CONFIRMED, NOBODY = f"Not confirmed: {SHIFT}", f"Nobody takes {SHIFT}"
ILL, WELL = "Ana Ill is ill", "Ana Ill is back"

Told = Mapping[str, list[str]]
Before = tuple[Callable[[House], None], ...]
H = House
ACCEPTED = (H.ask, H.yes)
SWAPPED = (*ACCEPTED, H.confirm)
UNDO_ASKED = (*SWAPPED, H.undo)
REPLACED = (H.ill, H.yes)

#: Steps before; the step; who is told what by it.
SWAPS: Mapping[str, tuple[Before, Callable[[House], object], Told]] = {
    "asked": ((), H.ask, {"ben": [ASKED], "cleo": [ASKED]}),
    "declined": ((H.ask,), H.no, {"ana": [ABOUT]}),
    "declined by the last": ((H.ask, H.no), lambda it: it.no(CLEO), {"ana": [ABOUT]}),
    "accepted": ((H.ask,), H.yes, {"ana": [ABOUT], "eva": [YES_OR_NO]}),
    "accepted, nobody confirms": ((H.nobodys_yes, H.ask), H.yes, {"ana": [MOVED], "ben": [MOVED]}),
    "accepted, and a rule forbids it": ((H.ask, H.no_rest), H.forbidden_yes, {"ana": [ABOUT], "ben": [ABOUT]}),
    "withdrawn": ((H.ask,), H.withdraw, {"ben": [ABOUT], "cleo": [ABOUT]}),
    "withdrawn once accepted": (ACCEPTED, H.withdraw, {"ben": [ABOUT], "eva": [NOT_TO_CONFIRM]}),
    "approved": (ACCEPTED, H.confirm, {"ana": [MOVED], "ben": [MOVED]}),
    "approved, and a rule forbids it": (
        (*ACCEPTED, H.no_rest), H.forbidden_confirm, {"ana": [ABOUT], "ben": [ABOUT]}
    ),
    "refused": (ACCEPTED, H.refuse, {"ana": [ABOUT], "ben": [ABOUT]}),
    "who is asked falls away": ((H.ask, H.away), H.minute, {"ana": [ABOUT], "ben": [ABOUT]}),
    "who accepted falls away": (
        (*ACCEPTED, H.away), H.minute, {"ana": [ABOUT], "ben": [ABOUT], "eva": [NOT_TO_CONFIRM]}
    ),
    "the shift is published otherwise": (
        (H.ask, lambda it: it.publish(Take(*LATE))), H.minute, {"ben": [ABOUT], "cleo": [ABOUT]}
    ),
    "the shift is published otherwise once accepted": (
        (*ACCEPTED, lambda it: it.publish(Take(*LATE))), H.minute, {"ben": [ABOUT], "eva": [NOT_TO_CONFIRM]}
    ),
    "who asked falls ill": (
        ACCEPTED,
        H.ill,
        {"ana": [MOVED], "ben": [ABOUT, ASKED], "cleo": [ASKED], "eva": [NOT_TO_CONFIRM, ILL]},
    ),
    "who asked is called in sick by the lead": (
        ACCEPTED,
        lambda it: offers_at(it.desk).sick.call_in({it.desk.team: ANA}, None, it.lead),
        {"ana": [MOVED], "ben": [ABOUT, ASKED], "cleo": [ASKED]},
    ),
    "expired": ((H.ask,), H.begun, {"ana": [ABOUT]}),
    "expired once accepted": (ACCEPTED, H.begun, {"ana": [ABOUT], "ben": [ABOUT], "eva": [NOT_CONFIRMED]}),
    "undone, nobody confirms": ((H.nobodys_yes, H.ask, H.yes), H.undo, {"ana": [MOVED], "ben": [MOVED]}),
    "undo asked": (SWAPPED, H.undo, {"ben": [ABOUT], "eva": [YES_OR_NO]}),
    "undo approved": (UNDO_ASKED, H.confirm, {"ana": [MOVED], "ben": [MOVED]}),
    "undo refused": (UNDO_ASKED, H.refuse, {"ana": [ABOUT], "ben": [ABOUT]}),
    "undo overtaken": (
        (*UNDO_ASKED, lambda it: it.publish(Take(BEN, day(4), "L"))),
        H.minute,
        {"ana": [ABOUT], "ben": [ABOUT], "eva": [NOT_TO_CONFIRM]},
    ),
    "undo approved, and overtaken": (
        (*UNDO_ASKED, lambda it: it.publish(Take(BEN, day(4), "L"))),
        H.forbidden_confirm,
        {"ana": [ABOUT], "ben": [ABOUT]},
    ),
    "undo expired": (UNDO_ASKED, H.begun, {"ana": [ABOUT], "ben": [ABOUT], "eva": [NOT_TO_CONFIRM]}),
}  # fmt: skip


def gone(house: House) -> None:
    """What would come back is Ben's no more."""
    house.publish(Take(BEN, day(10), "E"))


EXCHANGES: Mapping[str, tuple[Before, Callable[[House], object], Told]] = {
    "asked": ((), H.exchange, {"ben": [ASKED]}),
    "accepted": ((H.exchange,), H.yes, {"ana": [ABOUT], "eva": [YES_OR_NO]}),
    "approved": ((H.exchange, H.yes), H.confirm, {"ana": [MOVED], "ben": [MOVED]}),
    "what would come back is published otherwise": ((H.exchange, gone), H.minute, {"ana": [ABOUT], "ben": [ABOUT]}),
    "what would come back is published otherwise once accepted": (
        (H.exchange, H.yes, gone), H.minute, {"ana": [ABOUT], "ben": [ABOUT], "eva": [NOT_TO_CONFIRM]}
    ),
    "undone, nobody confirms": (
        (H.nobodys_yes, H.exchange, H.yes), H.undo, {"ana": [MOVED], "ben": [MOVED]}
    ),
    "undo overtaken": (
        (H.exchange, H.yes, H.confirm, H.undo, lambda it: it.publish(Take(ANA, day(10), "E"))),
        H.minute,
        {"ana": [ABOUT], "ben": [ABOUT], "eva": [NOT_TO_CONFIRM]},
    ),
}  # fmt: skip
VACANT: Mapping[str, tuple[Before, Callable[[House], object], Told]] = {
    "asked": ((), H.ill, {"ana": [MOVED], "ben": [ASKED], "cleo": [ASKED], "eva": [ILL]}),
    "declined": ((H.ill,), H.no, {}),
    "declined by the last": ((H.ill, H.no), lambda it: it.no(CLEO), {"eva": [NOBODY]}),
    "accepted": ((H.ill,), H.yes, {"eva": [YES_OR_NO]}),
    "accepted, nobody confirms": ((H.nobodys_yes, H.ill), H.yes, {"ben": [MOVED]}),
    "accepted, and a rule forbids it": ((H.ill, H.no_rest), H.forbidden_yes, {"ben": [ABOUT], "eva": [ABOUT]}),
    "approved": (REPLACED, H.confirm, {"ben": [MOVED]}),
    "approved, and a rule forbids it": ((*REPLACED, H.no_rest), H.forbidden_confirm, {"ben": [ABOUT]}),
    "refused": (REPLACED, H.refuse, {"ben": [ABOUT]}),
    "ended by the lead": ((H.ill,), H.end, {"ben": [ABOUT], "cleo": [ABOUT]}),
    "ended by the lead once accepted": (REPLACED, H.end, {"ben": [ABOUT]}),
    "who is asked falls away": ((H.ill, H.away), H.minute, {"ben": [ABOUT]}),
    "who accepted falls away": ((*REPLACED, H.away), H.minute, {"ben": [ABOUT], "eva": [ABOUT]}),
    "filled by hand": (
        (H.ill, lambda it: it.publish(Put(DORA, day(4), "L"))), H.minute, {"ben": [ABOUT], "cleo": [ABOUT]}
    ),
    "filled by hand with who was asked": (
        (H.ill, lambda it: it.publish(Put(CLEO, day(4), "L"))), H.minute, {"ben": [ABOUT]}
    ),
    "filled by hand once accepted": (
        (*REPLACED, lambda it: it.publish(Put(DORA, day(4), "L"))),
        H.minute,
        {"ben": [ABOUT], "eva": [NOT_TO_CONFIRM]},
    ),
    "well again": ((H.ill,), H.well, {"ana": [MOVED], "ben": [ABOUT], "cleo": [ABOUT], "eva": [WELL]}),
    "well again once accepted": (
        REPLACED, H.well, {"ana": [MOVED], "ben": [ABOUT], "eva": [NOT_TO_CONFIRM, WELL]}
    ),
    "expired": ((H.ill, H.no), H.begun, {"eva": [NOBODY]}),
    "expired where nobody could be asked": ((H.away, lambda it: it.away(CLEO), H.ill), H.begun, {}),
    "expired once accepted": (REPLACED, H.begun, {"ben": [ABOUT], "eva": [NOT_CONFIRMED]}),
}  # fmt: skip
#: Cleo would move to the late, Ben take over her early.
EARLY = "E, 08:00–14:00, Fri 4 Dec"
ASKED_TOO, ABOUT_EARLY = f"Could you take {EARLY}?", f"About {EARLY}"


def first_yes(house: House) -> None:
    house.yes(CLEO)


def first_no(house: House) -> None:
    house.no(CLEO)


BOTH = (H.ill, first_yes, H.yes)
PAIRS: Mapping[str, tuple[Before, Callable[[House], object], Told]] = {
    "asked": ((), H.ill, {"ana": [MOVED], "cleo": [ASKED], "ben": [ASKED_TOO], "eva": [ILL]}),
    "one would": ((H.ill,), first_yes, {}),
    "declined by the first": ((H.ill,), first_no, {"ben": [ABOUT_EARLY], "eva": [NOBODY]}),
    "declined by the second": ((H.ill,), H.no, {"cleo": [ABOUT], "eva": [NOBODY]}),
    "declined where the other would": ((H.ill, first_yes), H.no, {"cleo": [ABOUT], "eva": [NOBODY]}),
    "accepted": ((H.ill, first_yes), H.yes, {"eva": [YES_OR_NO]}),
    "accepted, nobody confirms": (
        (H.nobodys_yes, H.ill, first_yes), H.yes, {"cleo": [MOVED], "ben": [MOVED]}
    ),
    "approved": (BOTH, H.confirm, {"cleo": [MOVED], "ben": [MOVED]}),
    "refused": (BOTH, H.refuse, {"cleo": [ABOUT], "ben": [ABOUT_EARLY]}),
    "one falls away": (
        (H.ill, first_yes, H.away), H.minute, {"cleo": [ABOUT], "ben": [ABOUT_EARLY], "eva": [ABOUT, NOBODY]}
    ),
    "one falls away once accepted": (
        (*BOTH, H.away), H.minute, {"cleo": [ABOUT], "ben": [ABOUT_EARLY], "eva": [ABOUT, NOBODY]}
    ),
    "ended by the lead": ((H.ill, first_yes), H.end, {"cleo": [ABOUT], "ben": [ABOUT_EARLY]}),
    "filled by hand": (
        (H.ill, first_yes, lambda it: it.publish(Put(DORA, day(4), "L"))),
        H.minute,
        {"cleo": [ABOUT], "ben": [ABOUT_EARLY]},
    ),
    "well again": (
        (H.ill, first_yes), H.well, {"ana": [MOVED], "cleo": [ABOUT], "ben": [ABOUT_EARLY], "eva": [WELL]}
    ),
    "what would be left begins": (
        (H.ill, first_yes), H.left_begun, {"cleo": [ABOUT], "ben": [ABOUT_EARLY], "eva": [ABOUT, NOBODY]}
    ),
    "what would be left begins once accepted": (
        BOTH, H.left_begun, {"cleo": [ABOUT], "ben": [ABOUT_EARLY], "eva": [ABOUT, NOBODY]}
    ),
}  # fmt: skip
ASKS_LEAVE, NOT_ASKED = "Ana asks for leave", "Ana does not ask for leave any more"
LEAVE: Mapping[str, tuple[Before, Callable[[House], object], Told]] = {
    "asked": ((), H.ask_leave, {"eva": [ASKS_LEAVE]}),
    "asked by the lead": ((), lambda it: it.ask_leave(EVA), {}),
    "withdrawn": (
        (H.ask_leave,), lambda it: it.leave.withdraw(it.desk.team, ANA, it.request), {"eva": [NOT_ASKED]}
    ),
    "approved": (
        (H.ask_leave,),
        lambda it: it.leave.approve(it.desk.team, it.request, "", it.lead),
        {"ana": ["Your leave is granted"]},
    ),
    "declined": (
        (H.ask_leave,),
        lambda it: it.leave.decline(it.desk.team, it.request, ""),
        {"ana": ["Your leave is not granted"]},
    ),
    "taken back by the lead": (
        (H.ask_leave, lambda it: it.leave.approve(it.desk.team, it.request, "", it.lead)),
        lambda it: it.leave.revoke(it.desk.team, it.request, "", it.lead),
        {"ana": ["Your leave is taken back"]},
    ),
}  # fmt: skip
ROWS = {
    **{f"swap: {name}": row for name, row in SWAPS.items()},
    **{f"exchange: {name}": row for name, row in EXCHANGES.items()},
    **{f"vacant: {name}": row for name, row in VACANT.items()},
    **{f"pair: {name}": row for name, row in PAIRS.items()},
    **{f"leave: {name}": row for name, row in LEAVE.items()},
}


#: What an offer is kept as once it has ended by itself.
KEPT_AS = {
    "swap: expired": OfferState.LAPSED,
    "swap: expired once accepted": OfferState.LAPSED,
    "swap: who accepted falls away": OfferState.OPEN,
    "swap: the shift is published otherwise once accepted": OfferState.WITHDRAWN,
    "swap: undo overtaken": OfferState.TAKEN,
    "swap: undo expired": OfferState.TAKEN,
    "swap: undo approved, and overtaken": OfferState.TAKEN,
    "vacant: expired once accepted": OfferState.LAPSED,
    "vacant: who accepted falls away": OfferState.OPEN,
    "vacant: filled by hand": OfferState.COVERED,
    "vacant: filled by hand once accepted": OfferState.COVERED,
    "vacant: accepted, and a rule forbids it": OfferState.OPEN,
    "vacant: approved, and a rule forbids it": OfferState.OPEN,
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in KEPT_AS else pytest.mark.one_database) for name in ROWS]
)
def test_exactly_these_are_told_once(shared_database: Database, name: str) -> None:
    """What ends by itself is tried on both databases, with the steps before it; the rest on one."""
    house = house_of(name, shared_database)
    before, step, expected = ROWS[name]
    for act in before:
        act(house)
    forget_letters(house.database)
    places = worked(house.desk)
    step(house)
    assert told(house.database) == expected
    if name in KEPT_AS:
        assert house.offer.state is KEPT_AS[name]
        # Nothing waits for the lead any more.
        assert offers_at(house.desk).views.waiting(house.desk.team) == 0
    # Only those whose own shifts moved are told that shifts moved.
    moved = {person.partition(" ")[0].lower() for person, *_ in places ^ worked(house.desk)}
    assert {person for person, subjects in expected.items() if MOVED in subjects} == moved
    # Nobody hears of it again when the clock ticks.
    for _ in range(2):
        (step if step in (H.begun, H.left_begun) else H.minute)(house)
    assert told(house.database) == expected


def test_ten_workers_tell_it_once(shared_database: Database) -> None:
    house = house_of("swap", shared_database)
    house.ask()
    house.yes()
    forget_letters(house.database)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: house.begun(), range(10)))
    assert told(house.database) == SWAPS["expired once accepted"][2]


#: What the table says of a letter; of any other "told".
_SAID = {MOVED: "moved", ASKED: "asked", ASKED_TOO: "asked", YES_OR_NO: "asked", ASKS_LEAVE: "asked"}


def columns(name: str) -> tuple[str, ...]:
    """Who stands in the columns of a row. Of a pair Cleo would move, and Ben follow."""
    return ("ana", "cleo", "ben", "eva") if name.startswith("pair") else ("ana", "ben", "cleo", "eva")


def test_the_decision_says_the_same() -> None:
    text = (Path(__file__).parents[3] / "docs" / "adr" / "0015-messages.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    said = {name: cells for name, *cells in rows[2:]}
    assert rows[0][1:] == ["who asks, or is ill", "who says yes", "others asked", "leads"]
    assert said == {
        name: [", ".join(_SAID.get(one, "told") for one in told.get(who, [])) or "–" for who in columns(name)]
        for name, (_, _, told) in ROWS.items()
    }  # fmt: skip
