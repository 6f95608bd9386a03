"""A folder of letters, one .eml file each: everything works without a mail server, and what was sent can be read."""

from collections.abc import Collection
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from pathlib import Path

from planner.names import naming
from planner.ports import Clock, Mail, MailNotSent
from planner.private_file import write_private

#: How the name of a letter's file begins: when it was written, in UTC.
_STAMP, _STAMP_LENGTH = "%Y%m%d-%H%M%S", 15


class FileOutbox:
    """A Mailer, and its LetterFiles. folder: is made when the first letter comes. sender: the address in From."""

    def __init__(self, folder: Path, clock: Clock, sender: str) -> None:
        self._folder, self._clock, self._sender = folder, clock, sender

    def send(self, mail: Mail) -> None:
        """Write a letter into the folder, whole or not at all; one that is there already stays. MailNotSent."""
        letter = message_of(mail, self._sender, self._clock)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not any(self._folder.glob(f"*-{mail.uid.hex}.eml")):
                name = f"{self._clock.now().astimezone(UTC):{_STAMP}}-{mail.uid.hex}.eml"
                write_private(self._folder / name, letter.as_bytes())
        except OSError as failure:
            raise MailNotSent(f"{self._folder}: {failure.strerror}") from failure

    def remove_naming(self, words: Collection[str]) -> int:
        """Delete letters that go to, or name, somebody who is called one of these; how many."""
        if not words:
            return 0
        named = naming(words)
        found = [file for file in self._folder.glob("*.eml") if named.search(_words(file))]
        for file in found:
            file.unlink(missing_ok=True)
        return len(found)

    def remove_before(self, moment: datetime) -> int:
        """Delete letters written before a moment, to the second; other files are left alone."""
        earliest = f"{moment.astimezone(UTC):{_STAMP}}"
        old = [file for file in self._folder.glob("*.eml") if _is_stamp(file.name) and file.name < earliest]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)


def _words(file: Path) -> str:
    """What a letter says, with its addressee; nothing where it is gone by now, as retention deletes some as well."""
    try:
        letter = message_from_bytes(file.read_bytes(), policy=default)
    except FileNotFoundError:
        return ""
    body = letter.get_body()
    return "\n".join((str(letter["To"]), str(letter["Subject"]), body.get_content() if body else ""))


def _is_stamp(name: str) -> bool:
    try:
        datetime.strptime(name[:_STAMP_LENGTH], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def message_of(mail: Mail, sender: str, clock: Clock) -> EmailMessage:
    """A letter with its headers. MailNotSent for one whose headers would hold more than a line."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    except ValueError as failure:
        raise MailNotSent(str(failure)) from failure
    message["Date"] = format_datetime(clock.now())
    # The same when it is sent again, so that mail programs show it once.
    message["Message-ID"] = f"<{mail.uid.hex}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message
