from django.db import models
from django.db.models import F, Q

from partners.models import Person


class Unavailability(models.Model):
    """When a lecturer cannot come: every week on ``weekday`` in the period, or on each whole day of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unavailabilities")
    weekday = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 = Monday")
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    from_day = models.DateField()
    until_day = models.DateField()
    reason = models.CharField(max_length=160, blank=True)
    imported = models.BooleanField(default=False)

    class Meta:
        ordering = ["person", "from_day", "weekday"]
        verbose_name_plural = "unavailabilities"
        constraints = [
            models.CheckConstraint(name="unavailability_ends_after_start", condition=Q(until_day__gte=F("from_day"))),
            models.CheckConstraint(
                name="unavailability_weekly_has_hours",
                condition=Q(weekday__isnull=True)
                | Q(weekday__lte=6, starts_at__isnull=False, ends_at__gt=F("starts_at")),
            ),
        ]

    def __str__(self):
        return f"{self.person_id}: {self.from_day}–{self.until_day}"
