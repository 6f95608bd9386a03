"""In CI a skip is a failure, unless the test is marked shared_data (tests/conftest.py)."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SKIPPING_TESTS = """
import pytest

def test_missing_part():
    pytest.skip("no browser here")

@pytest.mark.shared_data
def test_missing_data():
    pytest.skip("no data here")

@pytest.mark.xfail
def test_expected_failure():
    assert 1 == 2
"""


@pytest.fixture
def suite(pytester: pytest.Pytester) -> pytest.Pytester:
    """A small project of its own, under this project's conftest."""
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = shared_data: may skip")
    return pytester


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["one process", "xdist"])
def test_skip_fails_in_ci(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile(SKIPPING_TESTS)
    result = suite.runpytest(*workers)
    result.assert_outcomes(failed=1, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines(["*test_missing_part may not skip in CI: Skipped: no browser here*"])


def test_skip_is_allowed_outside_ci(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    suite.makepyfile(SKIPPING_TESTS)
    suite.runpytest().assert_outcomes(skipped=2, xfailed=1)


def test_skipped_module_fails_in_ci(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    suite.makepyfile("import pytest\npytest.importorskip('no_such_library')")
    result = suite.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*may not skip in CI*no_such_library*"])
