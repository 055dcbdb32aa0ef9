"""Finding what an editor should be asked, and acting on the answer.

Two names are proposed as one by their likeness and by the company they keep; one name as two
where its articles fall into groups that share nobody and give it different roles."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.desk import similarity
from articles.desk.cooccurrence import RECENT, Company, Pair, Record
from articles.desk.decisions import By, Impossible, merge, split
from articles.desk.effects import withdraw_settled_proposals
from articles.models import Article, Decision, Mention, Person, Place, Proposal

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
class Named:
    record: Record
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
    located = {place.record for place in places if place.position}
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


def _people() -> Iterator[Named]:
    mentioned = Person.objects.standing().filter(verdict__in=["", "confirmed"])
    rows = mentioned.values_list("pk", "name", "key", "listed")
    return (Named(("person", pk), name, key, listed) for pk, name, key, listed in rows)


def _places() -> Iterator[Named]:
    mentioned = Place.objects.standing().filter(verdict__in=["", "confirmed"])
    rows = mentioned.values_list("pk", "name", "key", "listed", "country", "latitude", "longitude")
    for pk, name, key, listed, country, latitude, longitude in rows:
        known = latitude is not None and longitude is not None
        position = (latitude, longitude) if known else None
        yield Named(("place", pk), name, key, listed, country, position)


def _people_alike(people: Iterable[Named]) -> Iterator[tuple[Pair, float]]:
    """Pairs of people whose names are alike."""
    blocks: defaultdict[tuple[str, ...], list[Named]] = defaultdict(list)
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
                yield (one.record, other.record), alike


def _places_alike(places: Iterable[Named]) -> Iterator[tuple[Pair, float]]:
    blocks: dict[str, list[Named]] = defaultdict(list)
    for place in places:
        blocks[similarity.skeleton(place.key.removeprefix("saint ").removeprefix("st "))].append(
            place
        )
    for members in blocks.values():
        if len(members) > LARGEST_BLOCK:
            continue
        for one, other in combinations(members, 2):
            if _may_be_one(one, other) and (alike := similarity.places_alike(one.name, other.name)):
                yield (one.record, other.record), alike


def _may_be_one(one: Named, other: Named) -> bool:
    """Whether the map does not speak against two places being one."""
    if one.position and other.position:
        return similarity.near(one.position, other.position)
    return not (one.country and other.country) or one.country == other.country


def _people_named_as_places(
    people: Iterable[Named], places: Iterable[Named]
) -> Iterator[tuple[Pair, float]]:
    """Candidates for people that bear the name of a place: mostly the place itself."""
    towns = {place.key: place for place in places if place.listed}
    for person in people:
        if not person.listed and person.key in towns:
            yield (person.record, towns[person.key].record), similarity.SAME


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


def _same(
    pairs: Mapping[Pair, float], company: Company, located: Container[Record]
) -> Iterator[Proposal]:
    """The surest of the pairs, by their names and their company."""
    records = {record for pair in pairs for record in pair}
    articles = dict(zip(records, company.articles(records), strict=True))
    both = [pair for pair in pairs if all(articles[record] for record in pair)]
    scores = (
        NAMES * pairs[pair] + COMPANY * overlap
        for pair, overlap in zip(both, company.overlaps(both).tolist(), strict=True)
    )
    scored = sorted(zip(scores, both, strict=True), reverse=True)[:MOST]
    best = {_ordered(pair, articles, located): score for score, pair in scored if score >= ENOUGH}
    shared = {pair: company.shared(*pair) for pair in best}
    called = _names(record for records in shared.values() for record in records[:SHOWN_COMPANY])
    for pair, score in best.items():
        (kind, one), (other_kind, other) = pair
        yield Proposal(
            kind=Proposal.Kind.SAME,
            question="same " + " ".join(sorted(f"{kind}:{pk}" for kind, pk in pair)),
            score=score,
            reasons=_shared(shared[pair], called),
            **{f"{kind}_id": one, f"other_{other_kind}_id": other},
        )


def _shared(records: Sequence[Record], called: Mapping[Record, str]) -> list[str]:
    """How many the two are both named with, and some of them."""
    if not records:
        return []
    names = ", ".join(called[record] for record in records[:SHOWN_COMPANY])
    return [f"{len(records)} shared co-name{'s' if len(records) > 1 else ''}: {names}"]


def _ordered(pair: Pair, articles: Mapping[Record, int], located: Container[Record]) -> Pair:
    """The one to be merged first; a place, one on the map, or the one in more articles stays."""

    def firmness(record: Record) -> tuple[bool, bool, int, int]:
        kind, pk = record
        return kind == "place", record in located, articles[record], -pk

    one, other = sorted(pair, key=firmness)
    return one, other


def _names(wanted: Iterable[Record]) -> dict[Record, str]:
    ids = set(wanted)
    return {
        (kind, pk): name
        for kind, table in (("person", Person), ("place", Place))
        for pk, name in table.objects.filter(
            pk__in=[pk for of, pk in ids if of == kind]
        ).values_list("pk", "name")
    }


def _may_be_two() -> dict[Record, str]:
    """The people who may be two of one name, and their names."""
    asked = Proposal.objects.filter(kind=Proposal.Kind.SPLIT).exclude(state=Proposal.State.WAITING)
    split = Decision.objects.filter(kind=Decision.Kind.SPLIT)
    people = (
        Person.objects.listed()
        .exclude(pk__in=asked.values("person"))
        .exclude(pk__in=split.exclude(person=None).values("person"))
        .annotate(named_in=Count("mentions__article", distinct=True))
        .filter(named_in__range=(FEWEST_TO_SPLIT, MOST_TO_SPLIT))
    )
    return {("person", pk): name for pk, name in people.order_by().values_list("pk", "name")}


def _two_of_one_name(
    called: Mapping[Record, str], company: Company
) -> Iterator[tuple[Proposal, set[int]]]:
    """Proposals to split those whose articles fall apart into two, and the articles that the
    other one would get."""
    groups = company.groups(called)
    apart = {record[1]: found for record, found in groups.items() if len(found[1]) > 1}
    roles = _roles(apart)
    for pk, (most, fewer, *_) in apart.items():
        proposal = _two(pk, called["person", pk], most, fewer, roles.get(pk, {}))
        if proposal:
            yield proposal, fewer


def _two(
    pk: int, name: str, most: set[int], fewer: set[int], roles: Mapping[int, Sequence[str]]
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
        question=f"two person:{pk}",
        person_id=pk,
        namesake=_namesake(name, apart),
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
    wanted = list(people)
    called = Mention.objects.exclude(role="").filter(
        Q(person__in=wanted) | Q(person__as_person__in=wanted)
    )
    meant = Coalesce("person__as_person", "person")
    rows = called.order_by().values_list(meant, "article", "role").distinct()
    for person, article, role in rows:
        roles[person][article].append(role)
    return {person: dict(by_article) for person, by_article in roles.items()}
