"""What editors decided about names: who, what and when, and what it was before."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.articles import Article
from articles.models.entities import Entity
from articles.models.marks import IndexMark
from articles.models.mentions import Mention

AT_ONCE = 2000


class Decisions(models.QuerySet["Decision"]):
    def in_force(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at=None)

    def about(self, entity: Entity) -> Self:
        """Those on this entity and on the names that stand for it, as subject or other."""
        names = Entity.objects.variants_of([entity]).order_by().values("pk")
        return self.filter(Q(subject__in=names) | Q(other__in=names))

    def of(self, subject: Entity) -> Self:
        """Those whose subject is this very entity, the oldest first."""
        return self.filter(subject=subject).order_by("pk")

    def naming(self, other: Entity) -> Self:
        """Those that name this very entity as the other one, the oldest first."""
        return self.filter(other=other).order_by("pk")

    def splits_of(self, article: Article) -> Self:
        """The splits in force that give this article to a namesake, the oldest first."""
        splits = self.in_force().filter(kind=Decision.Kind.SPLIT, articles=article)
        return splits.select_related("subject__stands_for", "other").order_by("pk")

    def mark_articles(self) -> None:
        """Mark for indexing what the newest decisions change; one may change very many articles,
        so this is not done while an editor waits. Done again after a crash, it does no harm."""
        for decision in self.filter(told=False).order_by("pk"):
            articles = list(decision.touched().values_list("pk", flat=True))
            for first in range(0, len(articles), AT_ONCE):
                IndexMark.objects.add(articles[first : first + AT_ONCE])
            # One that was undone meanwhile has more to tell.
            self.filter(pk=decision.pk, undone_at=decision.undone_at).update(told=True)


class Decision(models.Model):
    class Kind(models.TextChoices):
        VERDICT = "verdict", "Verdict"
        RENAME = "rename", "Rename"
        ALIAS = "alias", "Another name"
        MERGE = "merge", "Merge"
        SPLIT = "split", "Split"
        CONVERT = "convert", "Change of kind"
        PIN = "pin", "Pin to the map"
        LOCATE = "locate", "Coordinates"
        IDENTIFY = "identify", "Wikidata"

    STANDS_FOR = (Kind.ALIAS, Kind.MERGE, Kind.CONVERT, Kind.PIN)
    """By these the subject stands for the other."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="decisions")
    other = models.ForeignKey(Entity, on_delete=models.CASCADE, null=True, related_name="+")
    before = models.JSONField(default=None, null=True)
    after = models.JSONField(default=None, null=True)
    articles = models.ManyToManyField(Article, related_name="+")
    """Those that a split gives to the other."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True)
    """The file of an authority list, where no editor decided by hand."""
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    told = models.BooleanField(default=False, db_index=True)
    """Whether every article that this changes is marked for indexing."""

    objects = Decisions.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What was decided, for people to read."""
        return SENTENCES[self.kind].format(
            subject=self.subject, other=self.other, before=_shown(self.before),
            after=_shown(self.after),
        )  # fmt: skip

    def touched(self) -> models.QuerySet[Article]:
        """The articles that the index must hear of: those that name either, or a place in it."""
        if self.kind == Decision.Kind.IDENTIFY:
            return Article.objects.none()
        if self.kind == Decision.Kind.SPLIT:
            return self.articles.all()
        entities = [self.subject, *([self.other] if self.other else [])]
        canonical = [entity.canonical for entity in entities]
        naming = Mention.objects.of(*canonical).values("article")
        lying = Entity.objects.inside(*entities, *canonical).order_by().values("pk")
        inside = Mention.objects.filter(entity__in=lying).values("article")
        return Article.objects.filter(Q(pk__in=naming) | Q(pk__in=inside))


SENTENCES: dict[str, str] = {
    Decision.Kind.VERDICT: "{subject}: {after}",
    Decision.Kind.RENAME: "{before} is called {after}",
    Decision.Kind.ALIAS: "{subject} is another name of {other}",
    Decision.Kind.MERGE: "{subject} is the same as {other}",
    Decision.Kind.SPLIT: "{after} of the articles on {subject} are about {other}",
    Decision.Kind.CONVERT: "{subject} is {after}: {other}",
    Decision.Kind.PIN: "{subject} lies at {after}",
    Decision.Kind.LOCATE: "{subject} lies at {after}",
    Decision.Kind.IDENTIFY: "{subject} is {after} in Wikidata",
}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value) if value not in (None, "") else "nothing"
