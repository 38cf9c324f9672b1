"""Bookings for other uses, and the requests that wait for a room manager."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from partners.pages import page_of
from partners.refusals import Refusal
from partners.requests import PersonRequest

from .. import bookings
from ..forms import BookingForm
from ..models import Booking, Room


def booking_list(request: PersonRequest) -> HttpResponse:
    """Requests to decide on, coming other uses, and the form for a new one."""
    may_book = request.user.has_role(*bookings.BOOKERS)
    form = BookingForm(request.POST or None, person=request.user) if may_book else None
    if form is not None and request.method == "POST" and form.is_valid():
        start, end = form.period
        data = form.cleaned_data
        try:
            booking = bookings.book_room(
                room=data["room"],
                starts_at=start,
                ends_at=end,
                title=data["title"],
                organiser=data["organiser"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, f"{booking.room}: {booking.get_state_display().lower()}.")
            return redirect("booking_list")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    managed = set(Room.objects.managed_by(request.user).values_list("pk", flat=True))
    rows = (
        Booking.objects.holding()
        .filter(ends_at__gte=timezone.now(), session__isnull=True)
        .select_related("room__site", "organiser", "booked_by")
    )
    page = page_of(request, rows)
    for row in page:
        row.may_release = row.room_id in managed or row.booked_by_id == request.user.pk
    return render(
        request,
        "scheduling/booking_list.html",
        {
            "form": form,
            "page": page,
            "requests": Booking.objects.filter(room__in=managed, state=Booking.State.REQUESTED)
            .select_related("room", "session__workshop", "organiser")
            .order_by("starts_at")[:50],
        },
        status=422 if form is not None and form.errors else 200,
    )


@require_POST
def booking_decide(request: PersonRequest, public_id) -> HttpResponse:
    rows = Booking.objects.filter(room__in=Room.objects.managed_by(request.user)).select_related("room__owner")
    booking = get_object_or_404(rows, public_id=public_id)
    bookings.decide_booking(
        booking=booking,
        approve="approve" in request.POST,
        reason=request.POST.get("reason", ""),
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect("booking_list")


@require_POST
def booking_release(request: PersonRequest, public_id) -> HttpResponse:
    rows = Booking.objects.filter(room__in=Room.objects.managed_by(request.user)) | Booking.objects.filter(
        booked_by=request.user
    )
    booking = get_object_or_404(rows.select_related("room__owner"), public_id=public_id)
    bookings.release_booking(booking=booking, reason="", by=request.user, at=timezone.now())
    messages.success(request, _("The room is free again."))
    return redirect("booking_list")
