"""An app served on a port of this machine meanwhile, by the server that users have: for benchmarks and tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import waitress
from flask import Flask
from waitress import wasyncore


@contextmanager
def serving(app: Flask, threads: int = 8) -> Iterator[int]:
    """The port of 127.0.0.1 at which an app is served by a thread of this process."""
    # What it listens to and whom it talks with.
    sockets: dict[int, object] = {}
    server = waitress.create_server(app, map=sockets, host="127.0.0.1", port=0, threads=threads)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        server.task_dispatcher.shutdown()

        def hang_up() -> None:
            # An answer half sent keeps its file open, which only its connection's own end closes.
            try:
                for connection in list(server.active_channels.values()):
                    connection.handle_close()
            finally:
                wasyncore.close_all(sockets, ignore_all=True)

        # In the server's own thread, which may be looking at the sockets just now; without any it ends.
        server.trigger.pull_trigger(hang_up)
        thread.join()
