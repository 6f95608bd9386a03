"""One module a page: reads the desk, makes the view, renders the template."""

from flask import Blueprint

from web.pages.account import bp as account_page
from web.pages.busy_times import bp as busy_times_page
from web.pages.calendars import bp as calendars_page
from web.pages.components import bp as components_page
from web.pages.edit import bp as edit_page
from web.pages.erasing import bp as erasing_page
from web.pages.facts import bp as facts_page
from web.pages.fairness import bp as fairness_page
from web.pages.files import bp as files_page
from web.pages.gaps import bp as gaps_page
from web.pages.landings import bp as landings_page
from web.pages.leave import bp as leave_page
from web.pages.members import bp as members_page
from web.pages.month_end import bp as month_end_page
from web.pages.my_calendars import bp as my_calendars_page
from web.pages.my_leave import bp as my_leave_page
from web.pages.my_messages import bp as my_messages_page
from web.pages.my_offers import bp as my_offers_page
from web.pages.my_shifts import bp as my_shifts_page
from web.pages.my_wishes import bp as my_wishes_page
from web.pages.new_team import bp as new_team_page
from web.pages.offers import bp as offers_page
from web.pages.opened import bp as opened_page
from web.pages.people import bp as people_page
from web.pages.publish import bp as publish_page
from web.pages.replan import bp as replan_page
from web.pages.report import bp as report_page
from web.pages.roster import bp as roster_page
from web.pages.rules import bp as rules_page
from web.pages.sign_in import bp as sign_in_page
from web.pages.staffing import bp as staffing_page
from web.pages.teams import bp as teams_page
from web.pages.users import bp as users_page
from web.pages.welcome import bp as welcome_page
from web.pages.whatif import bp as whatif_page
from web.pages.why import bp as why_page
from web.pages.wish_windows import bp as wish_windows_page
from web.pages.wishes import bp as wishes_page

#: All pages of a month, in the order of the navigation.
PAGES: tuple[Blueprint, ...] = (
    roster_page,
    edit_page,
    landings_page,
    people_page,
    gaps_page,
    why_page,
    replan_page,
    publish_page,
    report_page,
    fairness_page,
    rules_page,
    staffing_page,
    whatif_page,
    calendars_page,
    files_page,
    components_page,
)

#: Pages of a month that only a database keeps.
KEPT_PAGES: tuple[Blueprint, ...] = (month_end_page, wishes_page, my_wishes_page)

#: Pages about one team, whatever the month, where there are accounts.
TEAM_PAGES: tuple[Blueprint, ...] = (members_page, facts_page, opened_page, leave_page, offers_page)

#: Pages about no team, where there are accounts.
HOUSE_PAGES: tuple[Blueprint, ...] = (
    my_shifts_page,
    my_offers_page,
    my_messages_page,
    my_leave_page,
    my_calendars_page,
    busy_times_page,
    wish_windows_page,
    teams_page,
    new_team_page,
    account_page,
    users_page,
    erasing_page,
    sign_in_page,
    welcome_page,
)
