"""Provides values that every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from articles.pages.display import Display


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the name of the site and the reader's display preferences."""
    return {"site_name": settings.SITE_NAME, "display": Display.from_cookies(request.COOKIES)}
