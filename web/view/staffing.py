"""What the codes of the staffing estimate are called on screen."""

from planner.messages import _l
from planner.staffing.bounds import BoundKind
from planner.staffing.headcount import Extra

BOUNDS = {
    BoundKind.HOURS: (_l("Hours"), _l("paid hours on duty in a year, by the net hours of one person")),
    BoundKind.SHIFTS: (_l("Shifts"), _l("shifts in a year, by the days one person is at work")),
    BoundKind.WEEKENDS: (_l("Weekends"), _l("weekend shifts, when everybody works at most two weekends of four")),
    BoundKind.PEAK: (_l("Busiest hour"), _l("people on duty at once, with enough others for those who are away")),
}
EXTRAS = {
    Extra.CORE: _l("Weekdays, if nobody were ever away"),
    Extra.WEEKENDS_AND_HOLIDAYS: _l("Weekends and public holidays"),
    Extra.LEAVE: _l("Leave"),
    Extra.PUBLIC_HOLIDAYS_OFF: _l("Public holidays off"),
    Extra.SICKNESS: _l("Sickness"),
    Extra.TRAINING: _l("Training"),
    Extra.WHOLE_PEOPLE: _l("Rounded up to whole people"),
}
