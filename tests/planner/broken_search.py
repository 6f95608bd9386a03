"""A search that goes wrong once it is done."""

import pytest

from solver.search import Search


def break_off(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    """From now on each search raises `failure` at its end, on its own thread."""
    climb = Search._climb

    def broken(search: Search) -> None:
        climb(search)
        raise failure

    monkeypatch.setattr(Search, "_climb", broken)
