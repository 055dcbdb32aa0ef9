"""People and places, the names they go by, and where articles name them.

Every name has a record of its own, found by the words that articles use. A record may stand for
another one: that is what an alias is, and what merging makes. Mentions keep pointing at the record
of their own words, so an editor can take a merge back."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self, Union

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import slugify

from articles import gazetteer
from articles.gazetteer import Entry, name_key
from articles.models.articles import Article, Section
from articles.models.marks import IndexMark

MOST_BEGINNING = 500
"""Names, the longest known first, among which those in most articles are looked for."""


class Names(models.QuerySet[Any]):
    def listed(self) -> Self:
        """Those sure enough to be shown; the others are candidates, hidden, or other names."""
        return self.filter(listed=True)

    def standing(self) -> Self:
        """Those that stand for themselves and not for another."""
        return self.filter(as_person=None, as_place=None)

    def called(self, name: str) -> Self:
        """The listed ones known by this name, however it is capitalised and accented."""
        return self.known_by(Q(key=name_key(name)))

    def keyed(self, keys: Iterable[str]) -> Self:
        """Those with one of these keys, with the records that they stand for at hand."""
        return self.select_related("as_person", "as_place").filter(key__in=list(keys))

    def containing(self, key: str) -> set[int]:
        """The ids of the listed ones of which any name has this in its key."""
        return set(self.known_by(Q(key__contains=key)).values_list("pk", flat=True))

    def beginning(self, start: str) -> set[int]:
        """The ids of those of which any name has a word that begins so, also of those not listed;
        of very many, some."""
        same_kind = "as_person" if self.model is Person else "as_place"
        other_table = Place if self.model is Person else Person
        own = self.worded(start).values_list(Coalesce(same_kind, "pk"))
        # These are few, and found by whom they stand for: more than nobody.
        standing = other_table.objects.filter(**{f"{same_kind}__gt": 0}).order_by()
        across = standing.filter(Q(key__startswith=start) | Q(key__contains=f" {start}"))
        asked = (own, across.values_list(same_kind))
        return {pk for rows in asked for (pk,) in rows[:MOST_BEGINNING]}

    def worded(self, start: str) -> Self:
        """Those with a word in their key that begins so (see the migration `words_of_names`)."""
        words = f"{self.model._meta.db_table}_words"
        phrase = '"{}"*'.format(start.replace('"', " "))
        matching = f"SELECT rowid FROM {words} WHERE {words} MATCH %s"  # noqa: S608 (our own name)
        return self.filter(pk__in=RawSQL(matching, [phrase])).order_by()  # noqa: S611 (as above)

    def known_by(self, key: Q) -> Self:
        """The listed ones of which any name has such a key."""
        same_kind = "as_person" if self.model is Person else "as_place"
        other_table = Place if self.model is Person else Person
        found = self.model.objects.filter(key).values(known=Coalesce(same_kind, "pk"))
        across = other_table.objects.filter(key, **{f"{same_kind}__isnull": False})
        return self.listed().filter(Q(pk__in=found) | Q(pk__in=across.values(same_kind)))

    def canonical(self, pk: int) -> Union["Person", "Place"]:
        """The record that this one stands for now, perhaps itself. Raises DoesNotExist."""
        record: Person | Place = self.select_related("as_person", "as_place").get(pk=pk)
        return record.canonical

    def canonical_of(self, pks: Iterable[int]) -> list[Union["Person", "Place"]]:
        """The records that these stand for now, in their order; an unknown one stays what it is."""
        held = self.select_related("as_person", "as_place").in_bulk(list(pks))
        return [held[pk].canonical if pk in held else self.model(pk=pk) for pk in pks]


class Places(Names):
    def inside(self, *areas: "Place") -> Self:
        """Those that lie in any of the areas, or stand for one that does."""
        lies = Q(pk__in=[])
        for identifier in filter(None, (area.gazetteer_id for area in areas)):
            named = f" {identifier} "
            lies |= Q(within__contains=named) | Q(as_place__within__contains=named)
        return self.filter(lies)

    def around(self, places: Iterable["Place"]) -> dict["Place", list["Place"]]:
        """The listed areas that hold each of the places, the nearest first."""
        wanted = {place: place.within.split() for place in places}
        held = self.select_related("as_place").filter(
            gazetteer_id__in={identifier for areas in wanted.values() for identifier in areas}
        )
        known = {area.gazetteer_id: area.as_place or area for area in held if not area.as_person_id}
        return {
            place: [
                known[one] for one in areas if one in known and known[one].listed
                and known[one] != place
            ]
            for place, areas in wanted.items()
        }  # fmt: skip

    def list_countries(self, isos: Iterable[str]) -> None:
        """List the countries of these ISO codes, and make those that have no record: what holds
        a listed place is listed, whether or not an article names it."""
        found = map(gazetteer.opened().country, set(isos))
        countries = {country.id: country for country in found if country}
        held = self.filter(gazetteer_id__in=countries, sure=True).order_by()
        for identifier in countries.keys() - set(held.values_list("gazetteer_id", flat=True)):
            Place.of_entry(countries[identifier]).found_surely()


class Name(models.Model):
    """What a person and a place have in common."""

    class Verdict(models.TextChoices):
        NONE = "", "None yet"
        CONFIRMED = "confirmed", "Confirmed"
        HIDDEN = "hidden", "Hidden"
        ORGANISATION = "organisation", "An organisation"
        NEITHER = "neither", "No person and no place"

    name = models.CharField(max_length=200)
    key = models.CharField(
        max_length=200,
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
        db_index=True,
        help_text="Shown in facets; otherwise a candidate, hidden, or another's name",
    )
    aliases = models.TextField("other names", blank=True, help_text="A line each")
    wikidata = models.CharField("Wikidata identifier", max_length=20, blank=True)
    as_person = models.ForeignKey("Person", on_delete=models.SET_NULL, null=True, related_name="+")
    as_place = models.ForeignKey("Place", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = Names.as_manager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let the index hear of it wherever this name is mentioned."""
        if self._state.adding:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            super().save(*args, **kwargs)
            articles = Mention.objects.of(self).values_list("article", flat=True)
            IndexMark.objects.add(set(articles))

    def found_surely(self) -> None:
        """Some article now names it clearly enough to list it."""
        type(self).objects.filter(pk=self.pk).update(sure=True)
        self.sure = True
        record = self.canonical
        if not record.listed and record.deserves_listing():
            record.listed = True
            record.save(update_fields=["listed"])

    def deserves_listing(self) -> bool:
        """Whether readers may see it: by an editor's word, else if any of its names is sure."""
        if self.as_person_id or self.as_place_id:
            return False
        if self.verdict:
            return self.verdict == Name.Verdict.CONFIRMED
        sure = Q(sure=True, verdict="") | Q(verdict=Name.Verdict.CONFIRMED)
        return self.sure or any(names.filter(sure).exists() for names in self.standing_for_it())

    @property
    def table(self) -> str:
        """Whether it is a person or a place, as addresses have it."""
        return str(self._meta.model_name)

    @property
    def slug(self) -> str:
        """The name as addresses have it; a name in another script has none."""
        return slugify(self.name)[:80] or self.table

    @property
    def canonical(self) -> Union["Person", "Place"]:
        """The one whom this name stands for."""
        assert isinstance(self, Person | Place)
        return self.as_person or self.as_place or self

    @property
    def standing(self) -> str:
        """What became of the name, in a word or two."""
        if self.verdict and self.verdict != Name.Verdict.CONFIRMED:
            return str(self.get_verdict_display())
        return "Listed" if self.listed else "Candidate"

    @property
    def other_names(self) -> list[str]:
        return self.aliases.splitlines()

    @property
    def same_as(self) -> str:
        """The address of what Wikidata knows of the same person or place."""
        return f"https://www.wikidata.org/entity/{self.wikidata}" if self.wikidata else ""

    def standing_for_it(self) -> "tuple[models.QuerySet[Person], models.QuerySet[Place]]":
        """The records of its other names: those of people and those of places."""
        this = {"as_person" if isinstance(self, Person) else "as_place": self}
        return Person.objects.filter(**this), Place.objects.filter(**this)

    def members(self) -> tuple[list[int], list[int]]:
        """The ids of the person and of the place records that stand for this one, itself too."""
        people, places = (
            list(names.values_list("pk", flat=True)) for names in self.standing_for_it()
        )
        (people if isinstance(self, Person) else places).append(self.pk)
        return people, places


class Person(Name):
    class Meta(Name.Meta):
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(fields=["key"], name="one_person_a_key")]

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk, self.slug])


class Place(Name):
    gazetteer_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    kind = models.CharField(max_length=40, blank=True)
    country = models.CharField("country (ISO)", max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    within = models.TextField(
        blank=True,
        help_text="The gazetteer's ids of what holds it, nearest first, a space around each",
    )

    objects: ClassVar[Any] = Places.as_manager()

    class Meta(Name.Meta):
        constraints = [
            # Places of one name are told apart by the gazetteer; outside it, by name alone.
            models.UniqueConstraint(
                fields=["key"], condition=Q(gazetteer_id=None), name="one_unlocated_place_a_key"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The index hears of what lies in an area, too."""
        adding = self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.holds_places and not adding:
                inside = Mention.objects.filter(place__in=Place.objects.inside(self))
                IndexMark.objects.add(set(inside.values_list("article", flat=True)))

    def get_absolute_url(self) -> str:
        return reverse("place", args=[self.pk, self.slug])

    @property
    def holds_places(self) -> bool:
        return self.kind != "city"

    @property
    def holds_countries(self) -> bool:
        """Whether it is a region or a continent, and not a part of a country."""
        return self.kind in ("region", "continent") and not self.country

    @classmethod
    def of_entry(cls, entry: Entry, *, name: str = "") -> "Place":
        """The place where the gazetteer says, made if there is none."""
        known = cls.known_of(entry, name or entry.name)
        found, _ = cls.objects.get_or_create(gazetteer_id=entry.id, defaults=known)
        return found

    @staticmethod
    def known_of(entry: Entry, name: str) -> dict[str, Any]:
        """The fields of a place of this name, as far as the gazetteer knows them."""
        return {
            "gazetteer_id": entry.id,
            "name": name[:200],
            "key": name_key(name)[:200],
            "kind": entry.kind,
            "country": entry.country,
            "latitude": entry.latitude,
            "longitude": entry.longitude,
            "within": spaced(gazetteer.opened().wider(entry)),
        }


def spaced(identifiers: Iterable[str]) -> str:
    """The ids as `Place.within` keeps them: found by a space, the id and a space."""
    ids = " ".join(identifiers)
    return f" {ids} " if ids else ""


class Mentions(models.QuerySet["Mention"]):
    def of(self, *records: Name) -> Self:
        """Where any of the records is named, by whatever name: in one question."""
        named = Q(pk__in=[])
        for record in records:
            people, places = record.standing_for_it()
            itself = {"person" if isinstance(record, Person) else "place": record}
            named |= Q(**itself) | Q(person__in=people) | Q(place__in=places)
        return self.filter(named)

    def with_names(self) -> Self:
        """With the records at hand that the words stand for."""
        return self.select_related(
            "person__as_person", "person__as_place", "place__as_person", "place__as_place"
        )

    def move(self, subject: Name, other: Name) -> int:
        """Let what names the subject name the other instead; how many mentions did."""
        person, place = (other, None) if isinstance(other, Person) else (None, other)
        return self.of(subject).update(person=person, place=place)

    def move_back(self) -> None:
        """Let each name whom its own words resolved to."""
        self.update(person=F("read_as_person"), place=F("read_as_place"))


class Mention(models.Model):
    """The words in an article that stand for one person or one place."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="mentions"
    )
    part = models.CharField(max_length=10)
    """Where the offsets count from: the section's heading or text, or the article's title,
    byline or dateline."""
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.CharField(max_length=200)
    # Found through the indexes below, which count a name's articles without reading mentions.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="mentions", db_index=False
    )
    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, null=True, related_name="mentions", db_index=False
    )
    # What the words alone resolve to, before an editor gives the article to a namesake.
    read_as_person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    read_as_place = models.ForeignKey(
        Place, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    role = models.CharField(max_length=200, blank=True)

    objects = Mentions.as_manager()

    class Meta:
        ordering = ["article_id", "section_id", "start"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, place__isnull=False) | Q(place=None, person__isnull=False),
                name="mention_of_one_person_or_place",
            )
        ]
        indexes = [
            models.Index(fields=["person", "article"], name="articles_naming_a_person"),
            models.Index(fields=["place", "article"], name="articles_naming_a_place"),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def named(self) -> Person | Place:
        """The one whom the words stand for, by the editors' decisions."""
        record = self.person or self.place
        assert record is not None
        return record.canonical
