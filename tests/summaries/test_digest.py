import pytest

from articles.summaries import digest
from articles.summaries.digest import Candidate, Pick

ROAD = "The council of Oakdale will close the coast road in March for repairs to the wall."


def article(*sentences, relevance=1.0, ranks=None):
    return Candidate(
        digest.encode_stems(sentences), ranks or list(range(len(sentences))), relevance
    )


def harbour(number, relevance=1.0):
    """An article whose second sentence alone is about the harbour."""
    subjects = ["cranes", "ferries", "pilots", "gulls", "anglers", "sailors", "bakers", "choirs"]
    subject = subjects[number % 8]
    return article(
        f"The {subject} of Oakdale met in the town hall on a wet evening in March.",
        f"The {subject} of Tarn harbour want rules for {subject} by {1990 + number} or so.",
        relevance=relevance,
    )


def test_sentences_match_the_query_and_come_from_different_articles():
    found = digest.digest(digest.topic_from_words("Tarn harbour"), [harbour(n) for n in range(8)])
    assert {one.sentence for one in found} == {1}
    assert sorted(one.candidate for one in found) == list(range(8))


def test_at_most_eight_sentences():
    articles = [harbour(n % 8) for n in range(30)]
    assert len(digest.digest(digest.topic_from_words("harbour"), articles)) <= 8
    assert len(digest.digest(digest.topic_from_words("harbour"), articles, how_many=5)) == 5


def test_no_digest_where_too_few_sentences_match():
    articles = [harbour(n) for n in range(8)]
    assert digest.digest(digest.topic_from_words("volcano"), articles) == []
    assert digest.digest(digest.topic_from_words("the of"), articles) == []
    assert digest.digest(digest.topic_from_words("harbour"), articles[:2]) == []
    assert digest.digest(digest.topic_from_words("harbour"), []) == []


def test_both_of_two_words_must_match_and_two_thirds_of_more():
    articles = [harbour(n) for n in range(8)]
    assert digest.digest(digest.topic_from_words("harbour rules"), articles)
    assert digest.digest(digest.topic_from_words("harbour wall"), articles) == []
    assert digest.digest(digest.topic_from_words("harbour rules wall"), articles)
    assert digest.digest(digest.topic_from_words("harbour rules wall road"), articles) == []


def test_a_very_short_sentence_is_passed_over():
    articles = [article(f"The harbour of Tarn wants {n} cranes.") for n in range(1, 9)]
    assert digest.digest(digest.topic_from_words("harbour"), articles) == []


def test_near_copies_are_picked_once():
    articles = [article(ROAD)] * 6 + [harbour(n) for n in range(8)]
    found = digest.digest(digest.topic_from_names(["coast road", "harbour"]), articles)
    assert sum(one.candidate < 6 for one in found) == 1


def test_words_asked_for_together_are_sought_together():
    together = [
        article("Prices on the stock market fell by a tenth before the bell rang on Monday."),
        article("Nobody at the stock markets of the north has heard of the eels of Tarn."),
        article("A stock market for kelp is to open in the old customs house of Oakdale."),
        article("Women ran the first stock market of the islands from a bakery kitchen."),
        article("The bank blamed its losses on a stock market that it does not understand."),
    ]
    apart = [
        article(f"The {what} in the market of Tarn ran out of stock before noon that day.")
        for what in ("bakers", "cooks", "fishers", "cobblers", "potters")
    ]
    found = digest.digest(digest.topic_from_words("stock market"), [*apart, *together])
    assert {one.candidate for one in found} == {5, 6, 7, 8, 9}


def test_any_full_name_is_a_match_but_half_a_name_is_not():
    articles = [
        article("Mayor Ann Lee opened the new library in the old town on Monday morning."),
        article("The new bridge, said Mayor Lee, would cost the town nothing but patience."),
        article("Ferry crews blamed Ann Marsh for the delays to their winter timetable."),
        article("A portrait of A. Lee by a local painter now hangs in the council chamber."),
        article("Eels from the river were served to Ann Lee when she came to the school."),
        article("Six hundred letters reached Ann Lee in the week after the storm had passed."),
        article("Bakers want Ann Lee to take the tax off bread until the harvest is home."),
    ]
    found = digest.digest(digest.topic_from_names(["Ann Lee", "Mayor Lee"]), articles)
    assert {one.candidate for one in found} == {0, 1, 4, 5, 6}


@pytest.mark.parametrize(
    "leaning",
    [
        "It shut the harbour of Tarn for the {} that sail to the north of the isles.",
        "Other {} left the harbour of Tarn for the quays to the north of the isles.",
        "On Tuesday they took {} to the harbour of Tarn and to the quays to the north.",
        "The {} have also left the harbour of Tarn for the quays to the north.",
    ],
)
def test_a_sentence_that_leans_on_another_is_never_picked(leaning: str):
    articles = [
        article(leaning.format(what))
        for what in ("cranes", "ferries", "pilots", "gulls", "anglers", "sailors", "bakers")
    ]
    assert digest.digest(digest.topic_from_words("harbour"), articles) == []


def test_unranked_sentences_and_stale_stems_are_passed_over():
    unranked = [
        article(
            *(f"The harbour of Tarn has {word} cranes and no rules." for word in ("red",)),
            ranks=[None],
        )
    ] * 5
    assert digest.digest(digest.topic_from_words("harbour"), unranked) == []
    stale = [Candidate(one.stems, [0], one.relevance) for one in map(harbour, range(8))]
    assert digest.digest(digest.topic_from_words("harbour"), stale) == []


def test_more_relevant_articles_come_first():
    articles = [harbour(n, relevance=9.0 if n == 5 else 1.0) for n in range(8)]
    assert digest.digest(digest.topic_from_words("harbour"), articles)[0] == Pick(5, 1)


@pytest.mark.parametrize("sentences", [[], [""], ["By Ann Lee"]])
def test_articles_with_nothing_to_say_are_stored_and_passed_over(sentences):
    articles = [article(*sentences)] * 8 + [Candidate(b"", [], 1.0)]
    assert digest.digest(digest.topic_from_words("harbour"), articles) == []
