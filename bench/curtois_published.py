"""What others reached on the public instances, and where the instances lie.

The figures are those of bench/curtois_published.csv; where they are from: SOURCES. What our own rosters are wanted to
cost stands in bench/curtois_wanted.csv: at most so much over the best known, from nothing for small ones to 1.05 times
for those of a year as an aim, and 1.005 to 1.3 times as a must.
"""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

#: Names the directory with score.py and curtois/Instance*.txt; they are not in this repository.
VARIABLE = "CURTOIS_BENCH"
_FILE, _WANTED = (Path(__file__).parent / f"curtois_{name}.csv" for name in ("published", "wanted"))

#: "-" is empty in the file.
SOURCES = """\
Best known: schedulingbenchmarks.org as of 24 September 2026, equal to the lower bound but for 24. EC (ejection chain),
BP (branch and price), Gurobi 5.6.3 (an hour, one thread): Curtois and Qu 2014. IP+VNS: Rahimian et al. 2017. CP-SAT:
one plain model, OR-Tools 9.15, two workers, 60 s, from 13 on 120 s; Colgen: a public column-generation solver in C++,
two threads, cost and seconds; both on a machine with two cores. "-": not published or not measured; "none": no legal
roster.
"""

#: Ours is to cost no more than Colgen's after so many seconds, or so many times Colgen's if that is longer.
EARLY_LEAST_S, EARLY_TIMES = 10.0, 2.0

HEADINGS = (
    *("#", "staff/weeks/types", "best", "EC 10m", "EC 60m", "BP", "Gurobi 1h"),
    *("IP+VNS 10m/60m", "CP-SAT", "Colgen"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a roster must cost at most, and what it should."""

    must: int
    aim: int


@dataclass(frozen=True, slots=True)
class Colgen:
    """What Colgen came to: cost, and after how many seconds."""

    cost: int
    seconds: float

    @property
    def early_s(self) -> float:
        """After so many seconds ours is to cost no more."""
        return max(EARLY_LEAST_S, EARLY_TIMES * self.seconds)


@dataclass(frozen=True, slots=True)
class Published:
    """One instance. best: the best known cost. columns: what stands below HEADINGS. wanted: None = nothing said;
    colgen: None = not measured.
    """

    number: int
    best: int
    columns: tuple[str, ...]
    wanted: Wanted | None
    colgen: Colgen | None


def published() -> list[Published]:
    """All instances that there are figures of, by number."""
    wanted = {int(row["instance"]): Wanted(int(row["must"]), int(row["aim"])) for row in _rows(_WANTED)}
    rows = ({key: value or "-" for key, value in row.items()} for row in _rows(_FILE))
    return [_published(row, wanted.get(int(row["instance"]))) for row in rows]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _published(row: dict[str, str], wanted: Wanted | None) -> Published:
    colgen = None if row["colgen"] == "-" else Colgen(int(row["colgen"]), float(row["colgen_s"]))
    columns = (
        *(row["instance"], f"{row['staff']}/{row['weeks']}/{row['types']}", row["best"], row["ec_10m"], row["ec_60m"]),
        *(row["bp"], row["gurobi_1h"], f"{row['ip_vns_10m']}/{row['ip_vns_60m']}", row["cp_sat"]),
        "-" if colgen is None else f"{row['colgen']}, {row['colgen_s']} s",
    )
    return Published(int(row["instance"]), int(row["best"]), columns, wanted, colgen)


def shared_bench() -> Path | None:
    """The directory with the instances and their scorer: what VARIABLE names, else ../shared/bench; None without."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "bench"
    return folder if (folder / "score.py").is_file() else None


def instance_file(folder: Path, number: int) -> Path:
    """Where an instance lies."""
    return folder / "curtois" / f"Instance{number}.txt"
