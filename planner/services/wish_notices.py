"""What people are told of a wish window: that it is open, that theirs are missing, that it has ended early."""

from collections.abc import Sequence

from planner.domain.notice import Notice, NoticeKind
from planner.domain.team import Team
from planner.domain.time import month_days
from planner.domain.wishing import WishWindow
from planner.messages import Message, Month, _l
from planner.ports import Records
from planner.services.notices import tell

OPEN = _l("{team} plans {month}. You can give your wishes until {deadline}.")
AGAIN = _l("{team}: you can give your wishes for {month} again, until {deadline}.")
MISSING = _l("{team} plans {month}. You can give your wishes until {deadline}; yours are not there yet.")


def place_of(team: int, month: Month) -> str:
    """What a month of a team is called in addresses and in what a notice is about."""
    return f"{team}/{month.year}-{month.month:02d}"


def wish_notice(
    kind: NoticeKind, about: str, text: str, facts: Team, place: str, month: Month, window: WishWindow
) -> Notice:
    """A notice about a window. text: OPEN, AGAIN or MISSING; place: of `place_of`."""
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


def missing(records: Records, team: int, month: Month, window: WishWindow) -> Sequence[str]:
    """Who has sent nothing and could: people of the month with an account."""
    can, days = records.readers(team), month_days(*month)
    there = [one.name for one in records.facts(team).managers if one.name in can and any(map(one.employed, days))]
    return [name for name in there if window.answer(name).sent_at is None]


def tell_ended(records: Records, team: int, month: Month, window: WishWindow, base_url: str) -> None:
    """Tell who has sent nothing yet that the month is published, which has ended the wishes, within a transaction.

    window: as it has ended. base_url: what links begin with.
    """
    place = place_of(team, month)
    text = _l("{month} is published for {team}, so the time for wishes is over before its deadline.")
    ask = _l("If a shift cannot be, offer it to others or talk to your team lead. See your month here:")
    notice = Notice(
        NoticeKind.WISHES,
        f"{place} {window.revision} ended",
        Message(_l("No more wishes for {month}"), month=month),
        (Message(text, team=records.facts(team).name, month=month), Message(ask)),
        f"/teams/{place}/my-wishes/",
    )
    numbers = records.people(team)
    told = {numbers[name]: notice for name in missing(records, team, month, window)}
    tell(records, team, told, window.deadline, base_url)
