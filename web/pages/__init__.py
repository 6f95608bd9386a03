"""One module a page: reads the desk, makes the view, renders the template."""

from flask import Blueprint

from web.pages import calendars, components, fairness, files, gaps, people, roster, rules, staffing

#: All pages, in the order of the navigation.
PAGES: tuple[Blueprint, ...] = (
    roster.bp,
    people.bp,
    gaps.bp,
    fairness.bp,
    rules.bp,
    staffing.bp,
    files.bp,
    calendars.bp,
    components.bp,
)
