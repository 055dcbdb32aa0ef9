"""The features of each sentence of a small article.

The expected values do not come from the code. The counts were made by hand, and the votes and
cosines were computed from the full matrix of cosines.
"""

import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

from articles.summaries import features, ranking
from articles.summaries.tokenizer import NewsTokenizer

TITLE = "Tarn port to shut"
SENTENCES = (
    "The port of Tarn will close, the port said.",
    "It will close the port in 2024 for a year.",
    "“We have no choice,” Ann MacLee told us, and the ferries, she added, must move.",
    '"Will the ferries of the port sail from Oakdale?" I asked.',
    "No.",
)
TABLE = {
    "votes": (1.689736, 1.554323, 0.581339, 0.993859, 0.180743),
    "similarity": (0.269357, 0.264491, 0.213479, 0.229385, 0.0),
    "title_cosine": (0.666667, 0.333333, 0.0, 0.258199, 0.0),
    "title_share": (0.666667, 0.333333, 0.0, 0.333333, 0.0),
    "title_neighbours": (0.577939, 0.406085, 0.016302, 0.26333, 0.0),
    "frequency": (0.144737, 0.122807, 0.06015, 0.094737, 0.0),
    "common": (3.0, 3.0, 6.0, 2.0, 0.0),
    "spread": (1.0, 1.0, 0.0, 1.0, 0.0),
    "stems": (4.0, 3.0, 7.0, 5.0, 0.0),
    "words": (9.0, 9.0, 15.0, 11.0, 1.0),
    "density": (0.444444, 0.333333, 0.466667, 0.454545, 0.0),
    "capitals": (0.222222, 0.111111, 0.133333, 0.272727, 1.0),
    "digits": (0.0, 4.0, 0.0, 0.0, 0.0),
    "quoted": (0.0, 0.0, 2.0, 2.0, 0.0),
    "commas": (1.0, 0.0, 4.0, 0.0, 0.0),
    "new": (1.0, 0.333333, 1.0, 0.6, 0.0),
    "followed": (2.0, 0.0, 1.0, 0.0, 0.0),
    "first_similarity": (1.0, 0.294854, 0.0, 0.05193, 0.0),
    "letters": (3.888889, 3.666667, 4.333333, 4.363636, 3.0),
    "votes, compared": (1.208203, 0.971001, -0.733363, -0.010757, -1.435084),
    "similarity, compared": (0.740844, 0.692136, 0.181535, 0.340744, -1.955259),
    "title_cosine, compared": (1.678719, 0.330438, -1.017843, 0.026531, -1.017843),
    "title_share, compared": (1.603567, 0.267261, -1.069045, 0.267261, -1.069045),
    "title_neighbours, compared": (1.456818, 0.686972, -1.05912, 0.047478, -1.132148),
    "frequency, compared": (1.18463, 0.753452, -0.478484, 0.201545, -1.661143),
    "common, compared": (0.103142, 0.103142, 1.650274, -0.412568, -1.44399),
    "spread, compared": (0.816497, 0.816497, -1.224745, 0.816497, -1.224745),
    "stems, compared": (0.086387, -0.345547, 1.382189, 0.518321, -1.64135),
    "words, compared": (0.0, 0.0, 1.315587, 0.438529, -1.754116),
    "density, compared": (0.59298, -0.036632, 0.718903, 0.650218, -1.925468),
    "capitals, compared": (-0.379287, -0.714669, -0.647593, -0.22684, 1.968389),
    "digits, compared": (-0.5, 2.0, -0.5, -0.5, -0.5),
    "quoted, compared": (-0.816497, -0.816497, 1.224745, 1.224745, -0.816497),
    "commas, compared": (0.0, -0.645497, 1.936492, -0.645497, -0.645497),
    "new, compared": (1.067064, -0.654007, 1.067064, 0.034421, -1.514542),
    "followed, compared": (1.75, -0.75, 0.5, -0.75, -0.75),
    "first_similarity, compared": (1.916293, 0.066874, -0.706456, -0.570255, -0.706456),
    "letters, compared": (0.076613, -0.366935, 0.96371, 1.024194, -1.697581),
    "first_person": (0.0, 0.0, 2.0, 1.0, 0.0),
    "says": (1.0, 0.0, 2.0, 1.0, 0.0),
    "question": (0.0, 0.0, 0.0, 1.0, 0.0),
    "opens_quote": (0.0, 0.0, 1.0, 1.0, 0.0),
    "leans": (0.0, 1.0, 0.0, 0.0, 0.0),
    "leaned_on": (1.0, 0.0, 0.0, 0.0, 0.0),
    "position": (0.0, 1.0, 2.0, 3.0, 4.0),
    "remaining": (1.0, 0.8, 0.6, 0.4, 0.2),
    "article": (5.0, 5.0, 5.0, 5.0, 5.0),
    "title": (3.0, 3.0, 3.0, 3.0, 3.0),
}


def table(sentences: tuple[str, ...], title: str) -> dict[str, tuple[float, ...]]:
    tokenizer = NewsTokenizer()
    paragraph = Paragraph([Sentence(sentence, tokenizer) for sentence in sentences])
    *_, rows = ranking.NewsSummarizer().extract_features(ObjectDocumentModel([paragraph]), title)
    return dict(zip(features.NAMES, map(tuple, rows.T.tolist()), strict=True))


def test_the_table_has_a_column_for_each_feature():
    assert tuple(TABLE) == features.NAMES
    assert len(TABLE) == 48


@pytest.mark.parametrize("name", TABLE)
def test_each_feature_of_a_small_article(name: str):
    assert table(SENTENCES, TITLE)[name] == pytest.approx(TABLE[name], abs=2e-6)


def test_a_stem_is_spread_when_a_tenth_of_the_sentences_have_it():
    sentences = (*["The port closes."] * 4, *["Ferries sail."] * 3, *["No."] * 33)
    assert table(sentences, "")["spread"] == (*[2.0] * 4, *[0.0] * 36)


def test_only_the_ten_commonest_stems_are_common():
    sentences = (
        "Ann Bo Cy Dee Eve Fay Gus Hal Ivy Jon.",
        "Jon Ivy Hal Gus Fay Eve Dee Cy Bo Ann Kim Lou.",
    )
    assert table(sentences, "")["common"] == (10.0, 10.0)


def test_shares_of_a_single_stem_are_whole():
    columns = table(("The port.", "No."), "Port")
    names = ("frequency", "new", "title_share", "title_cosine")
    assert [columns[name] for name in names] == [(1.0, 0.0)] * 4
