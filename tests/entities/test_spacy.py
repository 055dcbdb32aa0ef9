"""A spaCy pipeline instead of our own tagger. This one knows a few names."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured

from articles import entities
from articles.entities.spacy_tagger import SpacyTagger
from newsroom import environment

KNOWN = {"Ann Marsh": "PERSON", "Zelvix": "GPE", "Monday": "DATE", "Banuro Foods": "ORG"}


class Pipeline:
    """Finds the names it knows, and returns them as `spacy.Language` does."""

    def pipe(self, texts):
        for text in texts:
            yield SimpleNamespace(
                ents=[
                    SimpleNamespace(
                        label_=label,
                        start_char=text.index(name),
                        end_char=text.index(name) + len(name),
                    )
                    for name, label in KNOWN.items()
                    if name in text
                ]
            )


@pytest.fixture
def spacy_chosen(monkeypatch):
    monkeypatch.setattr(entities, "load_tagger", lambda: SpacyTagger(Pipeline()))


def test_words_are_tagged_by_what_the_pipeline_finds():
    words = ["On", "Monday", "Ann", "Marsh", "left", "Banuro", "Foods", "in", "Zelvix", "."]
    (tagged,) = SpacyTagger(Pipeline()).tag([words])
    assert tagged.labels == [
        "O", "O", "B-PER", "I-PER", "O", "B-ORG", "I-ORG", "O", "B-LOC", "O",
    ]  # fmt: skip


@pytest.mark.usefixtures("spacy_chosen")
def test_names_are_those_of_the_chosen_pipeline():
    found = entities.extract(
        "", [("", "On Monday Ann Marsh left Banuro Foods. Marsh drove to Zelvix.")]
    )
    assert [person.name for person in found.people] == ["Ann Marsh"]
    assert [mention.words for mention in found.people[0].mentions] == ["Ann Marsh", "Marsh"]
    assert [place.name for place in found.places] == ["Zelvix"]


def test_a_pipeline_that_is_not_installed_stops_the_start(monkeypatch):
    monkeypatch.setenv("NEWSROOM_SPACY", "en_nowhere_lg")
    with pytest.raises(ImproperlyConfigured, match="no Python package of that name is installed"):
        environment.package("NEWSROOM_SPACY")
