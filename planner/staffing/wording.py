"""What an estimate says in sentences, on the page and on the command line alike."""

from planner.messages import Message, _l
from planner.staffing.headcount import HeadcountEstimate, Note
from planner.staffing.parameters import planning_parameters

NOTES = {
    Note.NO_MESSAGES: _l("Without messages only the opening hours count."),
    Note.DEFAULT_HOUR_SHARES: _l("Messages are spread over the day as is usual; your own history would be better."),
    Note.TARGET_BEYOND_COVERAGE: _l(
        "With these opening hours no team of any size can reach the target around the clock: "
        "what arrives at night waits until morning."
    ),
    Note.PLANNED_BELOW_TARGET: _l(
        "Even within the opening hours no team of any size reaches the target, so the estimate is for what can be "
        "reached."
    ),
    Note.TARGET_SHORTER_THAN_HANDLE_TIME: _l("The target is shorter than the handle time, so it cannot be met."),
    Note.PRESENCE_ALONE_REACHES_TARGET: _l("The people who have to be there anyway already reach the target."),
}
#: Each span is right by itself then, so it is the days that do not fit together.
OVERLAPPING_OR_CLOSED = Message(
    _l("These opening hours overlap from one day to the next, or it is never open. Change a time.")
)
#: Each figure is in range by then, so what cannot be reached is the target within these opening hours.
UNREACHABLE = Message(_l("No team can reach this target in these opening hours. Open longer, or ask for less."))


def range_message(found: HeadcountEstimate) -> Message:
    """What the two ends of the range stand for, in a line."""
    volume = planning_parameters().volume_factor
    return Message(
        _l(
            "{low}, if {fewer} % fewer messages arrive, few people are away and little is held in reserve; "
            "{high}, if {more} % more arrive, many are away and much is held in reserve."
        ),
        low=found.heads_low,
        high=found.heads_high,
        fewer=round(100 * (1 - volume.low / volume.value)),
        more=round(100 * (volume.high / volume.value - 1)),
    )


def note_messages(found: HeadcountEstimate) -> list[Message]:
    """What a reader of the estimate should know."""
    return [Message(NOTES[note]) for note in found.notes]
