"""Letters through a mail server."""

import smtplib
import ssl
from dataclasses import dataclass, field

from planner.mail.outbox import message_of
from planner.ports import Clock, Mail, MailNotSent
from planner.settings import Encryption

_TIMEOUT_S = 15


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """A Mailer. user: "" = the server asks for no password."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    encryption: Encryption
    sender: str
    clock: Clock

    def send(self, mail: Mail) -> None:
        """Hand a letter to the server. MailNotSent."""
        message = message_of(mail, self.sender, self.clock)
        try:
            with self._connected() as server:
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as failure:
            raise MailNotSent(f"{self.host}:{self.port}: {type(failure).__name__}") from failure

    def _connected(self) -> smtplib.SMTP:
        if self.encryption is Encryption.TLS:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_TIMEOUT_S, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT_S)
        if self.encryption is Encryption.STARTTLS:
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server
