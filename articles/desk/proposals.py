"""Finding what an editor should be asked, and acting on the answer.

Two names are proposed as one by their likeness and by the company they keep; one name as two
where its articles fall into groups that share nobody and give it different roles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from articles.desk import likeness
from articles.desk.company import Company, Record
from articles.desk.decisions import By, Impossible, merge, split
from articles.models import Article, Decision, Mention, Person, Place, Proposal

ENOUGH = 0.55
"""The score from which a pair is proposed."""
NAMES, COMPANY = 0.65, 0.35
"""What likeness and company add to the score: alike names alone are just enough."""
MOST = 2000
LARGEST_BLOCK = 300
SHOWN_COMPANY = 5
FEWEST_TO_SPLIT, MOST_TO_SPLIT = 4, 400


@dataclass(frozen=True, slots=True)
class Named:
    record: Record
    name: str
    key: str
    listed: bool
    country: str = ""
    position: tuple[float, float] | None = None


def look() -> int:
    """Replace the proposals that wait for an answer by those that the archive suggests now;
    return how many. What was answered once is not asked again."""
    people, places = list(_people()), list(_places())
    pairs = {**dict(_people_alike(people)), **dict(_places_alike(places))}
    pairs |= dict(_people_named_as_places(people, places))
    answered = _answered()
    pairs = {pair: alike for pair, alike in pairs.items() if frozenset(pair) not in answered}
    company = Company(record for pair in pairs for record in pair)
    scored = (
        (NAMES * alike + COMPANY * company.overlap(*pair), pair)
        for pair, alike in pairs.items()
        if all(company.articles.get(record) for record in pair)
    )
    best = sorted((one for one in scored if one[0] >= ENOUGH), reverse=True)[:MOST]
    with transaction.atomic():
        Proposal.objects.waiting().delete()
        _ask_whether_same(best, company)
        _ask_whether_two()
    return Proposal.objects.waiting().count()


def accept(proposal: Proposal, by: By) -> Decision:
    """Do what was proposed."""
    with transaction.atomic():
        _answer(proposal, Proposal.State.ACCEPTED, by)
        if proposal.other:
            return merge(proposal.subject, proposal.other, by)
        return split(proposal.subject, proposal.articles.all(), proposal.namesake, by)


def refuse(proposal: Proposal, by: By) -> None:
    """Never ask this again."""
    _answer(proposal, Proposal.State.REFUSED, by)


def _answer(proposal: Proposal, state: Proposal.State, by: By) -> None:
    editor = None if isinstance(by, str) else by
    answered = Proposal.objects.waiting().filter(pk=proposal.pk)
    if not answered.update(state=state, answered_by=editor, answered_at=timezone.now()):
        raise Impossible("This has been answered already.")


def _people() -> Iterator[Named]:
    mentioned = Person.objects.standing().filter(verdict__in=["", "confirmed"])
    rows = mentioned.values_list("pk", "name", "key", "listed")
    return (Named(("person", pk), name, key, listed) for pk, name, key, listed in rows)


def _places() -> Iterator[Named]:
    mentioned = Place.objects.standing().filter(verdict__in=["", "confirmed"])
    for place in mentioned.iterator():
        position = None
        if place.latitude is not None and place.longitude is not None:
            position = (place.latitude, place.longitude)
        record = ("place", place.pk)
        yield Named(record, place.name, place.key, place.listed, place.country, position)


Pair = tuple[Record, Record]


def _people_alike(people: Iterable[Named]) -> Iterator[tuple[Pair, float]]:
    """Pairs of people whose names are alike."""
    blocks: defaultdict[tuple[str, ...], list[Named]] = defaultdict(list)
    for person in people:
        full = likeness.FullName.of(person.name)
        for block in full.blocks():
            blocks[block].append(person)
        # A bare surname meets those who bear it, if they are few.
        blocks[full.family,].append(person)
    for block, members in blocks.items():
        if len(members) > LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            bare = " " not in one.key or " " not in other.key
            if bare == (len(block) == 1) and (alike := likeness.people_alike(one.name, other.name)):
                yield (one.record, other.record), alike


def _places_alike(places: Iterable[Named]) -> Iterator[tuple[Pair, float]]:
    blocks: dict[str, list[Named]] = defaultdict(list)
    for place in places:
        blocks[likeness.skeleton(place.key.removeprefix("saint ").removeprefix("st "))].append(
            place
        )
    for members in blocks.values():
        if len(members) > LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            if _may_be_one(one, other) and (alike := likeness.places_alike(one.name, other.name)):
                yield (one.record, other.record), alike


def _may_be_one(one: Named, other: Named) -> bool:
    """Whether the map does not speak against two places being one."""
    if one.position and other.position:
        return likeness.near(one.position, other.position)
    return not (one.country and other.country) or one.country == other.country


def _people_named_as_places(
    people: Iterable[Named], places: Iterable[Named]
) -> Iterator[tuple[Pair, float]]:
    """Candidates for people that bear the name of a place: mostly the place itself."""
    towns = {place.key: place for place in places if place.listed}
    for person in people:
        if not person.listed and person.key in towns:
            yield (person.record, towns[person.key].record), likeness.SAME


def _answered() -> set[frozenset[Record]]:
    """The pairs of which an editor has said already whether they are one."""
    proposals = Proposal.objects.exclude(state=Proposal.State.WAITING)
    undone = Decision.objects.filter(kind__in=Decision.STANDS_FOR).exclude(undone_at=None)
    nullable = [
        f"{side}{kind}{as_what}"
        for side in ("", "other_")
        for kind in ("person", "place")
        for as_what in ("", "__as_person", "__as_place")
    ]
    answered = set()
    for one in (*proposals.select_related(*nullable), *undone.select_related(*nullable)):
        if one.other:
            answered.add(frozenset({_key(one.subject), _key(one.other)}))
            answered.add(frozenset({_key(one.subject.canonical), _key(one.other.canonical)}))
    return answered


def _key(record: Person | Place) -> Record:
    return ("person" if isinstance(record, Person) else "place", record.pk)


def _ask_whether_same(scored: Iterable[tuple[float, Pair]], company: Company) -> None:
    asked = [(score, _ordered(pair, company)) for score, pair in scored]
    shared = {pair: company.shared(*pair) for _, pair in asked}
    records = _loaded(
        record for pair, both in shared.items() for record in (*pair, *both[:SHOWN_COMPANY])
    )
    Proposal.objects.bulk_create(_same(score, pair, shared[pair], records) for score, pair in asked)


def _ordered(pair: Pair, company: Company) -> Pair:
    """The one to be merged first; a place, or the one in more articles, keeps its name."""
    one, other = sorted(
        pair, key=lambda record: (record[0] == "place", len(company.articles[record]), -record[1])
    )
    return one, other


def _loaded(wanted: Iterable[Record]) -> dict[Record, Person | Place]:
    ids = set(wanted)
    loaded: dict[Record, Person | Place] = {}
    for person in Person.objects.in_bulk([pk for kind, pk in ids if kind == "person"]).values():
        loaded["person", person.pk] = person
    for place in Place.objects.in_bulk([pk for kind, pk in ids if kind == "place"]).values():
        loaded["place", place.pk] = place
    return loaded


def _same(
    score: float, pair: Pair, shared: Sequence[Record], records: Mapping[Record, Person | Place]
) -> Proposal:
    one, other = pair
    more = len(shared) - SHOWN_COMPANY
    columns: dict[str, Any] = {one[0]: records[one], f"other_{other[0]}": records[other]}
    return Proposal(
        kind=Proposal.Kind.SAME,
        question="same " + " ".join(sorted(f"{kind}:{pk}" for kind, pk in pair)),
        score=score,
        reasons=[str(records[record]) for record in shared[:SHOWN_COMPANY]]
        + ([f"{more} more"] if more > 0 else []),
        **columns,
    )


def _ask_whether_two() -> None:
    """Propose to split the people whose articles fall apart into two."""
    asked = set(Proposal.objects.filter(kind=Proposal.Kind.SPLIT).values_list("person", flat=True))
    with_roles = (
        Person.objects.listed()
        .exclude(pk__in=asked)
        .exclude(pk__in=Decision.objects.filter(kind=Decision.Kind.SPLIT).values("person"))
        .annotate(
            roles=Count("mentions__role", distinct=True, filter=~Q(mentions__role="")),
            named_in=Count("mentions__article", distinct=True),
        )
        .filter(roles__gt=1, named_in__range=(FEWEST_TO_SPLIT, MOST_TO_SPLIT))
    )
    people = {person.pk: person for person in with_roles}
    company = Company(("person", pk) for pk in people)
    for pk, person in people.items():
        groups = _groups(("person", pk), company)
        if len(groups) > 1 and len(groups[1]) > 1:
            _ask_whether_these_are_two(person, groups[0], groups[1])


def _groups(record: Record, company: Company) -> list[set[int]]:
    """The record's articles, those together that share company, the largest group first."""
    groups: list[tuple[set[int], set[Record]]] = []
    for article in company.articles.get(record, ()):
        articles, named = {article}, company.named[article] - {record}
        apart = []
        for group in groups:
            if group[1] & named:
                articles |= group[0]
                named = named | group[1]
            else:
                apart.append(group)
        groups = [*apart, (articles, named)]
    return sorted((articles for articles, _ in groups), key=lambda group: (-len(group), min(group)))


def _ask_whether_these_are_two(person: Person, most: set[int], fewer: set[int]) -> None:
    roles = [_roles(person, articles) for articles in (most, fewer)]
    words = [{word for role in group for word in role.lower().split()} for group in roles]
    if not all(words) or words[0] & words[1]:
        return
    proposal = Proposal.objects.create(
        kind=Proposal.Kind.SPLIT,
        question=f"two person:{person.pk}",
        person=person,
        namesake=f"{person.name} ({roles[1][0]})"[:200],
        score=ENOUGH + 0.1 * min(1.0, len(fewer) / 10),
        reasons=[
            f"{len(articles)} articles call them {', '.join(group[:3])}"
            for articles, group in zip((most, fewer), roles, strict=True)
        ],
    )
    proposal.articles.set(Article.objects.filter(pk__in=fewer))


def _roles(person: Person, articles: set[int]) -> list[str]:
    """What the articles call the person, the most frequent first."""
    mentions = Mention.objects.of(person).filter(article__in=articles).exclude(role="")
    counted = mentions.values("role").annotate(many=Count("pk")).order_by("-many", "role")
    return [row["role"] for row in counted]
