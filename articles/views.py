"""The reader's pages. Each asks one question of the archive and shows the answer."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db.models import Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from articles import browse
from articles.models import Article, Mention, Person, Place
from articles.reading import Reading, Spans
from articles.related import related
from articles.search.query import Query

NEWEST = 200
IN_A_SECTION = 4


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    newest = list(Article.objects.public().prefetch_related("sections")[:NEWEST])
    lately = Query(since=newest[0].published_at.date() - timedelta(days=30)) if newest else Query()
    context = {
        "archive": browse.find(Query(size=0)),
        "lately": browse.find(lately),
        "sections": _by_section(newest),
    }
    return render(request, "articles/home.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    listing = browse.find(Query.from_params(dict(request.GET.lists())))
    return render(request, "articles/search.html", {"listing": listing})


@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Article.objects.public().prefetch_related("sections"), pk=pk)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    mentions = list(found.mentions.select_related("person", "place"))
    context = {
        "article": found,
        "reading": Reading(found, Spans.of_names(mentions)),
        "people": _listed(mention.person for mention in mentions if mention.part != "byline"),
        "places": _listed(mention.place for mention in mentions),
        "authors": _listed(mention.person for mention in mentions if mention.part == "byline"),
        "related": related(found),
    }
    return render(request, "articles/article.html", context)


@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The file that the article came in, as it was."""
    found = get_object_or_404(Article.objects.public().select_related("upload"), pk=pk)
    if not found.upload:
        raise Http404
    # Never shown in the browser: a page that somebody uploaded may hold scripts.
    return FileResponse(
        found.upload.file.open(),
        as_attachment=True,
        filename=found.upload.name,
        content_type="application/octet-stream",
    )


@require_safe
def person(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Person.objects.listed(), pk=pk)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    mentions = Mention.objects.filter(person=found, article__state=Article.State.PUBLISHED)
    wrote = Article.objects.public().filter(mentions__person=found, mentions__part="byline")
    roles = (
        mentions.exclude(role="")
        .values("role")
        .annotate(since=Min("article__published_at"))
        .order_by("since")
    )
    context = {
        "person": found,
        "listing": browse.find(Query(person=(pk,), sort="newest", page=_page(request))),
        "roles": roles,
        "wrote": wrote.distinct()[: browse.PAGE_SIZE],
    }
    return render(request, "articles/person.html", context)


@require_safe
def place(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Place.objects.listed(), pk=pk)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    listing = browse.find(Query(place=(pk,), sort="newest", page=_page(request)))
    return render(request, "articles/place.html", {"place": found, "listing": listing})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about.html")


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def _by_section(newest: Iterable[Article]) -> dict[str, list[Reading]]:
    """The newest articles of each section, the one that was written in last first."""
    sections: dict[str, list[Reading]] = {}
    for one in newest:
        shown = sections.setdefault(one.desk or "Unsorted", [])
        if len(shown) < IN_A_SECTION:
            shown.append(Reading(one))
    return sections


def _listed(records: Iterable[Person | Place | None]) -> Sequence[Person | Place]:
    """Each of them once that readers may see, in the order they are named."""
    return list({record.pk: record for record in records if record and record.listed}.values())


def _page(request: HttpRequest) -> int:
    return Query.from_params(dict(request.GET.lists())).page
