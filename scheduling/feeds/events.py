"""One session as one VEVENT (RFC 5545 §3.6.1): the same session and reader always give the same bytes."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from icalendar import Event

from workshops.models import Session, Workshop
from workshops.models.choices import DeliveryMode

from ..models import Booking

# Zones whose offset has not changed since 1988, so that one STANDARD block tells the whole truth about them.
# Anything else is written in UTC: clients read VTIMEZONEs with daylight saving differently.
ZONES = {
    "Asia/Pontianak": ("WIB", "+0700"),
    "Asia/Jakarta": ("WIB", "+0700"),
    "Asia/Makassar": ("WITA", "+0800"),
    "Asia/Jayapura": ("WIT", "+0900"),
}
# RFC 5545 §3.3.11 allows no control characters in text; strict parsers refuse the whole calendar for one.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
# DTSTAMP is required (RFC 5545 §3.8.7.2) and a booking keeps no time of writing; any constant will do,
# because a use of a room that moves gets another UID.
UNDATED = datetime(2020, 1, 1, tzinfo=UTC)


class Standing(models.TextChoices):
    """What the reader of a feed is to a session; the values are the state words that chips know."""

    TEACHING = "accepted", gettext_lazy("Lecturer")
    ASKED = "offered", gettext_lazy("Your answer is awaited")
    ATTENDING = "confirmed", gettext_lazy("Participant")
    WAITING = "waitlisted", gettext_lazy("On the waiting list")
    ONLOOKER = "public", gettext_lazy("Public")

    @property
    def is_firm(self) -> bool:
        return self not in (Standing.ASKED, Standing.WAITING)

    @property
    def must_be_there(self) -> bool:
        return self in (Standing.TEACHING, Standing.ATTENDING)


NOTES = {
    Standing.TEACHING: gettext_lazy("You teach this session."),
    Standing.ASKED: gettext_lazy("You have been asked to teach this session; your answer is awaited."),
    Standing.ATTENDING: gettext_lazy("You are registered."),
    Standing.WAITING: gettext_lazy("You are on the waiting list and have no seat yet."),
}


@dataclass(frozen=True, order=True)
class Fragment:
    """A finished VEVENT, ready to be joined; ordered by time, then UID."""

    starts_at: datetime
    uid: str
    zone: str | None
    body: bytes


def session_event(session: Session, standing: Standing) -> Fragment:
    """Write a published session as a reader of this standing may see it, in the active language.

    Reads the session's workshop, its organiser and partner, and its holding bookings with room and site.
    """
    workshop = session.workshop
    title = f"{workshop.title}: {session.title}"
    if session.cancelled_at:
        title = _("Cancelled: %(title)s") % {"title": title}
    status = "CANCELLED" if session.cancelled_at else "CONFIRMED" if standing.is_firm else "TENTATIVE"
    # OPAQUE blocks the reader's time (RFC 5545 §3.8.2.7): only where they themselves have to be.
    busy = standing.must_be_there and not session.cancelled_at

    event = Event()
    event.add("summary", one_line(title))
    if place := place_of(session):
        event.add("location", one_line(place))
    event.add("description", _description(session, standing))
    event.add("url", workshop_url(workshop))
    if workshop.theme:
        event.add("categories", [one_line(workshop.theme)])
    event.add("sequence", session.sequence)
    event.add("status", status)
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    if standing != Standing.ONLOOKER:
        event.add("class", "PRIVATE")
    assert session.starts_at is not None
    assert session.ends_at is not None
    assert session.published_at is not None
    # Without METHOD, DTSTAMP is when the data was last revised, as LAST-MODIFIED is (RFC 5545 §3.8.7.2). Never now:
    # the bytes would change at every poll.
    revised_at = max(session.published_at, session.cancelled_at or session.published_at)
    return _fragment(
        event, session.uid, session.starts_at, session.ends_at, revised_at, zone=workshop.organiser.timezone
    )


def room_use_event(booking: Booking) -> Fragment:
    """Write a use of a room that is nobody else's business: its time only."""
    event = Event()
    event.add("summary", _("In use"))
    event.add("location", one_line(f"{booking.room.name}, {booking.room.site.name}"))
    event.add("status", "CONFIRMED" if booking.state == Booking.State.CONFIRMED else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    # Bookings have no SEQUENCE, without which a client may keep the old time: so a moved use is a new event.
    identity = f"{booking.public_id} {booking.starts_at.timestamp()} {booking.ends_at.timestamp()} {booking.state}"
    uid = f"b{sha256(identity.encode()).hexdigest()[:32]}@{settings.CALENDAR_UID_DOMAIN}"
    return _fragment(event, uid, booking.starts_at, booking.ends_at, UNDATED, zone=booking.room.owner.timezone)


def workshop_url(workshop: Workshop) -> str:
    return settings.BASE_URL + reverse("workshop_detail", args=[workshop.public_id])


def place_of(session: Session) -> str:
    """Room and site of the session, or *Online*, or nothing where no room is booked yet."""
    if session.workshop.delivery_mode == DeliveryMode.ONLINE:
        return str(DeliveryMode.ONLINE.label)
    # "all()", because queries.published() has fetched the holding ones: at most one a session.
    rooms = [booking.room for booking in session.bookings.all()]
    return f"{rooms[0].name}, {rooms[0].site.name}" if rooms else ""


def one_line(text: str) -> str:
    """Text without control characters and line breaks; other letters, joiners of emoji too, stay as they are."""
    return " ".join(CONTROLS.sub("", text).split())


def _description(session: Session, standing: Standing) -> str:
    """Plain text with the link last, where clients find and underline it."""
    workshop = session.workshop
    lines = []
    if (note := NOTES.get(standing)) and not session.cancelled_at:
        lines.append(str(note))
    if session.jp:
        lines.append(f"{session.jp} JP")
    lines.append(
        _("Held by %(organiser)s with %(partner)s.")
        % {"organiser": workshop.organiser.name, "partner": workshop.partner.name}
    )
    # The way into an online session is for those who have a place in it.
    if workshop.online_link and standing.must_be_there and not session.cancelled_at:
        lines.append(_("Join online: %(link)s") % {"link": workshop.online_link})
    lines.append(workshop_url(workshop))
    return "\n".join(one_line(line) for line in lines)


def _fragment(
    event: Event, uid: str, starts_at: datetime, ends_at: datetime, revised_at: datetime, *, zone: str
) -> Fragment:
    known = zone if zone in ZONES else None
    # A ZoneInfo, never a fixed offset: icalendar would write TZID="UTC+07:00", which clients read wrongly.
    local = ZoneInfo(known) if known else UTC
    event.add("uid", uid)
    event.add("dtstart", starts_at.astimezone(local))
    event.add("dtend", ends_at.astimezone(local))
    event.add("dtstamp", revised_at.astimezone(UTC))
    event.add("last-modified", revised_at.astimezone(UTC))
    return Fragment(starts_at, uid, known, event.to_ical())
