from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.constraints import Frozen
from partners.models import Organisation, Person
from workshops.models import Registration, Workshop

from .series import NumberSeries


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """One's own papers, and those of the workshops and units one coordinates, signs for or audits."""
        if person.is_superuser:
            return self
        mine = Q(person=person)
        for path in person.role_paths("coordinator", "signatory", "auditor", "admin"):
            mine |= Q(organisation__path__startswith=path)
            mine |= Q(workshop__programme__secretariat__path__startswith=path)
        return self.filter(mine)


class Document(models.Model):
    """An issued paper: an immutable file with the data it was made from. A correction is a new document."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", _("Certificate")

    class State(models.TextChoices):
        ISSUED = "issued", _("Valid")
        SUPERSEDED = "superseded", _("Superseded")
        REVOKED = "revoked", _("Revoked")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.ISSUED)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="documents")
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=120)
    subject = models.CharField(max_length=250)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    template = models.CharField(max_length=60, help_text="template and version, e.g. certificate/1")
    data = models.JSONField(help_text="frozen data from which the file can be rendered again")
    verification_code = models.CharField(max_length=13, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state_reason = models.CharField(max_length=250, blank=True)
    state_changed_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["series", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["series", "sequence"], name="document_sequence_once"),
            models.UniqueConstraint(fields=["organisation", "number"], name="document_number_once"),
            models.UniqueConstraint(
                fields=["registration", "kind"],
                name="document_one_valid_a_registration",
                condition=Q(state="issued"),
            ),
            models.CheckConstraint(name="document_end_has_reason", condition=Q(state="issued") | ~Q(state_reason="")),
            models.CheckConstraint(
                name="document_superseded_by_another",
                condition=Q(state="superseded", superseded_by__isnull=False)
                | (~Q(state="superseded") & Q(superseded_by__isnull=True)),
            ),
            Frozen(
                name="document_never_changes",
                fields=[
                    "public_id",
                    "kind",
                    "organisation",
                    "series",
                    "sequence",
                    "number",
                    "subject",
                    "workshop",
                    "registration",
                    "person",
                    "template",
                    "data",
                    "verification_code",
                    "sha256",
                    "size",
                    "issued_at",
                ],
            ),
        ]

    def __str__(self):
        return self.number
