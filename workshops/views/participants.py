"""Who comes: registration, the waiting list, attendance."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partners.models import Person
from partners.models.membership import Role
from partners.pages import page_of
from partners.requests import PersonRequest

from .. import attendances, registrations, waiting_list
from ..forms import AttendanceForm, RegistrationForm
from ..models import Attendance, Registration, Session, Workshop


def _find(request: PersonRequest, public_id) -> Workshop:
    rows = Workshop.objects.visible_to(request.user).select_related("organiser", "partner", "programme__secretariat")
    return get_object_or_404(rows, public_id=public_id)


def _nominees(person: Person, workshop: Workshop):
    """People whom ``person`` may register: everybody for a coordinator, one's units for a personnel officer."""
    people = Person.objects.filter(is_active=True).exclude(registrations__workshop=workshop).exclude(unit=None)
    if person.has_perm("workshops.manage_workshop", workshop):
        return people
    allowed = Person.objects.none()
    for path in person.role_paths(Role.NOMINATOR):
        allowed |= people.filter(unit__path__startswith=path)
    return allowed


def registration_list(request: PersonRequest, public_id) -> HttpResponse:
    """Participants and the line, for those who manage the workshop or nominate for their unit."""
    workshop = _find(request, public_id)
    manages = request.user.has_perm("workshops.manage_workshop", workshop)
    nominates = bool(request.user.role_paths(Role.NOMINATOR))
    if not manages and not nominates:
        raise PermissionDenied
    rows = workshop.registrations.select_related("person__unit", "nominated_by")
    if not manages:
        mine = Registration.objects.none()
        for path in request.user.role_paths(Role.NOMINATOR):
            mine |= rows.filter(person__unit__path__startswith=path)
        rows = mine
    form = RegistrationForm(request.POST or None, people=_nominees(request.user, workshop))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        if workshop.state in registrations.TAKING:
            saved = registrations.register(workshop=workshop, person=person, by=request.user, at=timezone.now())
        else:
            saved = registrations.nominate(
                workshop=workshop, person=person, unit=person.unit, by=request.user, at=timezone.now()
            )
        messages.success(request, f"{person}: {saved.get_state_display().lower()}.")
        return redirect("registration_list", workshop.public_id)
    line = list(workshop.registrations.waiting().values_list("pk", flat=True))
    order = ["confirmed", "attended", "absent", "waitlisted", "nominated"]
    counts = dict(workshop.registrations.values_list("state").annotate(Count("pk")))
    page = page_of(request, rows.order_by("state", "queued_at", "pk"), size=50)
    for row in page:
        row.place = line.index(row.pk) + 1 if row.pk in line else 0
        row.may_withdraw = row.state in ("nominated", "waitlisted", "confirmed")
    labels = dict(Registration.State.choices)
    return render(
        request,
        "workshops/registration_list.html",
        {
            "workshop": workshop,
            "page": page,
            "form": form,
            "manages": manages,
            "counts": [(state, labels[state], counts[state]) for state in order if counts.get(state)],
            "nominated": counts.get("nominated", 0),
            "can_promote": manages
            and workshop.state in registrations.SEATING
            and workshop.seats_left > 0
            and bool(line),
            "may_confirm": manages and workshop.state in registrations.SEATING and counts.get("nominated"),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def registration_confirm(request: PersonRequest, public_id) -> HttpResponse:
    workshop = _find(request, public_id)
    seated, waiting = registrations.confirm_nominations(workshop=workshop, by=request.user, at=timezone.now())
    messages.success(
        request,
        _("%(seated)s confirmed, %(waiting)s on the waiting list.") % {"seated": seated, "waiting": waiting},
    )
    return redirect("registration_list", workshop.public_id)


@require_POST
def registration_promote(request: PersonRequest, public_id) -> HttpResponse:
    workshop = _find(request, public_id)
    promoted = waiting_list.promote_from_waiting_list(workshop=workshop, by=request.user, at=timezone.now())
    messages.success(
        request,
        ngettext("%(n)s person moved up.", "%(n)s people moved up.", len(promoted)) % {"n": len(promoted)},
    )
    return redirect("registration_list", workshop.public_id)


@require_POST
def registration_self(request: PersonRequest, public_id) -> HttpResponse:
    """Register oneself: a seat, or a place in line."""
    workshop = _find(request, public_id)
    saved = registrations.register(workshop=workshop, person=request.user, by=request.user, at=timezone.now())
    if saved.state == Registration.State.CONFIRMED:
        messages.success(request, _("You have a seat. The sessions are in your calendar."))
    else:
        place = waiting_list.place_in_line(saved)
        messages.warning(
            request, _("All seats are taken. You are number %(place)s on the waiting list.") % {"place": place}
        )
    return redirect("workshop_detail", workshop.public_id)


@require_POST
def registration_withdraw(request: PersonRequest, public_id) -> HttpResponse:
    rows = Registration.objects.select_related("workshop__organiser", "workshop__programme__secretariat", "person")
    registration = get_object_or_404(rows, public_id=public_id)
    if not request.user.has_perm("workshops.withdraw_registration", registration):
        # Somebody else's registration does not exist for this person.
        return render(request, "404.html", status=404)
    registrations.withdraw_registration(
        registration=registration, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now()
    )
    messages.success(request, _("The registration is withdrawn."))
    own = registration.person_id == request.user.pk
    return redirect("workshop_detail" if own else "registration_list", registration.workshop.public_id)


@require_safe
def attendance_list(request: PersonRequest, public_id) -> HttpResponse:
    """The sessions of a workshop with how many came, and the button that settles it all."""
    workshop = _find(request, public_id)
    if not request.user.has_perm("workshops.manage_workshop", workshop):
        raise PermissionDenied
    sessions = list(workshop.sessions.all())
    came = dict(
        Attendance.objects.filter(session__workshop=workshop, status__in=attendances.CAME)
        .values_list("session")
        .annotate(Count("pk"))
    )
    marked = dict(Attendance.objects.filter(session__workshop=workshop).values_list("session").annotate(Count("pk")))
    seated = workshop.seats_taken
    rows = [
        {
            "session": session,
            "came": came.get(session.pk, 0),
            "marked": marked.get(session.pk, 0),
            "width": round(200 * came.get(session.pk, 0) / seated) if seated else 0,
        }
        for session in sessions
    ]
    ends = [session.ends_at for session in sessions if session.ends_at]
    return render(
        request,
        "workshops/attendance_list.html",
        {
            "workshop": workshop,
            "rows": rows,
            "seated": seated,
            "early": not ends or max(ends) > timezone.now(),
        },
    )


def attendance_session(request: PersonRequest, public_id) -> HttpResponse:
    """Mark one session: a row a participant."""
    rows = Session.objects.select_related("workshop__organiser", "workshop__programme__secretariat")
    session = get_object_or_404(
        rows.filter(workshop__in=Workshop.objects.visible_to(request.user)), public_id=public_id
    )
    workshop = session.workshop
    if not request.user.has_perm("workshops.manage_workshop", workshop):
        raise PermissionDenied
    seated = list(workshop.registrations.seated().select_related("person__unit").order_by("person__full_name", "pk"))
    saved = dict(session.attendances.values_list("registration", "status"))
    form = AttendanceForm(request.POST or None, registrations=seated, saved=saved)
    if request.method == "POST" and form.is_valid():
        marks = form.marks
        if "all_present" in request.POST:
            marks = {row.pk: marks.get(row.pk, Attendance.Status.PRESENT) for row in seated}
        changed = attendances.mark_attendance(
            session=session,
            marks=marks,
            method=Attendance.Method.MANUAL,
            by=request.user,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, ngettext("%(n)s mark saved.", "%(n)s marks saved.", changed) % {"n": changed})
        return redirect("attendance_list", workshop.public_id)
    return render(
        request,
        "workshops/attendance_session.html",
        {
            "session": session,
            "workshop": workshop,
            "form": form,
            "early": session.starts_at is not None and session.starts_at > timezone.now(),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def attendance_close(request: PersonRequest, public_id) -> HttpResponse:
    workshop = _find(request, public_id)
    attendances.close_attendance(
        workshop=workshop, by=request.user, at=timezone.now(), reason=request.POST.get("reason", "")
    )
    messages.success(request, _("Attendance is closed. Certificates can be issued now."))
    return redirect("certificate_list", workshop.public_id)


@require_POST
def attendance_reopen(request: PersonRequest, public_id) -> HttpResponse:
    workshop = _find(request, public_id)
    attendances.reopen_attendance(
        workshop=workshop, by=request.user, at=timezone.now(), reason=request.POST.get("reason", "")
    )
    messages.success(request, _("Attendance is open again."))
    return redirect("attendance_list", workshop.public_id)
