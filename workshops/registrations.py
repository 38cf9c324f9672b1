"""Registration: nominated, confirmed while there are seats, else in line (promise 2)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Organisation, Person
from partners.models.membership import Role
from partners.notices import tell
from partners.permissions import require
from partners.refusals import NotAllowed, Refusal
from partners.states import move

from .models import Registration, Workshop
from .signals import registration_changed

State = Registration.State
MOVES = {
    State.NOMINATED: {State.CONFIRMED, State.WAITLISTED, State.DECLINED, State.WITHDRAWN, State.SUBSTITUTED},
    State.WAITLISTED: {State.CONFIRMED, State.WITHDRAWN, State.DECLINED},
    State.CONFIRMED: {State.ATTENDED, State.ABSENT, State.WITHDRAWN, State.SUBSTITUTED, State.DECLINED},
    State.ATTENDED: {State.ABSENT, State.CONFIRMED},
    State.ABSENT: {State.ATTENDED, State.CONFIRMED},
    # Whoever left may come back, at the end of the line.
    State.WITHDRAWN: {State.CONFIRMED, State.WAITLISTED},
    State.DECLINED: {State.CONFIRMED, State.WAITLISTED},
}
TAKING = (Workshop.State.OPEN, Workshop.State.RUNNING)
SEATING = (Workshop.State.SCHEDULED, *TAKING)
NOMINATING = (Workshop.State.PREPARING, *SEATING)


def lock_workshop(workshop: Workshop) -> Workshop:
    """Lock the row that seats are counted on. Every act that takes or frees a seat starts here."""
    return Workshop.objects.select_for_update(of=("self",)).select_related("organiser", "programme").get(pk=workshop.pk)


@transaction.atomic
def register(*, workshop: Workshop, person: Person, by: Person, at: datetime) -> Registration:
    """Give ``person`` a seat, or the next place in line.

    A person registers alone where the workshop is open to all, or was nominated; a personnel officer of the
    unit and a coordinator register anybody they may. Raises Refusal ``closed``, ``registered``; NotAllowed.
    """
    workshop = lock_workshop(workshop)
    if workshop.state not in TAKING:
        raise Refusal(
            _("Registration for “%(workshop)s” is not open. Look at the workshop page for when it opens.")
            % {"workshop": workshop},
            code="closed",
        )
    registration = workshop.registrations.filter(person=person).first()
    _may_register(workshop, person, registration, by)
    if registration is None:
        registration = Registration(workshop=workshop, person=person, nominated_by=person.unit, created_at=at)
    elif registration.state not in (State.NOMINATED, State.WITHDRAWN, State.DECLINED):
        raise Refusal(
            _("%(person)s is already registered: %(state)s.")
            % {"person": person, "state": str(registration.get_state_display()).lower()},
            code="registered",
        )
    _seat_or_queue(workshop, registration, by=by, at=at)
    return registration


@transaction.atomic
def nominate(*, workshop: Workshop, person: Person, unit: Organisation, by: Person, at: datetime) -> Registration:
    """Name somebody of one's unit for a workshop; seats are given when the coordinator confirms."""
    if not by.has_role(Role.NOMINATOR, organisation=unit) and not by.has_perm("workshops.manage_workshop", workshop):
        raise NotAllowed(_("Only a personnel officer of the unit or a coordinator may nominate."))
    if workshop.state not in NOMINATING:
        raise Refusal(_("This workshop takes no more nominations."), code="closed")
    try:
        with transaction.atomic():
            registration = Registration.objects.create(
                workshop=workshop, person=person, nominated_by=unit, created_at=at
            )
    except IntegrityError as error:
        raise Refusal(_("%(person)s is already on the list.") % {"person": person}, code="registered") from error
    record("nominate", registration, by=by, at=at, to_state=registration.state)
    return registration


@transaction.atomic
def confirm_nominations(*, workshop: Workshop, by: Person | None, at: datetime) -> tuple[int, int]:
    """Seat everybody nominated, in the order of nomination; the rest stand in line. Returns (seated, in line)."""
    workshop = lock_workshop(workshop)
    require(by, "workshops.manage_workshop", workshop, _("Only a coordinator may confirm the participants."))
    if workshop.state not in SEATING:
        raise Refusal(
            _("Publish the timetable first: participants are confirmed for known days."), code="not_scheduled"
        )
    nominated = (
        workshop.registrations.filter(state=State.NOMINATED).select_related("person").order_by("created_at", "pk")
    )
    states = [_seat_or_queue(workshop, registration, by=by, at=at).state for registration in nominated]
    return states.count(State.CONFIRMED), states.count(State.WAITLISTED)


@transaction.atomic
def withdraw_registration(*, registration: Registration, reason: str, by: Person, at: datetime) -> Registration:
    """Give up a seat or a place in line. The freed seat waits for a person to give it on (waiting_list.promote)."""
    workshop = lock_workshop(registration.workshop)
    registration = workshop.registrations.select_related("person", "nominated_by").get(pk=registration.pk)
    registration.workshop = workshop
    require(
        by,
        "workshops.withdraw_registration",
        registration,
        _("Only the participant, the unit's personnel officer or a coordinator may withdraw a registration."),
    )
    before, after = move(registration, State.WITHDRAWN, MOVES)
    registration.reason = reason.strip()[:200]
    registration.save(update_fields=["state", "reason"])
    record("withdraw_registration", registration, by=by, at=at, from_state=before, to_state=after, reason=reason)
    registration_changed.send(Registration, registration=registration, by=by, at=at)
    return registration


def _may_register(workshop: Workshop, person: Person, registration: Registration | None, by: Person) -> None:
    if by.has_perm("workshops.manage_workshop", workshop):
        return
    if person.unit is not None and by.has_role(Role.NOMINATOR, organisation=person.unit):
        return
    invited = registration is not None or workshop.registration_policy == Workshop.RegistrationPolicy.OPEN
    if by.pk == person.pk and invited:
        return
    raise NotAllowed(
        _("This workshop takes people whom their agency nominates. Ask the personnel officer of your unit.")
    )


def _seat_or_queue(workshop: Workshop, registration: Registration, *, by: Person | None, at: datetime) -> Registration:
    """Decide between a seat and the line. The caller holds the workshop's lock."""
    taken = workshop.registrations.seated().count()
    in_line = workshop.registrations.waiting().exists()
    before = registration.state
    # The line is the order in which the lock was had, whatever the callers' clocks said.
    last = workshop.registrations.aggregate(last=Max("queued_at"))["last"]
    registration.queued_at = max(at, last) if last else at
    if taken < workshop.capacity and not in_line:
        registration.state, registration.confirmed_at = State.CONFIRMED, at
    else:
        registration.state = State.WAITLISTED
    registration.reason = ""
    registration.save()
    record("register", registration, by=by, at=at, from_state=before, to_state=registration.state)
    tell_place(registration, at=at)
    registration_changed.send(Registration, registration=registration, by=by, at=at)
    return registration


def tell_place(registration: Registration, *, at: datetime) -> None:
    """Mail the participant where they stand."""
    tell(
        registration.person,
        key=f"registration-{registration.state}:{registration.public_id}:{at.isoformat()}",
        template=f"registration_{registration.state}",
        context={"registration": registration, "workshop": registration.workshop},
        at=at,
    )
