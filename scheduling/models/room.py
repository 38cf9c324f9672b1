from datetime import time, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, Person
from workshops.models import Feature

from .site import Site


class RoomQuerySet(models.QuerySet):
    def managed_by(self, person: Person):
        """Rooms whose bookings the person may decide on."""
        if person.is_superuser:
            return self
        mine = Q(pk__in=[])
        for path in person.role_paths("room_manager"):
            mine |= Q(owner__path__startswith=path)
        return self.filter(mine)


class Room(models.Model):
    """A room of a site. Buffers (set-up, clear-up) are kept free around each session."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="rooms")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rooms")
    capacity = models.PositiveSmallIntegerField(_("seats, class layout"))
    theatre_capacity = models.PositiveSmallIntegerField(_("seats, theatre layout"), null=True, blank=True)
    features = models.ManyToManyField(Feature, blank=True, related_name="rooms")
    opens_at = models.TimeField(default=time(7, 30))
    closes_at = models.TimeField(default=time(16))
    setup_minutes = models.PositiveSmallIntegerField(default=0)
    teardown_minutes = models.PositiveSmallIntegerField(default=0)
    needs_approval = models.BooleanField(default=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["site__name", "name"]
        constraints = [
            models.CheckConstraint(name="room_has_seats", condition=Q(capacity__gte=1)),
            models.CheckConstraint(name="room_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="room_buffers_are_short", condition=Q(setup_minutes__lte=240, teardown_minutes__lte=240)
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def setup(self) -> timedelta:
        return timedelta(minutes=self.setup_minutes)

    @property
    def teardown(self) -> timedelta:
        return timedelta(minutes=self.teardown_minutes)


class RoomClosure(models.Model):
    """A time when a room cannot be used at all."""

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(max_length=160)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="room_closure_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self):
        return f"{self.room_id}: {self.reason}"
