import pytest

from articles.english import datelines


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("MOSUL, Iraq (Agency) — The bridge is closed.", "MOSUL, Iraq"),
        ("NEW YORK, Oct. 25 - The bill fell.", "NEW YORK"),
        ("GENEVA: The talks failed.", "GENEVA"),
    ],
)
def test_first_paragraphs_open_with_a_place(text, place):
    assert datelines.find(text)["place"] == place


@pytest.mark.parametrize(
    "text", ["BREAKING — The pier is closed.", "The Hague - It fell.", "The pier is closed."]
)
def test_other_openings_are_no_datelines(text):
    assert datelines.find(text) is None
