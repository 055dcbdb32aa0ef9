"""Lists of people, places and organisations for editors, and a page for each of them."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from articles import desk, tasks
from articles.admin.read_only import ReadOnlyAdmin
from articles.desk.addresses import desk_page, next_page
from articles.desk.forms import DecisionForm, offer_forms, read_form
from articles.desk.overview import count_unindexed, overview
from articles.models import Entity, Kind, Mention, Organisation, Person, Place

ARTICLES_A_PAGE = 50


class StatusFilter(admin.SimpleListFilter):
    """Narrows the list to names of one status."""

    title = "status"
    parameter_name = "status"
    conditions = {
        "listed": Q(listed=True),
        "candidates": Q(listed=False, verdict=Entity.Verdict.NONE),
        "hidden": Q(verdict=Entity.Verdict.HIDDEN),
        "neither": Q(verdict=Entity.Verdict.NEITHER),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("listed", "Listed"),
            ("candidates", "Candidates"),
            ("hidden", "Hidden"),
            ("neither", "Not names"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(self.conditions.get(self.value() or "", Q()))


class EntityList(ChangeList):
    """Links each name to its page by its number within its kind."""

    def url_for_result(self, result: Any) -> str:
        return desk_page(result)


@admin.register(Entity)
class EntityAdmin(ReadOnlyAdmin):
    """Lists the entities of every kind, and shows a page for each.

    None is added by hand: without a mention its page would be empty. None is deleted: the next
    reading would bring it back, and hiding it lasts."""

    list_display: tuple[str, ...] = ("name", "kind", "articles", "status", "also_called")
    list_filter: ClassVar[tuple[Any, ...]] = ("kind", StatusFilter)
    search_fields = ("name", "aliases", "key")
    list_per_page = 50
    actions = ("confirm_chosen", "hide_chosen", "merge_chosen")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return EntityList

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [F("named_in").desc(), "name", "pk"]  # the ones in most articles first

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return canonical entities that articles name, or that are listed or have other names."""
        names = super().get_queryset(request).filter(stands_for=None)
        variants = Entity.objects.filter(stands_for=OuterRef("pk"))
        used: QuerySet[Any] = names.annotate(
            named_in=Count("mentions__article", distinct=True), has_variants=Exists(variants)
        )
        return used.filter(Q(named_in__gt=0) | Q(listed=True) | Q(has_variants=True))

    @admin.display(description="articles", ordering="named_in")
    def articles(self, entity: Any) -> int:
        if not entity.has_variants:
            return int(entity.named_in)
        return Mention.objects.of_entities(entity).values("article").distinct().count()

    @admin.display(description="also called")
    def also_called(self, entity: Any) -> str:
        return ", ".join(entity.other_names)

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
        """Show the page of an entity, or carry out what an editor decided on it."""
        asked = self._find(object_id)
        entity = asked.canonical
        if not self.has_view_permission(request, asked):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, entity)
        if asked != entity:
            messages.info(request, f"{asked} is a name of {entity}.")
            return redirect(desk_page(entity))
        return self._show(request, entity)

    def _show(
        self, request: HttpRequest, entity: Entity, refused: DecisionForm | None = None
    ) -> HttpResponse:
        about = overview(entity, request.GET.get("title", ""), request.GET.get("map", ""))
        pages = Paginator(about.articles, ARTICLES_A_PAGE)
        context = {
            **self.admin_site.each_context(request),
            "title": entity.name,
            "opts": self.opts,
            "about": about,
            "entity": entity,
            "location": entity.location_if_any,
            "forms": offer_forms(entity, refused),
            "articles": pages.get_page(request.GET.get("page")),
            "waiting": count_unindexed(),
            "may_decide": self.has_change_permission(request, entity),
        }
        return TemplateResponse(request, "admin/articles/name.html", context)

    def _find(self, object_id: str) -> Entity:
        if object_id.isdecimal() and len(object_id) < 19:
            entities = Entity.objects.select_related("location", "stands_for__location")
            if found := entities.filter(self._with_number(int(object_id))).first():
                return found
        raise Http404(f"There is no {self.opts.verbose_name} with that number.")

    def _with_number(self, number: int) -> Q:
        return Q(pk=number)

    def _decide(self, request: HttpRequest, entity: Entity) -> HttpResponse:
        if not self.has_change_permission(request, entity):
            raise PermissionDenied
        form = read_form(entity, request.POST)
        if not (decision := form.carry_out(request.user)):  # type: ignore[arg-type]
            return self._show(request, entity, form)
        tasks.index_soon()
        messages.success(request, f"{decision.sentence}.")
        return redirect(next_page(entity, on_site=False))

    @admin.action(description="Confirm the chosen names", permissions=["change"])
    def confirm_chosen(self, request: HttpRequest, entities: QuerySet[Any]) -> None:
        self._decide_each(request, entities, desk.confirm, "confirmed")

    @admin.action(description="Hide the chosen names", permissions=["change"])
    def hide_chosen(self, request: HttpRequest, entities: QuerySet[Any]) -> None:
        self._decide_each(request, entities, desk.hide, "hidden")

    @admin.action(description="Merge the chosen names into the first", permissions=["change"])
    def merge_chosen(self, request: HttpRequest, entities: QuerySet[Any]) -> None:
        """Merge into the first, which most articles name."""
        first, *others = entities
        self._decide_each(
            request,
            others,
            lambda entity, by: desk.merge(entity, first, by),
            f"merged into {first}",
        )

    def _decide_each(self, request: HttpRequest, entities: Any, deciding: Any, done: str) -> None:
        decided = 0
        for entity in entities:
            try:
                deciding(entity, request.user)
                decided += 1
            except desk.Impossible as problem:
                messages.error(request, str(problem))
        tasks.index_soon()
        messages.success(request, f"{decided} {done}.")


class KindAdmin(EntityAdmin):
    """Lists the entities of one kind. Its addresses have their numbers, as those of the site do."""

    kind: ClassVar[Kind]
    list_display: tuple[str, ...] = ("name", "articles", "status", "also_called")
    list_filter: ClassVar[tuple[Any, ...]] = (StatusFilter,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(kind=self.kind)

    def _with_number(self, number: int) -> Q:
        return Q(kind=self.kind, number=number)


@admin.register(Person)
class PersonAdmin(KindAdmin):
    kind = Kind.PERSON


@admin.register(Organisation)
class OrganisationAdmin(KindAdmin):
    kind = Kind.ORGANISATION


@admin.register(Place)
class PlaceAdmin(KindAdmin):
    kind = Kind.PLACE
    list_display = ("name", "feature", "country", "articles", "status", "also_called")
    list_filter = (StatusFilter, "location__feature")
    list_select_related = ("location",)

    @admin.display(description="kind", ordering="location__feature")
    def feature(self, place: Any) -> str:
        return str(place.location.feature)

    @admin.display(description="country (ISO)", ordering="location__country")
    def country(self, place: Any) -> str:
        return str(place.location.country)
