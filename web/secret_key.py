"""The key that signs forms: made once, in a file that only its owner reads, so that forms outlive a restart."""

import os
from pathlib import Path
from secrets import token_bytes, token_hex

from planner.messages import Message, _l
from planner.private_file import write_private
from planner.problems import refused

FILE = "secret-key"
_BYTES = 32


def secret_key(folder: Path) -> bytes:
    """The key kept in a folder; made where there is none. InputProblems for one that others may read."""
    path = folder / FILE
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) < _BYTES or path.stat().st_mode & 0o077:
        reason = Message(_l("This key is too short, or others than its owner may read it."))
        mend = Message(_l("Delete the file; a new one is made at the next start. Open forms must then be sent anew."))
        raise refused(str(path), reason, mend)
    return key


def _make(path: Path) -> None:
    """Of two that start at once, the first one's key stays: a link is made only where there is none."""
    fresh = path.with_name(f"{FILE}.{token_hex(8)}")
    write_private(fresh, token_bytes(_BYTES))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
