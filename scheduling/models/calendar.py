from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation


class Holiday(models.Model):
    """A day without workshops. National days come from the joint decree of three ministers (SKB)."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National holiday")
        JOINT_LEAVE = "joint_leave", _("Joint leave")
        LOCAL = "local", _("Local holiday")

    day = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    source = models.CharField(max_length=200, blank=True)
    # Local days belong to an institution; national ones to nobody.
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], name="holiday_national_once", condition=Q(organisation__isnull=True)
            ),
            models.UniqueConstraint(
                fields=["day", "organisation"], name="holiday_local_once", condition=Q(organisation__isnull=False)
            ),
            models.CheckConstraint(
                name="holiday_local_has_owner",
                condition=Q(kind="local", organisation__isnull=False)
                | (~Q(kind="local") & Q(organisation__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.day}: {self.name}"


class OpenWindow(models.Model):
    """One open window of a weekday, e.g. Friday 13.00–16.00; a session lies inside one window.

    Rows without dates are the usual week. A dated season (Ramadan) replaces the whole usual week
    between its days. An organisation's own rows replace those of nobody for its subtree.
    """

    season = models.CharField(max_length=80, default="")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(help_text="0 = Monday")
    opens_at = models.TimeField()
    closes_at = models.TimeField()

    class Meta:
        ordering = ["valid_from", "weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(name="open_window_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="open_window_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
            models.CheckConstraint(
                name="open_window_season_whole",
                condition=Q(valid_from__isnull=True, valid_until__isnull=True)
                | Q(valid_from__isnull=False, valid_until__gte=F("valid_from")),
            ),
        ]

    def __str__(self):
        return f"{self.season or '-'} {self.weekday} {self.opens_at}–{self.closes_at}"
