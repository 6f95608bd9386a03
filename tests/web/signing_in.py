"""Signing in as people do, and what comes back."""

from flask.testing import FlaskClient

from tests.planner.account_cases import PASSWORD

OLGA = "olga@example.com"


def sign_in(client: FlaskClient, email: str = OLGA, password: str = PASSWORD, **more: str):
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("sid")
    return found.value if found else ""


def text(answer) -> str:
    return answer.get_data(as_text=True)
