"""Answers requests that fail because the index is unavailable."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.search.asking.index import IndexUnavailable

logger = logging.getLogger(__name__)


class IndexOutage:
    """Returns a page that explains the outage, with status 503, if a view cannot reach the
    index."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, IndexUnavailable):
            return None
        logger.error("No answer for %s: %s", request.path, problem)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "60"
        return response
