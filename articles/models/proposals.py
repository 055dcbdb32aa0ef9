"""Proposals: questions to editors whether to merge two names or to split one."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.articles import Article
from articles.models.entities import Entity


class Proposals(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        """Return the proposals that nobody has answered, the most certain first."""
        return self.filter(state=Proposal.State.WAITING).order_by("-score", "pk")

    def pairs_with(self, entities: Iterable[Entity]) -> Self:
        """Return the proposals to merge any of the entities with another one."""
        ids = [entity.pk for entity in entities]
        return self.filter(Q(subject__in=ids) | Q(other__in=ids), kind=Proposal.Kind.SAME)

    def with_alias_side(self) -> Self:
        """Return the proposals about an entity that now stands for another one."""
        return self.filter(
            Q(subject__stands_for__isnull=False) | Q(other__stands_for__isnull=False)
        )

    def with_canonical(self) -> Self:
        """Return the proposals, and fetch both canonical entities in the same query."""
        return self.select_related("subject__stands_for", "other__stands_for")


class Proposal(models.Model):
    class Kind(models.TextChoices):
        SAME = "same", "The same"
        SPLIT = "split", "Two of one name"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    kind = models.CharField(max_length=5, choices=Kind.choices)
    subject = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="proposals")
    """The entity that would be merged into `other`, or that would be split."""
    other = models.ForeignKey(Entity, on_delete=models.CASCADE, null=True, related_name="+")
    question = models.CharField(max_length=80, unique=True)
    """A text that identifies the kind of the proposal and its entities. It is unique, so no
    question is asked twice."""
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    """Phrases that say why this is proposed."""
    articles = models.ManyToManyField(Article, related_name="+")
    """The articles that a split would give to a namesake of `subject`."""
    namesake = models.CharField(max_length=200, blank=True)
    """The name that a split would give to a namesake of `subject`."""
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
    def canonical_pair(self) -> frozenset[Entity]:
        """Return the canonical entities of both sides, which may have become the same entity."""
        sides = (self.subject, self.other or self.subject)
        return frozenset(side.canonical for side in sides)
