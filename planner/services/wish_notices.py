"""What people are told of a wish window: that it is open, and that theirs are missing."""

from planner.domain.notice import Notice, NoticeKind
from planner.domain.team import Team
from planner.domain.wishing import WishWindow
from planner.messages import Message, Month, _l

OPEN = _l("{team} plans {month}. You can give your wishes until {deadline}.")
MISSING = _l("{team} plans {month}. You can give your wishes until {deadline}; yours are not there yet.")


def place_of(team: int, month: Month) -> str:
    """What a month of a team is called in addresses and in what a notice is about."""
    return f"{team}/{month.year}-{month.month:02d}"


def wish_notice(
    kind: NoticeKind, about: str, text: str, facts: Team, place: str, month: Month, window: WishWindow
) -> Notice:
    """A notice about a window. text: OPEN or MISSING; place: of `place_of`."""
    deadline = window.deadline.astimezone(facts.zone)
    return Notice(
        kind,
        about,
        Message(_l("Your wishes for {month}"), month=month),
        (
            Message(text, team=facts.name, month=month, deadline=deadline),
            Message(_l("It takes a minute, also when you have none:")),
        ),
        f"/teams/{place}/my-wishes/",
        expires_at=window.deadline,
    )
