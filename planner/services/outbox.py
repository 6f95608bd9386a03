"""Send the letters that wait in the outbox; what fails is tried again with a growing pause."""

from dataclasses import replace
from datetime import timedelta

import structlog

from planner.job_ports import DueLetter, Letters
from planner.ports import Clock, Mail, Mailer, MailNotSent
from planner.problems import InputProblems
from planner.sealing import Seal, Unsealable

#: The pause after the first try that failed; it doubles with each, so the last try is three days after the first.
_FIRST_PAUSE_S = 60.0
MOST_TRIES = 12
#: One run goes on for so long at most, so that other timed work has its turn.
_RUN_S = 5.0

log = structlog.get_logger(__name__)


class Outbox:
    """To be called every few seconds by any number of workers: each letter is one worker's at a time.

    seal: of the letters that hold a secret.
    """

    def __init__(self, letters: Letters, mailer: Mailer, clock: Clock, seal: Seal) -> None:
        self._letters, self._mailer, self._clock, self._seal = letters, mailer, clock, seal

    def send_due(self, owner: str) -> None:
        """Send what is due, oldest first, until nothing is, one fails, or a few seconds are over.

        After a failure the mail server is given a rest. A worker that dies after the server has taken a letter, and
        before that is written down, leaves it to be sent again, with the same Message-ID.
        """
        end = self._clock.now() + timedelta(seconds=_RUN_S)
        while self._clock.now() < end:
            due = self._letters.claim(owner)
            if due is None or not self._sent(due, owner):
                return

    def _sent(self, due: DueLetter, owner: str) -> bool:
        try:
            self._mailer.send(self._opened(due))
        except (MailNotSent, InputProblems, Unsealable) as failure:
            tries = due.tries + 1
            pause = timedelta(seconds=_FIRST_PAUSE_S * 2**due.tries)
            self._letters.failed(due.id, owner, self._clock.now() + pause if tries < MOST_TRIES else None)
            log.warning("a letter was not taken", letter=due.id, tries=tries, reason=str(failure))
            return False
        self._letters.sent(due.id, owner)
        return True

    def _opened(self, due: DueLetter) -> Mail:
        return due.mail if due.sealed is None else replace(due.mail, body=self._seal.open(due.sealed))
