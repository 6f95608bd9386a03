"""The key that signs forms: made once, in a file that only its owner reads, so that forms outlive a restart."""

from pathlib import Path

from planner.kept_key import kept_key
from planner.messages import Message, _l

FILE = "secret-key"


def secret_key(folder: Path) -> bytes:
    """The key kept in a folder; made where there is none. InputProblems for one that others may read."""
    mend = _l("Delete the file; a new one is made at the next start. Open forms must then be sent anew.")
    return kept_key(folder / FILE, Message(mend))
