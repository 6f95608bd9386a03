"""Functions as machine code: compiled by numba at their first call, once on a machine where that can be kept."""

from collections.abc import Callable
from typing import Any

from numba import njit


def native(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function compiled, for one set of types. It runs beside Python's lock, and no index is checked.

    It is kept beside its module; where that may not be written, in NUMBA_CACHE_DIR or the user's cache.
    """
    try:
        kept: Callable[..., Any] = njit(cache=True, nogil=True, boundscheck=False)(function)
    except RuntimeError:
        # There is no such place, say where nobody may write but into the database: each process compiles anew.
        kept = njit(nogil=True, boundscheck=False)(function)
    return kept
