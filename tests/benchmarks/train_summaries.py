"""Learns the weight of each feature of a sentence, and writes `articles/summaries/weights.json`.

python -m tests.benchmarks.train_summaries PATH

It learns from two thirds of the articles, so that `python -m tests.benchmarks.summaries PATH
--kept-aside` can measure on the others.

The worth of a sentence is the sum of three numbers: 0.5 if people chose it; the share of its words
and word pairs that are in the sentences they chose; and three times the share that are in the
highlights they wrote, which are much shorter. The mean worth of the article's sentences is
subtracted. The weights come from ridge regression.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from articles.summaries import features, ranking
from articles.summaries.graph import Floats
from tests.benchmarks import references, rouge
from tests.benchmarks.references import ReferenceArticle

_PENALTY = 300.0
"""The penalty on the squares of the weights. Any value up to 3,000 is about as good."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="a file or folder of articles with summaries")
    articles, _ = references.split(references.read(parser.parse_args().path))
    summarizer = ranking.NewsSummarizer()
    table = np.vstack(
        [summarizer.extract_features(one.document(), one.title)[2] for one in articles]
    )
    worth = np.concatenate([_worth(one) for one in articles])
    weights = _ridge(table, worth)
    ranking.WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n")
    print(f"Learned from {len(worth):,} sentences of {len(articles):,} articles.")
    for name, (_, _, weight) in sorted(weights.items(), key=lambda item: -abs(item[1][2])):
        print(f"{weight:+.4f} {name}")


def _worth(article: ReferenceArticle) -> Floats:
    chosen = np.array(article.chosen, float)
    gold = _shares(article, article.gold)
    highlights = _shares(article, article.highlights)
    worth = 0.5 * chosen + gold + 3 * highlights
    return worth - worth.mean()  # type: ignore[no-any-return]


def _shares(article: ReferenceArticle, summary: Sequence[str]) -> Floats:
    """Return for each sentence the share (0 to 1) of its words and word pairs in the summary.

    Words weigh a quarter, pairs three quarters."""
    reference = rouge.words(" ".join(summary))
    single, double = (rouge.grams(reference, n) for n in (1, 2))
    return np.array(
        [
            _share(rouge.grams(words, 1), single) / 4
            + _share(rouge.grams(words, 2), double) * 3 / 4
            for words in article.words
        ]
    )


def _share(grams: rouge.Grams, reference: rouge.Grams) -> float:
    found = sum(count for gram, count in grams.items() if gram in reference)
    return found / max(grams.total(), 1)


def _ridge(table: Floats, worth: Floats) -> dict[str, list[float]]:
    """Return for each feature its mean, its standard deviation and the weight of one deviation."""
    mean, deviation = table.mean(axis=0), table.std(axis=0) + 1e-9
    distance = ((table - mean) / deviation).clip(-ranking.CLIP, ranking.CLIP)
    square = distance.T @ distance + _PENALTY * np.eye(len(mean))
    weight = np.linalg.solve(square, distance.T @ (worth - worth.mean()))
    rows = np.column_stack([mean, deviation, weight]).round(5).tolist()
    return dict(zip(features.NAMES, rows, strict=True))


if __name__ == "__main__":
    main()
