"""Teams and rosters kept in files: workbooks in, a folder with workbook and CSV files out."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from planner.domain.roster import Roster
from planner.domain.team import Team
from planner.exchange.calendar_feed import PRODID
from planner.exchange.comparison_workbook import write_comparison
from planner.exchange.example_team import example_team
from planner.exchange.roster_csv import csv_files
from planner.exchange.roster_import import read_roster
from planner.exchange.roster_workbook import write_roster
from planner.exchange.team_differences import team_differences
from planner.exchange.team_hash import team_hash
from planner.exchange.team_import import read_team
from planner.exchange.template import team_workbook, template_workbook, write_team, write_team_csv, write_template
from planner.messages import Message, _l
from planner.ports import Difference
from planner.problems import InputProblems, refused
from planner.reporting.report import Report
from planner.services.comparing import WhatIf
from planner.services.desk import WHATIF_FILE
from planner.telling.comparison_json import comparison_file

ROSTER_FILE, TEAM_FILE = "roster.xlsx", "team.xlsx"


class FileStore:
    """A Store on the file system. language: of what is written.

    A team's ref is its workbook or folder of CSV files; a roster's is its workbook or the folder that holds it.
    """

    def __init__(self, language: str) -> None:
        self._language = language

    def team(self, ref: str, month: tuple[int, int] | None = None, before: Team | None = None) -> Team:
        """A team's facts, for the given month or the one they name. before: the team as it is kept, if it is.

        InputProblems when they are not right.
        """
        return read_team(Path(ref), month=month, before=before)

    def fingerprint(self, team: Team) -> str:
        """A hash of a team's facts."""
        return team_hash(team)

    def roster(self, ref: str, team: Team) -> Roster:
        """A roster, edits by hand included. InputProblems when there is none or it cannot be read."""
        path = Path(ref)
        path = path / ROSTER_FILE if path.is_dir() else path
        if not path.is_file():
            reason, mend = _l("There is no such file."), _l("Name the roster's workbook or its folder.")
            raise refused(str(path), Message(reason), Message(mend))
        return read_roster(path, team)

    def team_of(self, ref: str) -> Team | None:
        """The team's facts that a roster was saved with; None where they are not beside it any more."""
        path = Path(ref)
        facts = (path if path.is_dir() else path.parent) / TEAM_FILE
        return read_team(facts) if facts.is_file() else None

    def differences(self, before: Team | None, after: Team, language: str) -> Sequence[Difference]:
        """What is added, changed and removed, row by row, in the order of the sheets. before: None = nothing yet."""
        return team_differences(before, after, language)

    def write(self, team: Team, ref: str) -> None:
        """Write facts as a new workbook, or a folder of CSV files where the name has no suffix.

        InputProblems when the name is taken or cannot be written.
        """
        save_team(team, Path(ref), self._language)

    def workbook(self, team: Team | None, language: str) -> bytes:
        """The content of a team's workbook; None = the template, with its example."""
        return template_workbook(language) if team is None else team_workbook(team, language)

    def save(self, report: Report, ref: str, extra: Mapping[str, bytes] | None = None) -> Sequence[Path]:
        """Write the workbooks of roster and team, CSV files and `extra` into the folder `ref`: all or none.

        extra: further files, path in the folder -> content. Calendar files of people who are no longer in the team
        go; every other file in the folder stays. InputProblems when a file cannot be replaced. ValueError for an
        extra path that leads out of the folder.
        """
        folder = Path(ref)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            # Beside the folder, so that moving the files over is renaming them.
            workshop = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        except OSError as error:
            raise _not_written(folder) from error
        try:
            fresh = workshop / "fresh"
            names = _write_all(report, fresh, self._language, extra or {})
            return _replace_all(fresh, folder, workshop / "before", names, _stale_calendars(folder, names))
        finally:
            shutil.rmtree(workshop, ignore_errors=True)


def save_template(path: Path, language: str) -> None:
    """Write the example team under a new name: a workbook, or a folder of CSV files where the name has no suffix.

    InputProblems when the name is taken or cannot be written.
    """
    if path.suffix:
        _save_new(path, lambda: write_template(path, language))
    else:
        save_team(example_team(language), path, language)


def save_team(team: Team, path: Path, language: str) -> None:
    """Write a team under a new name: a workbook, or a folder of CSV files where the name has no suffix.

    InputProblems when the name is taken or cannot be written.
    """
    write = write_team if path.suffix else write_team_csv
    _save_new(path, lambda: write(team, path, language))


def save_comparison(found: WhatIf, path: Path, language: str) -> None:
    """Write a comparison's table under a new name. InputProblems when the name is taken or cannot be written."""
    _save_new(path, lambda: write_comparison(found, path, language))


def keep_comparison(found: WhatIf, folder: Path, made: datetime) -> Path:
    """Keep a comparison beside the roster in `folder`, in place of the one before; the file. InputProblems if not."""
    path = folder / WHATIF_FILE
    fresh = path.with_suffix(".new")
    try:
        fresh.write_text(comparison_file(found, made), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise _not_written(path) from error
    return path


def _save_new(path: Path, write: Callable[[], None]) -> None:
    refuse_taken(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write()
    except OSError as error:
        raise _not_written(path) from error


def refuse_taken(path: Path) -> None:
    """InputProblems when there is such a file already."""
    if path.exists():
        reason, mend = _l("There is such a file already."), _l("Choose another name, so that nothing of yours is lost.")
        raise refused(str(path), Message(reason), Message(mend))


def refuse_unwritable(folder: Path) -> None:
    """InputProblems when nothing can be written into a folder, be it there already or yet to be made."""
    try:
        there = next((path for path in (folder, *folder.parents) if path.exists()), folder)
        Path(mkdtemp(prefix=".", dir=there)).rmdir()
    except OSError as error:
        reason = Message(_l("Nothing can be written into this folder."))
        raise refused(str(folder), reason, Message(_l("Choose a folder that you may write into."))) from error


def _write_all(report: Report, folder: Path, language: str, extra: Mapping[str, bytes]) -> list[str]:
    contents = {**{f"csv/{name}": data for name, data in csv_files(report, language)}, **extra}
    folder.mkdir(parents=True)
    write_roster(report, folder / ROSTER_FILE, language)
    write_team(report.board.team, folder / TEAM_FILE, language)
    for name, data in contents.items():
        inside = PurePosixPath(name)
        if inside.is_absolute() or ".." in inside.parts or name in (ROSTER_FILE, TEAM_FILE):
            raise ValueError(f"{name!r} cannot be kept with a roster. Maybe give a path inside its folder.")
        (folder / inside).parent.mkdir(parents=True, exist_ok=True)
        (folder / inside).write_bytes(data)
    return [ROSTER_FILE, TEAM_FILE, *contents]


def _stale_calendars(folder: Path, names: Sequence[str]) -> list[str]:
    """Calendar files of ours that this roster has no more use for; other people's calendars are left alone."""
    calendars = {PurePosixPath(name).parent for name in names if name.endswith(".ics")}
    files = (path for place in calendars for path in (folder / place).glob("*.ics") if path.is_file())
    return [
        name
        for path in files
        if (name := path.relative_to(folder).as_posix()) not in names and PRODID.encode() in path.read_bytes()
    ]


def _replace_all(
    fresh: Path, folder: Path, before: Path, names: Sequence[str], stale: Sequence[str]
) -> list[Path]:
    """Move the fresh files into the folder and the stale ones out; when one fails, those moved are taken back."""
    moved: list[tuple[Path, Path]] = []
    written: list[Path] = []
    target = folder
    try:
        for name in [*names, *stale]:
            target, old = folder / name, before / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                old.parent.mkdir(parents=True, exist_ok=True)
                target.replace(old)
                moved.append((old, target))
            if name not in stale:
                (fresh / name).replace(target)
                written.append(target)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        for old, path in moved:
            old.replace(path)
        raise _not_written(target) from error
    return written


def _not_written(path: Path) -> InputProblems:
    reason = Message(_l("This file could not be written, so nothing was changed."))
    mend = Message(_l("Close it if it is open in another program, and see that you may write into its folder."))
    return refused(str(path), reason, mend)
