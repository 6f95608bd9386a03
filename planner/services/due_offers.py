"""Offers about which something is due, one after the other: what goes wrong with one keeps no other."""

from collections.abc import Callable, Collection

from planner.ports import Records, Vault
from planner.services.logged import logged


def each_due(
    vault: Vault,
    due: Callable[[Records, int], Collection[int]],
    do: Callable[[Records, int, int], None],
    failed: str,
) -> None:
    """Do it with each offer (team, number) that is due in a team, in a transaction of its own.

    What fails is logged as `failed`, and tried again the next time.
    """
    with vault.reading() as records:
        teams = list(records.teams())
    for team in teams:
        numbers: Collection[int] = ()
        with logged("offers not looked at", team=team), vault.reading() as records:
            numbers = due(records, team)
        for number in numbers:
            with logged(failed, team=team, offer=number), vault.writing() as records:
                do(records, team, number)
