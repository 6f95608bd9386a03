"""All settings, with their defaults and what they are for; read from environment variables of these names."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.messages import Message, _l
from planner.problems import InputProblem, InputProblems


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. default: as text; about: what it is for."""

    name: str
    default: str
    about: str


SETTINGS = (
    Setting(
        "DATA_FOLDER",
        "~/.local/share/community-planner",
        _l("Folder for the database, its backups and everything else that is kept."),
    ),
    Setting(
        "DATABASE_URL",
        "",
        _l(
            "The database, like sqlite:///path/planner.db or postgresql://user:password@host/name; "
            "empty = the file planner.db in DATA_FOLDER."
        ),
    ),
    Setting(
        "QUEUE_URL",
        "",
        _l("The queue that hands plans to workers, like redis://host:6379/0; empty = with the database."),
    ),
    Setting("BASE_URL", "", _l("Where browsers find the pages, like https://plan.example.org; empty = this machine.")),
    Setting("KEEP_SICK_NOTES_DAYS", "730", _l("Absences by sickness are deleted so many days after their last day.")),
    Setting("KEEP_EVENT_TEXTS_DAYS", "365", _l("What somebody wrote with a change is deleted after so many days.")),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. Days are whole days, at least one."""

    data_folder: Path
    database_url: str
    queue_url: str
    base_url: str
    keep_sick_notes_days: int
    keep_event_texts_days: int

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings of environment variables; one that is empty counts as not set. InputProblems for nonsense."""
        values = {setting.name: environment.get(setting.name) or setting.default for setting in SETTINGS}
        folder = Path(values["DATA_FOLDER"]).expanduser()
        return cls(
            folder,
            values["DATABASE_URL"] or f"sqlite:///{folder.absolute() / 'planner.db'}",
            values["QUEUE_URL"],
            values["BASE_URL"].rstrip("/"),
            _days(values, "KEEP_SICK_NOTES_DAYS"),
            _days(values, "KEEP_EVENT_TEXTS_DAYS"),
        )


def _days(values: Mapping[str, str], name: str) -> int:
    written = values[name]
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= 36_500):
        reason, mend = Message(_l("This is no number of days.")), Message(_l("Write a whole number from 1 to 36500."))
        raise InputProblems([InputProblem(name, "", 0, "", written, reason, mend)])
    return int(written)
