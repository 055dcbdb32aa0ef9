"""Entities: the people, places and organisations that articles name, and where the places lie.

Every name has an entity of its own, which the words of an article find by their key. An entity may
stand for another one: an alias does, and so does an entity that was merged. Mentions keep pointing
at the entity of their own words, so an editor can undo a merge."""

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
"""Numbers that `numbers_by_prefix` returns at most."""
NUMBERS_BY_PREFIX = """
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
"""A kind and an identity. Only one entity has both, whichever process adds it.

A place on the map has the id of its gazetteer entry as its identity, so Paris in France and Paris
in Texas are two entities though their keys are the same. All other entities have their key, so the
same name in two articles is one entity until an editor splits it."""


class Entities(models.QuerySet["Entity"]):
    def of_kind(self, kind: Kind) -> Self:
        return self.filter(kind=kind)

    def listed(self) -> Self:
        """Return the entities that readers may see: no candidates, hidden names or aliases."""
        return self.filter(listed=True)

    def canonical(self) -> Self:
        """Return the entities that stand for themselves."""
        return self.filter(stands_for=None)

    def with_canonical(self) -> Self:
        """Fetch the entities that these stand for in the same query."""
        return self.select_related("stands_for")

    def with_key(self, keys: Iterable[str]) -> Self:
        return self.filter(key__in=list(keys))

    def with_numbers(self, numbers: Mapping[Kind, Collection[int]]) -> Self:
        """Return the entities that have one of these public numbers of their kind."""
        wanted = Q(pk__in=[])
        for kind, its in numbers.items():
            wanted |= Q(kind=kind, number__in=its)
        return self.filter(wanted)

    def with_name(self, name: str) -> Self:
        """Return the listed entities that have this name, whatever its case and accents."""
        return self._listed_with_name(Q(key=name_key(name)))

    def with_key_part(self, key: str) -> Self:
        """Return the listed entities that have a name with `key` in its own key."""
        return self._listed_with_name(Q(key__contains=key))

    def _listed_with_name(self, key: Q) -> Self:
        names = Entity.objects.filter(key).order_by()
        return self.listed().filter(pk__in=names.values(known=Coalesce("stands_for", "pk")))

    def in_areas(self, *areas: "Entity") -> Self:
        """Return the places in any of these areas, and the entities that stand for them."""
        in_any = Q(pk__in=[])
        for area in areas:
            if area.location_if_any and (identifier := area.location.gazetteer_id):
                in_any |= Q(within__contains=f" {identifier} ")
        places = Location.objects.filter(in_any).values("entity")
        return self.filter(Q(pk__in=places) | Q(stands_for__in=places))

    def variants_of(self, entities: Iterable["Entity"]) -> Self:
        """Return these entities and all that stand for one of them."""
        ids = [one.pk for one in entities]
        return self.filter(Q(pk__in=ids) | Q(stands_for__in=ids))

    def obtain(self, wanted: Iterable["Entity"]) -> dict[Identity, "Entity"]:
        """Return the saved entities that these describe, and add those that are missing.

        Two processes may add the same entity at the same moment: the first wins, and both get
        its row."""
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
        """List the countries with these ISO codes, and add those that have no entity.

        The country of a listed place is listed even if no article names it."""
        found = map(gazetteer.open_gazetteer().country, set(isos))
        countries = {country.id: country for country in found if country}
        sure = self.filter(kind=Kind.PLACE, identity__in=countries, sure=True).order_by()
        missing = countries.keys() - set(sure.values_list("identity", flat=True))
        added = self.obtain(Entity.from_entry(countries[one]) for one in sorted(missing))
        for country in added.values():
            country.mark_sure()

    def areas_of(self, entities: Iterable["Entity"]) -> dict["Entity", list["Entity"]]:
        """Return the listed areas that hold each of these entities, the nearest first.

        Only places have areas."""
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
        """Return the numbers of entities of this kind that have a name with a word that begins with
        `start`, listed or not. Where very many have one, return only some."""
        phrase = '"{}"*'.format(start.replace('"', " "))
        with connection.cursor() as cursor:
            cursor.execute(NUMBERS_BY_PREFIX, [phrase, kind.value, MOST_BY_PREFIX])
            return {number for (number,) in cursor}


class Entity(models.Model):
    """A person, a place or an organisation, under one of its names.

    The primary key is for the database. Addresses, queries and the search index use the kind and
    the `number`, because links and indexes from the time when people and places had tables of
    their own must stay valid. Entities of that time keep their number in `number_before`; all
    others use their primary key. Primary keys start above all numbers of that time, so no two
    entities of a kind get the same number. The database computes the number from the row alone:
    no writer waits for a counter, and one statement adds many rows."""

    class Verdict(models.TextChoices):
        NONE = "", "None yet"
        CONFIRMED = "confirmed", "Confirmed"
        HIDDEN = "hidden", "Hidden"
        NEITHER = "neither", "Not a name"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    number_before = models.BigIntegerField(null=True, editable=False)
    """The primary key that the entity had in a table of its kind, if it is that old."""
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
        """Save the entity, and mark the articles that name it, or a place in it, for indexing."""
        adding = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if not adding:
                self._mark_articles()

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.number, self.slug])

    @classmethod
    def from_name(cls, kind: Kind, name: str, **known: Any) -> "Entity":
        """Describe an entity known only by its name, for `obtain`."""
        key = name_key(name)[:LONGEST_NAME]
        entity = cls(kind=kind, identity=key, key=key, name=name[:LONGEST_NAME], **known)
        if kind == Kind.PLACE:
            Location(entity=entity)
        return entity

    @classmethod
    def from_entry(cls, entry: Entry, name: str = "", **known: Any) -> "Entity":
        """Describe the place of a gazetteer entry, called `name` if that is given, for `obtain`."""
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
        """Record that an article names it clearly, and list it if no verdict forbids that."""
        Entity.objects.filter(pk=self.pk).update(sure=True)
        self.sure = True
        entity = self.canonical
        if not entity.listed and entity.deserves_listing():
            entity.listed = True
            entity.save(update_fields=["listed"])

    def deserves_listing(self) -> bool:
        """Return whether readers may see it: the verdict decides, else whether a name is sure."""
        if self.stands_for_id or not Kind(self.kind).is_public:
            return False
        if self.verdict:
            return self.verdict == Entity.Verdict.CONFIRMED
        sure = Q(sure=True, verdict="") | Q(verdict=Entity.Verdict.CONFIRMED)
        return self.sure or self.variants.filter(sure).exists()

    @property
    def slug(self) -> str:
        """Return the name for addresses, or the kind for a name that is all in another script."""
        return slugify(self.name)[:80] or self.kind

    @property
    def canonical(self) -> "Entity":
        """Return the entity that this one stands for, which may be itself."""
        return self.stands_for or self

    @property
    def status(self) -> str:
        """Return the status for the admin: the verdict, else listed, candidate or not shown."""
        if self.verdict and self.verdict != Entity.Verdict.CONFIRMED:
            return str(self.get_verdict_display())
        if not Kind(self.kind).is_public:
            return "Not shown"
        return "Listed" if self.listed else "Candidate"

    @property
    def other_names(self) -> list[str]:
        """Return what the names that stand for this entity are called."""
        return self.aliases.splitlines()

    @property
    def same_as(self) -> str:
        """Return the address of its item in Wikidata, or nothing."""
        return f"https://www.wikidata.org/entity/{self.wikidata}" if self.wikidata else ""

    @property
    def location_if_any(self) -> "Location | None":
        """Return where a place lies, and None for all other kinds."""
        return self.location if self.kind == Kind.PLACE else None

    @property
    def area_ids(self) -> list[str]:
        """Return the gazetteer's ids of the areas that hold it, the nearest first."""
        return self.location_if_any.within.split() if self.location_if_any else []


class Location(models.Model):
    """Where a place lies. Every place has a location, which may be empty."""

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
        """Return latitude and longitude in degrees, or None if they are unknown."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude

    @property
    def holds_places(self) -> bool:
        """Return whether other places may lie in it."""
        return self.feature != "city"

    @property
    def holds_countries(self) -> bool:
        """Return whether it is a region or a continent that is not in one country."""
        return self.feature in ("region", "continent") and not self.country


def join_ids(identifiers: Iterable[str]) -> str:
    """Join ids for `Location.within`, where a query finds each by its id between two spaces."""
    ids = " ".join(identifiers)
    return f" {ids} " if ids else ""
