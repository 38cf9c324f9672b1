from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assignment import Assignment


class Offer(models.Model):
    """The question put to a lecturer; answered once, by any of its links."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Unable to come")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="offers")
    sent_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                name="offer_one_open",
                condition=Q(answer="", withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="offer_answer_has_time",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(name="offer_decline_has_reason", condition=~Q(answer="declined") | ~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.assignment_id}: {self.answer or 'open'}"


class OfferLink(models.Model):
    """A way in to an offer, sent by mail. Only the SHA-256 of its token is kept; it never logs anybody in."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="links")
    token_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()

    def __str__(self):
        return f"{self.offer_id} @ {self.created_at:%Y-%m-%d}"
