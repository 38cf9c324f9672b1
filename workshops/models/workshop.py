from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Agreement, Organisation, Person

from .choices import DeliveryMode, Dimension
from .programme import Programme
from .proposal import Proposal


class WorkshopQuerySet(models.QuerySet):
    def visible_to(self, person: Person):
        """Published workshops; those one organises, partners in or coordinates; and those one is nominated for."""
        if person.is_superuser:
            return self
        mine = Q(state__in=Workshop.PUBLIC_STATES)
        for path in person.role_paths():
            mine |= Q(organiser__path__startswith=path) | Q(partner__path__startswith=path)
        for path in person.role_paths("coordinator", "auditor", "cooperation_officer", "room_manager"):
            mine |= Q(programme__secretariat__path__startswith=path)
        # Reviewers follow what their institution decided on.
        for path in person.role_paths("reviewer"):
            root = path.split("/", 1)[0] + "/"
            mine |= Q(organiser__path__startswith=root) | Q(partner__path__startswith=root)
        mine |= Q(proposal__proposer=person)
        mine |= Q(pk__in=person.registrations.values("workshop"))
        return self.filter(mine)

    def public(self):
        """Those that anybody may know of."""
        return self.filter(state__in=Workshop.PUBLIC_STATES)

    def managed_by(self, person: Person):
        """Those whose organiser or secretariat the person coordinates."""
        if person.is_superuser:
            return self
        mine = Q(pk__in=[])
        for path in person.role_paths("coordinator"):
            mine |= Q(organiser__path__startswith=path) | Q(programme__secretariat__path__startswith=path)
        return self.filter(mine)

    def open_for_registration(self):
        return self.filter(state=Workshop.State.OPEN)


class Workshop(models.Model):
    """A workshop that both sides want: from an approved proposal, or imported as approved."""

    class State(models.TextChoices):
        PREPARING = "preparing", _("In preparation")
        SCHEDULED = "scheduled", _("Scheduled")
        OPEN = "open", _("Open for registration")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        REPORTED = "reported", _("Reported")
        CLOSED = "closed", _("Closed")
        POSTPONED = "postponed", _("Postponed")
        CANCELLED = "cancelled", _("Cancelled")

    class RegistrationPolicy(models.TextChoices):
        NOMINATION = "nomination", _("Nominated by the agencies")
        OPEN = "open", _("Open to every civil servant")

    class Source(models.TextChoices):
        PROPOSAL = "proposal", _("Approved proposal")
        IMPORT = "import", _("Imported decision")

    PUBLIC_STATES = (
        State.SCHEDULED,
        State.OPEN,
        State.RUNNING,
        State.COMPLETED,
        State.REPORTED,
        State.CLOSED,
        State.CANCELLED,
    )

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="workshops")
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="workshop")
    source = models.CharField(max_length=10, choices=Source)
    source_note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PREPARING)
    state_reason = models.TextField(blank=True)
    title = models.CharField(_("title"), max_length=200)
    theme = models.CharField(_("theme"), max_length=120, blank=True)
    dimension = models.CharField(_("smart-city dimension"), max_length=12, choices=Dimension, blank=True)
    organiser = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="organised_workshops")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnered_workshops")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="workshops")
    # Promise 3: only a cooperation officer, in writing, lets a workshop go on without an agreement in force.
    agreement_override = models.TextField(blank=True)
    audience = models.CharField(_("target audience"), max_length=200, blank=True)
    aims = models.TextField(_("aims"), blank=True)
    outcomes = models.TextField(_("expected outcomes"), blank=True)
    delivery_mode = models.CharField(_("delivery mode"), max_length=8, choices=DeliveryMode, default="on_site")
    online_link = models.URLField(blank=True)
    earliest_on = models.DateField(_("earliest day"))
    latest_on = models.DateField(_("latest day"))
    capacity = models.PositiveSmallIntegerField(_("seats"))
    # Counted by the database (SeatCount on Registration); never written by hand.
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    registration_policy = models.CharField(max_length=12, choices=RegistrationPolicy, default="nomination")
    attendance_threshold = models.PositiveSmallIntegerField(_("attendance threshold (%)"), default=80)
    attendance_closed_at = models.DateTimeField(null=True, blank=True)

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["earliest_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="workshop_code_once"),
            models.CheckConstraint(name="workshop_never_oversold", condition=Q(seats_taken__lte=F("capacity"))),
            models.CheckConstraint(name="workshop_ends_after_start", condition=Q(latest_on__gte=F("earliest_on"))),
            models.CheckConstraint(
                name="workshop_threshold_is_percentage",
                condition=Q(attendance_threshold__gte=1, attendance_threshold__lte=100),
            ),
            models.CheckConstraint(
                name="workshop_stop_has_reason",
                condition=~Q(state__in=["postponed", "cancelled"]) | ~Q(state_reason=""),
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        """Write everything but the seat count, which belongs to the database."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = [
                field.name
                for field in self._meta.concrete_fields
                if field.name not in ("seats_taken", self._meta.pk.name)
            ]
        super().save(*args, **kwargs)

    @property
    def seats_left(self) -> int:
        return self.capacity - self.seats_taken

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC_STATES

    @property
    def needs_room(self) -> bool:
        return self.delivery_mode != DeliveryMode.ONLINE
