"""The search in the grid's corner: whom it finds, by name and by what the team knows of them."""

from collections.abc import Iterable
from unicodedata import combining, normalize

from planner.domain.people import Manager
from planner.domain.team import Team


def plain(text: str) -> str:
    """Small letters without accents, as the pages' scripts make them, too."""
    return "".join(one for one in normalize("NFD", text) if not combining(one)).lower()


def words_of(manager: Manager, name: str) -> str:
    """All that a person is found by: what the reader sees them called, site, channels, skills, languages; plain."""
    return plain(" ".join((name, manager.site, *_known(manager.channels, manager.skills, manager.languages))))


def finds(words: str, query: str) -> bool:
    """Whether somebody is meant: every word that is asked for is in theirs, a part of one will do."""
    return all(asked in words for asked in plain(query).split())


def suggestions(team: Team) -> list[str]:
    """What can be asked for beside names, as the team writes it."""
    sites = [site.name for site in team.sites] if len(team.sites) > 1 else []
    kinds = ((one.channels, one.skills, one.languages) for one in team.managers)
    known = _known(*(set().union(*words) for words in zip(*kinds, strict=True)))
    return list(dict.fromkeys([*sites, *team.channels, *known]))


def _known(*kinds: Iterable[str]) -> list[str]:
    return [word for kind in kinds for word in sorted(kind)]
