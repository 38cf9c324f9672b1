"""The page of one workshop: what, when, where, by whom."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from partners.events import history
from partners.models.membership import Role
from partners.requests import PersonRequest
from workshops.models import Workshop
from workshops.permissions import is_cooperation_officer
from workshops.registrations import MOVES as REGISTRATION_MOVES
from workshops.registrations import TAKING
from workshops.waiting_list import place_in_line
from workshops.workshops import MOVES, agreement_holds

from ..models import Assignment
from ..queries import with_place_and_people

# What people see of the many states: where the workshop stands on its way.
STEPS = ("preparing", "scheduled", "running", "completed", "closed")
STEP_OF = {"open": "scheduled", "reported": "completed"}


@require_safe
def workshop_detail(request: PersonRequest, public_id) -> HttpResponse:
    rows = Workshop.objects.visible_to(request.user) | Workshop.objects.filter(
        pk__in=Assignment.objects.planned().filter(person=request.user).values("session__workshop")
    )
    rows = rows.distinct().select_related(
        "organiser", "partner", "agreement", "programme__secretariat", "programme__city"
    )
    workshop = get_object_or_404(rows, public_id=public_id)
    manages = request.user.has_perm("workshops.manage_workshop", workshop)
    sessions = list(with_place_and_people(workshop.sessions.select_related("expertise")))
    registration = workshop.registrations.filter(person=request.user).first()
    allowed = MOVES.get(workshop.state, ())
    labels = dict(Workshop.State.choices)
    return render(
        request,
        "scheduling/workshop_detail.html",
        {
            "workshop": workshop,
            "sessions": sessions,
            "jp": sum(session.jp for session in sessions),
            "manages": manages,
            "may_nominate": manages or bool(request.user.role_paths(Role.NOMINATOR)),
            "registration": registration,
            "place": place_in_line(registration) if registration else 0,
            "may_register": workshop.state in TAKING
            and (registration is None or registration.state in ("nominated", "withdrawn", "declined"))
            and (registration is not None or workshop.registration_policy == "open"),
            "may_withdraw": registration is not None and "withdrawn" in REGISTRATION_MOVES.get(registration.state, ()),
            "may_open": manages and Workshop.State.OPEN in allowed,
            "may_cancel": manages and Workshop.State.CANCELLED in allowed,
            "may_report": manages and Workshop.State.REPORTED in allowed,
            "may_close": manages and Workshop.State.CLOSED in allowed,
            "may_override": is_cooperation_officer(request.user, workshop) and not workshop.agreement_override,
            "lawful": _is_lawful(workshop, sessions),
            "proposed": sum(person.state == "proposed" for session in sessions for person in session.people),
            "steps": [(step, labels[step]) for step in STEPS],
            "step": STEP_OF.get(workshop.state, workshop.state),
            "step_index": STEPS.index(STEP_OF.get(workshop.state, workshop.state))
            if STEP_OF.get(workshop.state, workshop.state) in STEPS
            else -1,
            "history": history(workshop)[:10] if manages else None,
        },
    )


def _is_lawful(workshop: Workshop, sessions) -> bool:
    """An agreement in force on every known day; before planning, on the first and last day of the period."""
    zone = workshop.organiser.zone
    days = {timezone.localtime(session.starts_at, zone).date() for session in sessions if session.starts_at}
    return all(agreement_holds(workshop, day) for day in days or {workshop.earliest_on, workshop.latest_on})
