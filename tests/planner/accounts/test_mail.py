"""Letters as files, and through a mail server."""

import socket
import threading
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from planner.accounts.letters import invitation, new_password
from planner.mail.outbox import FileOutbox
from planner.mail.smtp import SmtpMailer
from planner.ports import Mail, MailNotSent
from planner.settings import Encryption
from tests.planner.account_cases import SetClock

LINK = "https://team.example/welcome/abc"


def test_a_letter_is_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    FileOutbox(tmp_path / "outbox", SetClock(), "planner@team.example").send(
        invitation("lea@example.com", "Jörg", "Wien", LINK, "de")
    )
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.name.startswith("20261116-093000-")
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o777 == 0o600
    letter = message_from_bytes(file.read_bytes(), policy=default)
    assert (letter["To"], letter["From"]) == ("lea@example.com", "planner@team.example")
    assert "Jörg lädt dich" in letter.get_content()
    assert LINK in letter.get_content()


def test_a_letter_sent_again_is_the_same_letter(tmp_path: Path) -> None:
    clock = SetClock()
    outbox, mail = FileOutbox(tmp_path, clock, "planner@team.example"), new_password("lea@example.com", LINK, "en")
    outbox.send(mail)
    clock.wait(minutes=5)
    outbox.send(mail)
    (file,) = tmp_path.iterdir()
    assert message_from_bytes(file.read_bytes(), policy=default)["Message-ID"] == f"<{mail.uid.hex}@team.example>"


def test_letters_that_name_somebody_are_removed_and_no_others(tmp_path: Path) -> None:
    outbox = FileOutbox(tmp_path, SetClock(), "planner@team.example")
    for to, body in (
        ("zoe@example.com", "Hello"),
        ("ben@example.com", "Zoe Berg is ill."),
        ("zoe@example.com.au", "Hello"),
        ("la.zoe@example.com", "Zoe Berger is well."),
    ):
        outbox.send(Mail(to, "Shifts", body))
    # Gone between the look into the folder and the reading.
    (tmp_path / "20261116-093000-gone.eml").symlink_to(tmp_path / "nowhere")
    assert outbox.remove_naming([]) == 0
    assert outbox.remove_naming(["zoe@example.com", "Zoe Berg"]) == 2
    left = [message_from_bytes(file.read_bytes(), policy=default)["To"] for file in tmp_path.iterdir() if file.exists()]
    assert sorted(left) == ["la.zoe@example.com", "zoe@example.com.au"]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("team", ["", "Wien"])
def test_letters_say_who_what_and_how_long(language: str, team: str) -> None:
    mail = invitation("lea@example.com", "Olga", team, LINK, language)
    assert ("7 Tage" if language == "de" else "7 days") in mail.body
    assert "Olga" in mail.body
    assert LINK in mail.body.splitlines()
    assert LINK in new_password("lea@example.com", LINK, language).body.splitlines()


@pytest.mark.parametrize("to", ["a@b\r\nBcc: c@d", "a@b\nBcc: c@d"])
def test_nobody_writes_headers_into_a_letter(tmp_path: Path, to: str) -> None:
    outbox = FileOutbox(tmp_path, SetClock(), "planner@team.example")
    for mail in (Mail(to, "x", "y"), Mail("a@b", to, "y")):
        with pytest.raises(MailNotSent):
            outbox.send(mail)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MailNotSent):
        FileOutbox(tmp_path / "file" / "outbox", SetClock(), "p@t").send(Mail("a@b", "x", "y"))


def serve_one(listener: socket.socket, heard: list[str]) -> None:
    """A mail server for one letter."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rwb") as lines:

        def say(text: str) -> None:
            lines.write(text.encode() + b"\r\n")
            lines.flush()

        say("220 ready")
        data = False
        for line in lines:
            heard.append(text := line.decode().rstrip("\r\n"))
            if data:
                data = text != "."
                if not data:
                    say("250 taken")
            elif text.upper() == "DATA":
                data = True
                say("354 go on")
            elif text.upper() == "QUIT":
                say("221 bye")
                return
            else:
                say("250 fine")


def mailer(port: int, encryption: Encryption) -> SmtpMailer:
    return SmtpMailer("127.0.0.1", port, "", "secret", encryption, "planner@team.example", SetClock())


def test_a_letter_through_a_server() -> None:
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve_one, args=(listener, heard))
        thread.start()
        mailer(listener.getsockname()[1], Encryption.NONE).send(new_password("lea@example.com", LINK, "en"))
        thread.join()
    assert any("lea@example.com" in line for line in heard if line.lower().startswith("rcpt"))
    assert LINK in heard


def test_a_server_without_encryption_gets_nothing() -> None:
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve_one, args=(listener, heard))
        thread.start()
        with pytest.raises(MailNotSent):
            mailer(listener.getsockname()[1], Encryption.STARTTLS).send(Mail("lea@example.com", "x", "y"))
        thread.join()
    assert not [line for line in heard if "lea@" in line]


def test_no_server_is_told_without_secrets() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    one = mailer(port, Encryption.NONE)
    with pytest.raises(MailNotSent, match="ConnectionRefused"):
        one.send(Mail("lea@example.com", "x", "y"))
    assert "secret" not in repr(one)
