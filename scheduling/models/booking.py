from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, Person
from workshops.models import Session

from ..constraints import NoOverlap
from .room import Room


class BookingState(models.TextChoices):
    TENTATIVE = "tentative", _("Tentative")
    REQUESTED = "requested", _("Requested")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    RELEASED = "released", _("Released")


HOLDING = (BookingState.TENTATIVE, BookingState.REQUESTED, BookingState.CONFIRMED)


class BookingQuerySet(models.QuerySet):
    def holding(self):
        return self.filter(state__in=HOLDING)

    def between(self, start, end):
        """Those whose held period meets [start, end)."""
        return self.filter(held_from__lt=end, held_until__gt=start)


class Booking(models.Model):
    """A published session, or another use, holding a room.

    ``held_from``–``held_until`` is the session with its buffers; the database refuses two holding
    bookings of one room whose held periods overlap.
    """

    State = BookingState

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="bookings")
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=BookingState, default=BookingState.CONFIRMED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    held_from = models.DateTimeField()
    held_until = models.DateTimeField()
    organiser = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    booked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)
    imported = models.BooleanField(default=False)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            NoOverlap(
                name="booking_no_overlap",
                resource="room",
                start="held_from",
                end="held_until",
                state="state",
                holding=("tentative", "requested", "confirmed"),
                violation_error_message=_("This room is already taken at that time."),
            ),
            models.UniqueConstraint(
                fields=["session"],
                name="booking_one_room_a_session",
                condition=Q(state__in=("tentative", "requested", "confirmed")),
            ),
            models.CheckConstraint(name="booking_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="booking_holds_its_time",
                condition=Q(held_from__lte=F("starts_at"), held_until__gte=F("ends_at")),
            ),
            models.CheckConstraint(name="booking_says_what_for", condition=Q(session__isnull=False) | ~Q(title="")),
        ]
        indexes = [models.Index(fields=["room", "held_from", "held_until"], name="booking_by_room_and_time")]

    def __str__(self):
        return f"{self.room_id}: {self.title or self.session_id}"
