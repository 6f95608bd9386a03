"""The queue: carries a job's number and nothing else, on each of its kinds."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

import pytest
import redis

from planner.problems import InputProblems
from planner.runners.huey import HueyRunner
from tests.planner.storage.conftest import NewUrl

#: A Redis on which the last database may be emptied.
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


def _emptied_redis() -> str:
    try:
        with redis.Redis.from_url(REDIS) as server:
            server.flushdb()
    except redis.ConnectionError as error:
        pytest.skip(f"no Redis at TEST_REDIS_URL (see .ci/run): {error}")
    return REDIS


@pytest.fixture(params=["sqlite", "postgresql", "redis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty queue of each kind."""
    if request.param == "redis":
        yield _emptied_redis()
    else:
        databases = NewUrl(request.param, tmp_path)
        yield databases()
        databases.drop_all()


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """A worker takes signals for itself."""
    taken = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in taken.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_what_is_put_is_run_in_order_until_a_signal_comes(url: str, end: signal.Signals) -> None:
    leads, ran, ending, ticks = HueyRunner(url), [], Event(), []
    for job in (3, 4, 3):
        leads.put(job)
    leads.close()

    def run(job: int) -> None:
        ran.append(job)
        if len(ran) == 3:
            os.kill(os.getpid(), end)

    worker = HueyRunner(url, run)
    worker.work(lambda: ticks.append(1), ending)
    worker.close()
    assert ran == [3, 4, 3]
    assert ending.is_set()


def test_a_job_that_fails_does_not_end_the_worker(url: str) -> None:
    leads, ran = HueyRunner(url), []
    leads.put(1)
    leads.put(2)
    leads.close()

    def run(job: int) -> None:
        ran.append(job)
        if job == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        raise ZeroDivisionError

    worker = HueyRunner(url, run)
    worker.work(lambda: None, Event())
    worker.close()
    assert ran == [1, 2]


def test_the_queue_holds_numbers_as_plain_text_that_cannot_be_run(tmp_path: Path) -> None:
    runner = HueyRunner(f"sqlite:///{tmp_path / 'queue.db'}")
    runner.put(42)
    [item] = runner._huey.storage.enqueued_items()
    held = json.loads(bytes(item))
    assert held[1].endswith("run_job")
    assert [42] in held
    assert not any(isinstance(part, str) and "team" in part for part in held)
    runner.close()


@pytest.mark.parametrize(
    ("url", "word"), [("kafka://here", "not known"), ("postgresql://me:secret@127.0.0.1:1/none", "reached")]
)
def test_another_kind_of_queue_is_refused_in_words(url: str, word: str) -> None:
    with pytest.raises(InputProblems, match=word) as refused:
        HueyRunner(url)
    assert refused.value.problems[0].place == "QUEUE_URL"
    assert urlsplit(url).scheme in refused.value.problems[0].value
    assert "secret" not in str(refused.value)
