"""The list of workshops, and the buttons that move one on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partners.pages import page_of
from partners.requests import PersonRequest

from .. import workshops
from ..models import Programme, Workshop

ACTS = {
    "open": (workshops.open_registration, ()),
    "cancel": (workshops.cancel_workshop, ("reason",)),
    "override": (workshops.override_agreement, ("reason",)),
    "link": (workshops.set_online_link, ("link",)),
    "report": (workshops.report_workshop, ()),
    "close": (workshops.close_workshop, ()),
}


@require_safe
def workshop_list(request: PersonRequest) -> HttpResponse:
    rows = Workshop.objects.visible_to(request.user).select_related("organiser", "partner", "programme", "agreement")
    query, state = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("state", "")
    programme = request.GET.get("programme", "").replace("\0", "")
    if query:
        rows = rows.filter(title__icontains=query) | rows.filter(code__icontains=query)
    if state in Workshop.State.values:
        rows = rows.filter(state=state)
    if programme:
        rows = rows.filter(programme__slug=programme)
    return render(
        request,
        "workshops/workshop_list.html",
        {
            "page": page_of(request, rows.order_by("-programme__starts_on", "earliest_on", "code")),
            "query": query,
            "state": state,
            "states": Workshop.State.choices,
            "programme": programme,
            "programmes": Programme.objects.visible_to(request.user),
        },
    )


@require_POST
def workshop_act(request: PersonRequest, public_id, act: str) -> HttpResponse:
    """One button of the workshop page: parse, call the action, go back."""
    workshop = get_object_or_404(Workshop.objects.visible_to(request.user), public_id=public_id)
    action, names = ACTS[act]
    action(  # type: ignore[operator]
        workshop=workshop, by=request.user, at=timezone.now(), **{name: request.POST.get(name, "") for name in names}
    )
    messages.success(request, _("Saved."))
    return redirect("workshop_detail", workshop.public_id)
