from django.db import models

from ..constraints import AppendOnly
from .person import Person


class Event(models.Model):
    """One decision: who, when, what, from which state to which, why. Never changed, never removed."""

    at = models.DateTimeField(db_index=True)
    # Empty for the system itself. No cascade: history outlives its people (they are pseudonymised, not deleted).
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_id", "-at"], name="event_by_object")]
        constraints = [AppendOnly(name="event_append_only")]

    def __str__(self):
        return f"{self.verb} {self.object_type} {self.object_id}"
