"""The data that benchmarks make for themselves: its format, and whether it is consistent."""

import gzip
import json
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from articles import readers
from articles.entities.training import crf
from articles.models import Article, Mention, Section, Stems
from articles.story import Story
from tests.benchmarks import __main__ as runner
from tests.benchmarks import material, search_corpus
from tests.benchmarks.growing import grow
from tests.benchmarks.material import Material
from tests.factories import make_article

SAMPLES = sorted(path.name for path in material.SAMPLES.iterdir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return material.make(tmp_path_factory.mktemp("material"), articles=60)


@pytest.fixture(scope="module")
def articles(made: Material) -> list[dict[str, Any]]:
    with gzip.open(made.summaries, "rt") as lines:
        return [json.loads(line) for line in lines]


class TestLabels:
    @pytest.mark.parametrize("kind", ["summaries", "sections", "names"])
    def test_every_sample_is_labelled(self, kind: str):
        assert sorted(material.labels(kind)) == SAMPLES

    @pytest.mark.parametrize("file", SAMPLES)
    def test_names_occur_in_their_article_as_they_are_written(self, file: str):
        label = material.labels("names")[file]
        text = "\n".join(material.lines(file))
        forms = [form for person in label["people"] for form in person] + label["places"]
        assert [form for form in forms if form not in text] == []


class TestSummaries:
    def test_three_sentences_of_each_article_are_gold(self, articles: list[dict[str, Any]]):
        for article in articles:
            sentences = [sentence for each in article["paragraphs"] for sentence in each]
            assert [sentences.count(gold) for gold in article["gold"]] == [1, 1, 1]

    def test_gold_sentences_stand_in_the_order_of_the_article(self, articles: list[dict[str, Any]]):
        for article in articles:
            sentences = [sentence for each in article["paragraphs"] for sentence in each]
            places = [sentences.index(gold) for gold in article["gold"]]
            assert places == sorted(places)

    def test_highlights_are_two_or_three_sentences_of_the_labellers_own(
        self, articles: list[dict[str, Any]]
    ):
        for article in articles:
            assert len(article["highlights"]) in (2, 3)
            assert not set(article["highlights"]) & set(article["gold"])

    def test_no_sentence_begins_with_a_dateline(self, articles: list[dict[str, Any]]):
        openings = [article["paragraphs"][0][0] for article in articles]
        assert [opening for opening in openings if " — " in opening[:40]] == []


class TestNames:
    def test_every_sample_is_a_document_and_tags_follow_each_other(self, made: Material):
        documents = list(crf.read_documents(made.names))
        assert len(documents) == len(SAMPLES)
        for sentence in (sentence for document in documents for sentence in document):
            for before, tag in zip(("O", *sentence.labels), sentence.labels, strict=False):
                assert not tag.startswith("I-") or before[1:] == tag[1:]

    @pytest.mark.parametrize(
        ("sentence", "tags"),
        [
            (
                "Santa Cruz meets Santa Cruz de la Sierra",
                "B-LOC I-LOC O B-LOC I-LOC I-LOC I-LOC I-LOC",
            ),
            ("the University of Mosul in Mosul", "O O O O O B-LOC"),
            ("Mosul Mosul", "B-LOC B-LOC"),
        ],
    )
    def test_the_longest_name_is_the_one_meant(self, sentence: str, tags: str):
        label = {
            "people": [],
            "places": ["Santa Cruz", "Santa Cruz de la Sierra", "Mosul"],
            "others": ["University of Mosul"],
        }
        assert " ".join(material.tag(sentence.split(), material.kinds(label))) == tags

    def test_initials_and_hyphens_belong_to_the_name(self):
        people = [["R. K. Subramaniam"], ["Ousmane Diagne-Faye"]]
        names = material.kinds({"people": people, "places": [], "others": []})
        assert set(names) == {("R.", "K.", "Subramaniam"), ("Ousmane", "Diagne-Faye")}


class TestSections:
    def test_each_label_lies_beside_its_text(self, made: Material):
        files = [json.loads(line)["file"] for line in made.sections.read_text().splitlines()]
        assert len(set(files)) == len(SAMPLES)
        assert all((made.sections.parent / file).exists() for file in files)

    def test_headings_and_tails_are_in_the_text(self, made: Material):
        for line in made.sections.read_text().splitlines():
            label = json.loads(line)
            if label["file"].endswith(".txt"):
                content = (made.sections.parent / label["file"]).read_bytes()
                story = next(iter(readers.read(label["file"], BytesIO(content))))
                assert isinstance(story, Story)
                texts = [block.text for block in story.blocks]
                assert [one for one in label["headings"] + label["tail"] if one not in texts] == []

    def test_no_mark_gives_a_heading_of_markdown_away(self, made: Material):
        assert not list(made.sections.parent.glob("*.md"))
        text = (made.sections.parent / "2026-06-30-euphrates-table.txt").read_text()
        assert text.startswith(
            "After the Tigris, a table is laid for the Euphrates\n\nBy Amal Haddad"
        )
        assert "\n\nThe same people, older\n\n" in text


class TestMadeUpNews:
    def test_the_same_stories_are_in_both_forms(self, made: Material):
        documents = search_corpus.load(made.wire)
        texts = [path.read_text() for path in sorted(made.texts.iterdir())]
        assert [document.title for document in documents] == [
            text.partition("\n")[0] for text in texts
        ]
        assert len(documents) == 60

    def test_stories_have_people_places_and_days(self, made: Material):
        documents = search_corpus.load(made.wire)
        assert all(document.people and document.places for document in documents)
        assert len({document.published for document in documents}) > 50

    def test_no_two_stories_are_the_same_and_no_slot_is_left(self, made: Material):
        texts = [path.read_text() for path in sorted(made.texts.iterdir())]
        assert len(set(texts)) == 60
        assert not any("{" in text for text in texts)

    def test_new_words_keep_coming(self, made: Material):
        texts = [path.read_text().split() for path in sorted(made.texts.iterdir())]
        early = {word for text in texts[:30] for word in text}
        late = Counter(word for text in texts[30:] for word in set(text) - early)
        assert len(late) > 300

    def test_the_same_number_gives_the_same_stories(self, made: Material, tmp_path: Path):
        again = material.make(tmp_path, articles=60)
        for kind in ("wire", "texts"):
            first, second = (getattr(each, kind) for each in (made, again))
            assert [path.read_bytes() for path in sorted(first.iterdir())] == [
                path.read_bytes() for path in sorted(second.iterdir())
            ]


class TestRunner:
    def test_prints_the_tables_of_the_benchmarks_asked_for(self, capfd: pytest.CaptureFixture[str]):
        assert runner.main(["--quick", "--only", "sections"]) == 0
        printed = capfd.readouterr().out
        assert "# sections\n" in printed
        assert "| articles | headings |" in printed

    def test_goes_on_after_a_failure_and_names_it_at_the_end(
        self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setitem(runner.BENCHMARKS, "absent", lambda made, size: [made.names])
        assert runner.main(["--quick", "--only", "absent", "sections"]) == 1
        printed = capfd.readouterr()
        assert "| articles | headings |" in printed.out
        assert printed.err.endswith("\nFailed: absent.\n")


@pytest.mark.django_db
class TestGrowing:
    @pytest.fixture
    def grown(self) -> list[Article]:
        for number in range(3):
            article = make_article(
                "Amal Haddad crossed the Tigris.\n\nHaddad said the ferry will go.\n\nThe end.",
                title=f"Amal Haddad opens bridge {number} in Mosul",
            )
        grow(10)
        return list(Article.objects.filter(pk__gt=article.pk))

    def test_an_archive_grows_to_the_size_asked_for(self, grown: list[Article]):
        assert len(grown) == 7

    def test_names_and_sentences_stand_where_they_are_said_to(self, grown: list[Article]):
        for mention in Mention.objects.filter(article__in=grown):
            text = mention.section.text if mention.section else mention.article.title
            assert text[mention.start : mention.end] == mention.words
        for section in Section.objects.filter(article__in=grown):
            said = [section.text[start:end] for start, end, *_ in section.sentences]
            assert all(sentence.endswith(".") for sentence in said)
            assert len(said) == 2

    def test_each_has_stems_for_its_sentences(self, grown: list[Article]):
        for stems in Stems.objects.filter(article__in=grown):
            assert int.from_bytes(bytes(stems.packed)[:4], "little") == 4
