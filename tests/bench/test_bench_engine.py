"""Which engine a figure belongs to."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from bench.engine import EngineError, engine


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that lies in no checkout, and a git that nobody has set up."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return tmp_path


def git(root: Path, *words: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    return subprocess.run(["git", *who, *words], cwd=root, capture_output=True, text=True, check=True).stdout.strip()


def test_the_engine_is_the_last_commit_that_changed_it(alone: Path) -> None:
    git(alone, "init", "--quiet")
    for path in ("solver/search.py", "README.md"):
        (alone / path).parent.mkdir(exist_ok=True)
        (alone / path).write_text("first", "utf-8")
        git(alone, "add", ".")
        git(alone, "commit", "--quiet", "-m", path)
    of = git(alone, "log", "-1", "--abbrev=7", "--format=%h", "HEAD~1")
    assert engine(alone).commit == of
    (alone / "README.md").write_text("another", "utf-8")
    assert engine(alone).commit == of

    (alone / "solver/search.py").write_text("another", "utf-8")
    with pytest.raises(EngineError, match=r"not committed:\n M solver/search.py"):
        engine(alone)


def test_no_checkout_has_no_engine(alone: Path) -> None:
    with pytest.raises(EngineError, match="git can't say"):
        engine(alone)
    git(alone, "init", "--quiet")
    git(alone, "commit", "--quiet", "--allow-empty", "-m", "nothing")
    with pytest.raises(EngineError, match="no commit of"):
        engine(alone)
