from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import Person
from workshops.models import Programme, Session

from .room import Room


class Timetable(models.Model):
    """A draft plan. It touches nothing until somebody publishes it (promise 7)."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("timetable", "Draft")
        PUBLISHED = "published", _("Published")
        DISCARDED = "discarded", _("Discarded")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="timetables")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    score = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="timetable_published_has_time",
                condition=~Q(state="published") | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name


class TimetableEntry(models.Model):
    """Where the draft puts one session, or why it could not (``because``: codes of the rules that stop it)."""

    timetable = models.ForeignKey(Timetable, on_delete=models.CASCADE, related_name="entries")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="entries")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facilitators = models.ManyToManyField(Person, blank=True, related_name="+")
    because = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["timetable", "starts_at", "session"]
        verbose_name_plural = "timetable entries"
        constraints = [
            models.UniqueConstraint(fields=["timetable", "session"], name="timetable_entry_once"),
            models.CheckConstraint(
                name="timetable_entry_placed_or_not",
                condition=Q(starts_at__isnull=True, ends_at__isnull=True, room__isnull=True)
                | Q(starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self):
        return f"{self.timetable_id}: {self.session_id}"

    @property
    def is_placed(self) -> bool:
        return self.starts_at is not None
