"""Where the pages find the use cases that bring teams in and keep their facts."""

from flask import current_app

from planner.services.set_up import SetUp


def the_set_up() -> SetUp:
    """The use cases of this house."""
    found: SetUp = current_app.extensions["set_up"]
    return found


def has_set_up() -> bool:
    """Whether teams' facts can be changed here: where a database keeps them."""
    return "set_up" in current_app.extensions
