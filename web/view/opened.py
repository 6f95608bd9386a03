"""What the pages about people are called where it is told who opened them."""

from planner.domain.access import PersonalPage
from planner.messages import _l

PAGE_NAMES = {
    PersonalPage.MONTH: _l("Shifts, hours and wishes"),
    PersonalPage.RECEIPT: _l("Receipt"),
    PersonalPage.WHY: _l("Reasons for a cell"),
    PersonalPage.MONTH_END: _l("Month end"),
    PersonalPage.FACTS: _l("Contract, absences and wishes"),
    PersonalPage.FILE: _l("Files of the month, downloaded"),
}
