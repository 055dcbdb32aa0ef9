"""People and places as editors see them: lists to sort and search, and a page for each name."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from articles import desk
from articles.admin.deciding import decide
from articles.admin.soon import index_soon
from articles.desk.decisions import Record
from articles.desk.dossier import dossier, waiting
from articles.models import Mention, Person, Place
from articles.models.names import Name

ARTICLES_A_PAGE = 50


class Standing(admin.SimpleListFilter):
    """Which of the names to show."""

    title = "standing"
    parameter_name = "standing"
    conditions = {
        "listed": Q(listed=True),
        "candidates": Q(listed=False, verdict=Name.Verdict.NONE),
        "hidden": Q(verdict=Name.Verdict.HIDDEN),
        "otherwise": Q(verdict__in=[Name.Verdict.ORGANISATION, Name.Verdict.NEITHER]),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("listed", "Listed"),
            ("candidates", "Candidates"),
            ("hidden", "Hidden"),
            ("otherwise", "Organisations and neither"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(self.conditions.get(self.value() or "", Q()))


class NameAdmin(admin.ModelAdmin[Any]):
    list_display: tuple[str, ...] = ("name", "articles", "standing", "also_called")
    list_filter: ClassVar[tuple[Any, ...]] = (Standing,)
    search_fields = ("name", "aliases", "key")
    show_full_result_count = False
    list_per_page = 50
    actions = ("confirm_them", "hide_them", "merge_them")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a name without a mention would lead to an empty page

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the next reading would bring it back; hiding lasts

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [F("named_in").desc(), "name", "pk"]  # the most frequent first

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The names that stand for themselves and that articles use or editors know."""
        names = super().get_queryset(request).filter(as_person=None, as_place=None)
        used: QuerySet[Any] = names.annotate(named_in=Count("mentions__article", distinct=True))
        return used.filter(Q(named_in__gt=0) | Q(listed=True))

    @admin.display(description="articles", ordering="named_in")
    def articles(self, record: Any) -> int:
        if not record.aliases:
            return int(record.named_in)
        return Mention.objects.of(record).values("article").distinct().count()

    @admin.display(description="also called")
    def also_called(self, record: Any) -> str:
        return ", ".join(record.other_names)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = str(self.opts.verbose_name_plural).capitalize()
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one name; a form on it is a decision."""
        asked, record = self._record(object_id)
        if not self.has_view_permission(request, asked):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, record)
        if asked != record:
            messages.info(request, f"{asked} is a name of {record}.")
            return redirect(page_of(record))
        about = dossier(record, request.GET.get("title", ""), request.GET.get("map", ""))
        pages = Paginator(about.articles, ARTICLES_A_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": record.name,
            "opts": self.opts,
            "about": about,
            "record": record,
            "is_place": isinstance(record, Place),
            "articles": pages.get_page(request.GET.get("page")),
            "waiting": waiting(),
            "may_decide": self.has_change_permission(request, record),
        }
        return TemplateResponse(request, "admin/articles/name.html", context)

    def _record(self, object_id: str) -> tuple[Record, Record]:
        """The record of that number, and the one it stands for."""
        records = self.model.objects.select_related("as_person", "as_place")
        asked: Record | None = None
        if object_id.isdecimal() and len(object_id) < 19:
            asked = records.filter(pk=object_id).first()
        if asked is None:
            raise Http404(f"There is no {self.opts.verbose_name} with that number.")
        return asked, asked.canonical

    def _decide(self, request: HttpRequest, record: Record) -> HttpResponse:
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        try:
            decision = decide(record, request.POST, request.user)  # type: ignore[arg-type]
        except desk.Impossible as problem:
            messages.error(request, str(problem))
        else:
            index_soon()
            messages.success(request, f"{decision.sentence}.")
        return redirect(way_back(request, record))

    @admin.action(description="Confirm the chosen names", permissions=["change"])
    def confirm_them(self, request: HttpRequest, records: QuerySet[Any]) -> None:
        self._each(request, records, desk.confirm, "confirmed")

    @admin.action(description="Hide the chosen names", permissions=["change"])
    def hide_them(self, request: HttpRequest, records: QuerySet[Any]) -> None:
        self._each(request, records, desk.hide, "hidden")

    @admin.action(description="Merge the chosen names into the first", permissions=["change"])
    def merge_them(self, request: HttpRequest, records: QuerySet[Any]) -> None:
        """The first has the most articles."""
        first, *others = records
        self._each(
            request,
            others,
            lambda record, by: desk.merge(record, first, by),
            f"merged into {first}",
        )

    def _each(self, request: HttpRequest, records: Any, deciding: Any, done: str) -> None:
        many = 0
        for record in records:
            try:
                deciding(record, request.user)
                many += 1
            except desk.Impossible as problem:
                messages.error(request, str(problem))
        index_soon()
        messages.success(request, f"{many} {done}.")


@admin.register(Person)
class PersonAdmin(NameAdmin):
    pass


@admin.register(Place)
class PlaceAdmin(NameAdmin):
    list_display = ("name", "kind", "country", "articles", "standing", "also_called")
    list_filter = (Standing, "kind")


def way_back(request: HttpRequest, record: Record) -> str:
    """Where an editor goes on after a decision on the record: on the site if that is where it
    was made and the name can still be read there, else at the desk."""
    now = type(record).objects.canonical(record.pk)
    on_the_site = request.POST.get("back") == "site" and now.listed
    return now.get_absolute_url() if on_the_site else page_of(now)


def page_of(record: Record) -> str:
    """The address of the record's page at the desk."""
    kind = "person" if isinstance(record, Person) else "place"
    return reverse(f"admin:articles_{kind}_change", args=[record.pk])
