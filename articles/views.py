"""Answers requests for readers' pages."""

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
from articles.pages import digests, illustrations, refinements, result_page
from articles.pages.article_page import ShownArticle, find_match_spans, find_name_spans, merge_spans
from articles.pages.comparison import compare, find_examples
from articles.pages.display import Display, keep_valid
from articles.pages.entity_page import build_entity_page, find_quotes
from articles.pages.help_page import EXAMPLES
from articles.pages.home_page import build_home_page
from articles.pages.json_ld import describe_article, describe_entity
from articles.pages.public_kinds import PUBLIC_KINDS
from articles.pages.related import find_related
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
"""How long browsers keep a cookie."""
QUOTES_A_PAGE = 40
SHOW_AND_DECIDE = ("GET", "HEAD", "POST")
"""The HTTP methods for the page of an entity. Editors send decisions about the entity with POST."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/home.html", {"home_page": build_home_page()})


@require_safe
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def search(request: HttpRequest) -> HttpResponse:
    """Return the search page, or only its results if HTMX asks for them."""
    preferences = Display.from_cookies(request.COOKIES)
    page = result_page.find(_read_query(request), preferences.summaries)
    context = {
        "result_page": page,
        "refinements": refinements.find_refinements(page),
        **illustrations.draw_pictures(page),
    }
    if page.query.page == 1 and not page.results.partial:
        context["digest"] = digests.digest_search(page.query, preferences.digest)
    updating = request.headers.get("HX-Target") == "found"
    template = "articles/_results_update.html" if updating else "articles/search.html"
    return render(request, template, context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    found = suggest(_read_query(request).text)
    return render(request, "articles/_suggestions.html", {"suggestions": found})


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    texts = [request.GET.get(name, "").replace("\0", "").strip()[:300] for name in ("a", "b")]
    context = {
        "a": texts[0],
        "b": texts[1],
        "compared": compare(*texts) if all(texts) else None,
        "examples": [] if all(texts) else find_examples(),
    }
    return render(request, "articles/compare.html", context)


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Save the reader's display preferences in cookies, and redirect to the previous page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("home")
    response = HttpResponseRedirect(back)
    for name, value in keep_valid(request.POST).items():
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
    article = get_object_or_404(Article.objects.public().prefetch_related("sections"), pk=pk)
    if request.path != article.get_absolute_url():
        return redirect(article, permanent=True)
    preferences = Display.from_cookies(request.COOKIES)
    text = _read_query(request).text
    mentions = list(article.mentions.with_entities())
    names = find_name_spans(mentions) if preferences.names == "on" else {}
    matches = find_match_spans(article, parser.parse(text)) if text else {}
    named = _distinct_listed(mention.canonical for mention in mentions if mention.part != "byline")
    authors = _distinct_listed(
        mention.canonical for mention in mentions if mention.part == "byline"
    )
    shown = ShownArticle(article, merge_spans(names, matches), preferences.summaries)
    canonical = request.build_absolute_uri(article.get_absolute_url())
    context = {
        "article": article,
        "query_text": text,
        "shown": shown,
        "lengths": LENGTHS,
        "people": [entity for entity in named if entity.kind == Kind.PERSON],
        "places": [entity for entity in named if entity.kind == Kind.PLACE],
        "authors": authors,
        "speakers": shown.find_speakers(article.quotes.public(), mentions),
        "related": find_related(article, named),
        "canonical": canonical,
        "original_url": article.url if article.url.startswith(("https://", "http://")) else "",
        "json_ld": describe_article(article, canonical, authors, named),
    }
    return render(request, "articles/article.html", context)


@require_safe
def original(request: HttpRequest, pk: int) -> FileResponse:
    """Return the file from which the article was read. Raises Http404 if there is none."""
    article = get_object_or_404(Article.objects.public().select_related("upload"), pk=pk)
    if not article.upload:
        raise Http404
    # Always a download: an uploaded web page must not run its scripts on this site.
    return FileResponse(
        article.upload.file.open(),
        as_attachment=True,
        filename=article.upload.name,
        content_type="application/octet-stream",
    )


@require_http_methods(SHOW_AND_DECIDE)
def person(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _show_entity(request, Kind.PERSON, number)


@require_http_methods(SHOW_AND_DECIDE)
def place(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _show_entity(request, Kind.PLACE, number)


@require_safe
def quotes(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Return the page with a person's quotes, or a redirect if the address is out of date."""
    person = _get_canonical(Kind.PERSON, number)
    if person.kind != Kind.PERSON:
        return redirect(person)
    address = reverse("quotes", args=[person.number, person.slug])
    if request.path != address:
        return redirect(address)
    page = Paginator(find_quotes(person), QUOTES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "articles/quotes.html", {"person": person, "page": page})


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/about.html")


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/help.html", {"examples": EXAMPLES})


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def _read_query(request: HttpRequest) -> Query:
    return address.read_query(dict(request.GET.lists()))


def _show_entity(request: HttpRequest, kind: Kind, number: int) -> HttpResponse:
    """Return the page of an entity, or carry out an editor's decision about the entity."""
    entity = _get_canonical(kind, number)
    if request.method == "POST":
        return _decide(request, entity)
    if request.path != entity.get_absolute_url():
        return redirect(entity)  # Not permanent: an editor may undo a merge or a new name.
    return _render_entity(request, entity)


def _decide(request: HttpRequest, entity: Entity) -> HttpResponse:
    if not may_decide(request.user, entity):
        raise PermissionDenied
    form = read_form(entity, request.POST)
    if not (decision := form.carry_out(request.user)):  # type: ignore[arg-type]
        return _render_entity(request, entity, form)
    tasks.index_soon()
    messages.success(request, f"{decision.sentence}.")
    return redirect(next_page(entity, on_site=True))


def _render_entity(
    request: HttpRequest, entity: Entity, refused: DecisionForm | None = None
) -> HttpResponse:
    """Return the page of an entity.

    `refused` is a submitted form whose decision was refused; it is shown again with its errors."""
    page = build_entity_page(entity, _read_query(request).page)
    order = Display.from_cookies(request.COOKIES).digest
    editing = may_decide(request.user, entity)
    context = {
        "entity": entity,
        "deciding": decision_aids(entity) if editing else None,
        "forms": offer_forms(entity, refused) if editing else None,
        "refused": refused,
        "entity_page": page,
        "result_page": page.articles,
        "digest": digests.digest_entity(entity, page.articles.query, order),
        "compare_url": f"{reverse('compare')}?{urlencode({'a': entity.name})}",
        "json_ld": describe_entity(entity, request.build_absolute_uri(request.path), page.around),
    }
    return render(request, PUBLIC_KINDS[entity.kind].template, context)


def _get_canonical(kind: Kind, number: int) -> Entity:
    """Return the canonical entity of the entity with this kind and number.

    Raises Http404 if there is no such entity or its canonical entity is not listed."""
    numbered = Entity.objects.with_numbers({kind: [number]})
    entities = numbered.select_related("location", "stands_for__location")
    canonical = get_object_or_404(entities).canonical
    if not canonical.listed:
        raise Http404
    return canonical


def _distinct_listed(entities: Iterable[Entity]) -> Sequence[Entity]:
    """Return the listed entities without duplicates, in the given order."""
    return list(dict.fromkeys(entity for entity in entities if entity.listed))
