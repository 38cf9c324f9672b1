from django.db import models
from django.db.models.functions import Lower


class Feature(models.Model):
    """Something a session needs and a room has: projector, computers, sound system."""

    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("name"), name="feature_name_once")]

    def __str__(self):
        return self.name
