"""A contact for each topic."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from planner.board import Board
from planner.domain.time import moment
from planner.messages import Minutes, _l
from planner.rules.base import Breach, Rule, Subject
from planner.rules.slot_limits import span_words
from planner.slots import Crew, Presence, opening_on
from solver.limits import Kind, Limit, Tier


class TopicContact(Rule):
    """In all opening hours an expert or deputy of each topic is at work, or comes within its reaction time.

    Opening hours of all channels count together, cut where shifts start or end. A stretch without a contact costs the
    price a minute. Shifts of the next month that are known count: nobody is missing who is about to come.
    """

    code, label = "topic_contact", _l("Contact for each topic")
    text = _l("{when}: nobody who knows {topic} is at work within {reaction}")
    price = 5
    tier = Tier.COVERAGE

    def limits(self, board: Board) -> Iterator[Limit]:
        if not board.team.topics:
            return
        presence = Presence(board)
        for topic in board.team.topics:
            people = {board.person_index[name] for name in topic.experts | topic.deputies}
            coming = [
                (cell.start - topic.reaction_min, cell.end)
                for number, cell in enumerate(board.cells[: board.own])
                if cell.day > board.days[-1] and cell.person in people and not board.shift_of(number).on_call
            ]
            for day in board.days:
                for start, end, crews in _open_stretches(board, presence, day, topic.reaction_min, coming):
                    yield Limit(
                        [n for crew in crews for n in crew.cells if board.cells[n].person in people],
                        low=1,
                        factor=end - start,
                        kind=Kind.COVER,
                        subject=Subject(None, day, (topic.name, start, end)),
                    )

    def params(self, board: Board, breach: Breach) -> Mapping[str, object]:
        name, start, end = topic_stretch(breach.subject)
        reaction_min = next(topic.reaction_min for topic in board.team.topics if topic.name == name)
        return {"topic": name, "when": span_words(board, start, end), "reaction": Minutes(reaction_min)}


def topic_stretch(subject: Subject) -> tuple[str, int, int]:
    """Topic, start and end (moments) of one of the rule's limits. AssertionError for another rule's."""
    topic, start, end = subject.detail
    assert isinstance(topic, str)
    assert isinstance(start, int)
    assert isinstance(end, int)
    return topic, start, end


def _within(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)


def _open_stretches(
    board: Board, presence: Presence, day: date, reaction_min: int, coming: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, tuple[Crew, ...]]]:
    """(start, end, who could be at work in time) while any channel is open; neighbours with the same crews are one.

    coming: when contacts are there whatever is planned, as moments; that time is left out.
    """
    zone = board.team.zone
    spans = [(moment(zone, day, h.start_min), moment(zone, day, h.end_min)) for h in opening_on(board, day)]
    running: tuple[int, int, tuple[Crew, ...]] | None = None
    edges = {edge for span in spans for edge in span}
    edges |= {edge for span in coming for edge in span if edges and min(edges) < edge < max(edges)}
    for start, end, crews in presence.stretches(day, edges, reaction_min):
        if not _within(start, end, spans) or _within(start, end, coming):
            continue
        if running is not None and running[1:] == (start, crews):
            running = (running[0], end, crews)
            continue
        if running is not None:
            yield running
        running = (start, end, crews)
    if running is not None:
        yield running
