"""Messages an hour become people: fractions, rounding up, presence minimum, sum over channels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.staffing.rounding import whole_persons
from planner.staffing.workload import ChannelVolume, hour_need, load_persons


@pytest.mark.parametrize(
    # 10.2 messages of 5 min are 51 min of work in an hour; at 85 % occupancy exactly one person.
    ("messages", "persons"),
    [(0, 0), (10.19, 1), (10.2, 1), (10.21, 2), (20.4, 2), (20.41, 3)],
)
def test_one_person_answers_ten_point_two_messages_of_five_minutes(messages, persons):
    need = hour_need([ChannelVolume("dm", messages, 5)])
    assert need.persons == persons
    assert need.channels[0].persons == persons


def test_channels_share_people():
    # .4 + .4 + .4 persons: each channel needs one who knows it, together two suffice, not three.
    need = hour_need([ChannelVolume(name, 4.08, 5) for name in ("dm", "comments", "reviews")])
    assert [channel.persons for channel in need.channels] == [1, 1, 1]
    assert need.load_persons == pytest.approx(1.2)
    assert need.persons == 2


def test_presence_minimum_holds_without_messages():
    need = hour_need([ChannelVolume("dm", 0, 5, presence_min=2), ChannelVolume("reviews", 0, 5, presence_min=1)])
    assert [channel.persons for channel in need.channels] == [2, 1]
    assert need.persons == 2  # the same two may look after both


def test_an_hour_without_channels_needs_nobody():
    assert hour_need([]).persons == 0


@given(rows=st.lists(st.tuples(st.floats(0, 200), st.floats(0, 30), st.integers(0, 3)), min_size=1, max_size=5))
def test_total_lies_between_the_largest_channel_and_the_sum(rows):
    need = hour_need(ChannelVolume(str(index), *row) for index, row in enumerate(rows))
    assert max(channel.persons for channel in need.channels) <= need.persons
    assert need.persons <= sum(channel.persons for channel in need.channels)
    assert need.persons >= need.load_persons - 1e-6


@given(messages=st.floats(0, 1000), handle=st.floats(0, 60), occupancy=st.floats(0.5, 1))
def test_load_is_work_over_occupancy(messages, handle, occupancy):
    assert load_persons(messages, handle, occupancy) * occupancy * 60 == pytest.approx(messages * handle)


def test_bad_values_are_refused():
    with pytest.raises(ValueError, match="negative"):
        load_persons(-1, 5)
    with pytest.raises(ValueError, match="occupancy 0"):
        load_persons(1, 5, 0)
    with pytest.raises(ValueError, match="once an hour"):
        hour_need([ChannelVolume("dm", 1, 5), ChannelVolume("dm", 1, 5)])


@pytest.mark.parametrize(("persons", "whole"), [(0, 0), (1e-12, 0), (0.1, 1), (7 / 0.7, 10), (10.00001, 11), (3.0, 3)])
def test_whole_persons(persons, whole):
    assert whole_persons(persons) == whole


def test_negative_people_are_refused():
    with pytest.raises(ValueError, match="negative"):
        whole_persons(-0.1)
