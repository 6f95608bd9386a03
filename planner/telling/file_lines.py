"""Files that were written, in a few lines: of a folder with many, how many."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from planner.messages import Message, _l, render

#: A folder with more files than this is told as one line.
_NAMED = 4


def file_lines(paths: Iterable[Path], language: str, before: Path | None = None) -> Iterator[str]:
    """Each path in a line of its own, but a folder of many: 'out/ical: 13 files'. paths: folder by folder.

    before: where the roster is kept that stood there until now.
    """
    for folder, inside in groupby(paths, key=lambda path: path.parent):
        named = list(inside)
        if len(named) > _NAMED:
            yield render(Message(_l("{folder}: {count} files"), folder=str(folder), count=len(named)), language)
        else:
            yield from map(str, named)
    if before is not None:
        yield render(Message(_l("The roster that stood there before: {folder}"), folder=str(before)), language)
