"""Finding what an editor should be asked, and acting on the answer.

Two names are proposed as one by their likeness and by the company they keep; one name as two
where its articles fall into groups that share nobody and give it different roles."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.desk import similarity
from articles.desk.cooccurrence import RECENT, Company, Pair
from articles.desk.decisions import By, Impossible, merge, split
from articles.desk.effects import withdraw_settled_proposals
from articles.models import Article, Decision, Entity, Kind, Mention, Proposal
from articles.models.entities import Entities

ENOUGH = 0.55
"""The score from which a pair is proposed."""
NAMES, COMPANY = 0.65, 0.35
"""What likeness and company add to the score: alike names alone are just enough."""
MOST = 500
LARGEST_BLOCK = 300
SHOWN_COMPANY = 5
FEWEST_TO_SPLIT, MOST_TO_SPLIT = 4, RECENT
ENOUGH_WITHOUT_ROLES = 5
"""Articles that share nobody with the others, where none says what it calls the person."""


@dataclass(frozen=True, slots=True)
class ComparedName:
    entity: int
    name: str
    key: str
    listed: bool
    country: str = ""
    position: tuple[float, float] | None = None


def look(meanwhile: Callable[[], object] = lambda: None) -> int:
    """Replace the proposals that wait for an answer by those that the archive suggests now;
    return how many. What was answered once is not asked again.

    `meanwhile` is called between the steps, for what should not wait until all of them are done."""
    people, places = list(_people()), list(_places())
    pairs = {**dict(_people_alike(people)), **dict(_places_alike(places))}
    pairs |= dict(_people_named_as_places(people, places))
    answered = _answered()
    pairs = {pair: alike for pair, alike in pairs.items() if frozenset(pair) not in answered}
    may_be_two = _may_be_two()
    meanwhile()
    company = Company(chain(*pairs, may_be_two))
    meanwhile()
    located = {place.entity: place.position is not None for place in places}
    same = list(_same(pairs, company, located))
    two = list(_two_of_one_name(may_be_two, company))
    meanwhile()
    with transaction.atomic():
        Proposal.objects.waiting().delete()
        # Meanwhile editors may have answered some of these, or deleted articles.
        asked = set(Proposal.objects.values_list("question", flat=True))
        same = [proposal for proposal in same if proposal.question not in asked]
        two = [(proposal, others) for proposal, others in two if proposal.question not in asked]
        Proposal.objects.bulk_create([*same, *(proposal for proposal, _ in two)])
        for proposal, articles in two:
            proposal.articles.set(Article.objects.filter(pk__in=articles))
        # Names merged meanwhile are asked about next time, as what they are then.
        Proposal.objects.waiting().on_other_names().delete()
    return Proposal.objects.waiting().count()


def accept(proposal: Proposal, by: By) -> Decision:
    """Do what was proposed. Raises Impossible if it was answered, or done otherwise, before."""
    withdraw_settled_proposals(proposal.subject)
    with transaction.atomic():
        _answer(proposal, Proposal.State.ACCEPTED, by)
        if proposal.other:
            return merge(proposal.subject, proposal.other, by)
        return split(proposal.subject, proposal.articles.all(), proposal.namesake, by)


def refuse(proposal: Proposal, by: By) -> None:
    """Never ask this again, whatever the two are called."""
    with transaction.atomic():
        _answer(proposal, Proposal.State.REFUSED, by)
        withdraw_settled_proposals(proposal.subject)


def ask_again(proposal: Proposal) -> None:
    """Take a refusal back."""
    if proposal.other and len(proposal.canonical_pair) == 1:
        raise Impossible(f"{proposal.subject} and {proposal.other} are the same by now.")
    refused = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.REFUSED)
    if not refused.update(state=Proposal.State.WAITING, answered_by=None, answered_at=None):
        raise Impossible("This waits for an answer already, or was accepted.")


def _answer(proposal: Proposal, state: Proposal.State, by: By) -> None:
    editor = None if isinstance(by, str) else by
    answered = Proposal.objects.waiting().filter(pk=proposal.pk)
    if not answered.update(state=state, answered_by=editor, answered_at=timezone.now()):
        raise Impossible("This has been answered already.")


def _people() -> Iterator[ComparedName]:
    rows = _not_hidden(Kind.PERSON).values_list("pk", "name", "key", "listed")
    return (ComparedName(*row) for row in rows)


def _places() -> Iterator[ComparedName]:
    known = ("location__country", "location__latitude", "location__longitude")
    rows = _not_hidden(Kind.PLACE).values_list("pk", "name", "key", "listed", *known)
    for pk, name, key, listed, country, latitude, longitude in rows:
        located = latitude is not None and longitude is not None
        position = (latitude, longitude) if located else None
        yield ComparedName(pk, name, key, listed, country, position)


def _not_hidden(kind: Kind) -> Entities:
    return Entity.objects.of_kind(kind).canonical().filter(verdict__in=["", "confirmed"])


def _people_alike(people: Iterable[ComparedName]) -> Iterator[tuple[Pair, float]]:
    """Pairs of people whose names are alike."""
    blocks: defaultdict[tuple[str, ...], list[ComparedName]] = defaultdict(list)
    for person in people:
        full = similarity.FullName.of(person.name)
        for block in full.blocks():
            blocks[block].append(person)
        # A bare surname meets those who bear it, if they are few.
        blocks[full.family,].append(person)
    for block, members in blocks.items():
        if len(members) > LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            bare = " " not in one.key or " " not in other.key
            if bare == (len(block) == 1) and (
                alike := similarity.people_alike(one.name, other.name)
            ):
                yield (one.entity, other.entity), alike


def _places_alike(places: Iterable[ComparedName]) -> Iterator[tuple[Pair, float]]:
    blocks: dict[str, list[ComparedName]] = defaultdict(list)
    for place in places:
        blocks[similarity.skeleton(place.key.removeprefix("saint ").removeprefix("st "))].append(
            place
        )
    for members in blocks.values():
        if len(members) > LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            if _may_be_one(one, other) and (alike := similarity.places_alike(one.name, other.name)):
                yield (one.entity, other.entity), alike


def _may_be_one(one: ComparedName, other: ComparedName) -> bool:
    """Whether the map does not speak against two places being one."""
    if one.position and other.position:
        return similarity.near(one.position, other.position)
    return not (one.country and other.country) or one.country == other.country


def _people_named_as_places(
    people: Iterable[ComparedName], places: Iterable[ComparedName]
) -> Iterator[tuple[Pair, float]]:
    """Candidates for people that bear the name of a place: mostly the place itself."""
    towns = {place.key: place for place in places if place.listed}
    for person in people:
        if not person.listed and person.key in towns:
            yield (person.entity, towns[person.key].entity), similarity.SAME


def _answered() -> set[frozenset[int]]:
    """The pairs of which an editor has said already whether they are one."""
    proposals = Proposal.objects.exclude(state=Proposal.State.WAITING).with_canonical()
    undone = Decision.objects.filter(kind__in=Decision.STANDS_FOR).exclude(undone_at=None)
    answered = set()
    for one in (*proposals, *undone.select_related("subject__stands_for", "other__stands_for")):
        if one.other:
            answered.add(frozenset({one.subject.pk, one.other.pk}))
            answered.add(frozenset({one.subject.canonical.pk, one.other.canonical.pk}))
    return answered


def _same(
    pairs: Mapping[Pair, float], company: Company, located: Mapping[int, bool]
) -> Iterator[Proposal]:
    """The surest of the pairs, by their names and their company; `located` says of each place
    whether it is on the map."""
    entities = {entity for pair in pairs for entity in pair}
    articles = dict(zip(entities, company.articles(entities), strict=True))
    both = [pair for pair in pairs if all(articles[entity] for entity in pair)]
    scores = (
        NAMES * pairs[pair] + COMPANY * overlap
        for pair, overlap in zip(both, company.overlaps(both).tolist(), strict=True)
    )
    scored = sorted(zip(scores, both, strict=True), reverse=True)[:MOST]
    best = {_ordered(pair, articles, located): score for score, pair in scored if score >= ENOUGH}
    shared = {pair: company.shared(*pair) for pair in best}
    shown = {entity for entities in shared.values() for entity in entities[:SHOWN_COMPANY]}
    held = Entity.objects.in_bulk({*shown, *chain.from_iterable(best)})
    for (one, other), score in best.items():
        yield Proposal(
            kind=Proposal.Kind.SAME,
            question="same " + " ".join(sorted(_label(held[pk]) for pk in (one, other))),
            score=score,
            reasons=_shared(shared[one, other], held),
            subject_id=one,
            other_id=other,
        )


def _label(entity: Entity) -> str:
    return f"{entity.kind}:{entity.number}"


def _shared(entities: Sequence[int], held: Mapping[int, Entity]) -> list[str]:
    """How many the two are both named with, and some of them."""
    if not entities:
        return []
    names = ", ".join(held[entity].name for entity in entities[:SHOWN_COMPANY])
    return [f"{len(entities)} shared co-name{'s' if len(entities) > 1 else ''}: {names}"]


def _ordered(pair: Pair, articles: Mapping[int, int], located: Mapping[int, bool]) -> Pair:
    """The one to be merged first; a place, one on the map, or the one in more articles stays."""

    def firmness(entity: int) -> tuple[bool, bool, int, int]:
        return entity in located, located.get(entity, False), articles[entity], -entity

    one, other = sorted(pair, key=firmness)
    return one, other


def _may_be_two() -> list[int]:
    """The people who may be two of one name."""
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


def _two_of_one_name(
    entities: Iterable[int], company: Company
) -> Iterator[tuple[Proposal, set[int]]]:
    """Proposals to split those of the entities whose articles fall apart into two, and the articles
    that the other one would get."""
    groups = company.groups(entities)
    apart = {entity: found for entity, found in groups.items() if len(found[1]) > 1}
    roles = _roles(apart)
    people = Entity.objects.in_bulk(apart)
    for pk, (most, fewer, *_) in apart.items():
        if proposal := _two(people[pk], most, fewer, roles.get(pk, {})):
            yield proposal, fewer


def _two(
    person: Entity, most: set[int], fewer: set[int], roles: Mapping[int, Sequence[str]]
) -> Proposal | None:
    """Whether the two groups of articles mean two people: they share nobody, and what they call
    the person has no word in common; or they are many, and call the person nothing."""
    called = [
        Counter(role for article in articles for role in roles.get(article, ()))
        for articles in (most, fewer)
    ]
    words = [{word for role in counted for word in role.lower().split()} for counted in called]
    if words[0] & words[1] or (not all(words) and len(fewer) < ENOUGH_WITHOUT_ROLES):
        return None
    apart = called[1].most_common(1)[0][0] if called[1] else f"{len(fewer)} articles"
    return Proposal(
        kind=Proposal.Kind.SPLIT,
        question=f"two {_label(person)}",
        subject=person,
        namesake=_namesake(person.name, apart),
        score=ENOUGH + 0.1 * min(1.0, len(fewer) / 10),
        reasons=[
            f"{len(articles)} articles call them "
            + (", ".join(role for role, _ in counted.most_common(3)) or "nothing in particular")
            for articles, counted in zip((most, fewer), called, strict=True)
        ],
    )


def _namesake(name: str, apart: str) -> str:
    """A name of at most 200 characters that keeps what tells the two apart."""
    note = f" ({apart[:80]})"
    return name[: 200 - len(note)] + note


def _roles(people: Iterable[int]) -> dict[int, dict[int, list[str]]]:
    """What each article calls each of the people."""
    roles: defaultdict[int, defaultdict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    variants = Entity.objects.filter(Q(pk__in=list(people)) | Q(stands_for__in=list(people)))
    called = Mention.objects.exclude(role="").filter(entity__in=variants.order_by().values("pk"))
    meant = Coalesce("entity__stands_for", "entity")
    rows = called.order_by().values_list(meant, "article", "role").distinct()
    for person, article, role in rows:
        roles[person][article].append(role)
    return {person: dict(by_article) for person, by_article in roles.items()}
