"""A change of what is published: somebody falls ill, or a shift changes hands, in a month that is out already.

The version in force gets a successor with exactly that change. The draft that a lead is working on gets it too, where
it still says what was published there, and stays unpublished; where it says something else, that stays, and is told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from planner.board import Place
from planner.domain.drafts import CellChange, CellState, EventKind, GridCell, HeldShift, Version, VersionState
from planner.domain.roster import Assignment, Roster
from planner.messages import Message, _l
from planner.ports import Records
from planner.problems import InputProblems, refused
from planner.services.issuing import Issuing, Publication


@dataclass(frozen=True, slots=True)
class Moves:
    """What changes. takes: places that fall away. puts: new ones with their identities: a new one for a new person, the
    one of before for whoever has a shift again.
    """

    takes: Collection[Place] = ()
    puts: Mapping[Place, UUID] | None = None

    @property
    def new(self) -> Mapping[Place, UUID]:
        """The puts."""
        return self.puts or {}

    def into(self, roster: Roster) -> "Moves":
        """The same for a roster in which another shift may go by one of the identities: that one gets a new one."""
        held = {row.uid for row in roster.assignments if row.place not in set(self.takes)}
        return Moves(self.takes, {place: uuid4() if uid in held else uid for place, uid in self.new.items()})

    @property
    def cells(self) -> frozenset[GridCell]:
        """The (person, date) that it touches."""
        return frozenset((person, day) for person, day, _ in (*self.takes, *self.new))


def change_published(
    records: Records, issuing: Issuing, before: Version, moves: Moves, kind: EventKind, actor: int | None
) -> Publication:
    """Make a change of the version in force, which `issuing` holds.

    InputProblems when what would fall away is not there, or what is new is: then somebody was faster.
    """
    roster = records.roster(before.id)
    places = roster.places()
    if not places.issuperset(moves.takes) or not places.isdisjoint(moves.new):
        raise overtaken_problem()
    moves = moves.into(roster)
    kept = [row for row in roster.assignments if row.place not in set(moves.takes)]
    new = [Assignment(uid, *place) for place, uid in moves.new.items()]
    after = replace(roster, assignments=tuple(sorted((*kept, *new), key=lambda row: (row.day, row.person, row.shift))))
    cells = records.cells(before.id, moves.cells)
    changes = [CellChange(*cell, cells[cell], _changed(cells[cell], cell, moves)) for cell in sorted(cells)]
    draft = open_draft(records.versions(before.team, before.year, before.month))
    made = issuing.issue(records, after, before, before, kind, actor, changes=changes)
    if draft is not None:
        _bring_along(records, records.on_top(draft, made.version), made.version, changes, moves, kind, actor)
    return made


def overtaken_problem() -> InputProblems:
    """What is said to whoever comes second."""
    reason = Message(_l("This shift is not as it was any more: somebody was faster."))
    return refused("", reason, Message(_l("Look at it again. Nothing was changed.")))


def _changed(state: CellState, cell: GridCell, moves: Moves) -> CellState:
    """A cell once the moves are made; what else is in it stays as it is."""
    gone = {code for person, day, code in moves.takes if (person, day) == cell}
    stay = [shift for shift in state.shifts if shift.code not in gone]
    come = [HeldShift(uid, place[2]) for place, uid in moves.new.items() if place[:2] == cell]
    return CellState(tuple(sorted((*stay, *come), key=lambda shift: shift.code)), state.free)


def _bring_along(
    records: Records,
    draft: Version,
    published: Version,
    changes: Sequence[CellChange],
    moves: Moves,
    kind: EventKind,
    actor: int | None,
) -> None:
    now, moves = records.cells(draft.id, [change.cell for change in changes]), moves.into(records.roster(draft.id))
    mine = [
        CellChange(*change.cell, now[change.cell], _changed(now[change.cell], change.cell, moves))
        for change in changes
        if now[change.cell].content == change.before.content
    ]
    if mine:
        revision = records.change_cells(draft, mine)
        records.add_event(
            kind, actor, published.made_at, team=draft.team, version=draft.id, revision=revision, changes=mine
        )


def open_draft(versions: Sequence[Version]) -> Version | None:
    """The draft that is being worked on: the newest version, if it is one."""
    newest = max(versions, key=lambda version: version.number, default=None)
    return newest if newest is not None and newest.state is VersionState.DRAFT else None


def passed_by(records: Records, draft: Version) -> Sequence[CellChange]:
    """Changes of what is published that a draft has not, as it said something else there already, by date and name.

    Those that the lead has touched since are not among them.
    """
    own = records.events(draft.id)
    found: dict[GridCell, CellChange] = {}
    for version in records.versions(draft.team, draft.year, draft.month):
        if version.state is not VersionState.PUBLISHED or version.made_at < draft.made_at:
            continue
        for event in records.events(version.id):
            for change in event.changes:
                found[change.cell] = change
                if any(one.id > event.id and change.cell in {each.cell for each in one.changes} for one in own):
                    del found[change.cell]
    now = records.cells(draft.id, found)
    return sorted(
        (change for cell, change in found.items() if now[cell].codes != change.after.codes),
        key=lambda change: (change.day, change.person),
    )

