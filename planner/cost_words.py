"""By how much a roster would cost more or less, said once for terminal, files and pages."""

from planner.messages import Message, Points, _l


def dearer_words(points: int) -> Message:
    """What fills 'the roster would be {dearer}': '12 points dearer', '1 point cheaper', 'no dearer'."""
    if not points:
        return Message(_l("no dearer"))
    return Message(_l("{points} dearer") if points > 0 else _l("{points} cheaper"), points=Points(abs(points)))
