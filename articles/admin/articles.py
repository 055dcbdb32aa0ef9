"""The admin's list of articles, in which editors correct, withdraw and delete articles."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.db import models, transaction
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from articles import tasks
from articles.models import Article, Section


class DateAndTime(AdminSplitDateTime):
    """A widget with separate labels for date and time. Django's own has one label for both."""

    def __init__(self) -> None:
        super().__init__()
        for widget, label in zip(self.widgets, ("Date published", "Time published"), strict=True):
            widget.attrs["aria-label"] = label


class CategoryFilter(admin.AllValuesFieldListFilter):
    """Shows the empty category as "None", because its link would otherwise have no text."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield choice | {"display": choice["display"] or "None"}


class SectionInline(admin.StackedInline[Section, Article]):
    model = Section
    extra = 0
    fields = ("position", "heading", "text")


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin[Article]):
    list_display = ("title", "category", "published_at", "state", "byline")
    list_filter = ("state", ("category", CategoryFilter), "published_at")
    formfield_overrides = {models.DateTimeField: {"widget": DateAndTime}}
    search_fields = ("title", "byline")
    date_hierarchy = "published_at"
    list_per_page = 50
    show_full_result_count = False
    fields = (
        "title", "state", "correction", ("category", "published_at"), ("byline", "dateline"),
        "author_note", ("source", "url", "language"), ("upload", "original_name"),
    )  # fmt: skip
    readonly_fields = ("upload", "original_name")
    inlines = (SectionInline,)
    actions = ("publish", "withdraw")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # an article comes from an upload, which keeps its original

    def save_related(
        self,
        request: HttpRequest,
        form: ModelForm[Article],
        formsets: list[BaseModelFormSet[Any, Any]],
        change: bool,
    ) -> None:
        super().save_related(request, form, formsets, change)
        pk = form.instance.pk
        transaction.on_commit(lambda: tasks.read_articles.enqueue([pk]))

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        super().delete_model(request, obj)
        tasks.index_soon()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        tasks.index_soon()

    @admin.action(description="Withdraw the selected articles")
    def withdraw(self, request: HttpRequest, articles: Any) -> None:
        changed = articles.set_state(Article.State.WITHDRAWN)
        tasks.index_soon()
        self.message_user(request, f"{changed} withdrawn.")

    @admin.action(description="Publish the selected articles")
    def publish(self, request: HttpRequest, articles: Any) -> None:
        changed = articles.set_state(Article.State.PUBLISHED)
        tasks.index_soon()
        self.message_user(request, f"{changed} published.")
