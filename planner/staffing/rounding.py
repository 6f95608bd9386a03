"""Rounding people up without being fooled by floats."""

from math import ceil

#: A thousandth of a millionth of a person is a float's error, not a person.
_TOLERANCE = 1e-9


def whole_persons(persons: float) -> int:
    """The least whole number of people that covers `persons` (7 / 0.7 is 10 people, though the float says
    10.000000000000002).

    ValueError below zero.
    """
    if persons < 0:
        raise ValueError(f"{persons} people can't be rounded. Maybe a volume or a handle time is negative.")
    return ceil(persons - _TOLERANCE * max(1.0, persons))
