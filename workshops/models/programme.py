from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Organisation, Person

DEFAULT_CRITERIA = ["relevance", "feasibility", "impact"]


def default_criteria():
    return list(DEFAULT_CRITERIA)


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """Programmes of the institutions (city or university) in which the person holds a role or works."""
        if person.is_superuser:
            return self
        roots = {path.split("/", 1)[0] for path in person.role_paths()}
        if person.unit is not None:
            roots.add(person.unit.root_code)
        return self.filter(
            Q(city__path__in=[f"{root}/" for root in roots])
            | Q(
                pk__in=Programme.universities.through.objects.filter(
                    organisation__path__in=[f"{root}/" for root in roots]
                ).values("programme")
            )
        )


class Programme(models.Model):
    """One season: the joint workshops of a city and its universities in a period."""

    class ConsentOrder(models.TextChoices):
        FACILITATOR_FIRST = "facilitator_first", _("The lecturer first, then the faculty")
        FACULTY_FIRST = "faculty_first", _("The faculty first, then the lecturer")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    city = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    # The office whose coordinators plan the whole season.
    secretariat = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    universities = models.ManyToManyField(Organisation, blank=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    call_opens_on = models.DateField(null=True, blank=True)
    call_closes_on = models.DateField(null=True, blank=True)
    criteria = models.JSONField(default=default_criteria, blank=True)
    consent_order = models.CharField(max_length=20, choices=ConsentOrder, default=ConsentOrder.FACILITATOR_FIRST)
    is_demonstration = models.BooleanField(default=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "slug"]
        constraints = [
            models.CheckConstraint(name="programme_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="programme_call_closes_after_opening",
                condition=Q(call_opens_on__isnull=True)
                | Q(call_closes_on__isnull=True)
                | Q(call_closes_on__gte=F("call_opens_on")),
            ),
        ]

    def __str__(self):
        return self.name

    def call_is_open(self, today: date) -> bool:
        opens, closes = self.call_opens_on, self.call_closes_on
        return opens is not None and opens <= today and (closes is None or today <= closes)
