"""What benches that kill processes are told: how often, with which seed, on which database."""

import argparse

KILLS = 50


def kill_options(about: str | None) -> argparse.Namespace:
    """The command line's kills, seed and database (None = a SQLite file). about: what the bench does."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="URL of an empty database; else a SQLite file")
    return parser.parse_args()
