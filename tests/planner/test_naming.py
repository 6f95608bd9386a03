"""Where a text names somebody."""

import pytest

from planner.names import naming


@pytest.mark.parametrize(
    ("word", "text", "named"),
    [
        ("Zoe", "Zoe is ill.", True),
        ("Zoe", "With zoe, on Monday", True),
        ("Zoe", "Zoey is ill.", False),
        ("Ana Berg", "Ana Berger", False),
        ("zoe@example.com", "Write to zoe@example.com.", True),
        ("zoe@example.com", "<Zoe@Example.com>", True),
        ("zoe@example.com", "zoe@example.com.au", False),
        ("zoe@example.com", "zoe@example.com-shop", False),
        ("zoe@example.com", "la.zoe@example.com", False),
        ("zoe@example.com", "a+zoe@example.com", False),
        ("zoe+a@example.com", "zoe+a@example.com, and others", True),
    ],
)
def test_names_are_whole_words_and_addresses_whole_addresses(word: str, text: str, *, named: bool) -> None:
    assert bool(naming([word]).search(text)) is named


def test_of_several_the_first_that_fits_counts() -> None:
    assert naming(["Zoe Berg", "Zoe"]).sub("…", "Zoe Berg and Zoe") == "… and …"
