"""What an editor is asked: are these two the same, is this one two?"""

from typing import Self

from django.conf import settings
from django.db import models

from articles.models.articles import Article
from articles.models.names import Person, Place


class Proposals(models.QuerySet["Proposal"]):
    def waiting(self) -> Self:
        """Those that nobody has answered, the surest first."""
        return self.filter(state=Proposal.State.WAITING).order_by("-score", "pk")


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
