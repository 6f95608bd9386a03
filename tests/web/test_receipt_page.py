"""A person's receipt as a page."""

from flask.testing import FlaskClient
from markupsafe import escape

from planner.messages import render
from planner.reporting.receipt import receipt
from planner.reporting.report import Report


def _text(client: FlaskClient, path: str, language: str) -> str:
    answer = client.get(path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_it_says_what_the_receipt_says(client: FlaskClient, report: Report) -> None:
    made = receipt(report, "Anna Berger")
    for language in ("de", "en"):
        page = _text(client, "/people/Anna Berger/receipt", language)
        for one in made.measures:
            assert all(str(escape(render(reason, language))) in page for reason in one.reasons)
    assert "Im November für Jonas eingesprungen" in page


def test_no_other_person_is_named(client: FlaskClient, report: Report) -> None:
    page = _text(client, "/people/Anna Berger/receipt", "en")
    others = [row.person for row in report.hours if row.person != "Anna Berger"]
    assert not [name for name in others if name in page]


def test_the_person_page_and_the_fairness_page_lead_to_it(client: FlaskClient) -> None:
    for path in ("/people/Anna Berger", "/fairness/"):
        assert "/people/Anna%20Berger/receipt" in _text(client, path, "en")


def test_nobody_of_that_name(client: FlaskClient) -> None:
    assert client.get("/people/Nobody/receipt").status_code == 404
