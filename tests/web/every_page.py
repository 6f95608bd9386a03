"""The address of every page of a house, so that none is forgotten where all are looked at."""

from collections.abc import Mapping

from flask import Flask

from web.access import ACCESS, Audience

#: Addresses that answer with files or with parts of a page; and one of nobody but who works that very shift, which
#: tests/e2e/test_offers.py looks at.
NO_PAGES = {"static", "account.download", "my_shifts.worker", "my_offers.hand_over",
            "files.download", "report.workbook", "month_end.workbook", "month_end.csv",
            "facts.download", "facts.template", "new_team.template", "landings.index", "landings.reason", "plan.live"}


def page_addresses(app: Flask, filling: Mapping[str, object], *, signed_in: bool) -> dict[str, str]:
    """Endpoint -> address, of the pages that anybody may open, or of those that ask who is there.

    filling: what stands in the gaps of addresses. KeyError for a page with a gap that has no filling.
    """
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        return {
            rule.endpoint: urls.build(rule.endpoint, {key: filling[key] for key in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and rule.endpoint not in NO_PAGES
            if (ACCESS[rule.endpoint] is not Audience.EVERYBODY) is signed_in
        }
