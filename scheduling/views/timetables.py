"""Drafts: made by the machine, read and published by a person."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partners.pages import page_of
from partners.requests import PersonRequest
from workshops.models import Programme

from .. import offers, timetables
from ..models import Timetable
from ..queries import describe_unplaced, summary_in_words

PLAN_SECONDS = 3.0


def _programme(request: PersonRequest, slug: str) -> Programme:
    rows = Programme.objects.visible_to(request.user).select_related("city", "secretariat")
    programme = get_object_or_404(rows, slug=slug)
    if not request.user.has_perm("workshops.plan_programme", programme):
        raise Http404
    return programme


def _timetable(request: PersonRequest, public_id) -> Timetable:
    rows = Timetable.objects.select_related("programme__city", "programme__secretariat", "created_by")
    timetable = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("workshops.plan_programme", timetable.programme):
        raise Http404
    return timetable


@require_safe
def programme_plan(request: PersonRequest, slug: str) -> HttpResponse:
    """Where a programme's planning stands, with its drafts and the two big buttons."""
    programme = _programme(request, slug)
    sessions = list(
        programme.workshops.filter(state__in=("preparing", "scheduled", "open", "running")).values_list(
            "sessions__published_at", "sessions__pk"
        )
    )
    known = [published for published, pk in sessions if pk is not None]
    proposed = (
        programme.workshops.filter(sessions__assignments__state="proposed", sessions__starts_at__gt=timezone.now())
        .values_list("sessions__assignments")
        .count()
    )
    return render(
        request,
        "scheduling/programme_plan.html",
        {
            "programme": programme,
            "published": sum(moment is not None for moment in known),
            "unplanned": sum(moment is None for moment in known),
            "proposed": proposed,
            "timetables": programme.timetables.all()[:10],
            "states": Counter(programme.workshops.values_list("state", flat=True)),
        },
    )


@require_POST
def timetable_draft(request: PersonRequest, slug: str) -> HttpResponse:
    programme = _programme(request, slug)
    timetable = timetables.draft_timetable(
        programme=programme, by=request.user, at=timezone.now(), seconds=PLAN_SECONDS
    )
    return redirect("timetable_detail", timetable.public_id)


@require_safe
def timetable_detail(request: PersonRequest, public_id) -> HttpResponse:
    """The draft in words first, then what could not be placed and why, then every placement."""
    timetable = _timetable(request, public_id)
    placed = timetable.entries.filter(starts_at__isnull=False)
    unplaced = describe_unplaced(timetable)
    entries = placed.select_related("session__workshop", "room__site").prefetch_related("facilitators")
    return render(
        request,
        "scheduling/timetable_detail.html",
        {
            "timetable": timetable,
            "programme": timetable.programme,
            "summary": summary_in_words(timetable, unplaced),
            "placed": placed.count(),
            "unplaced": unplaced,
            "page": page_of(request, entries.order_by("starts_at", "pk"), size=40),
            "is_draft": timetable.state == Timetable.State.DRAFT,
        },
    )


@require_POST
def timetable_publish(request: PersonRequest, public_id) -> HttpResponse:
    timetable = _timetable(request, public_id)
    sessions = timetables.publish_timetable(timetable=timetable, by=request.user, at=timezone.now())
    messages.success(
        request,
        ngettext("%(n)s session is published.", "%(n)s sessions are published.", len(sessions)) % {"n": len(sessions)},
    )
    return redirect("programme_plan", timetable.programme.slug)


@require_POST
def timetable_discard(request: PersonRequest, public_id) -> HttpResponse:
    timetable = _timetable(request, public_id)
    timetables.discard_timetable(timetable=timetable, by=request.user, at=timezone.now())
    messages.success(request, _("The draft is put away."))
    return redirect("programme_plan", timetable.programme.slug)


@require_POST
def programme_offers(request: PersonRequest, slug: str) -> HttpResponse:
    """Send every offer that waits, of the programme or of one workshop."""
    programme = _programme(request, slug)
    workshop = None
    if request.POST.get("workshop"):
        try:
            wanted = UUID(request.POST["workshop"])
        except ValueError as error:
            raise Http404 from error
        workshop = get_object_or_404(programme.workshops, public_id=wanted)
    sent = offers.send_offers(programme=programme, workshop=workshop, by=request.user, at=timezone.now())
    messages.success(request, ngettext("%(n)s offer is sent.", "%(n)s offers are sent.", sent) % {"n": sent})
    if workshop is not None:
        return redirect("workshop_detail", workshop.public_id)
    return redirect("programme_plan", programme.slug)
