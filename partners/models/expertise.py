from django.db import models


class Expertise(models.Model):
    """A subject somebody can teach, and a session can ask for; compared without regard to case."""

    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "expertise"
        constraints = [
            models.UniqueConstraint(models.functions.Lower("name"), name="expertise_name_once"),
        ]

    def __str__(self):
        return self.name
