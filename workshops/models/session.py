from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Expertise, Person

from .feature import Feature
from .workshop import Workshop


def new_uid() -> str:
    """An iCalendar UID (RFC 5545 §3.8.4.7) under the configured domain: kept for ever."""
    return f"s{uuid4().hex}@{settings.CALENDAR_UID_DOMAIN}"


class Session(models.Model):
    """One sitting of a workshop. ``starts_at`` … ``sequence`` are the published truth, written only on publishing."""

    class Kind(models.TextChoices):
        LESSON = "lesson", _("Lesson")
        OPENING = "opening", _("Opening")
        BREAK = "break", _("Break")
        CLOSING = "closing", _("Closing")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LESSON)
    title = models.CharField(max_length=200)
    jp = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField()
    features = models.ManyToManyField(Feature, blank=True)
    expertise = models.ForeignKey(Expertise, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facilitators_needed = models.PositiveSmallIntegerField(default=0)
    preferred = models.ManyToManyField(Person, blank=True, related_name="+")
    uid = models.CharField(max_length=120, unique=True, default=new_uid, editable=False)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["workshop", "order"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "order"], name="session_order_once"),
            models.CheckConstraint(name="session_minutes", condition=Q(minutes__gte=5, minutes__lte=720)),
            models.CheckConstraint(name="session_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="session_published_whole",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True, published_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False, published_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="session_by_start")]

    def __str__(self):
        return self.title

    @property
    def is_published(self) -> bool:
        return self.published_at is not None
