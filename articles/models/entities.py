"""Entities: the people, places and organisations that articles name, and the places' locations.

Every name has an entity of its own, which is found by the key of the name. An entity may stand for
another one: aliases and merged entities do. A mention still refers to the entity that its own words
name, so an editor can undo a merge."""

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

MOST_BY_PREFIX = 500
"""The maximum number of entities that `numbers_by_prefix` finds."""
NUMBERS_BY_PREFIX = """
SELECT COALESCE(canonical.number, name.number)
FROM articles_entity_words AS words
CROSS JOIN articles_entity AS name ON name.id = words.rowid
LEFT JOIN articles_entity AS canonical ON canonical.id = name.stands_for_id
WHERE words.articles_entity_words MATCH %s AND COALESCE(canonical.kind, name.kind) = %s
LIMIT %s
"""
"""The SQL query of `numbers_by_prefix`. It reads a full-text index that exists only in SQLite and
is created by the migration `words_of_entities`."""
LONGEST_NAME = 200

Identity = tuple[str, str]
"""The kind of an entity, and a text that no other entity of that kind has: its identity.

The identity of a place on the map is the id of its gazetteer entry, so Paris in France and Paris in
Texas are two entities although they have the same key. The identity of any other entity is its key,
so the same name in two articles is one entity until an editor splits it."""


class Entities(models.QuerySet["Entity"]):
    def of_kind(self, kind: Kind) -> Self:
        return self.filter(kind=kind)

    def listed(self) -> Self:
        """Return the listed entities. Candidates, hidden names and aliases are not listed."""
        return self.filter(listed=True)

    def canonical(self) -> Self:
        """Return the entities that do not stand for another one."""
        return self.filter(stands_for=None)

    def with_canonical(self) -> Self:
        """Return the entities, and fetch their canonical entities in the same query."""
        return self.select_related("stands_for")

    def with_key(self, keys: Iterable[str]) -> Self:
        return self.filter(key__in=list(keys))

    def with_numbers(self, numbers: Mapping[Kind, Collection[int]]) -> Self:
        """Return the entities whose number is among those that `numbers` lists for their kind."""
        wanted = Q(pk__in=[])
        for kind, its in numbers.items():
            wanted |= Q(kind=kind, number__in=its)
        return self.filter(wanted)

    def with_name(self, name: str) -> Self:
        """Return the listed entities that have this name or alias, ignoring case and accents."""
        return self._listed_with_name(Q(key=name_key(name)))

    def with_key_part(self, key: str) -> Self:
        """Return the listed entities that have a name or alias whose key contains `key`."""
        return self._listed_with_name(Q(key__contains=key))

    def _listed_with_name(self, key: Q) -> Self:
        names = Entity.objects.filter(key).order_by()
        return self.listed().filter(pk__in=names.values(known=Coalesce("stands_for", "pk")))

    def in_areas(self, *areas: "Entity") -> Self:
        """Return the places in any of the areas, and the entities that stand for those places."""
        in_any = Q(pk__in=[])
        for area in areas:
            if area.location_if_any and (identifier := area.location.gazetteer_id):
                in_any |= Q(within__contains=f" {identifier} ")
        places = Location.objects.filter(in_any).values("entity")
        return self.filter(Q(pk__in=places) | Q(stands_for__in=places))

    def variants_of(self, entities: Iterable["Entity"]) -> Self:
        """Return the entities themselves and all entities that stand for one of them."""
        ids = [one.pk for one in entities]
        return self.filter(Q(pk__in=ids) | Q(stands_for__in=ids))

    def obtain(self, wanted: Iterable["Entity"]) -> dict[Identity, "Entity"]:
        """Return the saved entity for each identity in `wanted`. Add entities that are missing.

        If two processes add the same entity at the same moment, the first one wins and both get its
        row."""
        new = {(one.kind, one.identity): one for one in wanted}
        held = self._find_by_identity(new)
        missing = {identity: one for identity, one in new.items() if identity not in held}
        if not missing:
            return held
        with transaction.atomic():
            # Rows that another process added meanwhile are ignored here and read below.
            self.bulk_create(missing.values(), ignore_conflicts=True)
            added = self._find_by_identity(missing)
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

    def _find_by_identity(self, identities: Iterable[Identity]) -> dict[Identity, "Entity"]:
        by_kind: dict[str, list[str]] = {}
        for kind, identity in identities:
            by_kind.setdefault(kind, []).append(identity)
        same = Q(pk__in=[])
        for kind, its in by_kind.items():
            same |= Q(kind=kind, identity__in=its)
        found = self.filter(same).order_by().select_related("stands_for", "location")
        return {(one.kind, one.identity): one for one in found}

    def list_countries(self, isos: Iterable[str]) -> None:
        """List the countries with these ISO codes, and add the countries that have no entity.

        The country of a listed place is listed even if no article names that country."""
        found = map(gazetteer.open_gazetteer().country, set(isos))
        countries = {country.id: country for country in found if country}
        sure = self.filter(kind=Kind.PLACE, identity__in=countries, sure=True).order_by()
        missing = countries.keys() - set(sure.values_list("identity", flat=True))
        added = self.obtain(Entity.from_entry(countries[one]) for one in sorted(missing))
        for country in added.values():
            country.mark_sure()

    def areas_of(self, entities: Iterable["Entity"]) -> dict["Entity", list["Entity"]]:
        """Return a dictionary that maps each entity to the listed areas that contain it.

        The innermost area comes first. Only places have areas; the list of any other entity is
        empty."""
        wanted = {one: one.area_ids for one in entities}
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
    def numbers_by_prefix(kind: Kind, start: str) -> set[int]:
        """Return the numbers of entities whose name contains a word that starts with `start`.

        Only entities of the kind `kind` are considered.

        Entities that are not listed are included. If there are more than `MOST_BY_PREFIX`, only
        some are returned."""
        phrase = '"{}"*'.format(start.replace('"', " "))
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS_BY_PREFIX, [phrase, kind.value, MOST_BY_PREFIX])
            return {number for (number,) in cursor}


class Entity(models.Model):
    """A person, a place or an organisation, under one of its names.

    Addresses, queries and the search index identify an entity by its kind and `number`, not by its
    primary key. People and places once had separate tables, and links and indexes from that time
    must stay valid. Entities from that time keep their old primary key in `number_before`, which is
    also their number. The number of all other entities is their primary key. New primary keys start
    above all old ones, so no two entities of a kind get the same number. The database computes the
    number from the row alone, so no writer waits for a counter, and one statement can add many
    rows."""

    class Verdict(models.TextChoices):
        NONE = "", "None yet"
        CONFIRMED = "confirmed", "Confirmed"
        HIDDEN = "hidden", "Hidden"
        NEITHER = "neither", "Not a name"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    number_before = models.BigIntegerField(null=True, editable=False)
    """The primary key that an old entity had in the former table of its kind. Null for newer
    entities."""
    number = models.GeneratedField(
        expression=Coalesce("number_before", "id"),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    identity = models.CharField(
        max_length=LONGEST_NAME,
        editable=False,
        help_text="The gazetteer's id of a place on the map, else the key; unique in its kind",
    )
    name = models.CharField(max_length=LONGEST_NAME)
    key = models.CharField(
        max_length=LONGEST_NAME,
        help_text="The name without case, accents and hyphens; mentions find the entity by it",
    )
    sure = models.BooleanField(
        default=False, help_text="Some article names it clearly enough to list it"
    )
    verdict = models.CharField(
        max_length=12, choices=Verdict.choices, default=Verdict.NONE, blank=True
    )
    listed = models.BooleanField(
        default=False,
        help_text="Readers see it; otherwise it is a candidate, hidden or an alias",
    )
    aliases = models.TextField("other names", blank=True, help_text="One name a line")
    wikidata = models.CharField("Wikidata identifier", max_length=20, blank=True)
    # No index of its own: queries use the index below, which holds the keys of the variants too.
    stands_for = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, related_name="variants", db_index=False
    )

    objects = Entities.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "name"
        # No index begins with the kind. SQLite would use it to read all entities of a kind where
        # it could look up a few by their keys.
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
        """Save the entity.

        Unless it is new, mark the articles that name the entity or a place within it for
        indexing."""
        adding = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not adding:
                self._mark_articles()

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.number, self.slug])

    @classmethod
    def from_name(cls, kind: Kind, name: str, **known: Any) -> "Entity":
        """Return an unsaved entity with this kind and name, to be passed to `obtain`."""
        key = name_key(name)[:LONGEST_NAME]
        entity = cls(kind=kind, identity=key, key=key, name=name[:LONGEST_NAME], **known)
        if kind == Kind.PLACE:
            Location(entity=entity)
        return entity

    @classmethod
    def from_entry(cls, entry: Entry, name: str = "", **known: Any) -> "Entity":
        """Return an unsaved place for the gazetteer entry, to be passed to `obtain`.

        If `name` is given, it replaces the name of the entry."""
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
            within=join_ids(gazetteer.open_gazetteer().areas_of(entry)),
        )
        return entity

    def _mark_articles(self) -> None:
        names = Entity.objects.variants_of([self])
        articles = set(names.values_list("mentions__article", flat=True).order_by())
        if self.location_if_any and self.location.holds_places:
            inside = Entity.objects.in_areas(self)
            articles |= set(inside.values_list("mentions__article", flat=True).order_by())
        IndexMark.objects.add(articles - {None})

    def mark_sure(self) -> None:
        """Record that an article names the entity clearly.

        Its canonical entity is then listed unless a verdict or its kind forbids that."""
        Entity.objects.filter(pk=self.pk).update(sure=True)
        self.sure = True
        entity = self.canonical
        if not entity.listed and entity.deserves_listing():
            entity.listed = True
            entity.save(update_fields=["listed"])

    def deserves_listing(self) -> bool:
        """Return whether readers may see the entity.

        The verdict decides. If there is none, the entity or one of its variants must be sure or
        confirmed. Aliases, and kinds that are not public, are never listed."""
        if self.stands_for_id or not Kind(self.kind).is_public:
            return False
        if self.verdict:
            return self.verdict == Entity.Verdict.CONFIRMED
        sure = Q(sure=True, verdict="") | Q(verdict=Entity.Verdict.CONFIRMED)
        return self.sure or self.variants.filter(sure).exists()

    @property
    def slug(self) -> str:
        """Return the name as written in URLs, or the kind if the name has no Latin letters."""
        return slugify(self.name)[:80] or self.kind

    @property
    def canonical(self) -> "Entity":
        """Return the entity that this entity stands for, which may be this entity itself."""
        return self.stands_for or self

    @property
    def status(self) -> str:
        """Return the status that the admin shows, such as "Listed", "Candidate" or "Hidden"."""
        if self.verdict and self.verdict != Entity.Verdict.CONFIRMED:
            return str(self.get_verdict_display())
        if not Kind(self.kind).is_public:
            return "Not shown"
        return "Listed" if self.listed else "Candidate"

    @property
    def other_names(self) -> list[str]:
        """Return the aliases of the entity as a list of names."""
        return self.aliases.splitlines()

    @property
    def same_as(self) -> str:
        """Return the address of the entity's Wikidata item, or an empty string if it has none."""
        return f"https://www.wikidata.org/entity/{self.wikidata}" if self.wikidata else ""

    @property
    def location_if_any(self) -> "Location | None":
        """Return the location of a place, or None for all other kinds of entities."""
        return self.location if self.kind == Kind.PLACE else None

    @property
    def area_ids(self) -> list[str]:
        """Return the gazetteer ids of the areas that contain the entity, the innermost first."""
        return self.location_if_any.within.split() if self.location_if_any else []


class Location(models.Model):
    """The location of a place. Every place has one, but its fields may be empty."""

    entity = models.OneToOneField(
        Entity, on_delete=models.CASCADE, primary_key=True, related_name="location"
    )
    gazetteer_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    feature = models.CharField(
        max_length=40, blank=True, help_text="City, country, river... as the gazetteer says"
    )
    country = models.CharField("country (ISO)", max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    within = models.TextField(
        blank=True,
        help_text="The gazetteer's ids of its areas, the nearest first, a space around each",
    )

    def __str__(self) -> str:
        return f"location of {self.entity_id}"

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Return the latitude and the longitude in degrees, or None if they are unknown."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def holds_places(self) -> bool:
        """Return whether the place may contain other places. Only cities contain none."""
        return self.feature != "city"

    @property
    def holds_countries(self) -> bool:
        """Return whether the place is a region or continent that is not in a single country."""
        return self.feature in ("region", "continent") and not self.country


def join_ids(identifiers: Iterable[str]) -> str:
    """Return the ids as one string for `Location.within`, with a space before and after each id.

    The spaces let a query find an id without matching part of another id."""
    ids = " ".join(identifiers)
    return f" {ids} " if ids else ""
