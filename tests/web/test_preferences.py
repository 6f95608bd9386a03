"""Language, theme and density."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("de-AT,de;q=0.9", "de"), ("en-GB", "en"), ("fr,de;q=0.5,en;q=0.2", "de"), ("fr", "en"), ("", "en")],
)
def test_language_follows_the_browser(client: FlaskClient, accepted: str, language: str) -> None:
    assert f'<html lang="{language}"' in client.get("/list", headers={"Accept-Language": accepted}).get_data(
        as_text=True
    )


def test_switch_outranks_the_browser_and_stays(client: FlaskClient) -> None:
    answer = client.get("/people/?q=anna&lang=de", headers={"Accept-Language": "en"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/people/?q=anna"
    assert '<html lang="de"' in client.get("/", headers={"Accept-Language": "en"}).get_data(as_text=True)


def test_a_switch_keeps_what_is_asked_more_than_once_and_names_with_spaces(client: FlaskClient) -> None:
    answer = client.get("/people/Anna%20Berger?event=a&event=b&lang=de")
    assert answer.headers["Location"] == "/people/Anna%20Berger?event=a&event=b"


def test_theme_and_density_are_kept(client: FlaskClient) -> None:
    client.get("/?theme=dark&density=compact")
    html = client.get("/").get_data(as_text=True)
    assert 'data-theme="dark"' in html
    assert "month-frame compact" in html


def test_unknown_choices_change_nothing(client: FlaskClient) -> None:
    answer = client.get("/?theme=pink&lang=xx")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_feed_address_never_sets_a_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/ical/unknown.ics?lang=de").headers
