"""A server in a process of its own, and a browser on a real connection to it."""

import json
import re
import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from time import sleep
from urllib.parse import urlencode

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from planner import bootstrap
from planner.settings import Settings
from tests.forked import FORKED
from web import create_house
from web.secret_key import secret_key
from web.serving import HOST, listen, serve_app

PATIENCE_S = 60.0


class Server:
    """A process that serves as `planner serve` does, without a worker. environment: its settings."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self._port = int(probe.getsockname()[1])
        self._process = FORKED.Process(target=_serve, args=(dict(environment), self._port), daemon=True)
        self._process.start()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._process.kill()
        self._process.join(PATIENCE_S)

    def connect(self) -> HTTPConnection:
        """A connection, as soon as it listens."""
        for _ in range(int(PATIENCE_S / 0.05)):
            connection = HTTPConnection(HOST, self._port, timeout=PATIENCE_S)
            try:
                connection.connect()
            except ConnectionRefusedError:
                assert self._process.exitcode is None, f"the server ended with status {self._process.exitcode}"
                sleep(0.05)
            else:
                return connection
        raise AssertionError("the server does not listen")


def _serve(environment: dict[str, str], port: int) -> None:
    settings = replace(Settings.of(environment), base_url=f"http://{HOST}:{port}")
    # The next server finds the templates compiled, which takes longer than most saves.
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": FileSystemBytecodeCache(str(settings.data_folder))}
    with listen(HOST, port, "en") as listener, bootstrap.open_database(settings) as database:
        cases = bootstrap.use_cases(settings, database, "en")
        app = create_house(
            bootstrap.desks(settings, cases, "en"), bootstrap.accounts(settings, database), cases.access_log,
            bootstrap.set_up(database, cases.vault), secret_key(settings.data_folder),
        )  # fmt: skip
        serve_app(app, listener, cases.fetches.keep_writing)


@dataclass(frozen=True, slots=True)
class Save:
    """What a page sends to be kept. address: where to. form: fields, or None where `message` is sent as JSON."""

    address: str
    form: Mapping[str, object] | None = None
    message: Mapping[str, object] | None = None

    @property
    def kind(self) -> str:
        """What it is sent as."""
        return "application/json" if self.form is None else "application/x-www-form-urlencoded"

    @property
    def body(self) -> str:
        """It as text."""
        return json.dumps(self.message) if self.form is None else urlencode(self.form)


class Browser:
    """A browser that is signed in by a session and has opened a page with a form, which outlives the server."""

    def __init__(self, server: Server, session: str, page: str) -> None:
        with closing(server.connect()) as connection:
            connection.request("GET", page, headers={"Cookie": f"sid={session}"})
            answer = connection.getresponse()
            text = answer.read().decode()
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        assert found, f"{answer.status}: {text}"
        given = (answer.headers["Set-Cookie"] or "").partition(";")[0]
        self._headers = {"Cookie": f"sid={session}; {given}", "X-CSRFToken": found[1]}

    def send(self, connection: HTTPConnection, save: Save) -> None:
        """Send something and hear that it is kept. OSError or HTTPException when no answer comes."""
        connection.request("POST", save.address, save.body, {**self._headers, "Content-Type": save.kind})
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status in (200, 303), f"{save.address} {answer.status}: {text}"
