"""Proposes to editors which names to merge or split, and acts on their answers.

A merge is proposed if two names are similar enough, or similar and with shared neighbours (see
`cooccurrence`). A split is proposed if the articles of one name form groups that share no neighbour
and do not agree on a role."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.desk import similarity
from articles.desk.cooccurrence import RECENT, Cooccurrence, Pair
from articles.desk.decisions import By, Impossible, merge, split
from articles.desk.effects import delete_needless_proposals
from articles.models import Article, Decision, Entity, Kind, Mention, Proposal
from articles.models.entities import Entities

ENOUGH = 0.55
"""The lowest score of a pair of names for which a merge is proposed."""
NAMES, NEIGHBOURS = 0.65, 0.35
"""The weights of similar names and of shared neighbours in the score. The most similar names reach
`ENOUGH` without shared neighbours."""
MOST = 500
"""The maximum number of merges that are proposed at once."""
LARGEST_BLOCK = 300
"""The maximum number of names with the same key that are compared with each other. A larger group
is left out, because comparing all of its pairs would take too long."""
SHOWN_NEIGHBOURS = 5
FEWEST_TO_SPLIT, MOST_TO_SPLIT = 4, RECENT
ENOUGH_WITHOUT_ROLES = 5
"""The minimum number of articles in the smaller group of a split if one of its two groups gives no
role."""


@dataclass(frozen=True, slots=True)
class ComparedName:
    entity: int
    name: str
    key: str
    listed: bool
    country: str = ""
    coordinates: tuple[float, float] | None = None


def propose(meanwhile: Callable[[], object] = lambda: None) -> int:
    """Replace the waiting proposals with new ones, and return how many are waiting now.

    Questions that editors have answered are not asked again. `meanwhile` is called between the
    steps, for work that should not wait until all steps are done."""
    people, places = list(_people()), list(_places())
    pairs = {**dict(_similar_people(people)), **dict(_similar_places(places))}
    pairs |= dict(_people_named_as_places(people, places))
    answered = _answered_pairs()
    pairs = {pair: alike for pair, alike in pairs.items() if frozenset(pair) not in answered}
    may_be_two = _split_candidates()
    meanwhile()
    cooccurrence = Cooccurrence(chain(*pairs, may_be_two))
    meanwhile()
    located = {place.entity: place.coordinates is not None for place in places}
    same = list(_merge_proposals(pairs, cooccurrence, located))
    two = list(_split_proposals(may_be_two, cooccurrence))
    meanwhile()
    with transaction.atomic():
        Proposal.objects.waiting().delete()
        # Editors may have answered some of these meanwhile, or deleted articles.
        asked = set(Proposal.objects.values_list("question", flat=True))
        same = [proposal for proposal in same if proposal.question not in asked]
        two = [(proposal, others) for proposal, others in two if proposal.question not in asked]
        Proposal.objects.bulk_create([*same, *(proposal for proposal, _ in two)])
        for proposal, articles in two:
            proposal.articles.set(Article.objects.filter(pk__in=articles))
        # Names that were merged meanwhile are compared again next time.
        Proposal.objects.waiting().with_alias_side().delete()
    return Proposal.objects.waiting().count()


def accept(proposal: Proposal, by: By) -> Decision:
    """Carry out the proposal and return the decision.

    Raises Impossible if the proposal has already been answered or no longer needs an answer."""
    delete_needless_proposals(proposal.subject)
    with transaction.atomic():
        _record_answer(proposal, Proposal.State.ACCEPTED, by)
        if proposal.other:
            return merge(proposal.subject, proposal.other, by)
        return split(proposal.subject, proposal.articles.all(), proposal.namesake, by)


def refuse(proposal: Proposal, by: By) -> None:
    """Refuse the proposal. Its question is not asked again, even about other names of the entities.

    Raises Impossible if the proposal has already been answered."""
    with transaction.atomic():
        _record_answer(proposal, Proposal.State.REFUSED, by)
        delete_needless_proposals(proposal.subject)


def ask_again(proposal: Proposal) -> None:
    """Undo the refusal of a proposal, so that it waits for an answer again.

    Raises Impossible if the proposal is not refused, or if its two sides are already one entity."""
    if proposal.other and len(proposal.canonical_pair) == 1:
        raise Impossible(f"{proposal.subject} and {proposal.other} are the same already.")
    refused = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.REFUSED)
    if not refused.update(state=Proposal.State.WAITING, answered_by=None, answered_at=None):
        raise Impossible("This is waiting for an answer already, or was accepted.")


def _record_answer(proposal: Proposal, state: Proposal.State, by: By) -> None:
    editor = None if isinstance(by, str) else by
    answered = Proposal.objects.waiting().filter(pk=proposal.pk)
    if not answered.update(state=state, answered_by=editor, answered_at=timezone.now()):
        raise Impossible("This has been answered already.")


def _people() -> Iterator[ComparedName]:
    rows = _open_entities(Kind.PERSON).values_list("pk", "name", "key", "listed")
    return (ComparedName(*row) for row in rows)


def _places() -> Iterator[ComparedName]:
    known = ("location__country", "location__latitude", "location__longitude")
    rows = _open_entities(Kind.PLACE).values_list("pk", "name", "key", "listed", *known)
    for pk, name, key, listed, country, latitude, longitude in rows:
        located = latitude is not None and longitude is not None
        coordinates = (latitude, longitude) if located else None
        yield ComparedName(pk, name, key, listed, country, coordinates)


def _open_entities(kind: Kind) -> Entities:
    return Entity.objects.of_kind(kind).canonical().filter(verdict__in=["", "confirmed"])


def _similar_people(people: Iterable[ComparedName]) -> Iterator[tuple[Pair, float]]:
    """Yield pairs of people with similar names, each with the similarity of the two names."""
    blocks: defaultdict[tuple[str, ...], list[ComparedName]] = defaultdict(list)
    for person in people:
        full = similarity.FullName.parse(person.name)
        for block in full.blocks():
            blocks[block].append(person)
        # A bare surname is compared with all people of that surname, if they are few.
        blocks[full.family,].append(person)
    for block, members in blocks.items():
        if len(members) > LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            bare = " " not in one.key or " " not in other.key
            if bare == (len(block) == 1) and (
                alike := similarity.person_similarity(one.name, other.name)
            ):
                yield (one.entity, other.entity), alike


def _similar_places(places: Iterable[ComparedName]) -> Iterator[tuple[Pair, float]]:
    """Yield pairs of places with similar names, each with the similarity of the two names."""
    blocks: dict[str, list[ComparedName]] = defaultdict(list)
    for place in places:
        blocks[similarity.skeleton(place.key.removeprefix("saint ").removeprefix("st "))].append(
            place
        )
    for members in blocks.values():
        if len(members) > LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            if _may_be_one(one, other) and (
                alike := similarity.place_similarity(one.name, other.name)
            ):
                yield (one.entity, other.entity), alike


def _may_be_one(one: ComparedName, other: ComparedName) -> bool:
    """Return whether two places may be the same, judging by their coordinates or countries."""
    if one.coordinates and other.coordinates:
        return similarity.are_near(one.coordinates, other.coordinates)
    return not (one.country and other.country) or one.country == other.country


def _people_named_as_places(
    people: Iterable[ComparedName], places: Iterable[ComparedName]
) -> Iterator[tuple[Pair, float]]:
    """Yield pairs of an unlisted person and a listed place that have the same name.

    In most cases, such a person is in fact the place. Each pair comes with the similarity of two
    equal names."""
    towns = {place.key: place for place in places if place.listed}
    for person in people:
        if not person.listed and person.key in towns:
            yield (person.entity, towns[person.key].entity), similarity.SAME


def _answered_pairs() -> set[frozenset[int]]:
    """Return the pairs of entities that are not proposed again.

    Editors have answered a proposal about these two, or undone a decision that made them one."""
    proposals = Proposal.objects.exclude(state=Proposal.State.WAITING).with_canonical()
    undone = Decision.objects.filter(kind__in=Decision.STANDS_FOR).exclude(undone_at=None)
    answered = set()
    for one in (*proposals, *undone.select_related("subject__stands_for", "other__stands_for")):
        if one.other:
            answered.add(frozenset({one.subject.pk, one.other.pk}))
            answered.add(frozenset({one.subject.canonical.pk, one.other.canonical.pk}))
    return answered


def _merge_proposals(
    pairs: Mapping[Pair, float], cooccurrence: Cooccurrence, located: Mapping[int, bool]
) -> Iterator[Proposal]:
    """Yield proposals to merge the pairs with the highest scores.

    `pairs` maps each pair to the similarity of its names. `located` maps each place to whether it
    has coordinates."""
    entities = {entity for pair in pairs for entity in pair}
    articles = dict(zip(entities, cooccurrence.article_counts(entities), strict=True))
    both = [pair for pair in pairs if all(articles[entity] for entity in pair)]
    scores = (
        NAMES * pairs[pair] + NEIGHBOURS * overlap
        for pair, overlap in zip(both, cooccurrence.overlaps(both).tolist(), strict=True)
    )
    scored = sorted(zip(scores, both, strict=True), reverse=True)[:MOST]
    best = {
        _order_pair(pair, articles, located): score for score, pair in scored if score >= ENOUGH
    }
    shared = {pair: cooccurrence.shared_neighbours(*pair) for pair in best}
    shown = {entity for entities in shared.values() for entity in entities[:SHOWN_NEIGHBOURS]}
    held = Entity.objects.in_bulk({*shown, *chain.from_iterable(best)})
    for (one, other), score in best.items():
        yield Proposal(
            kind=Proposal.Kind.SAME,
            question="same " + " ".join(sorted(_label(held[pk]) for pk in (one, other))),
            score=score,
            reasons=_shared_names(shared[one, other], held),
            subject_id=one,
            other_id=other,
        )


def _label(entity: Entity) -> str:
    return f"{entity.kind}:{entity.number}"


def _shared_names(entities: Sequence[int], held: Mapping[int, Entity]) -> list[str]:
    """Return a list with one phrase that counts the shared neighbours and names some of them.

    `entities` are the shared neighbours. The list is empty if there are none."""
    if not entities:
        return []
    names = ", ".join(held[entity].name for entity in entities[:SHOWN_NEIGHBOURS])
    return [f"{len(entities)} shared co-name{'s' if len(entities) > 1 else ''}: {names}"]


def _order_pair(pair: Pair, articles: Mapping[int, int], located: Mapping[int, bool]) -> Pair:
    """Return the pair in an order such that the first entity should be merged into the second.

    A place is kept rather than a person, a place with coordinates rather than one without, and
    otherwise the entity with more articles."""

    def rank_firmness(entity: int) -> tuple[bool, bool, int, int]:
        return entity in located, located.get(entity, False), articles[entity], -entity

    one, other = sorted(pair, key=rank_firmness)
    return one, other


def _split_candidates() -> list[int]:
    """Return the primary keys of listed people whose name may belong to two people."""
    asked = Proposal.objects.filter(kind=Proposal.Kind.SPLIT).exclude(state=Proposal.State.WAITING)
    split = Decision.objects.filter(kind=Decision.Kind.SPLIT)
    people = (
        Entity.objects.of_kind(Kind.PERSON)
        .listed()
        .exclude(pk__in=asked.values("subject"))
        .exclude(pk__in=split.values("subject"))
        .annotate(named_in=Count("mentions__article", distinct=True))
        .filter(named_in__gte=FEWEST_TO_SPLIT, named_in__lte=MOST_TO_SPLIT)
    )
    return list(people.order_by().values_list("pk", flat=True))


def _split_proposals(
    entities: Iterable[int], cooccurrence: Cooccurrence
) -> Iterator[tuple[Proposal, set[int]]]:
    """Yield proposals to split entities, each with the articles that a namesake would get.

    An entity may be split if its articles form at least two groups, and the second largest group
    has at least two articles."""
    groups = cooccurrence.groups(entities)
    apart = {entity: found for entity, found in groups.items() if len(found[1]) > 1}
    roles = _roles(apart)
    people = Entity.objects.in_bulk(apart)
    for pk, (larger, smaller, *_) in apart.items():
        if proposal := _split_proposal(people[pk], larger, smaller, roles.get(pk, {})):
            yield proposal, smaller


def _split_proposal(
    person: Entity, larger: set[int], smaller: set[int], roles: Mapping[int, Sequence[str]]
) -> Proposal | None:
    """Return a proposal to split the person, or None if the articles seem to mean one person.

    `larger` and `smaller` are two groups of articles that share no neighbour. No word may occur in
    the roles of both groups. If the articles of a group give no role, both groups must be large."""
    called = [
        Counter(role for article in articles for role in roles.get(article, ()))
        for articles in (larger, smaller)
    ]
    words = [{word for role in counted for word in role.lower().split()} for counted in called]
    if words[0] & words[1] or (not all(words) and len(smaller) < ENOUGH_WITHOUT_ROLES):
        return None
    apart = called[1].most_common(1)[0][0] if called[1] else f"{len(smaller)} articles"
    return Proposal(
        kind=Proposal.Kind.SPLIT,
        question=f"two {_label(person)}",
        subject=person,
        namesake=_namesake_name(person.name, apart),
        score=ENOUGH + 0.1 * min(1.0, len(smaller) / 10),
        reasons=[
            f"{len(articles)} articles call them "
            + (", ".join(role for role, _ in counted.most_common(3)) or "nothing in particular")
            for articles, counted in zip((larger, smaller), called, strict=True)
        ],
    )


def _namesake_name(name: str, apart: str) -> str:
    """Return the name followed by `apart` in brackets, with at most 200 characters."""
    note = f" ({apart[:80]})"
    return name[: 200 - len(note)] + note


def _roles(people: Iterable[int]) -> dict[int, dict[int, list[str]]]:
    """Return the roles that articles give to people.

    Maps each person to a dictionary that maps each article to the roles in it."""
    roles: defaultdict[int, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    variants = Entity.objects.filter(Q(pk__in=list(people)) | Q(stands_for__in=list(people)))
    called = Mention.objects.exclude(role="").filter(entity__in=variants.order_by().values("pk"))
    meant = Coalesce("entity__stands_for", "entity")
    rows = called.order_by().values_list(meant, "article", "role").distinct()
    for person, article, role in rows:
        roles[person][article].append(role)
    return {person: dict(by_article) for person, by_article in roles.items()}
