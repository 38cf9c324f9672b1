from django.db import models
from django.db.models import F, Q

# Between two sites of one city when nobody has measured the way.
DEFAULT_TRAVEL_MINUTES = 30


class Site(models.Model):
    """A place with rooms; going from one site to another takes time."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    address = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class TravelTime(models.Model):
    """Minutes between two sites, both ways; the row holds the smaller id first."""

    first = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="travel_time_once"),
            models.CheckConstraint(name="travel_time_ordered", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self):
        return f"{self.first_id}–{self.second_id}: {self.minutes} min"
