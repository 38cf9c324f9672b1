from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.constraints import AppendOnly
from partners.models import Agreement, Expertise, Organisation, Person

from .choices import DeliveryMode, Dimension
from .programme import Programme


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """One's own; once submitted, also those of one's units and those of one's institution to review."""
        if person.is_superuser:
            return self
        paths = person.role_paths()
        # Reviewers, coordinators and auditors speak for the whole institution.
        paths += [path.split("/", 1)[0] + "/" for path in person.role_paths("reviewer", "coordinator", "auditor")]
        theirs = Q(pk__in=[])
        for path in paths:
            theirs |= Q(organiser__path__startswith=path) | Q(partner__path__startswith=path)
        mine = Q(proposer=person) | (theirs & ~Q(state=Proposal.State.DRAFT))
        return self.filter(mine)


class Proposal(models.Model):
    """A workshop that somebody would like to see happen."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        IN_REVIEW = "in_review", _("In review")
        REVISION = "revision", _("Needs revision")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    title = models.CharField(_("title"), max_length=200)
    theme = models.CharField(_("theme"), max_length=120)
    dimension = models.CharField(_("smart-city dimension"), max_length=12, choices=Dimension)
    organiser = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organiser"))
    partner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("university partner")
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("legal basis")
    )
    audience = models.CharField(_("target audience"), max_length=200)
    aims = models.TextField(_("aims"))
    outcomes = models.TextField(_("expected outcomes"))
    outline = models.TextField(_("session outline"), help_text=_("One session a line: title; training hours (JP)"))
    wanted_expertise = models.ForeignKey(
        Expertise, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("wanted expertise")
    )
    participants = models.PositiveSmallIntegerField(_("expected participants"), default=30)
    delivery_mode = models.CharField(_("delivery mode"), max_length=8, choices=DeliveryMode, default="on_site")
    earliest_on = models.DateField(_("earliest day"))
    latest_on = models.DateField(_("latest day"))
    created_at = models.DateTimeField()

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="proposal_ends_after_start", condition=Q(latest_on__gte=F("earliest_on"))),
            models.CheckConstraint(
                name="proposal_participants", condition=Q(participants__gte=1, participants__lte=1000)
            ),
        ]

    def __str__(self):
        return self.title


class ProposalVersion(models.Model):
    """The proposal as it was submitted; every submitted version is kept."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    data = models.JSONField()
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ["proposal", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_once"),
            AppendOnly(name="proposal_version_append_only"),
        ]

    def __str__(self):
        return f"{self.proposal_id} v{self.number}"


class BudgetLine(models.Model):
    """One line of a proposal's budget, in whole rupiah."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="budget_lines")
    order = models.PositiveSmallIntegerField()
    item = models.CharField(_("item"), max_length=160)
    amount = models.PositiveBigIntegerField(_("amount (Rp)"))

    class Meta:
        ordering = ["proposal", "order"]
        constraints = [models.UniqueConstraint(fields=["proposal", "order"], name="budget_line_order_once")]

    def __str__(self):
        return self.item
