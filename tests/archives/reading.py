"""Reads all that an archive answers, as plain values that outlast the tables they come from.

    NEWSROOM_DATA=FOLDER python -m tests.archives.reading SNAPSHOT

prints what the archive in FOLDER answers now to the addresses in an older snapshot. When tables
change, the functions below change with them and the snapshots stay as they are. A name is known by
its kind and its public number, written as in its address: `people/12`, `places/7`."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.http import QueryDict  # noqa: E402
from django.test import Client  # noqa: E402

from articles import indexing  # noqa: E402
from articles.models import (  # noqa: E402
    Article,
    Decision,
    Entity,
    Mention,
    Proposal,
    Quote,
    Upload,
)
from articles.pages import result_page  # noqa: E402
from articles.pages.name_resolution import resolve_name  # noqa: E402
from articles.search.asking import address  # noqa: E402
from articles.search.asking.query import FACETS, MISSING, Facet  # noqa: E402
from articles.search.asking.results import Count  # noqa: E402

EVERYTHING = 1000
"""More articles than any archive here holds."""
ABOUT_ONE = re.compile("/(articles|people|places)/[0-9]+/[^/]+/")
"""The addresses of pages with the title of an article, or a name, as their heading."""
PATHS = {"person": "people", "place": "places"}
NAMED_IN_FACETS = {"person": "people", "place": "places", "area": "places"}
Answers = dict[str, Any]


def read(
    pages: Iterable[str],
    desk_pages: Iterable[str],
    searches: Iterable[str],
    totals: Iterable[str],
) -> Answers:
    """Return all that the archive holds, and its answers to these addresses and searches."""
    return {
        "articles": articles(),
        "names": names(),
        "mentions": mentions(),
        "quotes": quotes(),
        "decisions": decisions(),
        "proposals": proposals(),
        "uploads": uploads(),
        "editors": editors(),
        "pages": answers(Client(SERVER_NAME="localhost"), pages),
        "desk pages": answers(signed_in(), desk_pages),
        "searches": {asked: search(asked) for asked in searches},
        "totals": {asked: listing(asked).results.total for asked in totals},
    }


def read_again(snapshot: Answers) -> Answers:
    """Return what the archive answers now to all that the snapshot asked."""
    return read(snapshot["pages"], snapshot["desk pages"], snapshot["searches"], snapshot["totals"])


def articles() -> Answers:
    return {
        str(article.pk): {
            "uuid": str(article.uuid),
            "address": article.get_absolute_url(),
            "title": article.title,
            "state": article.state,
            "published": article.published_at.isoformat(),
            "byline": article.byline,
            "dateline": article.dateline,
            "desk": article.category,
            "correction": article.correction,
            "upload": article.upload and article.upload.name,
            "original": article.original_name,
            "checksum": article.checksum,
            "sections": [[part.heading, part.text] for part in article.sections.all()],
        }
        for article in Article.objects.order_by("pk").select_related("upload")
    }


def names() -> Answers:
    """Return every name, also those that stand for another one or are not listed."""
    held: Answers = {}
    entities = Entity.objects.select_related("location", "stands_for")
    for entity in entities.filter(kind__in=PATHS).order_by("kind", "number"):
        held[number(entity)] = called(entity)
    return held


def called(entity: Entity) -> Answers:
    known = {
        "name": entity.name,
        "key": entity.key,
        "verdict": "organisation" if entity.canonical.kind == "organisation" else entity.verdict,
        "sure": entity.sure,
        "listed": entity.listed,
        "aliases": entity.other_names,
        "wikidata": entity.wikidata,
        "stands for": number(entity.stands_for),
    }
    if location := entity.location_if_any:
        known |= {
            "gazetteer": location.gazetteer_id,
            "kind": location.feature,
            "country": location.country,
            "lies": [location.latitude, location.longitude],
            "within": location.within.split(),
        }
    return known


def mentions() -> list[list[Any]]:
    """Return the article, section, part, offsets, words, role and names of each mention."""
    found = Mention.objects.select_related("section", "entity", "read_as")
    rows = [
        [
            mention.article_id,
            mention.section.position if mention.section else -1,
            mention.part,
            mention.start,
            mention.end,
            mention.words,
            mention.role,
            number(mention.entity),
            number(mention.read_as),
        ]
        for mention in found
    ]
    return sorted(rows)


def quotes() -> list[list[Any]]:
    """Return the address, words and speaker of each quote, and how it was found."""
    found = Quote.objects.newest_first().select_related("speaker__entity__stands_for")
    return [
        [quote.url, quote.words, number(quote.speaker.canonical), quote.direct, quote.confidence]
        for quote in found
    ]


def decisions() -> list[Answers]:
    """Return every decision, the oldest first."""
    return [
        {
            "subject": number(decision.subject),
            "other": number(decision.other),
            "before": decision.before,
            **kind_and_outcome(decision),
            "articles": sorted(decision.articles.values_list("pk", flat=True)),
            "made": [decision.made_at.isoformat(), user(decision.made_by), decision.source],
            "undone": decision.undone_at
            and [decision.undone_at.isoformat(), user(decision.undone_by)],
        }
        for decision in Decision.objects.order_by("pk")
    ]


def kind_and_outcome(decision: Decision) -> Answers:
    """Return the kind and outcome as the snapshot has them: "organisation" was a verdict then."""
    if decision.other and decision.other.kind == "organisation":
        return {"kind": "verdict", "after": "organisation"}
    return {"kind": decision.kind, "after": decision.after}


def proposals() -> list[Answers]:
    return [
        {
            "kind": proposal.kind,
            "subject": number(proposal.subject),
            "other": number(proposal.other),
            "namesake": proposal.namesake,
            "articles": sorted(proposal.articles.values_list("pk", flat=True)),
            "score": round(proposal.score, 6),
            "reasons": proposal.reasons,
            "state": proposal.state,
            "answered": proposal.answered_at
            and [proposal.answered_at.isoformat(), user(proposal.answered_by)],
        }
        for proposal in Proposal.objects.order_by("pk")
    ]


def uploads() -> list[Answers]:
    """Return every upload, with the size of its file."""
    return [
        {
            "name": upload.name,
            "state": upload.state,
            "added": upload.added,
            "known": upload.known,
            "refusals": upload.refusals,
            "checksum": upload.checksum,
            "bytes": upload.file.size,
        }
        for upload in Upload.objects.order_by("pk")
    ]


def editors() -> Answers:
    """Return what each user may change."""
    may = {"people": "articles.change_person", "places": "articles.change_place"}
    may |= {"articles": "articles.change_article"}
    return {
        one.get_username(): [what for what, permission in may.items() if one.has_perm(permission)]
        for one in get_user_model().objects.order_by("username")
    }


def answers(client: Client, addresses: Iterable[str]) -> Answers:
    return {address: answer(client, address) for address in addresses}


def answer(client: Client, address: str) -> str:
    """Return the status, and where it leads or whose page it is."""
    response = client.get(address)
    if location := response.headers.get("Location"):
        return f"{response.status_code} {location}"
    if response.status_code == 200 and ABOUT_ONE.fullmatch(address):
        return f"200 {heading(response.content.decode())}"
    return str(response.status_code)


def heading(page: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert found, page
    return unescape(re.sub("<[^>]+>", "", found[1])).strip()


def signed_in() -> Client:
    """Return the browser of an editor who may do all that the desk offers, and no more."""
    client = Client(SERVER_NAME="localhost")
    editor = get_user_model().objects.get(username="olu")
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    return client


def search(asked: str) -> Answers:
    """Return what is chosen, the articles, and the values of each facet with their counts."""
    listed = listing(asked)
    found = indexing.archive().hits(replace(listed.query, size=EVERYTHING), resolve_name)
    return {
        "chosen": [
            value_of(facet, value) for facet in FACETS for value in listed.query.chosen(facet)
        ],
        "total": listed.results.total,
        "articles": sorted(hit.article for hit in found.hits),
        "facets": {
            name: dict(counted(facet, listed.results.facets[facet]))
            for facet, name in address.PARAMETERS.items()
        },
        "without any": {
            address.PARAMETERS[facet]: matches for facet, matches in listed.results.missing.items()
        },
        "kept out": {
            address.PARAMETERS[facet]: dict(counted(facet, counts))
            for facet, counts in listed.results.excluded.items()
        },
    }


def listing(asked: str) -> result_page.ResultPage:
    query = address.read_query(dict(QueryDict(asked).lists()))
    found = result_page.find(query)
    while found.results.partial:  # The machine is busy.
        found = result_page.find(query)
    return found


def counted(facet: Facet, counts: Iterable[Count]) -> Iterator[tuple[str, int]]:
    return ((value_of(facet, value), matches) for value, matches in sorted(counts))


def value_of(facet: Facet, value: int | str) -> str:
    if value == MISSING.get(facet):
        return address.MISSING_VALUE
    kind = NAMED_IN_FACETS.get(facet)
    return f"{kind}/{value}" if kind else str(value)


def number(entity: Entity | None) -> str | None:
    """Return the kind and the public number of a name, as in its address, or None."""
    if entity is None or entity.kind not in PATHS:
        return None
    return f"{PATHS[entity.kind]}/{entity.number}"


def user(one: Any) -> str | None:
    return one and one.get_username()


def written(read: Mapping[str, Any]) -> str:
    """Return JSON with a line for each article, name, mention and answer, for diffs."""
    parts = []
    for part, values in read.items():
        lines = (
            [
                f"{json.dumps(key, ensure_ascii=False)}: {one_line(value)}"
                for key, value in values.items()
            ]
            if isinstance(values, dict)
            else [one_line(value) for value in values]
        )
        opening, closing = "{}" if isinstance(values, dict) else "[]"
        body = ",\n  ".join(lines)
        parts.append(f"{json.dumps(part)}: {opening}\n  {body}\n {closing}")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def one_line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    print(written(read_again(json.loads(Path(sys.argv[1]).read_text()))))
