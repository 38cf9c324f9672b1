"""Attendance: marked per session, corrected only with a reason, closed by the committee."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Person
from partners.permissions import require
from partners.refusals import Refusal
from partners.states import move

from .models import Attendance, Registration, Session, Workshop
from .registrations import MOVES, lock_workshop
from .workshops import begin_workshop, complete_workshop

CAME = (Attendance.Status.PRESENT, Attendance.Status.LATE)


@transaction.atomic
def mark_attendance(
    *, session: Session, marks: Mapping[int, str], method: str, by: Person | None, at: datetime, reason: str = ""
) -> int:
    """Write down who was there: ``marks`` maps registration ids to a status. Returns how many rows changed.

    Changing an earlier mark, or marking before the session starts, needs a reason (Refusal ``reason_missing``):
    both are how absent people come to hold certificates.
    """
    workshop = lock_workshop(session.workshop)
    require(by, "workshops.manage_workshop", workshop, _("Only the committee of the workshop may mark attendance."))
    if workshop.attendance_closed_at is not None:
        raise Refusal(
            _("Attendance of this workshop is closed. Reopen it with a reason before you correct it."), code="closed"
        )
    if workshop.state not in (Workshop.State.SCHEDULED, Workshop.State.OPEN, Workshop.State.RUNNING):
        raise Refusal(_("Attendance is marked while a workshop is under way; this one is not."), code="wrong_state")
    if session.starts_at is None:
        raise Refusal(_("This session has no published time yet. Publish the timetable first."), code="not_scheduled")
    seated = {row.pk: row for row in workshop.registrations.seated().filter(pk__in=marks)}
    unknown = set(marks) - set(seated)
    if unknown:
        raise Refusal(_("Somebody on the list holds no seat any more. Reload the page."), code="not_registered")
    present = {row.registration_id: row for row in session.attendances.filter(registration__in=seated)}
    changes = {pk: status for pk, status in marks.items() if pk not in present or present[pk].status != status}
    if not changes:
        return 0
    corrections = sorted(set(changes) & set(present))
    early = at < session.starts_at
    if (corrections or early) and not reason.strip():
        raise Refusal(
            _("This session has not begun yet. To mark attendance before it starts, give the reason.")
            if early
            else _("You are changing a mark that was already saved. Give the reason for the correction."),
            code="reason_missing",
        )
    for pk, status in changes.items():
        row = present.get(pk) or Attendance(registration=seated[pk], session=session)
        before, row.status = row.status if row.pk else "", status
        row.method, row.recorded_by, row.recorded_at = method, by, at
        row.save()
        if before:
            record("correct_attendance", row, by=by, at=at, from_state=before, to_state=status, reason=reason)
    record(
        "mark_attendance",
        session,
        by=by,
        at=at,
        reason=reason,
        data={"marks": len(changes), "corrections": len(corrections), "method": method},
    )
    if workshop.state in (Workshop.State.SCHEDULED, Workshop.State.OPEN):
        begin_workshop(workshop=workshop, by=by, at=at)
    return len(changes)


@transaction.atomic
def close_attendance(*, workshop: Workshop, by: Person | None, at: datetime, reason: str = "") -> Workshop:
    """Settle who attended: everybody seen in at least one session; the rest were absent. The workshop is completed.

    Before the last session has ended this needs a reason.
    """
    workshop = lock_workshop(workshop)
    require(by, "workshops.manage_workshop", workshop, _("Only the committee of the workshop may close attendance."))
    if workshop.attendance_closed_at is not None:
        raise Refusal(_("Attendance is already closed."), code="closed")
    ends = [session.ends_at for session in workshop.sessions.all()]
    if any(end is None or end > at for end in ends) and not reason.strip():
        raise Refusal(
            _("The last session has not ended yet. To close attendance now, give the reason."), code="reason_missing"
        )
    came = set(
        Attendance.objects.filter(session__workshop=workshop, status__in=CAME).values_list("registration", flat=True)
    )
    if not came:
        raise Refusal(_("Nobody is marked as present yet. Mark attendance first."), code="nobody_present")
    for registration in workshop.registrations.seated():
        to = Registration.State.ATTENDED if registration.pk in came else Registration.State.ABSENT
        if registration.state != to:
            before, after = move(registration, to, MOVES)
            registration.save(update_fields=["state"])
            record("settle_attendance", registration, by=by, at=at, from_state=before, to_state=after)
    workshop.attendance_closed_at = at
    workshop.save(update_fields=["attendance_closed_at"])
    record("close_attendance", workshop, by=by, at=at, reason=reason)
    return complete_workshop(workshop=workshop, by=by, at=at)


@transaction.atomic
def reopen_attendance(*, workshop: Workshop, reason: str, by: Person, at: datetime) -> Workshop:
    """Allow corrections after closing; certificates already issued stay what they are."""
    workshop = lock_workshop(workshop)
    require(by, "workshops.manage_workshop", workshop, _("Only the committee of the workshop may reopen attendance."))
    if workshop.state != Workshop.State.COMPLETED:
        raise Refusal(_("Attendance can be reopened only until the report is handed in."), code="wrong_state")
    if not reason.strip():
        raise Refusal(_("Reopening attendance needs a reason."), code="reason_missing")
    workshop.attendance_closed_at = None
    workshop.state = Workshop.State.RUNNING
    workshop.save(update_fields=["attendance_closed_at", "state"])
    record("reopen_attendance", workshop, by=by, at=at, from_state="completed", to_state="running", reason=reason)
    return workshop
