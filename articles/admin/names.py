"""People and places as editors see them."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from articles import tasks
from articles.models import Person, Place


class NameAdmin(admin.ModelAdmin[Any]):
    list_filter: tuple[str, ...] = ("listed",)
    search_fields = ("name", "key")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a name without a mention would lead to an empty page

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: tasks.index_marked.enqueue())


@admin.register(Person)
class PersonAdmin(NameAdmin):
    list_display = ("name", "listed")
    readonly_fields = ("key",)


@admin.register(Place)
class PlaceAdmin(NameAdmin):
    list_display = ("name", "kind", "country", "listed")
    list_filter = ("listed", "kind")
    readonly_fields = ("key", "gazetteer_id")
