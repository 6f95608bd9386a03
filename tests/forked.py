"""Processes that tests begin often, forked from one that has imported what they need, which takes seconds; and a child
forked from the test itself, to be killed.
"""

import os
from collections.abc import Callable
from multiprocessing import get_context

FORKED = get_context("forkserver")
FORKED.set_forkserver_preload(["tests.planner.worker_process", "tests.web.command_process", "tests.web.server_process"])


def child(work: Callable[[], object]) -> int:
    """Begin some work in a child; its process number. Whatever comes of the work, the child never goes on as the test
    run that it is a copy of.
    """
    number = os.fork()
    if number == 0:
        try:
            work()
        finally:
            os._exit(1)
    return number
