"""The admin's list of decisions about names, in which editors can undo decisions."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles import desk, tasks
from articles.admin.read_only import ReadOnlyAdmin
from articles.desk.addresses import next_page
from articles.desk.forms import may_decide
from articles.desk.overview import count_unindexed
from articles.models import Decision

SIDES = ("subject", "other")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ("decision", "made", "undone")
    list_display_links = None
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter), "made_at")
    list_select_related = (*SIDES, "made_by", "undone_by")
    search_fields = ("subject__name", "other__name")
    actions = ("undo_chosen",)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/undo/", view(require_POST(self.undo)), name="articles_decision_undo"),
            path("waiting/", view(self.waiting), name="articles_decision_waiting"),
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Decisions", **(extra_context or {})})

    @admin.display(ordering="pk")
    def decision(self, decision: Decision) -> str:
        return decision.sentence

    @admin.display(ordering="made_at")
    def made(self, decision: Decision) -> str:
        return _sign(decision.made_by or decision.source, decision.made_at)

    @admin.display(ordering="undone_at")
    def undone(self, decision: Decision) -> str:
        if not decision.undone_at:
            return ""
        return _sign(decision.undone_by, decision.undone_at)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Undo one decision, and redirect to the queue of proposals or to the entity's page."""
        decision = get_object_or_404(Decision.objects.select_related(*SIDES), pk=pk)
        self._undo(request, decision)
        if request.POST.get("back") == "queue":
            return redirect("admin:articles_proposal_changelist")
        return redirect(next_page(decision.subject, on_site=request.POST.get("back") == "site"))

    def waiting(self, request: HttpRequest) -> JsonResponse:
        """Return the approximate number of articles that wait to be indexed, as JSON."""
        return JsonResponse({"waiting": count_unindexed()})

    @admin.action(description="Undo the chosen decisions", permissions=["change"])
    def undo_chosen(self, request: HttpRequest, decisions: Any) -> None:
        for decision in decisions:
            self._undo(request, decision)

    def _undo(self, request: HttpRequest, decision: Decision) -> None:
        if not may_decide(request.user, decision.subject):
            raise PermissionDenied
        try:
            desk.undo(decision, request.user)  # type: ignore[arg-type]
        except desk.Impossible as problem:
            messages.error(request, str(problem))
        else:
            tasks.index_soon()
            messages.success(request, f"Undone: {decision.sentence}.")


def _sign(editor: object, when: datetime) -> str:
    return f"{editor or 'a former editor'}, {localtime(when):%d %b %Y %H:%M}"
