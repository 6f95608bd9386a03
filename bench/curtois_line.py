"""The line that bench.curtois prints of a run, as JSON: where it stood then."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """seconds: since the run began. phase: of the search, or of what comes before it.

    cost, bound: None while a rule is missed that the instance makes hard.
    """

    seconds: float
    cost: int | None
    bound: int | None
    phase: str

    def text(self) -> str:
        """As it is printed."""
        return json.dumps(asdict(self))

    @classmethod
    def of(cls, text: str) -> "Line":
        """The line that was printed so."""
        return cls(**json.loads(text))
