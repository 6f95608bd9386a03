"""Changes between two rosters in words: who takes what over, what falls away, what is new."""

from collections.abc import Iterator

from planner.board import Board
from planner.changing.changes import Changes, ShiftChange
from planner.messages import Message, _l, render


def change_words(board: Board, change: ShiftChange) -> Message:
    """One change as a sentence: 'Late on Sat 12 Dec: Ben instead of Ana'."""
    if change.before is None:
        text = _l("{shift} on {day}: {after}, who did not work it before")
    elif change.after is None:
        text = _l("{shift} on {day}: {before} no more, and nobody instead")
    else:
        text = _l("{shift} on {day}: {after} instead of {before}")
    shift = board.shift_types[board.shift_index[change.shift]].name
    return Message(text, shift=shift, day=change.day, before=change.before or "", after=change.after or "")


def change_lines(board: Board, changes: Changes, language: str) -> Iterator[str]:
    """How many shifts changed, each of them with what speaks against leaving it, and whom to tell."""
    counted = Message(
        _l("{changed} of {published} shifts changed."), changed=len(changes.shifts), published=changes.published
    )
    yield render(counted, language)
    for change in changes.shifts:
        yield "  " + render(change_words(board, change), language)
        if change.why:
            yield f"      {change.before}: " + "; ".join(render(reason, language) for reason in change.why)
    if changes.people:
        yield render(Message(_l("To be told: {people}."), people=list(changes.people)), language)
