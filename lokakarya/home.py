"""The first page: what waits for this person, today, and the numbers as pictures."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from partners.models import Agreement, Person
from partners.models.membership import Role
from partners.requests import PersonRequest
from scheduling.models import Assignment, Booking, Room
from scheduling.queries import day_bounds, with_place_and_people
from workshops.models import Programme, Proposal, Registration, Session, Workshop
from workshops.permissions import review_sides

JP_TARGET = 20  # PP 11/2017 art. 203(4): a PNS learns at least 20 JP a year


@dataclass(frozen=True)
class Todo:
    """One thing that waits: what, why it matters, and the button."""

    what: str
    detail: str
    verb: str
    url: str


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    person, now = request.user, timezone.now()
    today = timezone.localdate()
    hour = timezone.localtime(now).hour
    greeting = (
        _("Good morning")
        if hour < 11
        else _("Good day")
        if hour < 15
        else _("Good afternoon")
        if hour < 18
        else _("Good evening")
    )
    _start, end = day_bounds(today, timezone.get_current_timezone())  # type: ignore[arg-type]
    mine = Session.objects.filter(
        Q(workshop__in=Workshop.objects.managed_by(person))
        | Q(workshop__registrations__person=person, workshop__registrations__state__in=("confirmed", "attended"))
        | Q(assignments__person=person, assignments__state__in=("accepted", "confirmed"))
    ).filter(published_at__isnull=False, cancelled_at__isnull=True)
    coming = with_place_and_people(
        mine.filter(ends_at__gte=now, starts_at__lt=end + timedelta(days=60)).select_related("workshop").distinct()
    ).order_by("starts_at")[:5]
    manages = person.is_superuser or bool(person.role_paths(Role.COORDINATOR))
    return render(
        request,
        "home.html",
        {
            "greeting": greeting,
            "today": today,
            "todos": list(_todos(person, today, now)),
            "coming": coming,
            "states": _states(person) if manages else [],
            "jp": _jp_by_unit(person, today) if manages else [],
            "jp_target": JP_TARGET,
            "own_jp": _own_jp(person, today),
            "programmes": [
                row
                for row in Programme.objects.visible_to(person).select_related("secretariat")
                if person.has_perm("workshops.plan_programme", row)
            ],
            "may_propose": person.has_perm("workshops.propose", None),
            "may_import": manages,
        },
    )


def _todos(person: Person, today: date, now):
    """Whatever waits for this person, the most pressing first."""
    for assignment in Assignment.objects.filter(person=person, state="offered").select_related("session__workshop")[:3]:
        yield Todo(
            assignment.session.workshop.title,
            _("You have been asked to facilitate; answer by the link in the mail."),
            _("Show"),
            reverse("assignment_list"),
        )
    if person.role_paths(Role.ASSIGNER):
        waiting = Assignment.objects.visible_to(person).filter(state="accepted").exclude(person=person).count()
        if waiting:
            yield Todo(
                ngettext(
                    "%(n)s lecturer waits for an assignment letter",
                    "%(n)s lecturers wait for an assignment letter",
                    waiting,
                )
                % {"n": waiting},
                _("They have accepted; the faculty's consent is missing."),
                _("Consent"),
                reverse("assignment_list") + "?state=accepted",
            )
    managed = Workshop.objects.managed_by(person)
    if person.is_superuser or person.role_paths(Role.COORDINATOR):
        unanswered = Assignment.objects.filter(
            session__workshop__in=managed, state="offered", starts_at__gt=now
        ).count()
        if unanswered:
            yield Todo(
                ngettext("%(n)s lecturer has not answered", "%(n)s lecturers have not answered", unanswered)
                % {"n": unanswered},
                _("Send the offer again; earlier links stay good."),
                _("Follow up"),
                reverse("assignment_list") + "?state=offered",
            )
        for workshop in managed.filter(state="completed", documents__isnull=True)[:3]:
            yield Todo(
                workshop.title,
                _("Attendance is closed; certificates can be issued."),
                _("Issue"),
                reverse("certificate_list", args=[workshop.public_id]),
            )
        for workshop in (
            managed.filter(state__in=("open", "scheduled"))
            .annotate(nominated=Count("registrations", filter=Q(registrations__state="nominated")))
            .filter(nominated__gt=0)[:3]
        ):
            yield Todo(
                workshop.title,
                ngettext(
                    "%(n)s nomination waits for confirmation",
                    "%(n)s nominations wait for confirmation",
                    workshop.nominated,
                )
                % {"n": workshop.nominated},
                _("Confirm"),
                reverse("registration_list", args=[workshop.public_id]),
            )
    if person.role_paths(Role.REVIEWER):
        for proposal in _to_review(person)[:3]:
            yield Todo(
                proposal.title,
                _("A proposal waits for your review."),
                _("Review"),
                reverse("proposal_detail", args=[proposal.public_id]),
            )
    for proposal in Proposal.objects.filter(proposer=person, state="revision")[:3]:
        yield Todo(
            proposal.title,
            _("The reviewers wish for changes."),
            _("Change"),
            reverse("proposal_detail", args=[proposal.public_id]),
        )
    if person.role_paths(Role.COOPERATION_OFFICER, Role.COORDINATOR):
        for agreement in Agreement.objects.visible_to(person).ending_soon(today)[:3]:
            yield Todo(
                agreement.title,
                _("Ends in %(n)s days; renew it before workshops lose their legal basis.")
                % {"n": agreement.days_left(today)},
                _("Open"),
                reverse("agreement_detail", args=[agreement.public_id]),
            )
    requests = Booking.objects.filter(
        state="requested", room__in=Room.objects.managed_by(person), ends_at__gt=now
    ).count()
    if requests:
        yield Todo(
            ngettext("%(n)s room request waits for you", "%(n)s room requests wait for you", requests)
            % {"n": requests},
            _("The organiser is waiting for your word."),
            _("Decide"),
            reverse("booking_list"),
        )


def _to_review(person: Person):
    """Submitted proposals of the person's institution that their side has not judged yet."""
    sides = review_sides(person)
    rows = (
        Proposal.objects.visible_to(person)
        .filter(state__in=("submitted", "in_review"))
        .exclude(proposer=person)
        .select_related("organiser", "partner")
        .prefetch_related("versions__reviews")
    )
    waiting = []
    for proposal in rows[:50]:
        mine = {sides[root] for root in (proposal.organiser.root_code, proposal.partner.root_code) if root in sides}
        latest = max(proposal.versions.all(), key=lambda version: version.number, default=None)
        if mine - {review.side for review in (latest.reviews.all() if latest else ())}:
            waiting.append(proposal)
    return waiting


def _states(person: Person) -> list[tuple[str, object, int]]:
    labels = dict(Workshop.State.choices)
    counts = Workshop.objects.managed_by(person).values_list("state").annotate(n=Count("pk")).order_by("state")
    found = dict(counts)
    return [(state, labels[state], found[state]) for state in Workshop.State.values if state in found]


def _jp_by_unit(person: Person, today: date) -> list[dict]:
    """Average JP a head of the five biggest units among this year's participants."""
    rows = (
        Registration.objects.filter(
            state="attended",
            workshop__in=Workshop.objects.managed_by(person),
            workshop__latest_on__year=today.year,
            person__unit__isnull=False,
        )
        .values("person__unit__code")
        .annotate(people=Count("person", distinct=True), jp=Sum("workshop__sessions__jp"))
        .order_by("-people")[:5]
    )
    bars = []
    for index, row in enumerate(rows):
        average = (row["jp"] or 0) / row["people"]
        bars.append(
            {
                "unit": row["person__unit__code"],
                "value": f"{average:.1f}".replace(".", ","),
                "width": round(min(1, average / JP_TARGET) * 300),
                "low": average < JP_TARGET / 2,
                "y": index * 30,
            }
        )
    return bars


def _own_jp(person: Person, today: date) -> int:
    return (
        Registration.objects.filter(person=person, state="attended", workshop__latest_on__year=today.year).aggregate(
            jp=Sum("workshop__sessions__jp")
        )["jp"]
        or 0
    )
