"""How an offered shift is called, and a way to fill it: for letters and pages."""

from planner.domain.offering import Ask, Offer, OfferedShift
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.services.shift_notices import shift_words


def offered_words(shift: OfferedShift, team: Team) -> Message:
    """'Late, 14:00–22:30, Fri 4 Dec'."""
    kinds = {kind.code: kind for kind in team.shift_types}
    return Message("{shift}, {day}", shift=shift_words(shift.code, kinds), day=shift.day)


def public_name(person: str, team: Team) -> str | Message:
    """What colleagues call somebody; who has left the team has no name there any more."""
    left = Message(_l("somebody who has left the team"))
    return next((one.public_name for one in team.managers if one.name == person), left)


def way_words(offer: Offer, ask: Ask, team: Team) -> str | Message:
    """Who is asked, in full names: of whoever would leave another shift also which, and who would take that over."""
    partner = offer.partner(ask)
    if ask.back is None:
        return ask.person
    back = offered_words(ask.back, team)
    if not offer.vacant:
        return Message(_l("{person} (in exchange for {back})"), person=ask.person, back=back)
    if partner is None:
        return Message(_l("{person} (instead of {back})"), person=ask.person, back=back)
    text = _l("{person} (instead of {back}, which {other} would take over)")
    return Message(text, person=ask.person, back=back, other=partner.person)
