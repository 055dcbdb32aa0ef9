"""People and places: the entities that articles name, and where the places lie.

Every name has an entity of its own, found by the words that articles use. An entity may stand for
another one: that is what an alias is, and what merging makes. Mentions keep pointing at the entity
of their own words, so an editor can take a merge back."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify

from articles import gazetteer
from articles.gazetteer import Entry, name_key
from articles.models.kinds import Kind
from articles.models.marks import IndexMark

MOST_BEGINNING = 500
"""Names, the longest known first, among which those in most articles are looked for."""
NUMBERS_BEGINNING = """
SELECT COALESCE(canonical.number, name.number)
FROM articles_entity_words AS words
CROSS JOIN articles_entity AS name ON name.id = words.rowid
LEFT JOIN articles_entity AS canonical ON canonical.id = name.stands_for_id
WHERE words.articles_entity_words MATCH %s AND COALESCE(canonical.kind, name.kind) = %s
LIMIT %s
"""
"""Reads the full-text index of the migration `words_of_entities`, which only SQLite has."""
LONGEST_NAME = 200

Identity = tuple[str, str]
"""A kind and an identity, which together only one entity has."""


class Entities(models.QuerySet["Entity"]):
    def of_kind(self, kind: Kind) -> Self:
        return self.filter(kind=kind)

    def listed(self) -> Self:
        """Those sure enough to be shown; the others are candidates, hidden, or other names."""
        return self.filter(listed=True)

    def canonical(self) -> Self:
        """Those that stand for themselves and not for another."""
        return self.filter(stands_for=None)

    def with_canonical(self) -> Self:
        """With the entities at hand that they stand for."""
        return self.select_related("stands_for")

    def with_key(self, keys: Iterable[str]) -> Self:
        return self.filter(key__in=list(keys))

    def numbered(self, numbers: Mapping[Kind, Collection[int]]) -> Self:
        """Those with one of these public numbers of their kind."""
        wanted = Q(pk__in=[])
        for kind, its in numbers.items():
            wanted |= Q(kind=kind, number__in=its)
        return self.filter(wanted)

    def called(self, name: str) -> Self:
        """The listed ones known by this name, however it is capitalised and accented."""
        return self._known_by(Q(key=name_key(name)))

    def containing(self, key: str) -> Self:
        """The listed ones that have this in the key of any of their names."""
        return self._known_by(Q(key__contains=key))

    def _known_by(self, key: Q) -> Self:
        names = Entity.objects.filter(key).order_by()
        return self.listed().filter(pk__in=names.values(known=Coalesce("stands_for", "pk")))

    def inside(self, *areas: "Entity") -> Self:
        """Those that lie in any of the areas, or stand for one that does."""
        lies = Q(pk__in=[])
        for area in areas:
            if area.location_if_any and (identifier := area.location.gazetteer_id):
                lies |= Q(within__contains=f" {identifier} ")
        lying = Location.objects.filter(lies).values("entity")
        return self.filter(Q(pk__in=lying) | Q(stands_for__in=lying))

    def variants_of(self, entities: Iterable["Entity"]) -> Self:
        """These entities, and all that stand for one of them."""
        ids = [one.pk for one in entities]
        return self.filter(Q(pk__in=ids) | Q(stands_for__in=ids))

    def obtain(self, wanted: Iterable["Entity"]) -> dict[Identity, "Entity"]:
        """Return the saved entities that these describe, and add those that are missing.

        Two processes may add the same entity at the same moment: the first wins, and both get
        its row."""
        new = {(one.kind, one.identity): one for one in wanted}
        held = self._by_identity(new)
        missing = {identity: one for identity, one in new.items() if identity not in held}
        if not missing:
            return held
        with transaction.atomic():
            self.bulk_create(missing.values(), ignore_conflicts=True)
            added = self._by_identity(missing)
            locations = []
            for identity, one in added.items():
                if location := missing[identity].location_if_any:
                    location.entity = one
                    locations.append(location)
            Location.objects.bulk_create(locations, ignore_conflicts=True)
        return held | added

    def obtain_one(self, wanted: "Entity") -> "Entity":
        (entity,) = self.obtain([wanted]).values()
        return entity

    def _by_identity(self, identities: Iterable[Identity]) -> dict[Identity, "Entity"]:
        by_kind: dict[str, list[str]] = {}
        for kind, identity in identities:
            by_kind.setdefault(kind, []).append(identity)
        same = Q(pk__in=[])
        for kind, its in by_kind.items():
            same |= Q(kind=kind, identity__in=its)
        found = self.filter(same).order_by().select_related("stands_for", "location")
        return {(one.kind, one.identity): one for one in found}

    def list_countries(self, isos: Iterable[str]) -> None:
        """List the countries of these ISO codes, and add those that have no entity: what holds
        a listed place is listed, whether or not an article names it."""
        found = map(gazetteer.opened().country, set(isos))
        countries = {country.id: country for country in found if country}
        sure = self.filter(kind=Kind.PLACE, identity__in=countries, sure=True).order_by()
        missing = countries.keys() - set(sure.values_list("identity", flat=True))
        added = self.obtain(Entity.on_the_map(countries[one]) for one in sorted(missing))
        for country in added.values():
            country.mark_sure()

    def around(self, entities: Iterable["Entity"]) -> dict["Entity", list["Entity"]]:
        """The listed areas that hold each of these, the nearest first; a person has none."""
        wanted = {one: one.holders for one in entities}
        identifiers = {identifier for areas in wanted.values() for identifier in areas}
        held = self.filter(kind=Kind.PLACE, identity__in=identifiers).with_canonical()
        known = {area.identity: area.canonical for area in held}
        return {
            one: [
                known[area] for area in areas if area in known and known[area].listed
                and known[area].kind == Kind.PLACE and known[area] != one
            ]
            for one, areas in wanted.items()
        }  # fmt: skip

    @staticmethod
    def numbers_beginning(kind: Kind, start: str) -> set[int]:
        """Return the numbers of entities of the kind with a name of which a word begins so.

        Also those that are not listed; where there are very many, some of them."""
        phrase = '"{}"*'.format(start.replace('"', " "))
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS_BEGINNING, [phrase, kind.value, MOST_BEGINNING])
            return {number for (number,) in cursor}


class Entity(models.Model):
    """A person, a place or an organisation, by one of its names.

    Its primary key is for the database; in addresses, queries and the search index it has the
    `number` of its kind. Entities from the time when people and places had tables of their own
    keep the number that they had there; that of every other one is its primary key, and primary
    keys began above all numbers of that time. The database works the number out of the row itself,
    so that no writer waits for another, and many rows are added at once."""

    class Verdict(models.TextChoices):
        NONE = "", "None yet"
        CONFIRMED = "confirmed", "Confirmed"
        HIDDEN = "hidden", "Hidden"
        NEITHER = "neither", "No person and no place"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    number_before = models.BigIntegerField(null=True, editable=False)
    """The number it had in a table of its kind."""
    number = models.GeneratedField(
        expression=Coalesce("number_before", "id"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    identity = models.CharField(
        max_length=LONGEST_NAME,
        editable=False,
        help_text="What tells it apart in its kind: the gazetteer's id of a place, else the key",
    )
    name = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(
        max_length=LONGEST_NAME,
        help_text="The name without case, accents and hyphens, by which mentions find it",
    )
    sure = models.BooleanField(
        default=False, help_text="Whether some article names it clearly enough to list it"
    )
    verdict = models.CharField(
        max_length=12, choices=Verdict.choices, default=Verdict.NONE, blank=True
    )
    listed = models.BooleanField(
        default=False,
        help_text="Shown in facets; otherwise a candidate, hidden, or another's name",
    )
    aliases = models.TextField("other names", blank=True, help_text="A line each")
    wikidata = models.CharField("Wikidata identifier", max_length=20, blank=True)
    # Found through the index below, in which names of entities are read without their rows.
    stands_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="variants", db_index=False
    )

    objects = Entities.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "name"
        # No index begins with the kind: SQLite would read all entities of a kind by it, where it
        # could look a few up by their keys.
        constraints = [
            models.UniqueConstraint(fields=["number", "kind"], name="one_entity_a_number"),
            models.UniqueConstraint(fields=["identity", "kind"], name="one_entity_an_identity"),
        ]
        indexes = [
            models.Index(fields=["key", "kind"], name="entities_by_key"),
            models.Index(fields=["stands_for", "kind", "key"], name="entities_by_canonical"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the index hear of it wherever this name, or what lies in it, is named."""
        adding = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not adding:
                self._mark_articles()

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.number, self.slug])

    @classmethod
    def by_name(cls, kind: Kind, name: str, **known: Any) -> "Entity":
        """Describe an entity that only its name tells apart, for `obtain`."""
        key = name_key(name)[:LONGEST_NAME]
        entity = cls(kind=kind, identity=key, key=key, name=name[:LONGEST_NAME], **known)
        if kind == Kind.PLACE:
            Location(entity=entity)
        return entity

    @classmethod
    def on_the_map(cls, entry: Entry, name: str = "", **known: Any) -> "Entity":
        """Describe the place where the gazetteer says, called by this name, for `obtain`."""
        name = name or entry.name
        key = name_key(name)[:LONGEST_NAME]
        entity = cls(kind=Kind.PLACE, identity=entry.id, key=key, name=name[:LONGEST_NAME], **known)
        Location(
            entity=entity,
            gazetteer_id=entry.id,
            feature=entry.kind,
            country=entry.country,
            latitude=entry.latitude,
            longitude=entry.longitude,
            within=spaced(gazetteer.opened().wider(entry)),
        )
        return entity

    def _mark_articles(self) -> None:
        names = Entity.objects.variants_of([self])
        articles = set(names.values_list("mentions__article", flat=True).order_by())
        if self.location_if_any and self.location.holds_places:
            inside = Entity.objects.inside(self)
            articles |= set(inside.values_list("mentions__article", flat=True).order_by())
        IndexMark.objects.add(articles - {None})

    def mark_sure(self) -> None:
        """Keep that some article now names it clearly enough, and list it if nothing forbids."""
        Entity.objects.filter(pk=self.pk).update(sure=True)
        self.sure = True
        entity = self.canonical
        if not entity.listed and entity.deserves_listing():
            entity.listed = True
            entity.save(update_fields=["listed"])

    def deserves_listing(self) -> bool:
        """Whether readers may see it: by an editor's word, else if any of its names is sure."""
        if self.stands_for_id or not Kind(self.kind).is_public:
            return False
        if self.verdict:
            return self.verdict == Entity.Verdict.CONFIRMED
        sure = Q(sure=True, verdict="") | Q(verdict=Entity.Verdict.CONFIRMED)
        return self.sure or self.variants.filter(sure).exists()

    @property
    def slug(self) -> str:
        """The name as addresses have it; a name in another script has none."""
        return slugify(self.name)[:80] or self.kind

    @property
    def canonical(self) -> "Entity":
        """The one whom this name stands for."""
        return self.stands_for or self

    @property
    def status(self) -> str:
        """What became of the name, in a word or two."""
        if self.verdict and self.verdict != Entity.Verdict.CONFIRMED:
            return str(self.get_verdict_display())
        if not Kind(self.kind).is_public:
            return "Not shown"
        return "Listed" if self.listed else "Candidate"

    @property
    def other_names(self) -> list[str]:
        return self.aliases.splitlines()

    @property
    def same_as(self) -> str:
        """The address of what Wikidata knows of the same person or place."""
        return f"https://www.wikidata.org/entity/{self.wikidata}" if self.wikidata else ""

    @property
    def location_if_any(self) -> "Location | None":
        """Where it lies; None for all but places."""
        return self.location if self.kind == Kind.PLACE else None

    @property
    def holders(self) -> list[str]:
        """The gazetteer's ids of what holds it, nearest first."""
        return self.location_if_any.within.split() if self.location_if_any else []


class Location(models.Model):
    """What only a place has: where it lies. Every place has one, though it may be empty."""

    entity = models.OneToOneField(
        Entity, on_delete=models.CASCADE, primary_key=True, related_name="location"
    )
    gazetteer_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    feature = models.CharField(
        max_length=40, blank=True, help_text="What the gazetteer says it is: a city, a country"
    )
    country = models.CharField("country (ISO)", max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    within = models.TextField(
        blank=True,
        help_text="The gazetteer's ids of what holds it, nearest first, a space around each",
    )

    def __str__(self) -> str:
        return f"location of {self.entity_id}"

    @property
    def position(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def holds_places(self) -> bool:
        return self.feature != "city"

    @property
    def holds_countries(self) -> bool:
        """Whether it is a region or a continent, and not a part of a country."""
        return self.feature in ("region", "continent") and not self.country


def spaced(identifiers: Iterable[str]) -> str:
    """The ids as `Location.within` keeps them: found by a space, the id and a space."""
    ids = " ".join(identifiers)
    return f" {ids} " if ids else ""
