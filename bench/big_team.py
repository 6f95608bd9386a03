"""A made-up team of 200 people with six shift types, for the time and memory that a large team takes."""

from dataclasses import replace
from random import Random

from bench.sample_parts import Names, absences_for, shift, wishes_for
from bench.samples import DAYS, round_the_clock
from planner.domain.people import Manager
from planner.domain.team import Team

PEOPLE = 200


def big_team() -> Team:
    """Sample 3's rules and shift types with a sixth one, 200 people, and the demand grown with them."""
    small = round_the_clock()
    random = Random(200)
    names = Names(random)
    people: list[Manager] = []
    for index in range(PEOPLE):
        model = small.managers[index % len(small.managers)]
        name, public = names.next()
        people.append(replace(model, name=name, public_name=public))
    growth = PEOPLE / len(small.managers)
    demand = tuple(
        row
        if row.skill or row.shift
        else replace(row, minimum=round(row.minimum * growth), target=round(row.target * growth))
        for row in small.demand
    )
    absences = absences_for(random, people, DAYS, per_person=1.05, longest=5)
    wished = [kind for kind in small.shift_types if kind.code in "FSN"]
    return replace(
        small,
        name="Two hundred (invented)",
        managers=tuple(people),
        shift_types=(*small.shift_types[:5], shift("A", "Abend", "16:00-24:00", 30), *small.shift_types[5:]),
        demand=demand,
        absences=absences,
        wishes=wishes_for(random, people, small.sites[0], DAYS, wished, absences, per_person=3),
        topics=(),
        carry_over=(),
    )
