from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models import Person

from .proposal import ProposalVersion


class Review(models.Model):
    """What one side, city or university, says of one submitted version."""

    class Side(models.TextChoices):
        CITY = "city", _("City")
        UNIVERSITY = "university", _("University")

    class Recommendation(models.TextChoices):
        APPROVE = "approve", _("Approve")
        REVISE = "revise", _("Ask for changes")
        REJECT = "reject", _("Reject")

    version = models.ForeignKey(ProposalVersion, on_delete=models.PROTECT, related_name="reviews")
    side = models.CharField(max_length=10, choices=Side)
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation)
    scores = models.JSONField(default=dict, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ["version", "side"]
        constraints = [
            models.UniqueConstraint(fields=["version", "side"], name="review_once_a_side"),
            models.CheckConstraint(
                name="review_refusal_has_comment",
                condition=models.Q(recommendation="approve") | ~models.Q(comment=""),
            ),
        ]

    def __str__(self):
        return f"{self.version_id} {self.side}: {self.recommendation}"
