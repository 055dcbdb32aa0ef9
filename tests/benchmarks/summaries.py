"""Measures the quality and speed of summaries, compared with Lead (the first sentences) and sumy.

python -m tests.benchmarks.summaries PATH [--json] [--kept-aside] [--sentences FOLDER]

PATH is a file of articles with reference summaries, or a folder of them (see `references`). The
quality table gives ROUGE at equal lengths: 90 words for the sentences that people chose, 60 for the
highlights that they wrote. It also gives how far each is above Lead and how far ours is above it,
with the 95% interval of a paired bootstrap. `--kept-aside` measures only on the third of the
articles that `train_summaries` does not learn from. `--sentences` adds a table of sentence
splitters, ours and those of installed libraries, on a folder of labelled text: one sentence a line,
and an empty line between paragraphs.
"""

import contextlib
import importlib
import itertools
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers._summarizer import AbstractSummarizer, SentenceInfo
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.random import RandomSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from articles import summaries
from articles.english.stop_words import CONTENT_STOP_WORDS
from articles.english.words import stem
from articles.summaries.ranking import NewsSummarizer
from articles.summaries.tokenizer import NewsTokenizer
from tests.benchmarks import references, report, rouge
from tests.benchmarks.references import ReferenceArticle

SUMY = {
    "LexRank": LexRankSummarizer,
    "TextRank": TextRankSummarizer,
    "LSA": LsaSummarizer,
    "Luhn": LuhnSummarizer,
    "KL-Sum": KLSummarizer,
    "SumBasic": SumBasicSummarizer,
    "Reduction": ReductionSummarizer,
    "Edmundson": EdmundsonSummarizer,
    "Random": RandomSummarizer,
}
MEASURES = ("ROUGE-1", "ROUGE-2", "ROUGE-L")
GOLD_WORDS, HIGHLIGHT_WORDS = 90, 60
"""Words, about as many as the references have."""
_RESAMPLES = 2_000
_LENGTHS = (900, 5_000)
"""Words of the texts whose speed is measured."""
_BOOK = 200_000
"""Words of a book."""

Numbers = NDArray[np.float64]

Order = Sequence[int]
Splitter = Callable[[str], Iterable[str]]
Ranker = Callable[[ReferenceArticle], Order]


def main() -> None:
    parser = report.parser(__doc__ or "")
    parser.add_argument("--sentences", type=Path, help="a folder of sentences labelled by hand")
    parser.add_argument(
        "--kept-aside", action="store_true", help="only articles that were not used for training"
    )
    arguments = parser.parse_args()
    articles = references.read(arguments.path)
    if arguments.kept_aside:
        _, articles = references.split(articles)
    tables = [*quality(articles), sections(articles), speed(articles), book_speed(articles)]
    if arguments.sentences:
        tables.append(splitters(arguments.sentences))
    report.show(tables, arguments.json)


# Quality


def quality(articles: Sequence[ReferenceArticle]) -> Iterator[report.Table]:
    orders = {name: [rank(one) for one in articles] for name, rank in _rankers().items()}
    for reference, length in (("gold", GOLD_WORDS), ("highlights", HIGHLIGHT_WORDS)):
        scored = {
            name: _scores(articles, ranked, reference, length) for name, ranked in orders.items()
        }
        rows = [_quality_row(name, scored) for name in scored]
        rows.sort(key=lambda row: -float(row["ROUGE-2"]))
        title = f"{length} words compared with the {reference} of {len(articles)} articles"
        yield report.Table(title, rows)


def _rankers() -> dict[str, Ranker]:
    ours = NewsSummarizer()
    return {
        "Newsroom": lambda one: ours.score(one.document(), one.title).rank_document(),
        "Lead": lambda one: range(len(one.sentences)),
        **{f"sumy {name}": _sumy_ranker(kind) for name, kind in SUMY.items()},
    }


def _sumy_ranker(kind: type[AbstractSummarizer]) -> Ranker:
    summarizer = sumy_summarizer(kind)
    return lambda one: _best_first(summarizer, one.document())


def sumy_summarizer(kind: type[AbstractSummarizer]) -> AbstractSummarizer:
    """Return a summarizer of sumy with stems and stop words, as its manual says."""
    summarizer = kind(stem)
    if isinstance(summarizer, EdmundsonSummarizer):
        summarizer.bonus_words = ["significant", "important", "major", "key", "new", "first"]
        summarizer.stigma_words = ["hardly", "impossible"]
        summarizer.null_words = CONTENT_STOP_WORDS
    else:
        summarizer.stop_words = CONTENT_STOP_WORDS
    return summarizer


def _best_first(summarizer: AbstractSummarizer, document: ObjectDocumentModel) -> Order:
    """Return all sentences in the order of sumy's ratings.

    sumy passes its ratings to the count of sentences, if that is a function."""
    order: list[int] = []

    def everything(rated: Sequence[SentenceInfo]) -> Sequence[SentenceInfo]:
        order.extend(one.order for one in rated)
        return rated

    random.seed(len(document.sentences))  # for RandomSummarizer
    summarizer(document, everything)
    return order


def _scores(
    articles: Sequence[ReferenceArticle], orders: Sequence[Order], reference: str, length: int
) -> Numbers:
    """Return a row for each article: ROUGE-1, ROUGE-2 and ROUGE-L of its best `length` words."""
    return np.array(
        [
            rouge.scores(
                _cut(article, order, length), rouge.words(" ".join(getattr(article, reference)))
            )
            for article, order in zip(articles, orders, strict=True)
        ]
    )


def _cut(article: ReferenceArticle, order: Order, length: int) -> list[str]:
    """Return `length` words of the best sentences, in the order of the text."""
    kept: dict[int, list[str]] = {}
    for sentence in order:
        room = length - sum(map(len, kept.values()))
        if room <= 0:
            break
        kept[sentence] = article.words[sentence][:room]
    return [word for sentence in sorted(kept) for word in kept[sentence]]


def _quality_row(name: str, scored: Mapping[str, Numbers]) -> report.Row:
    own = scored[name]
    means = {
        measure: f"{mean:.2f}" for measure, mean in zip(MEASURES, own.mean(axis=0), strict=True)
    }
    above_lead = _differences("above Lead", own - scored["Lead"])
    ours_above = _differences("Newsroom above it", scored["Newsroom"] - own)
    return {"summarizer": name, **means, **above_lead, **ours_above}


def _differences(title: str, differences: Numbers) -> dict[str, str]:
    """Return the mean differences of ROUGE-1 and ROUGE-2, with their 95% intervals."""
    low, high = np.percentile(_resampled_means(differences), [2.5, 97.5], axis=0)
    means = differences.mean(axis=0)
    return {
        f"{measure} {title}": f"{means[i]:+.2f} [{low[i]:+.2f}, {high[i]:+.2f}]"
        for i, measure in enumerate(MEASURES[:2])
    }


def _resampled_means(values: Numbers) -> Numbers:
    draws = np.random.default_rng(0).integers(0, len(values), (_RESAMPLES, len(values)))
    return values[draws].mean(axis=1)  # type: ignore[no-any-return]


# Sections


def sections(articles: Sequence[ReferenceArticle]) -> report.Table:
    """Measure the rank of the first sentence that people chose among those of its section."""
    ours = NewsSummarizer()
    lexrank = sumy_summarizer(LexRankSummarizer)
    found: dict[str, dict[str, list[float]]] = {"lead": {}, "headed": {}}
    for article in articles:
        for kind, section in _sections(article):
            spoken = Paragraph([article.document().sentences[i] for i in section])
            alone = _best_first(lexrank, ObjectDocumentModel([spoken]))
            orders = {
                "Newsroom": _order_section(ours, article, section),
                "Lead": section,
                "sumy LexRank": [section[i] for i in alone],
            }
            for name, order in orders.items():
                found[kind].setdefault(name, []).append(_reciprocal_rank(article, order))
    rows: list[report.Row] = [
        {"sections": kind, "count": len(ranks), "summarizer": name, "MRR": statistics.mean(ranks)}
        for kind, by_name in found.items()
        for name, ranks in by_name.items()
    ]
    return report.Table("Mean reciprocal rank of the first chosen sentence in its section", rows)


def _sections(article: ReferenceArticle) -> Iterator[tuple[str, range]]:
    """Return the sections, if there are headings, with four sentences or more and a chosen one."""
    ends = np.cumsum([len(paragraph) for paragraph in article.paragraphs]).tolist()
    starts = [0, *ends]
    bounds = [*article.headings, len(article.paragraphs)]
    places = [("lead", range(0, starts[bounds[0]]))] if article.headings else []
    for heading, following in itertools.pairwise(bounds):
        places.append(("headed", range(starts[heading + 1], starts[following])))
    for kind, place in places:
        if len(place) >= 4 and any(article.chosen[i] for i in place):
            yield kind, place


def _order_section(ours: NewsSummarizer, article: ReferenceArticle, section: range) -> Order:
    """Return the section's sentences in our order. Those that are unfit for summaries come last."""
    document = article.document(headed=True)
    spoken = [i for i, is_text in enumerate(_is_text(article)) if is_text]
    place = {sentence: number for number, sentence in enumerate(spoken)}
    among = range(place[section[0]], place[section[-1]] + 1)
    order = [spoken[i] for i in ours.score(document, article.title).rank_section(among)]
    return [*order, *(i for i in section if i not in order)]


def _is_text(article: ReferenceArticle) -> list[bool]:
    """Return for each sentence whether it is text rather than a heading."""
    headings = set(article.headings)
    return [
        number not in headings
        for number, paragraph in enumerate(article.paragraphs)
        for _ in paragraph
    ]


def _reciprocal_rank(article: ReferenceArticle, order: Order) -> float:
    return 1 / (1 + [article.chosen[i] for i in order].index(True))


# Speed


def speed(articles: Sequence[ReferenceArticle]) -> report.Table:
    """Measure the time from plain text to ranked sentences.

    sumy's LexRank gets our splitter and stemmer. The time is the least processor time of several
    rounds, because other work on the machine can only add to it.
    """
    rows = []
    for length in _LENGTHS:
        text = _text(articles, length)
        ours = _seconds(partial(summaries.rank, "", [("", text)]), 50)
        theirs = _seconds(partial(_sumy_lexrank, text), 3)
        rows.append(
            {
                "words": len(text.split()),
                "Newsroom, ms": ours * 1e3,
                "sumy LexRank, ms": theirs * 1e3,
                "times as fast": theirs / ours,
            }
        )
    return report.Table("Splitting, stemming and ranking one text", rows)


def book_speed(articles: Sequence[ReferenceArticle]) -> report.Table:
    text = _text(articles, _BOOK)
    taken = _seconds(partial(summaries.rank, "", [("", text)]), 1)
    tracemalloc.start()
    summaries.rank("", [("", text)])
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    row = {"words": len(text.split()), "seconds": taken, "MB at the peak": peak}
    return report.Table("A text of the length of a book", [row])


def _text(articles: Sequence[ReferenceArticle], length: int) -> str:
    """Return paragraphs of the articles in turn, with about `length` words in all."""
    paragraphs: list[str] = []
    for article in itertools.cycle(articles):
        for paragraph in article.paragraphs:
            paragraphs.append(" ".join(paragraph))
            length -= len(paragraphs[-1].split())
            if length <= 0:
                return "\n\n".join(paragraphs)
    raise ValueError("There are no articles to make a text of.")


def _sumy_lexrank(text: str) -> None:
    tokenizer = NewsTokenizer()
    spoken = [Sentence(sentence, tokenizer) for sentence in tokenizer.to_sentences(text)]
    sumy_summarizer(LexRankSummarizer)(ObjectDocumentModel([Paragraph(spoken)]), 3)


def _seconds(work: Callable[[], object], times: int) -> float:
    work()
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


# Sentences


def splitters(folder: Path) -> report.Table:
    """Measure how well each splitter finds the ends of sentences in labelled paragraphs."""
    labelled = [
        paragraph.splitlines()
        for file in sorted(folder.glob("*.txt"))
        for paragraph in file.read_text(encoding="utf-8").split("\n\n")
        if paragraph.strip()
    ]
    rows = [_splitter_row(name, split, labelled) for name, split in _splitters()]
    return report.Table(f"Sentence ends inside {len(labelled)} paragraphs", rows)


def _splitters() -> Iterator[tuple[str, Splitter]]:
    yield "Newsroom", NewsTokenizer().to_sentences
    for name, make in (
        ("nupunkt", _nupunkt),
        ("pysbd", _pysbd),
    ):
        with contextlib.suppress(ImportError):
            yield name, make(importlib.import_module(name))


def _nupunkt(library: Any) -> Splitter:
    return library.sent_tokenize  # type: ignore[no-any-return]


def _pysbd(library: Any) -> Splitter:
    return library.Segmenter(language="en", clean=False).segment  # type: ignore[no-any-return]


def _splitter_row(
    name: str, split: Splitter, labelled: Sequence[Sequence[str]]
) -> dict[str, str | float]:
    right = found = wanted = letters = 0
    started = time.perf_counter()
    for spoken in labelled:
        text = " ".join(spoken)
        ends, split_ends = _ends(spoken), _ends(split(text))
        right += len(ends & split_ends)
        found += len(split_ends)
        wanted += len(ends)
        letters += len(text)
    taken = time.perf_counter() - started
    return {
        "splitter": name,
        "ends": wanted,
        "precision": 100 * right / max(found, 1),
        "recall": 100 * right / max(wanted, 1),
        "F1": 200 * right / max(found + wanted, 1),
        "MB/s": letters / 1e6 / taken,
    }


def _ends(spoken: Iterable[str]) -> set[int]:
    """Return the ends of sentences inside a paragraph, in characters without white space."""
    ends = list(itertools.accumulate(len("".join(sentence.split())) for sentence in spoken))
    return set(ends[:-1])


if __name__ == "__main__":
    main()
