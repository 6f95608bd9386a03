"""A team from its workbook into the records: the differences first, then taken over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.domain.drafts import EventKind
from planner.domain.team import Team
from planner.messages import Message, _l
from planner.ports import Clock, Difference, Records, TeamFiles, Vault
from planner.problems import refused

#: Of an uploaded file's name.
_NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody new to the team who has the name of a person in another team. person: that one's number."""

    name: str
    person: int
    team: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What taking over a workbook would change. team: the number of the team, None = a new one.

    revision: of the team's facts that it was compared with. namesakes: whoever may be one person with somebody in
    another team; `take_over` is told which ones are.
    """

    team: int | None
    revision: int
    facts: Team
    differences: Sequence[Difference]
    namesakes: Sequence[Namesake]


class Importing:
    """Use cases between workbooks and records. All raise InputProblems for files that are not right."""

    def __init__(self, vault: Vault, files: TeamFiles, clock: Clock) -> None:
        self._vault, self._files, self._clock = vault, files, clock

    def preview(self, workbook: str, team: int | None, language: str) -> ImportPreview:
        """Read a workbook or folder of CSV files, and compare it row by row; nothing is saved."""
        with self._vault.reading() as records:
            before = None if team is None else records.facts(team)
            revision = 0 if team is None else records.revision(team)
        facts = self._files.team(workbook, before=before)
        with self._vault.reading() as records:
            return ImportPreview(
                team,
                revision,
                facts,
                self._files.differences(before, facts, language),
                namesakes(records, facts, {} if team is None else records.people(team)),
            )

    def preview_upload(self, name: str, content: bytes, team: int | None, language: str) -> ImportPreview:
        """The same for a workbook that came over the network. name: as it was called there."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / _file_name(name)
            path.write_bytes(content)
            return self.preview(str(path), team, language)

    def take_over(
        self, preview: ImportPreview, actor: int | None, same: Mapping[str, int] | None = None, text: str = ""
    ) -> int:
        """Save the workbook's facts as the team's; the team's number. Whoever is in it no more leaves the team.

        same: name -> number of a person who exists already: one who is in another team too, or who was called
        otherwise in this one. InputProblems when the team has changed since the preview; nothing is changed then.
        """
        with self._vault.writing() as records:
            team = preview.team
            if team is not None and records.revision(team) != preview.revision:
                reason = Message(_l("The team has changed since the differences were shown."))
                mend = Message(_l("Look at the differences again. Nothing was changed."))
                raise refused(preview.facts.name, reason, mend)
            known = {} if team is None else dict(records.people(team))
            number = records.save_facts(preview.facts, team, {**known, **(same or {})})
            records.add_event(EventKind.IMPORT, actor, self._clock.now(), team=number, text=text)
            return number

    def export(self, team: int, path: str) -> None:
        """Write a team's facts into a new workbook, or a folder of CSV files: what was taken over, without loss."""
        with self._vault.reading() as records:
            facts = records.facts(team)
        self._files.write(facts, path)

    def workbook(self, team: int, language: str) -> tuple[str, bytes]:
        """A team's name, and its facts as a workbook without loss."""
        with self._vault.reading() as records:
            facts = records.facts(team)
        return facts.name, self._files.workbook(facts, language)

    def template(self, language: str) -> bytes:
        """A workbook to fill in; it plans as it stands."""
        return self._files.workbook(None, language)


def _file_name(name: str) -> str:
    """A name that no file system minds, as like the one given as can be: problems name it."""
    plain = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return plain.lstrip(".")[-_NAME_CHARACTERS:] or "team.xlsx"


def namesakes(records: Records, facts: Team, known: Mapping[str, int]) -> list[Namesake]:
    """Whoever new may be one person with somebody in another team. known: the people who are not new, by name."""
    new = (manager.name for manager in facts.managers if manager.name not in known)
    return [Namesake(name, person, other) for name in new for person, other in records.teams_of(name)]
