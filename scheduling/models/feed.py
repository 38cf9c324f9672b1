from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Person


class CalendarFeed(models.Model):
    """A secret link to one's own calendar: named, revocable singly, shown once; only its hash is kept."""

    class Scope(models.TextChoices):
        PERSON = "person", _("My calendar")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.PERSON)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=80)
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True)
    last_client = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
