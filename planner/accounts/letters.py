"""The letters of accounts: an invitation, and a link for a forgotten password."""

from planner.accounts.model import LINK_LIFE, Purpose
from planner.messages import Days, Message, Minutes, _l
from planner.ports import Mail


def invitation(to: str, inviter: str, team: str, address: str, language: str) -> Mail:
    """Come in. team: "" = as an owner. address: of the one-time link."""
    if team:
        opening = Message(_l("{inviter} invites you to the rosters of {team}."), inviter=inviter, team=team)
    else:
        opening = Message(_l("{inviter} invites you to look after all teams as an owner."), inviter=inviter)
    how = Message(
        _l("Open this link, and choose a name and a password. It works once, for {days}:"),
        days=Days(LINK_LIFE[Purpose.INVITATION].days),
    )
    if_not = Message(_l("If you do not know {inviter}, just leave this letter."), inviter=inviter)
    return Mail.of(to, Message(_l("Your invitation to Community Planner")), (opening, how, address, if_not), language)


def new_password(to: str, address: str, language: str) -> Mail:
    """Choose a new password. address: of the one-time link."""
    how = Message(
        _l("Open this link to choose a new password. It works once, for {minutes}:"),
        minutes=Minutes(LINK_LIFE[Purpose.PASSWORD].seconds // 60),
    )
    if_not = Message(_l("If you did not ask for it, leave this letter: your password stays as it is."))
    return Mail.of(to, Message(_l("A new password for Community Planner")), (how, address, if_not), language)

