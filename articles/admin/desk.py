"""The queue of proposals, and what editors decided about names."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST

from articles import desk, tasks
from articles.desk import proposals
from articles.desk.addresses import desk_page, next_page
from articles.desk.dossier import waiting
from articles.models import Decision, Entity, Mention, Proposal

AT_ONCE = 20
BOTH = ("subject", "other")


class ReadOnly(admin.ModelAdmin[Any]):
    """What comes about elsewhere and is only looked at here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("decision", "made", "undone")
    list_display_links = None
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter), "made_at")
    list_select_related = (*BOTH, "made_by", "undone_by")
    search_fields = ("subject__name", "other__name")
    show_full_result_count = False
    actions = ("undo_them",)

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
        return _by_and_when(decision.made_by or decision.source, decision.made_at)

    @admin.display(ordering="undone_at")
    def undone(self, decision: Decision) -> str:
        if not decision.undone_at:
            return ""
        return _by_and_when(decision.undone_by, decision.undone_at)

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one decision back, and return to the name it was about."""
        decision = get_object_or_404(Decision.objects.select_related(*BOTH), pk=pk)
        self._take_back(request, decision)
        if request.POST.get("back") == "queue":
            return redirect("admin:articles_proposal_changelist")
        return redirect(next_page(decision.subject, on_site=request.POST.get("back") == "site"))

    def waiting(self, request: HttpRequest) -> JsonResponse:
        """How many articles the index has still to learn of."""
        return JsonResponse({"waiting": waiting()})

    @admin.action(description="Undo the chosen decisions", permissions=["change"])
    def undo_them(self, request: HttpRequest, decisions: Any) -> None:
        for decision in decisions:
            self._take_back(request, decision)

    def _take_back(self, request: HttpRequest, decision: Decision) -> None:
        if not may_decide(request, decision.subject):
            raise PermissionDenied
        try:
            desk.undo(decision, request.user)  # type: ignore[arg-type]
        except desk.Impossible as problem:
            messages.error(request, str(problem))
        else:
            tasks.index_soon()
            messages.success(request, f"Undone: {decision.sentence}.")


@admin.register(Proposal)
class ProposalAdmin(ReadOnly):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/answer/", view(require_POST(self.answer)), name="articles_proposal_answer"
            ),
            path("look/", view(require_POST(self.look)), name="articles_proposal_look"),
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The proposals that wait, the surest first, each with its two answers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        queue = Proposal.objects.waiting().select_related(*BOTH)
        latest = Decision.objects.select_related(*BOTH).filter(made_by=request.user.pk).first()
        refused = _refused(request, latest)
        context = {
            **self.admin_site.each_context(request),
            "title": "Are these the same?",
            "opts": self.opts,
            "asked": [_asked(one) for one in queue[:AT_ONCE]],
            "total": queue.count(),
            "latest": latest if latest and not latest.undone_at and not refused else None,
            "refused": refused,
            "waiting": waiting(),
        }
        return TemplateResponse(request, "admin/articles/proposals.html", context)

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        proposal = get_object_or_404(Proposal.objects.select_related(*BOTH), pk=pk)
        if not may_decide(request, proposal.subject):
            raise PermissionDenied
        try:
            answer = request.POST.get("answer")
            if answer == "again":
                proposals.ask_again(proposal)
                messages.info(request, f"Asked again: {proposal}.")
            elif answer == "accept":
                decision = proposals.accept(proposal, request.user)  # type: ignore[arg-type]
                tasks.index_soon()
                messages.success(request, f"{decision.sentence}.")
            else:
                proposals.refuse(proposal, request.user)  # type: ignore[arg-type]
                messages.info(request, f"Not the same, and never asked again: {proposal}.")
        except desk.Impossible as problem:
            messages.error(request, str(problem))
        return redirect("admin:articles_proposal_changelist")

    def look(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        tasks.look_for_proposals.enqueue()
        messages.info(request, "The worker looks for more; open this page again in a moment.")
        return redirect("admin:articles_proposal_changelist")


def _refused(request: HttpRequest, latest: Decision | None) -> Proposal | None:
    """What the editor refused last, if that came after the latest decision."""
    refusals = Proposal.objects.filter(state=Proposal.State.REFUSED, answered_by=request.user.pk)
    if latest:
        refusals = refusals.filter(answered_at__gt=latest.made_at)
    return refusals.select_related(*BOTH).order_by("-answered_at").first()


def _by_and_when(editor: object, when: datetime) -> str:
    return f"{editor or 'somebody who left'}, {localtime(when):%d %b %Y %H:%M}"


def may_decide(request: HttpRequest, entity: Entity) -> bool:
    return request.user.has_perm(f"articles.change_{entity.kind}")


def _asked(proposal: Proposal) -> dict[str, Any]:
    """A proposal with what tells its two names apart."""
    sides = [one for one in (proposal.subject, proposal.other) if one]
    return {
        "proposal": proposal,
        "sides": [
            {
                "entity": side,
                "page": desk_page(side),
                "kind": side.kind,
                "articles": Mention.objects.of(side).values("article").distinct().count(),
            }
            for side in sides
        ],
        "titles": proposal.articles.all()[:5] if not proposal.other else (),
    }
