"""Decisions of editors about names: who decided what and when, and what was true before."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from articles.models.articles import Article
from articles.models.entities import Entity
from articles.models.marks import IndexMark
from articles.models.mentions import Mention

AT_ONCE = 2000
"""The maximum number of articles that one SQL statement marks."""


class Decisions(models.QuerySet["Decision"]):
    def in_force(self) -> Self:
        """Return the decisions that have not been undone."""
        return self.filter(undone_at=None)

    def on_entity(self, entity: Entity) -> Self:
        """Return the decisions whose `subject` or `other` is this entity or stands for it."""
        names = Entity.objects.variants_of([entity]).order_by().values("pk")
        return self.filter(Q(subject__in=names) | Q(other__in=names))

    def with_subject(self, subject: Entity) -> Self:
        """Return the decisions whose `subject` is exactly this entity, the oldest first."""
        return self.filter(subject=subject).order_by("pk")

    def with_other(self, other: Entity) -> Self:
        """Return the decisions whose `other` is the entity itself, oldest first."""
        return self.filter(other=other).order_by("pk")

    def splits_of(self, article: Article) -> Self:
        """Return the splits in force that give this article to a namesake, the oldest first."""
        splits = self.in_force().filter(kind=Decision.Kind.SPLIT, articles=article)
        return splits.select_related("subject__stands_for", "other").order_by("pk")

    def mark_articles(self) -> None:
        """Mark for indexing the articles that are affected by new or newly undone decisions.

        A decision may affect thousands of articles, so no editor waits for this. Running it again
        after a crash does no harm."""
        for decision in self.filter(articles_marked=False).order_by("pk"):
            articles = list(decision.affected_articles().values_list("pk", flat=True))
            for first in range(0, len(articles), AT_ONCE):
                IndexMark.objects.add(articles[first : first + AT_ONCE])
            # If an editor undid the decision meanwhile, its articles must be marked again.
            self.filter(pk=decision.pk, undone_at=decision.undone_at).update(articles_marked=True)


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
    """The kinds of decision that make `subject` stand for `other`."""

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="decisions")
    other = models.ForeignKey(Entity, on_delete=models.CASCADE, null=True, related_name="+")
    before = models.JSONField(default=None, null=True)
    after = models.JSONField(default=None, null=True)
    articles = models.ManyToManyField(Article, related_name="+")
    """The articles that a split gives to `other`."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True)
    """The file name of the authority list that made the decision. Empty if an editor made it."""
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    articles_marked = models.BooleanField(default=False, db_index=True)
    """Whether every article that the decision changes has been marked for indexing."""

    objects = Decisions.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Return a sentence that says what was decided."""
        return SENTENCES[self.kind].format(
            subject=self.subject, other=self.other, before=_display(self.before),
            after=_display(self.after),
        )  # fmt: skip

    def affected_articles(self) -> models.QuerySet[Article]:
        """Return the articles that must be indexed again because of the decision.

        These articles name one of the decision's two entities, or a place within one of them. A
        split affects only the articles that it gives away, and a Wikidata identifier affects
        none."""
        if self.kind == Decision.Kind.IDENTIFY:
            return Article.objects.none()
        if self.kind == Decision.Kind.SPLIT:
            return self.articles.all()
        entities = [self.subject, *([self.other] if self.other else [])]
        canonical = [entity.canonical for entity in entities]
        naming = Mention.objects.of_entities(*canonical).values("article")
        places = Entity.objects.in_areas(*entities, *canonical).order_by().values("pk")
        inside = Mention.objects.filter(entity__in=places).values("article")
        return Article.objects.filter(Q(pk__in=naming) | Q(pk__in=inside))


SENTENCES: dict[str, str] = {
    Decision.Kind.VERDICT: "{subject}: {after}",
    Decision.Kind.RENAME: "{before} is called {after}",
    Decision.Kind.ALIAS: "{subject} is another name of {other}",
    Decision.Kind.MERGE: "{subject} is the same as {other}",
    Decision.Kind.SPLIT: "{after} of the articles on {subject} are about {other}",
    Decision.Kind.CONVERT: "{subject} is {after}: {other}",
    Decision.Kind.PIN: "{subject} is at {after}",
    Decision.Kind.LOCATE: "{subject} is at {after}",
    Decision.Kind.IDENTIFY: "{subject} is {after} in Wikidata",
}


def _display(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value) if value not in (None, "") else "nothing"
