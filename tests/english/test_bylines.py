import pytest

from articles.english import bylines


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ann Marsh and Bo Lind", "Ann Marsh and Bo Lind"),
        ("BY ANN O'HARA-SMITH, HARBOUR POST", "Ann O'Hara-Smith"),
        ("Ann Marsh, Associated Press", "Ann Marsh"),
        ("By Ann Marsh, Bo Lind and Tom Weir in Mosul", "Ann Marsh, Bo Lind and Tom Weir"),
        ("By the river they stood", ""),
        ("Ann Marsh left for Mosul", ""),
    ],
)
def test_lines_that_are_only_a_byline_name_authors(line, names):
    assert bylines.names_in_line(line) == names


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Ann Marsh is a reporter at The Harbour Post.", "Ann Marsh"),
        ("Ann Marsh covers the harbour.", "Ann Marsh"),
        ("Additional reporting by Bo Lind; editing by Tom Weir", "Bo Lind"),
        ("Ann Marsh is in Mosul.", ""),
    ],
)
def test_notes_and_credits_name_authors(note, names):
    assert bylines.names_in_note(note) == names
    assert bylines.is_note(note) == bool(names)


def test_a_sentence_may_open_with_a_byline():
    assert bylines.starts_with_byline("By Ann Marsh in Mosul the river rose.")
    assert not bylines.starts_with_byline("By the river she rose.")
