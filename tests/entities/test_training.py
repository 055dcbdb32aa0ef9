"""Training the tagger of names from a folder of labelled files."""

import gzip
import random
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings as site
from django.core.management import CommandError, call_command

from articles.entities import lexicon, tagger
from articles.entities.training import crf, rehearsal
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
    documents = list(crf.read(folder / "set.tsv.gz"))
    assert [[sentence.words for sentence in document] for document in documents] == [
        [("Ann", "Marsh", "left", "Burkina-Faso", ".")],
        [("France", "won")],
    ]


def test_words_are_cut_at_hyphens_and_countries_made_places(folder):
    (first,), (second,) = crf.read(folder / "set.tsv.gz")
    assert crf.prepared(first).words[3:6] == ("Burkina", "-", "Faso")
    assert crf.prepared(first).labels[3:6] == ("B-LOC", "I-LOC", "I-LOC")
    assert crf.prepared(second).labels == ("B-LOC", "O")


def test_made_up_news_is_the_same_for_the_same_seed():
    def made() -> list[list[rehearsal.Marked]]:
        return list(rehearsal.articles(site.GAZETTEER, random.Random(3), times=1))[:40]

    assert made() == made()
    labels = {label for article in made() for sentence in article for _, label in sentence}
    assert {"O", "B-PER", "I-PER", "B-LOC", "B-ORG", "B-MISC"} <= labels


def test_the_command_trains_a_model_that_finds_names(folder, monkeypatch, capsys):
    monkeypatch.setattr(crf, "TIMES_REHEARSED", 1)
    monkeypatch.setattr(train_tagger, "SEEDS", (1,))
    monkeypatch.setattr(tagger, "PATH", folder / "tagger.npz")
    call_command("train_tagger", str(folder))
    assert "The model is" in capsys.readouterr().out
    model = tagger.Tagger(folder / "tagger.npz", lexicon.load())
    words = ["President", "Ann", "Marsh", "spoke", "in", "Geneva", "."]
    (tagged,) = model.tag([words])
    assert tagged.labels == ["O", "B-PER", "I-PER", "O", "O", "B-LOC", "O"]
    assert all(0.5 < likely <= 1.001 for likely in tagged.likely)


def test_the_average_of_models_weighs_what_each_learnt(tmp_path):
    for name, keys, weight in (("one", [3, 5], 8), ("other", [5, 9], 4)):
        weights = np.full((2, 9), weight, dtype=np.int16)
        np.savez(tmp_path / f"{name}.npz", keys=keys, weights=weights, scale=0.5, moves=np.eye(9))
    crf.average([tmp_path / "one.npz", tmp_path / "other.npz"], tmp_path / "mean.npz")
    with np.load(tmp_path / "mean.npz") as model:
        assert model["keys"].tolist() == [3, 5, 9]
        means = model["weights"][:, 0] * model["scale"]
        assert means.tolist() == pytest.approx([2.0, 3.0, 1.0], abs=0.001)
        assert model["moves"].tolist() == np.eye(9).tolist()


def test_a_folder_without_labelled_files_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"holds no \.tsv\.gz file"):
        call_command("train_tagger", str(tmp_path))
