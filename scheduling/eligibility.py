"""May this lecturer teach this session, at this time? Every reason why not, as codes."""

from datetime import datetime

from partners.models import Person
from workshops.models import Session

from .models import Assignment, Booking, Room, TravelTime
from .models.assignment import PLANNED
from .models.site import DEFAULT_TRAVEL_MINUTES


def reasons_against(
    person: Person, session: Session, starts_at: datetime, ends_at: datetime, room: Room | None = None
) -> list[str]:
    """Empty when nothing speaks against it; else some of ``inactive, expertise, unavailable, busy, travel``."""
    reasons = []
    if not person.is_active:
        reasons.append("inactive")
    if session.expertise_id is not None and not person.expertise.filter(pk=session.expertise_id).exists():
        reasons.append("expertise")
    if is_unavailable(person, session, starts_at, ends_at):
        reasons.append("unavailable")
    others = Assignment.objects.filter(person=person, state__in=PLANNED).exclude(session=session)
    if others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        reasons.append("busy")
    elif room is not None and not _can_travel(person, session, starts_at, ends_at, room):
        reasons.append("travel")
    return reasons


def is_unavailable(person: Person, session: Session, starts_at: datetime, ends_at: datetime) -> bool:
    zone = session.workshop.programme.city.zone
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    day = start.date()
    for row in person.unavailabilities.filter(from_day__lte=day, until_day__gte=day):
        if row.weekday is None:
            return True
        hours = row.starts_at is not None and row.ends_at is not None and (row.starts_at, row.ends_at)
        if hours and row.weekday == day.weekday() and hours[0] < end.time() and hours[1] > start.time():
            return True
    return False


def _can_travel(person: Person, session: Session, starts_at: datetime, ends_at: datetime, room: Room) -> bool:
    zone = session.workshop.programme.city.zone
    day = starts_at.astimezone(zone).date()
    others = (
        Booking.objects.holding()
        .filter(session__assignments__person=person, session__assignments__state__in=PLANNED)
        .exclude(session=session)
        .exclude(room__site=room.site)
        .select_related("room")
    )
    for other in others:
        if other.starts_at.astimezone(zone).date() != day:
            continue
        way = travel_minutes(room.site_id, other.room.site_id) * 60
        gap = max((other.starts_at - ends_at).total_seconds(), (starts_at - other.ends_at).total_seconds())
        if gap < way:
            return False
    return True


def travel_minutes(one: int, other: int) -> int:
    if one == other:
        return 0
    first, second = sorted((one, other))
    row = TravelTime.objects.filter(first=first, second=second).first()
    return row.minutes if row else DEFAULT_TRAVEL_MINUTES
