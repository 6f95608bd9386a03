"""What the pages about people, and what is kept of them, are called where it is told who opened or changed it."""

from planner.domain.access import Changed, PersonalPage
from planner.messages import _l

NAMES = {
    PersonalPage.MONTH: _l("Shifts, hours and wishes"),
    PersonalPage.RECEIPT: _l("Receipt"),
    PersonalPage.WHY: _l("Reasons for a cell"),
    PersonalPage.MONTH_END: _l("Month end"),
    PersonalPage.FACTS: _l("Contract, absences and wishes"),
    PersonalPage.FILE: _l("Files of the month, downloaded"),
    Changed.CONTRACT: _l("Contract, skills and pairs"),
    Changed.AVAILABILITY: _l("Availability"),
    Changed.ABSENCES: _l("Absences"),
    Changed.WISHES: _l("Wishes"),
    Changed.SHIFTS: _l("Shifts and locks"),
    Changed.HOURS: _l("Hours worked"),
    Changed.LEDGER: _l("Counters of earlier months"),
    Changed.ROLE: _l("Role in the team, or as owner"),
    Changed.ACCOUNT: _l("Account blocked or let in again; open sessions ended"),
    Changed.ERASED: _l("Erased"),
}
