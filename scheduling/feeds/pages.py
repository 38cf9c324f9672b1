"""“My calendar”: one's own coming sessions, and the links by which calendar programs subscribe to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners import dates
from partners.models import Person
from workshops.models import Session

from ..models import CalendarFeed
from . import queries
from .events import Standing, place_of
from .forms import FeedForm
from .links import create_feed, revoke_feed


@dataclass(frozen=True)
class Row:
    """One session in the list, at the clock of its organiser."""

    session: Session
    standing: Standing
    starts: datetime
    ends: datetime

    @property
    def day(self) -> date:
        return self.starts.date()

    @property
    def hours(self) -> str:
        return f"{dates.clock(self.starts)}–{dates.clock(self.ends)} {dates.zone_name(self.starts)}"

    @property
    def place(self) -> str:
        return place_of(self.session)


@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """Show the calendar; POST makes a link and shows it in this one answer, because only its hash is kept."""
    at, person = timezone.now(), request.user
    assert isinstance(person, Person)
    form, address = FeedForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _feed, token = create_feed(person=person, name=form.cleaned_data["name"], by=person, at=at)
        form, address = FeedForm(), settings.BASE_URL + reverse("feed", args=[token])
    context = {
        "days": [(day, list(rows)) for day, rows in groupby(_coming(person, at), key=lambda row: row.day)],
        "feeds": CalendarFeed.objects.filter(person=person, revoked_at__isnull=True),
        "form": form,
        "address": address,
        "qr": _qr(address) if address else "",
    }
    response = render(request, "scheduling/my_calendar.html", context)
    if address:
        response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def feed_revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    person = request.user
    assert isinstance(person, Person)
    feed = get_object_or_404(CalendarFeed, person=person, public_id=public_id)
    revoke_feed(feed=feed, by=person, at=timezone.now())
    sentence = _("The link “%(name)s” is revoked. Programs that used it get nothing more.")
    messages.success(request, sentence % {"name": feed.name})
    return redirect("my_calendar")


def _coming(person: Person, at: datetime) -> Iterator[Row]:
    for session, standing in queries.of_person(person, at):
        assert session.starts_at is not None
        assert session.ends_at is not None
        if session.ends_at > at:
            zone = session.workshop.organiser.zone
            yield Row(session, standing, dates.local(session.starts_at, zone), dates.local(session.ends_at, zone))


def _qr(address: str) -> SafeString:
    """Draw the address for a phone to read. SVG attributes only: the CSP forbids style attributes."""
    code = segno.make(address, error="m", micro=False)
    title = _("QR code of the link")
    svg = code.svg_inline(scale=5, dark="#000", light="#fff", svgclass=None, lineclass=None, title=title)
    return mark_safe(svg.replace("<svg ", '<svg role="img" ', 1))
