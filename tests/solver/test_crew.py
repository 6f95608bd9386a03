"""Jobs that are shared: each done once, by whoever is free; what fails is told to who shares."""

import threading

import pytest

from solver.rows.crew import Crew


def test_jobs_are_done_alone_where_nobody_helps() -> None:
    by: list[int] = []

    def job(number: int) -> int:
        by.append(threading.get_ident())
        return number**2

    assert Crew().share([lambda n=n: job(n) for n in range(5)]) == [0, 1, 4, 9, 16]  # type: ignore[misc]
    assert by == [threading.get_ident()] * 5
    assert Crew().share([]) == []


def test_helpers_take_jobs_of_their_own() -> None:
    crew, both = Crew(), threading.Barrier(2, timeout=30)

    def job(number: int) -> tuple[int, int]:
        # Nobody goes on until two are at it.
        both.wait()
        return number, threading.get_ident()

    helper = threading.Thread(target=lambda: [crew.help(30) for _ in range(2)])
    helper.start()
    found = crew.share([lambda n=n: job(n) for n in range(4)])  # type: ignore[misc]
    helper.join(30)

    assert not helper.is_alive()
    assert [number for number, _ in found] == [0, 1, 2, 3]
    by = [ident for _, ident in found]
    assert sorted(by.count(ident) for ident in set(by)) == [2, 2]
    assert threading.get_ident() in by


def test_help_that_nobody_wants_ends() -> None:
    Crew().help(0.001)


@pytest.mark.parametrize("by_helper", [False, True])
def test_a_job_that_fails_is_told_to_who_shares(by_helper: bool) -> None:
    crew, helped, done = Crew(), [threading.Event(), threading.Event()], []

    def fail() -> None:
        helped[0].set()
        raise ValueError("no such row")

    def wait() -> None:
        # The sharing thread is held until a helper has failed.
        assert not by_helper or helped[0].wait(30)
        done.append(threading.get_ident())

    def help_once() -> None:
        crew.help(30)
        helped[1].set()

    jobs = [wait, fail] if by_helper else [fail, wait]
    helper = threading.Thread(target=help_once)
    if by_helper:
        helper.start()
    with pytest.raises(ValueError, match="no such row"):
        crew.share(jobs)
    if by_helper:
        # It lives on to help others.
        assert helped[1].wait(30)
        helper.join(30)
    assert len(done) == 1
