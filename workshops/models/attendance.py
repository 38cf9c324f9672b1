from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Person

from .registration import Registration
from .session import Session


class Attendance(models.Model):
    """Whether a registered person was in a session."""

    class Status(models.TextChoices):
        PRESENT = "present", _("Present")
        LATE = "late", _("Late")
        EXCUSED = "excused", _("Excused")
        ABSENT = "absent", _("Absent without word")

    class Method(models.TextChoices):
        QR = "qr", _("QR code")
        SHEET = "sheet", _("Signed sheet")
        MANUAL = "manual", _("By the committee")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    status = models.CharField(max_length=8, choices=Status)
    method = models.CharField(max_length=8, choices=Method, default=Method.MANUAL)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "registration"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "session"], name="attendance_once"),
        ]

    def __str__(self):
        return f"{self.registration_id} @ {self.session_id}: {self.status}"
