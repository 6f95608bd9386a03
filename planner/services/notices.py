"""Tell people something, within the transaction that it tells of: in the app, and by mail as far as they read any."""

from collections.abc import Mapping
from datetime import datetime

from planner.domain.notice import BY_CHOICE, Lines, Notice, Reader
from planner.messages import LANGUAGES, Message, _l, render, said_in
from planner.ports import Mail, NewNotice, Records


def tell(records: Records, team: int | None, told: Mapping[int, Notice], now: datetime, base_url: str) -> int:
    """Tell people, by number, each their notice of a team (None: of no single one); how many had not been told before.

    A notice is kept for its reader, also for who has no account, and mailed to each account of theirs: at once, or
    after their quiet hours. Whoever was told the same before (kind and about) is not told again, also when two workers
    do this at once. base_url: what links begin with.
    """
    with said_in(records.country(team) if team is not None else ""):
        return _tell(records, team, told, now, base_url)


def _tell(records: Records, team: int | None, told: Mapping[int, Notice], now: datetime, base_url: str) -> int:
    readers = records.readers_of(told.keys(), team)
    new = 0
    for person, notice in told.items():
        reader = readers[person]
        kept = NewNotice(
            person,
            team,
            notice.kind,
            notice.about,
            {language: render(notice.subject, language) for language in LANGUAGES},
            {language: _begun(_body(notice, language)) for language in LANGUAGES},
            notice.page,
            _letters(notice, reader, base_url),
            reader.habits.after_quiet(now, reader.zone, notice.begins),
            notice.expires_at,
        )
        new += records.add_notice(kept, now)
    return new


def _letters(notice: Notice, reader: Reader, base_url: str) -> tuple[Mail, ...]:
    if notice.kind in BY_CHOICE and not reader.habits.by_mail:
        return ()
    greeting = Message(_l("Hello {name},"), name=reader.public_name)
    where = (f"{base_url}{notice.page}",) if notice.page else ()
    return tuple(
        Mail.of(one.address, notice.subject, (greeting, _body(notice, one.language), *where), one.language)
        for one in reader.accounts
    )


def _body(notice: Notice, language: str) -> str:
    return "\n\n".join(_text(part, language) for part in notice.parts)


def _begun(body: str) -> str:
    """A body by itself: in German it begins with a small letter where it follows the greeting of a letter."""
    return body[:1].upper() + body[1:]


def _text(part: Message | Lines, language: str) -> str:
    if isinstance(part, Message):
        return render(part, language)
    heading = [render(part.heading, language)] if part.heading else []
    return "\n".join([*heading, *(f"- {render(item, language)}" for item in part.items)])
