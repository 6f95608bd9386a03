"""Templates and addresses compiled once for all the apps that tests make: each would compile the same ones anew."""

from collections.abc import Callable
from types import CodeType
from typing import ClassVar

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class _Kept(BytecodeCache):
    """Keeps what was compiled for as long as the process runs."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._code[bucket.key, bucket.checksum] = bucket.code


class _KnownRule(Rule):
    """Keeps what makes its addresses, which is the same for the same text, defaults and kinds of gaps."""

    _known: ClassVar[dict[object, Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, self.subdomain, self.host, repr(self.defaults), repr(self._trace), append_unknown)
        if key not in self._known:
            self._known[key] = super()._compile_builder(append_unknown)
        return self._known[key]


_KEPT = _Kept()


def keep_compiled() -> None:
    """From now on."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _KEPT}
    Flask.url_rule_class = _KnownRule
