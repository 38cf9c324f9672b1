from django.db import models
from django.db.models import Q

from partners.models import Organisation


class NumberSeries(models.Model):
    """The register of one unit, kind and year. Gapless: ``last`` moves in the transaction that issues.

    ``pattern`` is text with the placeholders {number}, {unit}, {roman_month} and {year}, e.g.
    ``800.2.4.2/{number:04d}/{unit}/{year}`` (classification code of Permendagri 83/2022).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="number_series")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=100)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["organisation", "kind", "-year"]
        verbose_name_plural = "number series"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "year"], name="number_series_once"),
            models.CheckConstraint(name="number_series_year", condition=Q(year__gte=2000, year__lte=2200)),
        ]

    def __str__(self):
        return f"{self.kind} {self.organisation_id}/{self.year}: {self.last}"
