"""Keys made once, each in a file that only its owner reads."""

import os
from pathlib import Path
from secrets import token_bytes, token_hex

from planner.messages import Message, _l
from planner.private_file import write_private
from planner.problems import refused

KEY_BYTES = 32


def kept_key(path: Path, mend: Message) -> bytes:
    """The key in a file; made where there is none. InputProblems, with the mend, for one that others may read."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) < KEY_BYTES or path.stat().st_mode & 0o077:
        raise refused(str(path), Message(_l("This key is too short, or others than its owner may read it.")), mend)
    return key


def _make(path: Path) -> None:
    """Of two that start at once, the first one's key stays: a link is made only where there is none."""
    fresh = path.with_name(f"{path.name}.{token_hex(8)}")
    write_private(fresh, token_bytes(KEY_BYTES))
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
