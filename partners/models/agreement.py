from datetime import date, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation
from .person import Person

ENDING_SOON_DAYS = 90


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """Agreements to which an organisation of the person, above or below it, is a party."""
        if person.is_superuser:
            return self
        parties = Q(pk__in=[])
        for path in person.role_paths():
            codes = path.rstrip("/").split("/")
            # A faculty's officer also sees what the university signed for all of it.
            above = ["/".join(codes[:depth]) + "/" for depth in range(1, len(codes))]
            parties |= Q(organisation__path__startswith=path) | Q(organisation__path__in=above)
        return self.filter(pk__in=AgreementParty.objects.filter(parties).values("agreement"))

    def in_force(self, day: date):
        return self.filter(state=Agreement.State.SIGNED, starts_on__lte=day, ends_on__gte=day)

    def ending_soon(self, today: date, days: int = ENDING_SOON_DAYS):
        return self.in_force(today).filter(ends_on__lte=today + timedelta(days=days))


class Agreement(models.Model):
    """A cooperation agreement. *In force*, *ending soon* and *expired* follow from its dates."""

    class Kind(models.TextChoices):
        MOU = "mou", _("Memorandum of understanding")
        PKS = "pks", _("Cooperation agreement (PKS)")
        WORK_PLAN = "work_plan", _("Work plan")
        ADDENDUM = "addendum", _("Addendum")

    class Regime(models.TextChoices):
        # PP 28/2018; which one fits a state university is the city's own reading.
        KSDPK = "ksdpk", _("Regional cooperation with a third party (KSDPK)")
        SINERGI = "sinergi", _("Synergy with the central government")
        KSDD = "ksdd", _("Cooperation between regions (KSDD)")

    class Origin(models.TextChoices):
        HERE = "here", _("Drawn up here")
        IMPORT = "import", _("Imported")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OFFERED = "offered", _("Offered")
        UNDER_REVIEW = "under_review", _("Under review")
        REVISION = "revision", _("Needs revision")
        AGREED = "agreed", _("Text agreed")
        AWAITING_SIGNATURE = "awaiting_signature", _("Awaiting signature")
        SIGNED = "signed", _("Signed")
        TERMINATED = "terminated", _("Terminated")
        SUPERSEDED = "superseded", _("Superseded")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    regime = models.CharField(max_length=10, choices=Regime, default=Regime.KSDPK)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HERE)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=300)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    place = models.CharField(_("place of signing"), max_length=100, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "pk"]
        constraints = [
            models.CheckConstraint(name="agreement_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="agreement_signed_has_date", condition=~Q(state="signed") | Q(signed_on__isnull=False)
            ),
        ]

    def __str__(self):
        return self.title

    def in_force(self, day: date) -> bool:
        return self.state == self.State.SIGNED and self.starts_on <= day <= self.ends_on

    def days_left(self, today: date) -> int:
        return (self.ends_on - today).days


class AgreementParty(models.Model):
    """One side of an agreement: who, under which number, signed by whom (as text for imported ones)."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    order = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreement_parties")
    number = models.CharField(_("number"), max_length=100, blank=True)
    signatory = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signatory_text = models.CharField(_("signatory"), max_length=160, blank=True)
    mandate = models.CharField(_("mandate"), max_length=200, blank=True)

    class Meta:
        ordering = ["agreement", "order"]
        verbose_name_plural = "agreement parties"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "order"], name="agreement_party_order_once"),
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreement_party_once"),
            models.CheckConstraint(name="agreement_party_order_from_one", condition=Q(order__gte=1)),
            # A letter number belongs to one letter of its issuer.
            models.UniqueConstraint(
                fields=["organisation", "number"], name="agreement_number_once", condition=~Q(number="")
            ),
        ]

    def __str__(self):
        return f"{self.organisation} ({self.number})"
