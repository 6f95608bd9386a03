"""What is kept of people: all of it for the person, and the end of it."""

import json
from collections.abc import Callable, Collection, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import structlog

from planner.accounts.model import NotAllowed, Visitor
from planner.domain.access import Changed
from planner.domain.drafts import EventKind
from planner.domain.notice import Notice, NoticeKind
from planner.domain.privacy import KnownPerson
from planner.messages import Message, _l
from planner.ports import Clock, Vault
from planner.problems import refused
from planner.services.logged import logged
from planner.services.notices import tell

log = structlog.get_logger(__name__)


def blank_name(person: int) -> str:
    """What somebody is called who was erased: the same in all languages, and in no team twice."""
    return f"Anonym {person}"


class Privacy:
    """Use cases on what is kept of people. person: a number.

    forget_files: deletes files outside the database that name somebody who is called one of these. scour: leaves
    nothing in the database's file of what was deleted; whether it could.
    """

    def __init__(
        self, vault: Vault, clock: Clock, base_url: str, forget_files: Callable[[Collection[str]], None],
        scour: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._vault, self._clock, self._base_url = vault, clock, base_url
        self._forget_files, self._scour = forget_files, scour

    def own_data(self, person: int) -> bytes:
        """All that is kept of a person, as a ZIP file: data.json, and a calendar file for each team."""
        with self._vault.reading() as records:
            found = records.personal_data(person)
        content = BytesIO()
        with ZipFile(content, "w", ZIP_DEFLATED) as file:
            data = {
                "made_at": self._clock.now().isoformat(),
                "name": found.name,
                "teams": {str(team): name for team, name in found.teams.items()},
                "kept": found.rows,
            }
            file.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
            for team, calendar in found.calendars.items():
                file.writestr(f"shifts-team-{team}.ics", calendar)
        return content.getvalue()

    def ask(self, visitor: Visitor) -> None:
        """Ask the owners to erase oneself; they are written to, once."""
        now = self._clock.now()
        with self._vault.writing() as records:
            if not records.ask_erasure(visitor.user.person_id, now):
                return
            text = _l("{name} ({email}) asks that everything about them be erased. The law gives a month for it.")
            parts = (
                Message(text, name=visitor.user.name, email=visitor.user.email),
                Message(_l("An owner does it here:")),
            )
            subject = Message(_l("{name} asks to be erased"), name=visitor.user.name)
            about = f"{visitor.user.person_id} {now:%Y-%m-%dT%H:%M}"
            notice = Notice(NoticeKind.ERASURE, about, subject, parts, "/erasing/")
            tell(records, None, dict.fromkeys(records.owners(), notice), now, self._base_url)

    def everybody(self, by: Visitor) -> Sequence[KnownPerson]:
        """All who can be erased, who asked first. NotAllowed but for owners."""
        _owners_only(by)
        with self._vault.reading() as records:
            found = [one for one in records.known_people() if one.emails or one.name != blank_name(one.person)]
        return sorted(found, key=lambda one: one.asked_at is None)

    def erase(self, by: Visitor, person: int, typed: str) -> None:
        """Erase somebody for good. typed: their name, as whoever does it wrote it out.

        NotAllowed but for owners; KeyError when there is nobody of this number; InputProblems for oneself, and for
        another name than theirs.
        """
        known = next((one for one in self.everybody(by) if one.person == person), None)
        if known is None:
            raise KeyError(person)
        if person == by.user.person_id:
            # There is always an owner left by it, too.
            reason = Message(_l("You cannot erase yourself."))
            raise refused("", reason, Message(_l("Ask another owner to do it. Nothing was changed.")))
        if " ".join(typed.split()) != known.name:
            reason = Message(_l("This is not the name of the person."))
            mend = Message(_l("Write “{name}”, as it stands above. Nothing was changed."), name=known.name)
            raise refused("", reason, mend, column="typed")
        now = self._clock.now()
        with self._vault.writing() as records:
            teams = records.teams_with(person)
            words = records.erase(person, blank_name(person), now)
            for team in teams:
                records.touch(team, [blank_name(person)], Changed.ERASED)
                records.add_event(EventKind.FACTS, by.user.person_id, now, team=team)
            # First the files: whoever is killed here erases again, and knows the words that files are found by.
            self._forget_files(words)
        # And letters that were sent meanwhile.
        self._forget_files(words)
        # They are erased, whatever comes of it; and once a day it is done anyway (Retention).
        with logged("what was erased still stands in the database's file"):
            if not self._scour():
                log.warning("what was erased still stands in the database's file, since others are at it")


def _owners_only(by: Visitor) -> None:
    if not by.user.is_owner:
        raise NotAllowed
