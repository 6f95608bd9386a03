"""What a browser sends, without the one character that PostgreSQL keeps in no text."""

from typing import Any

from flask import Request
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

_NUL = "\0"


class Parameters(ImmutableMultiDict[str, Any]):
    """Fields of a form or of an address, or files: as they were sent, without NUL in texts and names of files."""

    def __init__(self, mapping: Any = None) -> None:
        """mapping: as for the dict that this is."""
        sent = MultiDict[str, Any](mapping).items(multi=True)
        super().__init__([(name.replace(_NUL, ""), _without(value)) for name, value in sent])


class SentRequest(Request):
    """A request whose fields are such."""

    parameter_storage_class = Parameters


def _without(value: Any) -> Any:
    if isinstance(value, FileStorage):
        value.filename = value.filename and value.filename.replace(_NUL, "")
        return value
    return value.replace(_NUL, "")
