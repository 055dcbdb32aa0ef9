"""What any index must do, as tests: subclass IndexContract and give it the fixture `index`."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles.search.asking.index import Document, Index
from articles.search.asking.query import FACETS, MANY_VALUED, MISSING, Query
from articles.search.asking.results import Count

WORDS = ["oil", "gas", "gold", "tin", "zinc", "wheat", "maiz", "corn", "cotton", "cocoa"]
SECTIONS = ["", "Business", "World", "World Sport"]


def a_document(id: int = 1, **changes: object) -> Document:
    plain = Document(id, f"Title {id}", "", "Some text.", date(2017, 11, 2))
    return replace(plain, **changes)  # type: ignore[arg-type]


def articles(index: Index, text: str = "", **asked: object) -> list[int]:
    """The ids of the hits, in order."""
    query = Query(text=text, **asked)  # type: ignore[arg-type]
    results, whole = index.hits(query), index.search(query)
    assert (results.total, results.hits) == (whole.total, whole.hits)
    return [hit.article for hit in results.hits]


def load(index: Index, *documents: Document) -> None:
    with index.writing() as writer:
        writer.put(documents)


class Oracle:
    """The same answers by looking at every document."""

    def __init__(self, documents: list[Document]) -> None:
        self.documents = {document.id: document for document in documents}

    def matches(self, tree: tuple) -> set[int]:
        kind, *rest = tree
        everything = set(self.documents)
        match kind:
            case "and":
                return self.matches(rest[0]) & self.matches(rest[1])
            case "or":
                return self.matches(rest[0]) | self.matches(rest[1])
            case "not":
                return everything - self.matches(rest[0])
        return {id for id, document in self.documents.items() if self.holds(document, kind, rest)}

    def holds(self, document: Document, kind: str, rest: list) -> bool:
        parts = [document.title, *document.headings.split("\n"), document.text, document.byline]
        lines = [part.split() for part in parts]
        title, text = document.title.split(), document.text.split()
        match kind, rest:
            case "word", [word]:
                return any(word in line for line in lines)
            case "title", [word]:
                return word in title
            case "text", [word]:
                return word in text
            case "prefix", [start]:
                return any(word.startswith(start) for line in lines for word in line)
            case "phrase", [one, other]:
                return any((one, other) in pairwise(line) for line in lines)
            case "near", [one, other, slop]:
                return any(
                    one == first and other in line[at + 1 : at + 2 + slop]
                    for line in lines
                    for at, first in enumerate(line)
                )
            case "dates", [since, until]:
                return since <= document.published <= until
            case "category", [name]:
                wanted, had = name.casefold().split(), document.category.casefold().split()
                return any(had[at : at + len(wanted)] == wanted for at in range(len(had)))
        raise AssertionError(kind)

    def answer(self, tree: tuple, query: Query) -> "Answer":
        found = [self.documents[id] for id in self.matches(tree)]

        def kept(query: Query) -> list[Document]:
            return [d for d in found if all(self.fits(d, query, facet) for facet in FACETS)]

        facets, excluded = {}, {}
        for facet in FACETS:
            widened = query if facet in query.all_required else replace(query, **{facet: ()})
            facets[facet] = Counter(v for d in kept(widened) for v in self.values(d, facet))
            others = tuple(pair for pair in query.excluded if pair[0] != facet)
            back = kept(replace(query, excluded=others))
            for value in query.excluded_values(facet):
                having = sum(value in self.values(document, facet) for document in back)
                excluded.setdefault(facet, {})[value] = having
        return Answer({document.id for document in kept(query)}, facets, excluded)

    def fits(self, document: Document, query: Query, facet: str) -> bool:
        values, wanted = set(self.values(document, facet)), set(query.chosen(facet))
        enough = wanted <= values if facet in query.all_required else not wanted or wanted & values
        return bool(enough) and values.isdisjoint(query.excluded_values(facet))

    @staticmethod
    def values(document: Document, facet: str) -> list:
        match facet:
            case "person":
                return list(document.people) or [0]
            case "place":
                return list(document.places) or [0]
            case "area":
                return list(document.areas)
            case "category":
                return [document.category]
        return [document.published.year]


@dataclass(frozen=True)
class Answer:
    found: set[int]
    facets: dict[str, Counter]
    """How many have each value; those without one are counted under 0 or the empty string."""
    excluded: dict[str, dict]


def written(tree: tuple) -> str:
    """The tree as a reader types it."""
    match tree:
        case "and", one, other:
            return f"({written(one)} {written(other)})"
        case "or", one, other:
            return f"({written(one)} OR {written(other)})"
        case "not", one:
            return f"NOT {written(one)}"
        case "word", word:
            return word
        case ("title" | "text") as field, word:
            return f"{field}:{word}"
        case "prefix", start:
            return f"{start}*"
        case "phrase", one, other:
            return f'"{one} {other}"'
        case "near", one, other, slop:
            return f'"{one} {other}"~{slop}'
        case "dates", since, until:
            return f"date:{since}..{until}"
        case "category", name:
            return f'section:"{name}"'
    raise AssertionError(tree)


word = st.sampled_from(WORDS)
days = st.integers(0, 900).map(lambda after: date(2016, 1, 1) + timedelta(days=after))
leaf = st.one_of(
    st.tuples(st.just("word"), word),
    st.tuples(st.just("title"), word),
    st.tuples(st.just("text"), word),
    st.tuples(st.just("prefix"), st.sampled_from(["go", "co", "cot", "zz"])),
    st.tuples(st.just("phrase"), word, word),
    st.tuples(st.just("near"), word, word, st.integers(1, 3)),
    st.tuples(st.just("dates"), days, days).map(lambda t: (t[0], min(t[1:]), max(t[1:]))),
    st.tuples(st.just("category"), st.sampled_from(["business", "World", "sport"])),
)
both = st.sampled_from(["and", "or"])
plain_trees = st.recursive(leaf, lambda inner: st.tuples(both, inner, inner), max_leaves=6)
"""Trees without NOT."""
trees = st.recursive(
    leaf,
    lambda inner: st.one_of(st.tuples(both, inner, inner), st.tuples(st.just("not"), inner)),
    max_leaves=6,
)
some_words = st.lists(word, max_size=12).map(" ".join)
a_random_document = st.builds(
    Document,
    id=st.integers(1, 30),
    title=st.lists(word, max_size=3).map(" ".join),
    headings=st.lists(some_words, max_size=2).map("\n".join),
    text=some_words,
    published=days,
    category=st.sampled_from(SECTIONS),
    byline=st.sampled_from(["", "tin", "gold oil"]),
    people=st.sets(st.integers(1, 15), max_size=4).map(lambda ids: tuple(sorted(ids))),
    places=st.sets(st.integers(1, 40), max_size=12).map(lambda ids: tuple(sorted(ids))),
    speakers=st.sets(st.integers(1, 15), max_size=2).map(lambda ids: tuple(sorted(ids))),
    areas=st.sets(st.integers(1, 60), max_size=16).map(lambda ids: tuple(sorted(ids))),
)
batches = st.lists(
    st.tuples(st.lists(a_random_document, max_size=14), st.sets(st.integers(1, 30), max_size=5)),
    min_size=1,
    max_size=4,
)
queries = st.builds(
    Query,
    person=st.sets(st.integers(0, 15), max_size=2).map(tuple),
    place=st.sets(st.integers(0, 40), max_size=2).map(tuple),
    area=st.sets(st.integers(1, 60), max_size=1).map(tuple),
    category=st.sets(st.sampled_from(SECTIONS), max_size=2).map(tuple),
    year=st.sets(st.sampled_from([2016, 2017, 2018]), max_size=1).map(tuple),
    excluded=st.sets(
        st.one_of(
            st.tuples(st.just("person"), st.integers(0, 15)),
            st.tuples(st.just("place"), st.integers(0, 40)),
            st.tuples(st.just("area"), st.integers(1, 60)),
            st.tuples(st.just("category"), st.sampled_from(SECTIONS)),
            st.tuples(st.just("year"), st.sampled_from([2016, 2017, 2018])),
        ),
        max_size=2,
    ).map(tuple),
    all_required=st.sets(st.sampled_from(MANY_VALUED)).map(tuple),
    size=st.just(100),
    expanded=st.just(FACETS),
)


class IndexContract:
    @pytest.fixture
    def index(self, tmp_path) -> Index:
        raise NotImplementedError

    def test_every_change_has_a_generation_of_its_own(self, index: Index):
        load(index, a_document(1))
        first = index.generation()
        assert index.generation() == first
        load(index, a_document(2))
        second = index.generation()
        with index.rebuilding() as writer:
            writer.put([a_document(2)])
        assert len({first, second, index.generation()}) == 3

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    @given(batches, st.lists(st.tuples(trees, queries), min_size=6, max_size=12))
    def test_answers_as_looking_at_every_document_would(self, index, batches, asked):
        held: dict[int, Document] = {}
        with index.rebuilding():
            pass
        for put, removed in batches:
            with index.writing() as writer:
                writer.remove(removed)
                writer.put(put)
            held = {id: document for id, document in held.items() if id not in removed}
            held |= {document.id: document for document in put}
        oracle = Oracle(list(held.values()))
        assert set(index.ids()) == set(held)
        for tree, query in asked:
            answer = oracle.answer(tree, query)
            results = index.search(replace(query, text=written(tree)))
            assert {hit.article for hit in results.hits} == answer.found, written(tree)
            assert results.total == len(answer.found)
            for facet in FACETS:
                expected = dict.fromkeys(query.chosen(facet), 0) | answer.facets[facet]
                without = expected.pop(MISSING.get(facet), 0)
                assert dict(results.facets[facet]) == expected, (facet, written(tree))
                assert results.missing.get(facet, 0) == without, (facet, written(tree))
            excluded = {facet: dict(counts) for facet, counts in results.excluded.items()}
            assert excluded == answer.excluded, written(tree)

    def test_words_side_by_side_stand_before_words_far_apart(self, index):
        filler = "wheat maiz corn cotton cocoa " * 3
        load(
            index,
            a_document(1, text=f"oil {filler} gas {filler}"),
            a_document(2, text=f"{filler} oil gas {filler}"),
            a_document(3, text=f"oil {filler} {filler} gas"),
        )
        assert articles(index, "oil gas")[0] == 2
        assert articles(index, "gas OR oil")[0] == 2

    def test_a_title_stands_before_a_text(self, index):
        load(
            index,
            a_document(1, title="Wheat and corn", text="The price of oil."),
            a_document(2, title="The price of oil", text="Wheat and corn."),
            a_document(3, title="Wheat and corn", text="Oil, at any price."),
        )
        assert articles(index, "oil price")[0] == 2

    def test_the_newer_stands_before_the_hardly_better_but_not_before_the_better(self, index):
        load(
            index,
            a_document(1, text="oil" + " tin" * 60, published=date(2011, 5, 1)),
            a_document(2, text="oil" + " tin" * 61, published=date(2017, 5, 1)),
            a_document(3, text="oil tin " * 30, published=date(2009, 5, 1)),
        )
        assert articles(index, "oil") == [3, 2, 1]

    def test_pages_show_every_match_once(self, index):
        load(
            index,
            *[a_document(id, text="oil gas " * (id % 7) + "oil tin gas") for id in range(1, 101)],
        )
        shown = [id for page in range(1, 11) for id in articles(index, "oil gas", page=page)]
        assert sorted(shown) == list(range(1, 101))

    def test_an_empty_query_browses_the_newest_first(self, index):
        load(
            index,
            a_document(1, published=date(2017, 1, 1)),
            a_document(2, published=date(2019, 1, 1)),
            a_document(3, published=date(2018, 1, 1)),
        )
        assert articles(index) == [2, 3, 1]
        assert articles(index, sort="oldest") == [1, 3, 2]

    def test_of_one_day_the_later_article_is_the_newer(self, index):
        load(index, a_document(1), a_document(3), a_document(2))
        assert articles(index) == [3, 2, 1]
        assert articles(index, sort="oldest") == [1, 2, 3]

    def test_a_word_in_the_title_weighs_more_than_one_in_the_text(self, index):
        load(
            index,
            a_document(1, title="Harvest", text="The drought ended."),
            a_document(2, title="Drought", text="The harvest ended."),
        )
        assert articles(index, "drought") == [2, 1]
        assert articles(index, "harvest") == [1, 2]

    def test_pages_follow_each_other_without_gap_or_repetition(self, index):
        load(index, *(a_document(id, text="flood") for id in range(1, 26)))
        pages = [articles(index, "flood", page=page) for page in (1, 2, 3, 4)]
        assert [len(page) for page in pages] == [10, 10, 5, 0]
        assert len({article for page in pages for article in page}) == 25
        assert index.search(Query(text="flood", page=4)).total == 25

    def test_words_match_whatever_their_form_accents_and_apostrophes(self, index):
        load(index, a_document(1, text="Élise O’Brien visits Łódź, U.S. bases and Japan's ports"))
        for text in ("elise", "Elise O'Brien", "obrien", "lodz", "visiting", "US base", "japan"):
            assert articles(index, text) == [1], text

    def test_fuzzy_words_are_counted_in_letters_of_any_script(self, index):
        texts = {1: "столп", 2: "президент", 3: "oil", 4: "Αθήνα", 5: "北京市長", 6: "रमनसप"}
        load(index, *(a_document(id, text=text) for id, text in texts.items()))
        assert articles(index, "столр~") == [1]
        assert articles(index, "Αθήνo~") == [4]  # That "o" is Latin.
        assert articles(index, "北京市民~") == [5]
        assert articles(index, "रमनसक~") == [6]
        assert articles(index, "президенты~") == [2]
        assert articles(index, "мрезидент~") == []

    def test_common_words_in_a_phrase_keep_their_places(self, index):
        load(
            index,
            a_document(1, text="The Bank of England spoke."),
            a_document(2, text="The bank England trusts spoke."),
        )
        assert articles(index, '"Bank of England"') == [1]
        assert articles(index, '"bank england"') == [2]

    def test_a_phrase_does_not_run_from_the_title_into_the_text(self, index):
        load(index, a_document(1, title="Rain over", headings="Snow\nIce", text="fields"))
        assert articles(index, '"over fields"') == []
        assert articles(index, '"snow ice"') == []

    def test_several_choices_in_a_facet_widen_and_facets_narrow_each_other(self, index):
        load(
            index,
            a_document(1, people=(1,), category="World"),
            a_document(2, people=(2,), category="World"),
            a_document(3, people=(3,), category="Sport"),
        )
        assert sorted(articles(index, person=(1, 3))) == [1, 3]
        assert articles(index, person=(1, 3), category=("Sport",)) == [3]
        people = index.search(Query(person=(1,), category=("World",))).facets["person"]
        assert people == (Count(1, 1), Count(2, 1))

    def test_all_choices_of_a_facet_can_be_wanted_and_its_counts_follow(self, index):
        load(
            index,
            a_document(1, people=(1, 2)),
            a_document(2, people=(1, 3)),
            a_document(3, people=(2,)),
        )
        both = Query(person=(1, 2), all_required=("person",))
        assert articles(index, person=(1, 2), all_required=("person",)) == [1]
        assert index.search(both).facets["person"] == (Count(1, 1), Count(2, 1))
        assert index.search(both.clear("person", 2)).facets["person"] == (
            Count(1, 2),
            Count(2, 1),
            Count(3, 1),
        )

    def test_articles_with_a_value_can_be_left_out(self, index):
        load(
            index,
            a_document(1, people=(1, 2), category="World"),
            a_document(2, people=(2,)),
            a_document(3, published=date(2016, 1, 1)),
        )
        results = index.search(Query(excluded=(("person", 1), ("year", 2016))))
        assert [hit.article for hit in results.hits] == [2]
        assert results.facets["person"] == (Count(2, 1),)
        assert results.excluded == {"person": (Count(1, 1),), "year": (Count(2016, 1),)}

    def test_articles_that_name_nobody_are_counted_chosen_and_left_out(self, index):
        load(index, a_document(1, people=(1,)), a_document(2, places=(5,), category="World"))
        load(index, a_document(3, people=(1,), places=(5,)))
        assert index.search(Query()).missing == {"person": 1, "place": 1, "category": 2}
        assert articles(index, person=(0,)) == [2]
        assert articles(index, person=(0, 1)) == [3, 2, 1]
        assert articles(index, category=("",)) == [3, 1]
        results = index.search(Query(excluded=(("place", 0), ("category", ""))))
        assert [hit.article for hit in results.hits] == [2]
        assert results.excluded == {"place": (Count(0, 0),), "category": (Count("", 1),)}

    def test_values_are_counted_on_demand_however_rare(self, index):
        load(index, *(a_document(id, people=tuple(range(id, 200))) for id in range(1, 90)))
        load(index, a_document(90, people=(7, 199), category="World"))
        assert index.counts(Query(), "person", [7, 3, 500]) == (Count(7, 8), Count(3, 3))
        many = index.counts(Query(), "person", range(1, 190))
        assert many[-1] == Count(1, 1)
        assert len(many) == 189
        assert index.counts(Query(category=("World",)), "person", [7, 8]) == (Count(7, 1),)
        assert index.counts(Query(person=(7,)), "category", ["World", "x"]) == (Count("World", 1),)
        assert index.counts(Query("absent"), "person", range(100)) == ()

    def test_chosen_values_stay_in_their_facet_even_without_matches(self, index):
        load(index, *(a_document(id, people=tuple(range(id, 20))) for id in range(1, 15)))
        people = index.search(Query(text="nothing", person=(3,))).facets["person"]
        assert people == (Count(3, 0),)
        few = index.search(Query(person=(1,))).facets["person"]
        assert len(few) == 11
        assert few[-1] == Count(1, 1)
        assert len(index.search(Query(expanded=("person",))).facets["person"]) == 19

    def test_people_are_found_by_names_that_the_caller_knows(self, index):
        load(index, a_document(1, people=(7,)), a_document(2, people=(8,)))
        known = {("person", "Ann Marsh"): [8]}
        results = index.search(
            Query(text='person:"Ann Marsh"'), lambda kind, name: known.get((kind, name), [])
        )
        assert [hit.article for hit in results.hits] == [2]

    def test_articles_are_found_by_whom_they_quote_and_the_areas_they_name(self, index):
        load(
            index,
            a_document(1, people=(7,), text="airstrikes"),
            a_document(2, people=(7, 8), speakers=(7,), text="airstrikes", areas=(3, 4)),
            a_document(3, people=(7,), speakers=(7, 8), areas=(4,)),
        )
        ids = {"Andrew Croft": [7], "Iraq": [4], "Mosul": [3]}

        def found(text: str) -> list[int]:
            results = index.search(Query(text), lambda kind, name: ids.get(name, []))
            return sorted(hit.article for hit in results.hits)

        assert found('said:"Andrew Croft"') == [2, 3]
        assert found('said:"Andrew Croft" airstrikes') == [2]
        assert found('person:"Andrew Croft" -said:"Andrew Croft"') == [1]
        assert found("in:Iraq") == [2, 3]
        assert found("in:Mosul") == [2]
        assert found("in:Nowhere") == []

    def test_an_area_can_be_chosen_like_any_value(self, index):
        load(index, a_document(1, places=(3,), areas=(3, 4)), a_document(2, areas=(4,)))
        assert sorted(articles(index, area=(4,))) == [1, 2]
        assert articles(index, area=(4,), excluded=(("area", 3),)) == [2]
        assert index.search(Query(area=(4,))).facets["place"] == (Count(3, 1),)
        assert index.counts(Query(), "area", [3, 4]) == (Count(4, 2), Count(3, 1))

    def test_a_document_put_again_replaces_the_first(self, index):
        load(index, a_document(1, text="before"), a_document(1, text="meanwhile"))
        assert articles(index, "before") == []
        load(index, a_document(1, text="afterwards"))
        assert articles(index, "meanwhile") == []
        assert articles(index, "afterwards") == [1]
        assert list(index.ids()) == [1]

    def test_of_several_changes_of_one_document_the_last_counts(self, index):
        with index.writing() as writer:
            writer.put([a_document(1), a_document(2, text="before")])
            writer.remove([1, 2, 3])
            writer.put([a_document(2, text="afterwards")])
        assert articles(index) == [2]
        assert articles(index, "before") == []
        with index.writing() as writer:
            writer.put([a_document(4)])
            writer.remove([2, 4])
        assert list(index.ids()) == []

    def test_a_failed_change_changes_nothing(self, index):
        load(index, a_document(1))
        with pytest.raises(ZeroDivisionError), index.writing() as writer:
            writer.put([a_document(2)])
            writer.remove([1])
            raise ZeroDivisionError
        assert list(index.ids()) == [1]

    def test_a_failed_rebuilding_leaves_the_old_index(self, index):
        load(index, a_document(1))
        with pytest.raises(ZeroDivisionError), index.rebuilding() as writer:
            writer.put([a_document(2)])
            raise ZeroDivisionError
        assert list(index.ids()) == [1]

    def test_readers_see_the_old_index_until_it_is_rebuilt(self, index):
        load(index, a_document(1))
        with index.rebuilding() as writer:
            writer.put([a_document(2)])
            assert articles(index) == [1]
        assert articles(index) == [2]

    def test_rebuilding_gives_the_same_answers(self, index):
        documents = [
            a_document(id, title=f"flood {id % 3}", text="river " * id, people=(id % 4 + 1,))
            for id in range(1, 40)
        ]
        with index.rebuilding() as writer:
            writer.put(documents)
        asked = [Query(text="flood river"), Query(text="flood -1", person=(2,)), Query()]
        before = [index.search(query) for query in asked]
        with index.rebuilding() as writer:
            writer.put(reversed(documents))
        assert [index.search(query) for query in asked] == before

    def test_matches_are_counted_over_time_within_the_choices(self, index):
        dates = [date(2017, 1, 31), date(2017, 2, 1), date(2017, 2, 28), date(2017, 4, 1)]
        load(index, *(a_document(id, published=day) for id, day in enumerate(dates, 1)))
        load(index, a_document(5, published=date(2017, 2, 14), category="World"))
        months = [date(2017, month, 1) for month in (1, 2, 3)]
        assert index.histogram(Query(), months) == [1, 3, 1]
        assert index.histogram(Query(category=("World",)), months) == [0, 1, 0]
        assert index.histogram(Query(until=date(2017, 2, 20)), months[1:]) == [2, 0]
        assert index.histogram(Query("absent"), months) == [0, 0, 0]

    def test_a_query_explains_what_each_of_its_parts_does(self, index):
        load(
            index,
            a_document(1, text="flood harvest", category="World"),
            a_document(2, text="flood"),
            a_document(3, text="harvest drone"),
        )
        parts = index.explain(Query('flood title:title "drone"'))
        assert [(part.written, part.matches, part.rest, part.without) for part in parts] == [
            ("flood", 2, 'title:title "drone"', 1),
            ("title:title", 3, 'flood "drone"', 0),
            ('"drone"', 1, "flood title:title", 2),
        ]
        (only,) = index.explain(Query("flood OR drone", category=("World",)))
        assert (only.written, only.matches, only.without) == ("flood OR drone", 1, 1)

    def test_words_are_suggested_by_how_often_the_archive_has_them(self, index):
        load(index, a_document(1, text="government governs; governors", title="Gold"))
        load(index, a_document(2, text="governors Łódź"))
        assert index.suggest("gover") == ["governors", "government", "governs"]
        assert index.suggest("GOVERNM") == ["government"]
        assert index.suggest("ło") == ["lodz"]
        assert index.suggest("two words") == index.suggest("") == []
        assert index.suggest("g", limit=1) == ["governors"]

    def test_words_that_no_article_has_are_corrected(self, index):
        load(index, a_document(1, text="The government of Haditha. The government spoke. столп"))
        assert index.correct("goverment") == "government"
        assert index.correct("столр") == "столп"
        assert index.correct('title:goverment AND "in Hadihta" -spoke') == (
            'title:government AND "in haditha" -spoke'
        )
        assert index.correct("government spoke") == ""
        assert index.correct("zzzz the") == ""

    def test_a_word_that_hardly_any_article_has_may_be_a_slip(self, index):
        load(index, a_document(1, text="The goverment spoke of the harbour."))
        assert index.correct("goverment") == ""
        load(index, *(a_document(id, text="government harbours") for id in range(2, 60)))
        assert index.correct("goverment") == "government"
        assert index.correct("harbour government") == ""
