"""One module a page: reads the desk, makes the view, renders the template."""

from flask import Blueprint

from web.pages.calendars import bp as calendars
from web.pages.components import bp as components
from web.pages.fairness import bp as fairness
from web.pages.files import bp as files
from web.pages.gaps import bp as gaps
from web.pages.people import bp as people
from web.pages.roster import bp as roster
from web.pages.rules import bp as rules
from web.pages.staffing import bp as staffing

#: All pages, in the order of the navigation.
PAGES: tuple[Blueprint, ...] = (roster, people, gaps, fairness, rules, staffing, calendars, files, components)
