"""Scratch memory: a thread's own, whatever it asks in it."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from solver.rows import scratch


def test_a_thread_has_one_of_each_kind_and_no_other_thread_has_it() -> None:
    ours, to_come, labels = scratch.values(100), scratch.values_to_come(100), scratch.labels(7)
    assert scratch.values(40) is ours
    assert scratch.values_to_come(40) is to_come
    assert scratch.labels(3) is labels
    assert not np.shares_memory(ours, to_come)

    with ThreadPoolExecutor(1) as pool:
        theirs = pool.submit(scratch.values, 100).result()
        theirs_to_come = pool.submit(scratch.values_to_come, 100).result()
        their_labels = pool.submit(scratch.labels, 7).result()
    assert not np.shares_memory(ours, theirs)
    assert not np.shares_memory(to_come, theirs_to_come)
    assert not np.shares_memory(labels.cell, their_labels.cell)


def test_it_grows_to_what_is_asked_for() -> None:
    small = len(scratch.values(1))
    assert len(scratch.values(small)) == small
    assert len(scratch.values(small + 1)) == small + 1
    days = len(scratch.labels(1).cell)
    assert len(scratch.labels(400).cell) > days
