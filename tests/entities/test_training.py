"""Training the name tagger on a folder of labelled files."""

import gzip
import random
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from articles.entities import lexicon, tagger
from articles.entities.training import crf, made_up_news
from articles.management.commands import train_tagger

pytestmark = pytest.mark.slow

LABELLED = """-DOCSTART-\tO

Ann\tB-PER
Marsh\tI-PER
left\tO
Burkina-Faso\tB-LOC
.\tO

-DOCSTART-\tO

France\tB-ORG
won\tO
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "set.tsv.gz", "wt", encoding="utf-8") as file:
        file.write(LABELLED)
    return tmp_path


def test_labelled_files_are_read_as_documents_of_sentences(folder):
    documents = list(crf.read_documents(folder / "set.tsv.gz"))
    assert [[sentence.words for sentence in document] for document in documents] == [
        [("Ann", "Marsh", "left", "Burkina-Faso", ".")],
        [("France", "won")],
    ]


def test_words_are_split_at_hyphens_and_countries_become_places(folder):
    (first,), (second,) = crf.read_documents(folder / "set.tsv.gz")
    assert crf.prepare_sentence(first).words[3:6] == ("Burkina", "-", "Faso")
    assert crf.prepare_sentence(first).labels[3:6] == ("B-LOC", "I-LOC", "I-LOC")
    assert crf.prepare_sentence(second).labels == ("B-LOC", "O")


def test_a_full_name_is_replaced_by_a_full_name_and_a_surname_by_a_surname(monkeypatch):
    monkeypatch.setattr(crf, "SHARE_RENAMED", 1)
    names = made_up_news.NameGenerator(site.GAZETTEER, random.Random(1))
    monkeypatch.setattr(names, "draw_person", lambda: ("Ola Dahl", "Dahl", "Ola"))
    document = [
        crf.LabelledSentence(("Ann", "Marsh", "left"), ("B-PER", "I-PER", "O")),
        crf.LabelledSentence(("Marsh", "left"), ("B-PER", "O")),
    ]
    # The first numbers that this seed draws are too high for capitals and headline case.
    assert list(crf.add_variants([document], names, random.Random(3))) == [
        document,
        [crf.LabelledSentence(("Ola", "Dahl", "left"), ("B-PER", "I-PER", "O"))],
        [crf.LabelledSentence(("Dahl", "left"), ("B-PER", "O"))],
    ]


def test_the_same_seed_makes_the_same_news():
    def make() -> list[list[made_up_news.Marked]]:
        return list(made_up_news.make_articles(site.GAZETTEER, random.Random(3), times=1))[:40]

    assert make() == make()
    labels = {label for article in make() for sentence in article for _, label in sentence}
    assert {"O", "B-PER", "I-PER", "B-LOC", "B-ORG", "B-MISC"} <= labels


def test_the_command_trains_a_model_that_finds_names(folder, monkeypatch, capsys):
    monkeypatch.setattr(crf, "TIMES_FILLED", 1)
    monkeypatch.setattr(train_tagger, "SEEDS", (1,))
    monkeypatch.setattr(tagger, "PATH", folder / "tagger.npz")
    call_command("train_tagger", str(folder))
    assert "The model is" in capsys.readouterr().out
    model = tagger.Tagger(folder / "tagger.npz", lexicon.load())
    words = ["President", "Ann", "Marsh", "spoke", "in", "Geneva", "."]
    (tagged,) = model.tag([words])
    assert tagged.labels == ["O", "B-PER", "I-PER", "O", "O", "B-LOC", "O"]
    assert all(0.5 < probability <= 1.001 for probability in tagged.probabilities)


def test_the_average_of_models_weighs_what_each_learnt(tmp_path):
    for name, keys, weight in (("one", [3, 5], 8), ("other", [5, 9], 4)):
        weights = np.full((2, 9), weight, dtype=np.int16)
        np.savez(tmp_path / f"{name}.npz", keys=keys, weights=weights, scale=0.5, moves=np.eye(9))
    crf.average_models([tmp_path / "one.npz", tmp_path / "other.npz"], tmp_path / "mean.npz")
    with np.load(tmp_path / "mean.npz") as model:
        assert model["keys"].tolist() == [3, 5, 9]
        means = model["weights"][:, 0] * model["scale"]
        assert means.tolist() == pytest.approx([2.0, 3.0, 1.0], abs=0.001)
        assert model["moves"].tolist() == np.eye(9).tolist()


def test_a_folder_without_labelled_files_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"holds no \.tsv\.gz file"):
        call_command("train_tagger", str(tmp_path))
