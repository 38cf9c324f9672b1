"""Proposals: list, form, and the one page on which both sides review."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partners.events import history
from partners.pages import page_of
from partners.refusals import Refusal
from partners.requests import PersonRequest

from .. import proposals
from ..forms import BudgetFormSet, ProposalForm, ReviewForm
from ..models import Proposal
from ..permissions import sides_of


def _find(request: PersonRequest, public_id) -> Proposal:
    rows = Proposal.objects.visible_to(request.user).select_related("organiser", "partner", "programme", "agreement")
    return get_object_or_404(rows.select_related("proposer"), public_id=public_id)


@require_safe
def proposal_list(request: PersonRequest) -> HttpResponse:
    rows = Proposal.objects.visible_to(request.user).select_related("organiser", "partner", "proposer")
    state = request.GET.get("state", "")
    if state in Proposal.State.values:
        rows = rows.filter(state=state)
    return render(
        request,
        "workshops/proposal_list.html",
        {
            "page": page_of(request, rows),
            "state": state,
            "states": Proposal.State.choices,
            "may_propose": request.user.has_perm("workshops.propose", None),
        },
    )


def proposal_edit(request: PersonRequest, public_id=None) -> HttpResponse:
    """New or changed: the form keeps a draft; handing it in is a button of its own."""
    proposal = _find(request, public_id) if public_id else Proposal()
    if proposal.pk is None and not request.user.has_perm("workshops.propose", None):
        raise PermissionDenied
    if proposal.pk and (proposal.proposer_id != request.user.pk or proposal.state not in proposals.EDITABLE):
        return redirect("proposal_detail", proposal.public_id)
    form = ProposalForm(request.POST or None, instance=proposal, person=request.user)
    lines = proposal.budget_lines.values("item", "amount") if proposal.pk else []
    budget = BudgetFormSet(request.POST or None, initial=list(lines), prefix="budget")
    if request.method == "POST" and form.is_valid() and budget.is_valid():
        rows = [(row["item"], row["amount"]) for row in budget.cleaned_data if row.get("item")]
        try:
            saved = proposals.save_proposal(
                proposal=form.save(commit=False), budget=rows, by=request.user, at=timezone.now()
            )
            if "submit" in request.POST:
                proposals.submit_proposal(proposal=saved, by=request.user, at=timezone.now())
                messages.success(request, _("Submitted. Both sides have been asked to review it."))
            else:
                messages.success(request, _("The draft is saved. Submit it when it is ready."))
            return redirect("proposal_detail", saved.public_id)
        except Refusal as refusal:
            # A refusal about what was typed stays on the form, with everything the person wrote.
            form.add_error("outline" if refusal.code == "outline" else None, str(refusal))
    bad = request.method == "POST"
    return render(
        request,
        "workshops/proposal_form.html",
        {"form": form, "budget": budget, "proposal": proposal},
        status=422 if bad else 200,
    )


def proposal_detail(request: PersonRequest, public_id) -> HttpResponse:
    """Everything about a proposal, and for its reviewers the form to decide on it."""
    proposal = _find(request, public_id)
    version = proposal.versions.prefetch_related("reviews__reviewer").first()
    reviews = list(version.reviews.all()) if version else []
    sides = _sides_left(request, proposal, reviews)
    form = None
    if sides:
        form = ReviewForm(request.POST or None, sides=sides, criteria=proposal.programme.criteria)
        if request.method == "POST" and form.is_valid():
            proposals.review_proposal(
                proposal=proposal,
                side=form.cleaned_data["side"],
                scores=form.scores,
                recommendation=form.cleaned_data["recommendation"],
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("Your review is saved."))
            return redirect("proposal_detail", proposal.public_id)
    budget = list(proposal.budget_lines.all())
    mine = proposal.proposer_id == request.user.pk
    return render(
        request,
        "workshops/proposal_detail.html",
        {
            "proposal": proposal,
            "version": version,
            "reviews": reviews,
            "form": form,
            "budget": budget,
            "budget_total": sum(line.amount for line in budget),
            "may_edit": mine and proposal.state in proposals.EDITABLE,
            "may_withdraw": mine
            and Proposal.State.WITHDRAWN in proposals.MOVES.get(Proposal.State(proposal.state), set()),
            "workshop": getattr(proposal, "workshop", None),
            "history": history(proposal)[:20],
        },
        status=422 if form is not None and form.errors else 200,
    )


@require_POST
def proposal_submit(request: PersonRequest, public_id) -> HttpResponse:
    proposal = _find(request, public_id)
    proposals.submit_proposal(proposal=proposal, by=request.user, at=timezone.now())
    messages.success(request, _("Submitted. Both sides have been asked to review it."))
    return redirect("proposal_detail", proposal.public_id)


@require_POST
def proposal_withdraw(request: PersonRequest, public_id) -> HttpResponse:
    proposal = _find(request, public_id)
    proposals.withdraw_proposal(proposal=proposal, by=request.user, at=timezone.now())
    messages.success(request, _("Withdrawn."))
    return redirect("proposal_detail", proposal.public_id)


def _sides_left(request: PersonRequest, proposal: Proposal, reviews) -> list[str]:
    if proposal.state not in (Proposal.State.SUBMITTED, Proposal.State.IN_REVIEW):
        return []
    if proposal.proposer_id == request.user.pk:
        return []
    done = {review.side for review in reviews}
    return [side for side in sides_of(request.user, proposal) if side not in done]
