"""Offers: answered from a mail without an account; consented to by the dean's office."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.models.membership import Role
from partners.pages import page_of
from partners.refusals import Refusal
from partners.requests import PersonRequest

from .. import offers
from ..eligibility import reasons_against
from ..models import Assignment


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def offer_answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the slot (mail scanners follow links), POST answers it, once. The link logs nobody in."""
    offer = offers.find_offer(token)
    if offer is None:
        response = render(request, "scheduling/offer_unknown.html", status=404)
        response["Referrer-Policy"] = "strict-origin"
        return response
    now = timezone.now()
    assignment = offer.assignment
    person, session = assignment.person, assignment.session
    error = None
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "accept":
                offers.accept_offer(offer=offer, by=person, at=now)
            else:
                offers.decline_offer(offer=offer, by=person, at=now, reason=request.POST.get("reason", ""))
            return redirect("offer_answer", token)
        except Refusal as refusal:
            error = refusal
    booking = session.bookings.holding().select_related("room__site").first()  # type: ignore[attr-defined]
    clashes = []
    if offers.is_open(offer, now) and assignment.starts_at and assignment.ends_at:
        clashes = reasons_against(person, session, assignment.starts_at, assignment.ends_at)
    response = render(
        request,
        "scheduling/offer.html",
        {
            "offer": offer,
            "assignment": assignment,
            "person": person,
            "session": session,
            "workshop": session.workshop,
            "room": booking.room if booking else None,
            "is_open": offers.is_open(offer, now),
            "clash": "busy" in clashes or "unavailable" in clashes,
            "error": error,
        },
        status=error.status if error else 200,
    )
    # The path is a secret: no Referer carries it. (no-referrer would also blank the Origin of the answer's POST.)
    response["Referrer-Policy"] = "strict-origin"
    return response


@require_safe
def assignment_list(request: PersonRequest) -> HttpResponse:
    """One's own slots, those of one's faculty to consent to, or of one's workshops to follow up."""
    rows = (
        Assignment.objects.visible_to(request.user)
        .select_related("person__unit", "session__workshop__organiser", "session__workshop__programme__secretariat")
        .exclude(state__in=("withdrawn", "replaced"))
    )
    state = request.GET.get("state", "")
    if state in Assignment.State.values:
        rows = rows.filter(state=state)
    page = page_of(request, rows.order_by("starts_at", "pk"))
    for row in page:
        row.may_consent = (
            row.state == Assignment.State.ACCEPTED
            and row.person.unit is not None
            and request.user.has_role(Role.ASSIGNER, organisation=row.person.unit)
        )
        row.may_send = row.state in ("proposed", "offered") and request.user.has_perm(
            "workshops.manage_workshop", row.session.workshop
        )
    return render(
        request,
        "scheduling/assignment_list.html",
        {"page": page, "state": state, "states": Assignment.State.choices},
    )


@require_POST
def assignment_consent(request: PersonRequest, public_id) -> HttpResponse:
    assignment = get_object_or_404(Assignment.objects.visible_to(request.user), public_id=public_id)
    offers.consent_for_faculty(
        assignment=assignment, letter_number=request.POST.get("letter_number", ""), by=request.user, at=timezone.now()
    )
    messages.success(request, _("The faculty's consent is recorded."))
    return redirect("assignment_list")


@require_POST
def assignment_send(request: PersonRequest, public_id) -> HttpResponse:
    """Send the offer, or send it again: an earlier link stays good."""
    assignment = get_object_or_404(
        Assignment.objects.visible_to(request.user).select_related("session__workshop__programme__secretariat"),
        public_id=public_id,
    )
    if not request.user.has_perm("workshops.manage_workshop", assignment.session.workshop):
        raise PermissionDenied
    offers.send_offer(assignment=assignment, by=request.user, at=timezone.now())
    messages.success(request, _("The offer is on its way."))
    return redirect("assignment_list")
