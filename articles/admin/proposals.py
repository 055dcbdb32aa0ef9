"""The queue of proposals for editors to accept or refuse."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from articles import desk, tasks
from articles.admin.decisions import SIDES
from articles.admin.read_only import ReadOnlyAdmin
from articles.desk import proposals
from articles.desk.addresses import desk_page
from articles.desk.forms import may_decide
from articles.desk.overview import count_unindexed
from articles.models import Decision, Mention, Proposal

MOST_SHOWN = 20


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/answer/", view(require_POST(self.answer)), name="articles_proposal_answer"
            ),
            path("look/", view(require_POST(self.look_for_more)), name="articles_proposal_look"),
        ]
        return own + super().get_urls()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the most certain of the waiting proposals, with two possible answers to each."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        queue = Proposal.objects.waiting().select_related(*SIDES)
        latest = Decision.objects.select_related(*SIDES).filter(made_by=request.user.pk).first()
        refused = _last_refused(request, latest)
        context = {
            **self.admin_site.each_context(request),
            "title": "Are these the same?",
            "opts": self.opts,
            "asked": [_describe(proposal) for proposal in queue[:MOST_SHOWN]],
            "total": queue.count(),
            "latest": latest if latest and not latest.undone_at and not refused else None,
            "refused": refused,
            "waiting": count_unindexed(),
        }
        return TemplateResponse(request, "admin/articles/proposals.html", context)

    def answer(self, request: HttpRequest, pk: int) -> HttpResponse:
        proposal = get_object_or_404(Proposal.objects.select_related(*SIDES), pk=pk)
        if not may_decide(request.user, proposal.subject):
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
                messages.info(request, f"Not the same, and never to be asked again: {proposal}.")
        except desk.Impossible as problem:
            messages.error(request, str(problem))
        return redirect("admin:articles_proposal_changelist")

    def look_for_more(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        tasks.look_for_proposals.enqueue()
        messages.info(request, "The worker is looking for more. Reload this page in a moment.")
        return redirect("admin:articles_proposal_changelist")


def _last_refused(request: HttpRequest, latest: Decision | None) -> Proposal | None:
    """Return the last proposal that the editor refused.

    Return None if there is none, or if the decision `latest` was made afterwards."""
    refusals = Proposal.objects.filter(state=Proposal.State.REFUSED, answered_by=request.user.pk)
    if latest:
        refusals = refusals.filter(answered_at__gt=latest.made_at)
    return refusals.select_related(*SIDES).order_by("-answered_at").first()


def _describe(proposal: Proposal) -> dict[str, Any]:
    """Return the template data of one proposal.

    For each entity of the proposal, the data contain the number of its articles and, if the
    proposal is a split, some of these articles."""
    sides = [side for side in (proposal.subject, proposal.other) if side]
    return {
        "proposal": proposal,
        "sides": [
            {
                "entity": side,
                "page": desk_page(side),
                "kind": side.kind,
                "articles": Mention.objects.of_entities(side).values("article").distinct().count(),
            }
            for side in sides
        ],
        "titles": proposal.articles.all()[:5] if not proposal.other else (),
    }
