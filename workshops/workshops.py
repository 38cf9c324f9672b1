"""Workshops: prepared, scheduled, opened, run, closed — or stopped."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Person
from partners.notices import tell
from partners.permissions import require
from partners.refusals import Refusal
from partners.states import move

from .models import Proposal, Session, Workshop
from .models.choices import DeliveryMode
from .signals import workshop_cancelled

State = Workshop.State
MOVES = {
    State.PREPARING: {State.SCHEDULED, State.POSTPONED, State.CANCELLED},
    State.SCHEDULED: {State.OPEN, State.RUNNING, State.PREPARING, State.POSTPONED, State.CANCELLED},
    State.OPEN: {State.RUNNING, State.POSTPONED, State.CANCELLED},
    State.RUNNING: {State.COMPLETED, State.CANCELLED},
    State.COMPLETED: {State.REPORTED},
    State.REPORTED: {State.CLOSED},
    State.POSTPONED: {State.PREPARING, State.CANCELLED},
}
OPENING_MINUTES = 30
MINUTES_PER_JP = 45


class OutlineLine(Protocol):
    @property
    def title(self) -> str: ...
    @property
    def jp(self) -> int: ...


def agreement_holds(workshop: Workshop, day: date) -> bool:
    """Promise 3: an agreement in force that day, or a cooperation officer's written override."""
    return bool(workshop.agreement_override) or (workshop.agreement is not None and workshop.agreement.in_force(day))


def _coordinator_only():
    return _("Only a coordinator of the organiser or of the programme may do this. Ask yours.")


@transaction.atomic
def prepare_workshop(
    *, proposal: Proposal, outline: Sequence[OutlineLine], by: Person | None, at: datetime
) -> Workshop:
    """Make the workshop of an approved proposal: an opening, the lessons of the outline, a closing."""
    year = proposal.earliest_on.year % 100
    count = proposal.programme.workshops.count() + 1
    while proposal.programme.workshops.filter(code=(code := f"LK{year}-{count:03d}")).exists():
        count += 1
    workshop = Workshop.objects.create(
        code=code,
        programme=proposal.programme,
        proposal=proposal,
        source=Workshop.Source.PROPOSAL,
        title=proposal.title,
        theme=proposal.theme,
        dimension=proposal.dimension,
        organiser=proposal.organiser,
        partner=proposal.partner,
        agreement=proposal.agreement,
        audience=proposal.audience,
        aims=proposal.aims,
        outcomes=proposal.outcomes,
        delivery_mode=proposal.delivery_mode,
        earliest_on=proposal.earliest_on,
        latest_on=proposal.latest_on,
        capacity=proposal.participants,
    )
    sessions = [Session(kind=Session.Kind.OPENING, title="Pembukaan", minutes=OPENING_MINUTES)]
    sessions += [
        Session(
            title=line.title,
            jp=line.jp,
            minutes=line.jp * MINUTES_PER_JP,
            expertise=proposal.wanted_expertise,
            facilitators_needed=1,
        )
        for line in outline
    ]
    sessions.append(Session(kind=Session.Kind.CLOSING, title="Penutupan dan evaluasi", minutes=OPENING_MINUTES))
    for order, session in enumerate(sessions, 1):
        session.workshop, session.order = workshop, order
    Session.objects.bulk_create(sessions)
    record("prepare_workshop", workshop, by=by, at=at, to_state=workshop.state)
    return workshop


@transaction.atomic
def open_registration(*, workshop: Workshop, by: Person | None, at: datetime) -> Workshop:
    """Let people in: every session published and an agreement in force on each of its days."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    require(by, "workshops.manage_workshop", workshop, _coordinator_only())
    starts = [session.starts_at for session in workshop.sessions.all()]
    if not starts or None in starts:
        raise Refusal(_("Some sessions have no published time yet. Publish the timetable first."), code="not_scheduled")
    zone = workshop.organiser.zone
    if not all(agreement_holds(workshop, start.astimezone(zone).date()) for start in starts if start):
        raise Refusal(
            _(
                "No cooperation agreement is in force on every day of this workshop. Renew the agreement, or ask a "
                "cooperation officer for a written exception."
            ),
            code="no_agreement",
        )
    return _move(workshop, State.OPEN, verb="open_registration", by=by, at=at)


@transaction.atomic
def override_agreement(*, workshop: Workshop, reason: str, by: Person, at: datetime) -> Workshop:
    """Let a workshop go on without an agreement in force, on a cooperation officer's written word."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    require(
        by,
        "workshops.override_agreement",
        workshop,
        _("Only a cooperation officer may let a workshop go on without an agreement in force."),
    )
    if len(reason.strip()) < 10:
        raise Refusal(_("Write the reason in a full sentence; it stays with the workshop."), code="reason_missing")
    workshop.agreement_override = reason.strip()
    workshop.save(update_fields=["agreement_override"])
    record("override_agreement", workshop, by=by, at=at, reason=reason)
    return workshop


@transaction.atomic
def cancel_workshop(*, workshop: Workshop, reason: str, by: Person | None, at: datetime) -> Workshop:
    """Stop a workshop for good: its sessions show as cancelled, its rooms and lecturers are free again."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    require(by, "workshops.manage_workshop", workshop, _coordinator_only())
    if not reason.strip():
        raise Refusal(_("Cancelling needs a reason; everybody concerned will read it."), code="reason_missing")
    workshop.state_reason = reason.strip()
    _move(workshop, State.CANCELLED, verb="cancel_workshop", by=by, at=at, reason=reason)
    for session in workshop.sessions.filter(published_at__isnull=False, cancelled_at__isnull=True):
        session.cancelled_at = session.published_at = at
        session.sequence += 1
        session.save(update_fields=["cancelled_at", "published_at", "sequence"])
    workshop_cancelled.send(Workshop, workshop=workshop, by=by, at=at)
    for registration in workshop.registrations.exclude(
        state__in=("withdrawn", "declined", "substituted")
    ).select_related("person"):
        tell(
            registration.person,
            key=f"cancelled:{workshop.public_id}:{registration.pk}",
            template="workshop_cancelled",
            context={"workshop": workshop},
            at=at,
        )
    return workshop


@transaction.atomic
def set_online_link(*, workshop: Workshop, link: str, by: Person, at: datetime) -> Workshop:
    require(by, "workshops.manage_workshop", workshop, _coordinator_only())
    if workshop.delivery_mode == DeliveryMode.ON_SITE:
        raise Refusal(_("This workshop is on site; it needs no link."), code="on_site")
    workshop.online_link = link
    workshop.save(update_fields=["online_link"])
    record("set_online_link", workshop, by=by, at=at)
    return workshop


@transaction.atomic
def report_workshop(*, workshop: Workshop, by: Person, at: datetime) -> Workshop:
    """Note that the report of a completed workshop was handed in."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    require(by, "workshops.manage_workshop", workshop, _coordinator_only())
    return _move(workshop, State.REPORTED, verb="report_workshop", by=by, at=at)


@transaction.atomic
def close_workshop(*, workshop: Workshop, by: Person, at: datetime) -> Workshop:
    """Close a reported workshop."""
    workshop = Workshop.objects.select_for_update().get(pk=workshop.pk)
    require(by, "workshops.manage_workshop", workshop, _coordinator_only())
    return _move(workshop, State.CLOSED, verb="close_workshop", by=by, at=at)


def _move(workshop: Workshop, to: str, *, verb: str, by: Person | None, at: datetime, reason: str = "") -> Workshop:
    before, after = move(workshop, to, MOVES)
    workshop.save(update_fields=["state", "state_reason"])
    record(verb, workshop, by=by, at=at, from_state=before, to_state=after, reason=reason)
    return workshop


def begin_workshop(*, workshop: Workshop, by: Person | None, at: datetime) -> Workshop:
    """Mark a workshop as running; happens by itself with the first attendance mark. Caller holds the lock."""
    return _move(workshop, State.RUNNING, verb="begin_workshop", by=by, at=at)


def schedule_workshop(*, workshop: Workshop, by: Person | None, at: datetime) -> Workshop:
    """Mark a workshop whose sessions are all published. Called by scheduling's publish action under its lock."""
    return _move(workshop, State.SCHEDULED, verb="schedule_workshop", by=by, at=at)


def complete_workshop(*, workshop: Workshop, by: Person | None, at: datetime) -> Workshop:
    """Mark a workshop whose attendance is closed. Caller holds the lock."""
    return _move(workshop, State.COMPLETED, verb="complete_workshop", by=by, at=at)
