from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import Organisation, Person

from ..constraints import SeatCount
from .workshop import Workshop


class RegistrationState(models.TextChoices):
    NOMINATED = "nominated", _("Nominated")
    CONFIRMED = "confirmed", pgettext_lazy("registration", "Confirmed")
    WAITLISTED = "waitlisted", _("On the waiting list")
    ATTENDED = "attended", _("Attended")
    ABSENT = "absent", _("Absent")
    SUBSTITUTED = "substituted", _("Substituted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")


# These states sit on a chair.
SEATED = (RegistrationState.CONFIRMED, RegistrationState.ATTENDED, RegistrationState.ABSENT)


class RegistrationQuerySet(models.QuerySet):
    def seated(self):
        return self.filter(state__in=SEATED)

    def waiting(self):
        """The waiting list, in the order in which it is served."""
        return self.filter(state=RegistrationState.WAITLISTED).order_by("queued_at", "pk")


class Registration(models.Model):
    """A person's place in a workshop, or in the line for it."""

    State = RegistrationState

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="registrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    nominated_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=RegistrationState, default=RegistrationState.NOMINATED)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    # When the person joined the line; kept, so that the waiting list can explain itself.
    queued_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["workshop", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "person"], name="registration_once"),
            models.CheckConstraint(
                name="registration_in_line_since",
                condition=~Q(state="waitlisted") | Q(queued_at__isnull=False),
            ),
            SeatCount(
                name="registration_takes_seat",
                parent="workshop",
                counter="seats_taken",
                state="state",
                holding=("confirmed", "attended", "absent"),
            ),
        ]
        indexes = [models.Index(fields=["workshop", "state", "queued_at"], name="registration_line")]

    def __str__(self):
        return f"{self.person_id} → {self.workshop_id}: {self.state}"
