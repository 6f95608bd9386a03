"""All settings, with their defaults and what they are for; read from environment variables of these names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from planner.messages import Message, _l
from planner.problems import InputProblems, refused

#: The database in DATA_FOLDER.
DATABASE_FILE = "planner.db"


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
    Setting("TRUSTED_PROXIES", "0", _l("How many reverse proxies stand in front; 0 trusts no forwarded address.")),
    Setting("SMTP_HOST", "", _l("Mail server; empty = letters are written into the folder outbox of DATA_FOLDER.")),
    Setting("SMTP_PORT", "587", _l("Port of the mail server.")),
    Setting("SMTP_USER", "", _l("User at the mail server; empty = it asks for none.")),
    Setting("SMTP_PASSWORD", "", _l("Password of SMTP_USER.")),
    Setting("SMTP_ENCRYPTION", "starttls", _l("The way to the mail server: starttls, tls, or none on this machine.")),
    Setting("MAIL_FROM", "planner@localhost", _l("The address that letters come from.")),
    Setting("KEEP_SICK_NOTES_DAYS", "730", _l("Absences by sickness are deleted so many days after their last day.")),
    Setting("KEEP_EVENT_TEXTS_DAYS", "365", _l("What somebody wrote with a change is deleted after so many days.")),
    Setting("KEEP_LETTERS_DAYS", "90", _l("Messages to people, and their letters, are deleted after so many days.")),
    Setting("KEEP_ACCESSES_DAYS", "365", _l("Who opened which page about whom is deleted after so many days.")),
)

_MOST_PROXIES, _MOST_PORT = 9, 65535


class Encryption(StrEnum):
    """How the way to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force. Days are whole days, at least one."""

    data_folder: Path
    database_url: str = field(repr=False)
    queue_url: str = field(repr=False)
    base_url: str
    trusted_proxies: int
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_encryption: Encryption
    mail_from: str
    keep_sick_notes_days: int
    keep_event_texts_days: int
    keep_letters_days: int
    keep_accesses_days: int

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings of environment variables; one that is empty counts as not set. InputProblems for nonsense."""
        values = {setting.name: environment.get(setting.name) or setting.default for setting in SETTINGS}
        folder = Path(values["DATA_FOLDER"]).expanduser()
        return cls(
            data_folder=folder,
            database_url=values["DATABASE_URL"] or f"sqlite:///{folder.absolute() / DATABASE_FILE}",
            queue_url=values["QUEUE_URL"],
            base_url=_base_url(values),
            trusted_proxies=_number(values, "TRUSTED_PROXIES", _MOST_PROXIES),
            smtp_host=values["SMTP_HOST"],
            smtp_port=_number(values, "SMTP_PORT", _MOST_PORT),
            smtp_user=values["SMTP_USER"],
            smtp_password=values["SMTP_PASSWORD"],
            smtp_encryption=_encryption(values),
            mail_from=_sender(values),
            keep_sick_notes_days=_days(values, "KEEP_SICK_NOTES_DAYS"),
            keep_event_texts_days=_days(values, "KEEP_EVENT_TEXTS_DAYS"),
            keep_letters_days=_days(values, "KEEP_LETTERS_DAYS"),
            keep_accesses_days=_days(values, "KEEP_ACCESSES_DAYS"),
        )


def _base_url(values: Mapping[str, str]) -> str:
    written = values["BASE_URL"]
    parts = urlsplit(written)
    if written and (parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/")):
        raise _refused("BASE_URL", written, Message(_l("Write it like https://plan.example.org, without a path.")))
    return written.rstrip("/")


def _number(values: Mapping[str, str], name: str, most: int) -> int:
    written = values[name]
    if not (written.isascii() and written.isdigit() and int(written) <= most):
        raise _refused(name, written, Message(_l("Write a whole number from 0 to {most}."), most=most))
    return int(written)


def _encryption(values: Mapping[str, str]) -> Encryption:
    written = values["SMTP_ENCRYPTION"]
    if written not in list(Encryption):
        raise _refused("SMTP_ENCRYPTION", written, Message(_l("Write starttls, tls or none.")))
    return Encryption(written)


def _sender(values: Mapping[str, str]) -> str:
    written = values["MAIL_FROM"]
    if "@" not in written or not written.isprintable():
        raise _refused("MAIL_FROM", written, Message(_l("Write an e-mail address.")))
    return written


def _refused(name: str, written: str, mend: Message) -> InputProblems:
    return refused(name, Message(_l("This setting cannot be.")), mend, value=written)


def _days(values: Mapping[str, str], name: str) -> int:
    written = values[name]
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= 36_500):
        reason, mend = Message(_l("This is no number of days.")), Message(_l("Write a whole number from 1 to 36500."))
        raise refused(name, reason, mend, value=written)
    return int(written)
