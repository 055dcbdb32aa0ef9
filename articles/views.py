"""The reader's pages. Each asks one question of the archive and shows the answer."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from articles import tasks
from articles.desk.addresses import next_page
from articles.desk.forms import DecisionForm, may_decide, offer_forms, read_form
from articles.desk.overview import decision_aids
from articles.models import Article, Entity, Kind
from articles.pages import browse, digests, illustrations, offers
from articles.pages.comparison import compare, examples
from articles.pages.display import Display, understood
from articles.pages.front import front
from articles.pages.guide import GUIDE
from articles.pages.kinds import SHOWN
from articles.pages.portraits import portrait, quotes_of
from articles.pages.reading import Reading, matches, names, together
from articles.pages.related import related
from articles.pages.structured import news_article, thing
from articles.pages.suggestions import suggest
from articles.search.asking import address, parser
from articles.search.asking.query import Query

LENGTHS = (
    ("none", _("None")),
    ("short", _("Short")),
    ("normal", _("Normal")),
    ("longer", _("Longer")),
    ("half", _("Half the text")),
)
A_YEAR = timedelta(days=365)
QUOTES_A_PAGE = 40
SHOW_AND_DECIDE = ("GET", "HEAD", "POST")
"""What the page of a name answers: editors decide about the name there."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/home.html", {"front": front()})


@require_safe
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def search(request: HttpRequest) -> HttpResponse:
    """The page, or only what changes on it where the page itself asks."""
    shown = Display.from_cookies(request.COOKIES)
    listing = browse.find(_asked(request), shown.summaries)
    context = {
        "listing": listing,
        "offers": offers.of_listing(listing),
        **illustrations.of_listing(listing),
    }
    if listing.query.page == 1 and not listing.results.partial:
        context["digest"] = digests.of_search(listing.query, shown.digest)
    updating = request.headers.get("HX-Target") == "found"
    template = "articles/_found_only.html" if updating else "articles/search.html"
    return render(request, template, context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    found = suggest(_asked(request).text)
    return render(request, "articles/_suggestions.html", {"suggestions": found})


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    texts = [request.GET.get(name, "").replace("\0", "").strip()[:300] for name in ("a", "b")]
    context = {
        "a": texts[0],
        "b": texts[1],
        "compared": compare(*texts) if all(texts) else None,
        "examples": [] if all(texts) else examples(),
    }
    return render(request, "articles/compare.html", context)


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remember how the reader wants pages shown, and go back to the page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("home")
    response = HttpResponseRedirect(back)
    for name, value in understood(request.POST).items():
        response.set_cookie(
            name,
            value,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


@require_safe
def article(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    found = get_object_or_404(Article.objects.public().prefetch_related("sections"), pk=pk)
    if request.path != found.get_absolute_url():
        return redirect(found, permanent=True)
    shown = Display.from_cookies(request.COOKIES)
    asked = _asked(request).text
    mentions = list(found.mentions.with_entities())
    spans = names(mentions) if shown.names == "on" else {}
    marks = matches(found, parser.parse(asked)) if asked else {}
    named = _listed(mention.canonical for mention in mentions if mention.part != "byline")
    people = [one for one in named if one.kind == Kind.PERSON]
    places = [one for one in named if one.kind == Kind.PLACE]
    authors = _listed(mention.canonical for mention in mentions if mention.part == "byline")
    reading = Reading(found, together(spans, marks), shown.summaries)
    canonical = request.build_absolute_uri(found.get_absolute_url())
    context = {
        "article": found,
        "asked": asked,
        "reading": reading,
        "lengths": LENGTHS,
        "people": people,
        "places": places,
        "authors": authors,
        "speakers": reading.speakers(found.quotes.public(), mentions),
        "related": related(found, named),
        "canonical": canonical,
        "original_url": found.url if found.url.startswith(("https://", "http://")) else "",
        "structured": news_article(found, canonical, authors, named),
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


@require_http_methods(SHOW_AND_DECIDE)
def person(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _named(request, Kind.PERSON, number)


@require_http_methods(SHOW_AND_DECIDE)
def place(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _named(request, Kind.PLACE, number)


@require_safe
def quotes(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """All that a person said."""
    found = _canonical(Kind.PERSON, number)
    if found.kind != Kind.PERSON:
        return redirect(found)
    address = reverse("quotes", args=[found.number, found.slug])
    if request.path != address:
        return redirect(address)
    page = Paginator(quotes_of(found), QUOTES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "articles/quotes.html", {"person": found, "page": page})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about.html")


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/help.html", {"examples": GUIDE})


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def _asked(request: HttpRequest) -> Query:
    return address.read_query(dict(request.GET.lists()))


def _named(request: HttpRequest, kind: Kind, number: int) -> HttpResponse:
    """Show the page of an entity, or carry out what an editor decided on it."""
    found = _canonical(kind, number)
    if request.method == "POST":
        return _decide(request, found)
    if request.path != found.get_absolute_url():
        return redirect(found)  # not for ever: an editor may take a name back
    return _show(request, found)


def _decide(request: HttpRequest, entity: Entity) -> HttpResponse:
    if not may_decide(request.user, entity):
        raise PermissionDenied
    form = read_form(entity, request.POST)
    if not (decision := form.carry_out(request.user)):  # type: ignore[arg-type]
        return _show(request, entity, form)
    tasks.index_soon()
    messages.success(request, f"{decision.sentence}.")
    return redirect(next_page(entity, on_site=True))


def _show(
    request: HttpRequest, entity: Entity, refused: DecisionForm | None = None
) -> HttpResponse:
    """Show an entity; `refused` is the decision on it that could not be made."""
    editing = may_decide(request.user, entity)
    shown = portrait(entity, _asked(request).page)
    order = Display.from_cookies(request.COOKIES).digest
    context = {
        entity.kind: entity,
        "named": entity,
        "deciding": decision_aids(entity) if editing else None,
        "forms": offer_forms(entity, refused) if editing else None,
        "refused": refused,
        "portrait": shown,
        "listing": shown.listing,
        "digest": digests.of_name(entity, shown.listing.query, order),
        "compare_url": f"{reverse('compare')}?{urlencode({'a': entity.name})}",
        "structured": thing(entity, request.build_absolute_uri(request.path), shown.around),
    }
    return render(request, SHOWN[entity.kind].template, context)


def _canonical(kind: Kind, number: int) -> Entity:
    """The one for which the entity of this number stands now."""
    asked = Entity.objects.with_numbers({kind: [number]})
    found = get_object_or_404(asked.select_related("location", "stands_for__location")).canonical
    if not found.listed:
        raise Http404
    return found


def _listed(entities: Iterable[Entity]) -> Sequence[Entity]:
    """Each of them once that readers may see, in the order they are named."""
    return list(dict.fromkeys(entity for entity in entities if entity.listed))
