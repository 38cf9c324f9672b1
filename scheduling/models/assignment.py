from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.models import Person
from workshops.models import Session

from ..constraints import NoOverlap


class AssignmentState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    CONFIRMED = "confirmed", _("Confirmed")
    DONE = "done", _("Done")
    NO_SHOW = "no_show", _("Did not come")
    DECLINED = "declined", _("Unable to come")
    LAPSED = "lapsed", _("Lapsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REPLACED = "replaced", _("Replaced")


# The time of these is taken: the database refuses an overlap.
COMMITTED = (AssignmentState.ACCEPTED, AssignmentState.CONFIRMED, AssignmentState.DONE)
# These stand in the plan, answered or not.
PLANNED = (AssignmentState.PROPOSED, AssignmentState.OFFERED, *COMMITTED)


class AssignmentQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(state__in=PLANNED)

    def visible_to(self, person: Person):
        """One's own, those of one's organisation (to assign), and those of workshops one coordinates."""
        if person.is_superuser:
            return self
        mine = Q(person=person)
        for path in person.role_paths("assigner", "admin"):
            mine |= Q(person__unit__path__startswith=path)
        for path in person.role_paths("coordinator", "auditor"):
            mine |= Q(session__workshop__organiser__path__startswith=path)
            mine |= Q(session__workshop__programme__secretariat__path__startswith=path)
        return self.filter(mine)


class Assignment(models.Model):
    """A facilitator in a session. Carries the session's published period so that the database can guard it."""

    class Role(models.TextChoices):
        SPEAKER = "speaker", _("Speaker")
        FACILITATOR = "facilitator", _("Facilitator")
        MODERATOR = "moderator", _("Moderator")

    State = AssignmentState

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role, default=Role.SPEAKER)
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.PROPOSED)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    letter_number = models.CharField(_("assignment letter number"), max_length=100, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["session", "pk"]
        constraints = [
            NoOverlap(
                name="assignment_no_overlap",
                resource="person",
                start="starts_at",
                end="ends_at",
                state="state",
                holding=("accepted", "confirmed", "done"),
                violation_error_message=_("This person is already committed at that time."),
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                name="assignment_once",
                condition=Q(state__in=("proposed", "offered", "accepted", "confirmed", "done")),
            ),
            models.CheckConstraint(name="assignment_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="assignment_commitment_has_time",
                condition=~Q(state__in=("accepted", "confirmed", "done"))
                | Q(starts_at__isnull=False, ends_at__isnull=False),
            ),
            models.CheckConstraint(
                name="assignment_confirmed_has_letter",
                condition=~Q(state="confirmed") | ~Q(letter_number=""),
            ),
        ]

    def __str__(self):
        return f"{self.person_id} in {self.session_id}: {self.state}"


class Consent(models.Model):
    """One of the two yeses (promise 4): the lecturer's own and the faculty's."""

    class Side(models.TextChoices):
        FACILITATOR = "facilitator", _("Lecturer")
        FACULTY = "faculty", _("Faculty")

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="consents")
    side = models.CharField(max_length=12, choices=Side)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    letter_number = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "side"], name="consent_once_a_side"),
        ]

    def __str__(self):
        return f"{self.assignment_id}: {self.side}"
