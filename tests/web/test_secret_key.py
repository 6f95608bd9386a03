"""The key that signs forms outlives a restart, and is read by its owner alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from planner.problems import InputProblems
from web.secret_key import FILE, secret_key


def test_it_is_made_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    key = secret_key(folder)
    assert len(key) == 32
    assert secret_key(folder) == key
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == [FILE]
    assert secret_key(tmp_path / "other") != key


def test_many_that_start_at_once_have_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(tmp_path), range(16)))) == 1
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(("content", "mode"), [(b"short", 0o600), (b"k" * 32, 0o640), (b"k" * 32, 0o604)])
def test_one_that_others_may_know_is_refused(tmp_path: Path, content: bytes, mode: int) -> None:
    (tmp_path / FILE).write_bytes(content)
    (tmp_path / FILE).chmod(mode)
    with pytest.raises(InputProblems, match="Delete the file"):
        secret_key(tmp_path)
