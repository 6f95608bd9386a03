"""Processes that tests begin often, forked from one that has imported what they need, which takes seconds."""

from multiprocessing import get_context

FORKED = get_context("forkserver")
FORKED.set_forkserver_preload(["tests.planner.worker_process", "tests.web.command_process", "tests.web.server_process"])
