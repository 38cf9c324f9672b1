"""Bookings: a room held for a session or for another use. The database judges last, this speaks first."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.constraints import violated
from partners.dates import clock, local, plain_day, zone_name
from partners.events import record
from partners.models import Organisation, Person
from partners.models.membership import Role
from partners.notices import tell
from partners.refusals import NotAllowed, Refusal
from partners.states import move
from workshops.models import Session

from .models import Booking, Room

State = Booking.State
BOOKERS = (Role.ROOM_MANAGER, Role.COORDINATOR, Role.PROPOSER, Role.ADMIN)
LONGEST = timedelta(days=31)
MOVES = {
    State.TENTATIVE: {State.REQUESTED, State.CONFIRMED, State.RELEASED},
    State.REQUESTED: {State.CONFIRMED, State.REFUSED, State.RELEASED},
    State.CONFIRMED: {State.RELEASED},
}


class RoomTaken(Refusal):
    """Somebody else holds the room; the message names what for and when."""

    code = "room_taken"

    def __init__(self, room: Room, clash: Booking | None):
        if clash is None:
            sentence = _("%(room)s was taken a moment ago. Choose another time or another room.") % {"room": room}
        else:
            zone = room.owner.zone
            start, end = local(clash.held_from, zone), local(clash.held_until, zone)
            sentence = _(
                "%(room)s is already taken on %(day)s, %(start)s–%(end)s %(zone)s for “%(what)s”. "
                "Choose another time or another room."
            ) % {
                "room": room,
                "day": plain_day(start),
                "start": clock(start),
                "end": clock(end),
                "zone": zone_name(start),
                "what": what_for(clash),
            }
        super().__init__(sentence)


def what_for(booking: Booking) -> str:
    return booking.session.workshop.title if booking.session is not None else booking.title


def find_clash(room: Room, start: datetime, end: datetime) -> Booking | None:
    """A holding booking of the room that meets [start, end)."""
    return room.bookings.holding().between(start, end).select_related("session__workshop").first()


@transaction.atomic
def book_room(
    *,
    room: Room,
    starts_at: datetime,
    ends_at: datetime,
    title: str,
    organiser: Organisation,
    by: Person | None,
    at: datetime,
) -> Booking:
    """Hold a room for another use, exactly for its times; a room that needs approval is only requested.

    Raises RoomTaken naming the clash, Refusal ``end_before_start``, NotAllowed.
    """
    if by is not None and not by.has_role(*BOOKERS):
        raise NotAllowed(_("Only coordinators, proposers and room managers may book a room. Ask one of them."))
    if ends_at <= starts_at:
        raise Refusal(_("The booking ends before it starts. Correct one of the two times."), code="end_before_start")
    if by is not None and not by.has_role(*BOOKERS, organisation=organiser):
        raise NotAllowed(_("You may book rooms for your own organisation. Choose it as the organiser."))
    if by is not None and (starts_at < at or ends_at - starts_at > LONGEST):
        raise Refusal(_("A booking begins in the future and lasts at most 31 days. Correct the times."), code="period")
    manages = by is None or by.has_role(Role.ROOM_MANAGER, organisation=room.owner)
    # Another office's room is asked for; one's own is taken, unless it needs approval.
    own = by is None or by.has_role(*BOOKERS, organisation=room.owner)
    state = State.CONFIRMED if manages or (own and not room.needs_approval) else State.REQUESTED
    booking = _hold(
        Booking(
            room=room,
            title=title.strip(),
            state=state,
            starts_at=starts_at,
            ends_at=ends_at,
            held_from=starts_at,
            held_until=ends_at,
            organiser=organiser,
            booked_by=by,
        )
    )
    record("book_room", booking, by=by, at=at, to_state=booking.state)
    return booking


def hold_for_session(
    *, session: Session, room: Room, starts_at: datetime, ends_at: datetime, by: Person | None, at: datetime
) -> Booking:
    """Hold a room for a session with its buffers. Called by the publish action inside its transaction."""
    state = State.REQUESTED if room.needs_approval else State.CONFIRMED
    booking = _hold(
        Booking(
            room=room,
            session=session,
            state=state,
            starts_at=starts_at,
            ends_at=ends_at,
            held_from=starts_at - room.setup,
            held_until=ends_at + room.teardown,
            organiser_id=session.workshop.organiser_id,
            booked_by=by,
        )
    )
    record("hold_for_session", booking, by=by, at=at, to_state=booking.state)
    return booking


@transaction.atomic
def decide_booking(*, booking: Booking, approve: bool, reason: str, by: Person, at: datetime) -> Booking:
    """The room manager's word on a requested booking; a refusal needs a reason."""
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    _manager_only(booking, by)
    if not approve and not reason.strip():
        raise Refusal(_("Refusing a booking needs a reason; the organiser will read it."), code="reason_missing")
    before, after = move(booking, State.CONFIRMED if approve else State.REFUSED, MOVES)
    booking.reason = reason.strip()[:200]
    booking.save(update_fields=["state", "reason"])
    record("decide_booking", booking, by=by, at=at, from_state=before, to_state=after, reason=reason)
    if not approve and booking.booked_by is not None:
        tell(
            booking.booked_by,
            key=f"booking-refused:{booking.public_id}",
            template="booking_refused",
            context={"booking": booking, "what": what_for(booking)},
            at=at,
        )
    return booking


@transaction.atomic
def release_booking(*, booking: Booking, reason: str, by: Person | None, at: datetime) -> Booking:
    """Give the room back."""
    booking = Booking.objects.select_for_update().get(pk=booking.pk)
    if booking.session_id is not None:
        raise Refusal(
            _("A published session sits in this room. Move or cancel the session instead."), code="session_inside"
        )
    if by is not None and booking.booked_by_id != by.pk:
        _manager_only(booking, by)
    before, after = move(booking, State.RELEASED, MOVES)
    booking.reason = reason.strip()[:200]
    booking.save(update_fields=["state", "reason"])
    record("release_booking", booking, by=by, at=at, from_state=before, to_state=after, reason=reason)
    return booking


def _manager_only(booking: Booking, by: Person) -> None:
    if not by.has_role(Role.ROOM_MANAGER, organisation=booking.room.owner):
        raise NotAllowed(_("Only the room manager of %(owner)s may do this.") % {"owner": booking.room.owner})


def _hold(booking: Booking) -> Booking:
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        if not violated(error, "booking_no_overlap"):
            raise
        clash = find_clash(booking.room, booking.held_from, booking.held_until)
        raise RoomTaken(booking.room, clash) from error
    return booking
