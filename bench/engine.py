"""Which engine a figure is of: the last commit that changed the search, or the rules an instance is laid out by."""

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

#: Whoever changes what stands here has another engine: its search, or the rules that an instance is laid out by.
_ENGINE = (
    *("solver", "planner/rules", "planner/rulebook.py", "planner/board.py", "planner/solve.py"),
    *("bench/curtois.py", "bench/curtois_format.py", "bench/curtois_team.py"),
)


@dataclass(frozen=True, slots=True)
class Engine:
    """commit: the last one that changed the engine, abbreviated; committed: when, UTC."""

    commit: str
    committed: datetime


class EngineError(Exception):
    """Nobody could say which engine a figure belongs to: why, and the mend."""


def engine(root: Path) -> Engine:
    """The engine of a git checkout. EngineError where it has changes that are not committed, or git can't say."""
    changed = _git(root, "status", "--porcelain", "--", *_ENGINE)
    if changed:
        raise EngineError(
            f"changes that are not committed:\n{changed}\nCommit them first, or try with --share below 1."
        )
    commit, _, moment = _git(root, "log", "-1", "--abbrev=7", "--format=%h %ct", "--", *_ENGINE).partition(" ")
    if not moment:
        raise EngineError(f"no commit of {root} has an engine. Maybe it is no whole checkout.")
    return Engine(commit, datetime.fromtimestamp(int(moment), UTC))


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        raise EngineError(f"git can't say which commit this is ({problem}). Run it in a git checkout.") from problem
    return done.stdout.rstrip()
