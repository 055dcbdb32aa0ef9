"""What an editor is asked: are these two the same, is this one two?"""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.articles import Article
from articles.models.names import Name, Person, Place

CANONICAL = tuple(
    f"{side}__{column}"
    for side in ("person", "place", "other_person", "other_place")
    for column in ("as_person", "as_place")
)
"""From a proposal to the records that its two sides stand for."""


class Proposals(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        """Those that nobody has answered, the surest first."""
        return self.filter(state=Proposal.State.WAITING).order_by("-score", "pk")

    def pairing(self, records: Iterable[Name]) -> Self:
        """Those that ask whether one of these records is the same as another one."""
        people: list[int] = []
        places: list[int] = []
        for record in records:
            (people if isinstance(record, Person) else places).append(record.pk)
        return self.filter(
            Q(person__in=people)
            | Q(place__in=places)
            | Q(other_person__in=people)
            | Q(other_place__in=places),
            kind=Proposal.Kind.SAME,
        )

    def on_other_names(self) -> Self:
        """Those of which a side stands for another record by now."""
        other_name = Q()
        for column in CANONICAL:
            other_name |= Q(**{f"{column}__isnull": False})
        return self.filter(other_name)

    def with_canonical(self) -> Self:
        """With the records at hand that the two sides stand for."""
        return self.select_related(*CANONICAL)


class Proposal(models.Model):
    class Kind(models.TextChoices):
        SAME = "same", "The same"
        SPLIT = "split", "Two of one name"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    kind = models.CharField(max_length=5, choices=Kind.choices)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="proposals"
    )
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="proposals")
    other_person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    other_place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="+")
    question = models.CharField(max_length=80, unique=True)
    """Names the kind and the records, so that nothing is asked twice."""
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    """Sentences that say why."""
    articles = models.ManyToManyField(Article, related_name="+")
    """Those that a split would give to the namesake."""
    namesake = models.CharField(max_length=200, blank=True)
    """What a split would call the other one."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = Proposals.as_manager()

    class Meta:
        ordering = ["-score", "pk"]
        indexes = [models.Index(fields=["state", "-score"], name="proposals_in_turn")]

    def __str__(self) -> str:
        return f"{self.subject} / {self.other or self.namesake}"

    @property
    def subject(self) -> Person | Place:
        """The one that would become a name of the other."""
        record = self.person or self.place
        assert record is not None
        return record

    @property
    def other(self) -> Person | Place | None:
        return self.other_person or self.other_place

    @property
    def canonical_pair(self) -> frozenset[Person | Place]:
        """Whom the two sides stand for now: only one record if they are the same by now."""
        sides = (self.subject, self.other or self.subject)
        return frozenset(side.canonical for side in sides)
