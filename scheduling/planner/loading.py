"""From the database to a planner's problem: what is published or booked already is fixed or busy."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q

from partners.models import Person
from workshops.models import Programme, Registration, Session, Workshop
from workshops.workshops import agreement_holds

from ..models import Assignment, Booking, Room, RoomClosure, TravelTime, Unavailability
from ..models.assignment import PLANNED
from ..models.site import DEFAULT_TRAVEL_MINUTES
from ..working_calendar import WorkingCalendar, calendar_of
from . import problem as core

PLANNABLE = (Workshop.State.PREPARING, Workshop.State.SCHEDULED)
ONLINE_FEATURE = "daring"


def load_problem(programme: Programme, *, not_before: date) -> core.Problem:
    """Everything the planner must know of a programme. Nothing is placed before ``not_before``."""
    zone = programme.city.zone
    sessions = Session.objects.select_related("expertise").prefetch_related("features", "preferred")
    workshops = list(
        programme.workshops.filter(state__in=PLANNABLE)
        .select_related("agreement", "organiser", "partner")
        .prefetch_related(
            Prefetch("sessions", sessions.order_by("order")),
            Prefetch("registrations", Registration.objects.exclude(state__in=("withdrawn", "declined", "substituted"))),
        )
    )
    if not workshops:
        return core.Problem((), (), (), {})
    first = min(workshop.earliest_on for workshop in workshops)
    last = max(workshop.latest_on for workshop in workshops)
    holds = _holding_rooms(workshops)
    calendar = calendar_of(programme.city)
    shared = _shared_participants(workshops)
    return core.Problem(
        workshops=tuple(_workshop(row, calendar, not_before, shared, holds, zone) for row in workshops),
        rooms=tuple(_rooms(programme, first, last, zone)),
        lecturers=tuple(_lecturers(workshops, first, last, zone)),
        travel={(row.first_id, row.second_id): row.minutes for row in TravelTime.objects.all()},
        default_travel=DEFAULT_TRAVEL_MINUTES,
        lecturer_homes=dict(Person.objects.filter(expertise__isnull=False).values_list("pk", "unit")),
    )


def _workshop(
    row: Workshop, calendar: WorkingCalendar, not_before: date, shared, holds, zone: ZoneInfo
) -> core.Workshop:
    days = list(calendar.days(max(row.earliest_on, not_before), row.latest_on))
    lawful = [day for day in days if agreement_holds(row, day)]
    refused = "" if lawful else "no_agreement" if days else "period_without_open_day"
    windows = tuple(
        (_minutes(day, opens), _minutes(day, closes)) for day in lawful for opens, closes in calendar.windows(day)
    )
    online = not row.needs_room
    hybrid = {ONLINE_FEATURE} if row.delivery_mode == "hybrid" else set()
    return core.Workshop(
        key=row.pk,
        sessions=tuple(
            core.Session(
                key=session.pk,
                workshop=row.pk,
                order=session.order,
                minutes=session.minutes,
                features=frozenset()
                if online
                else frozenset({feature.name.lower() for feature in session.features.all()} | hybrid),
                skill=session.expertise_id,
                lecturers=session.facilitators_needed,
                preferred=tuple(person.pk for person in session.preferred.all()),
                fixed=(
                    (core.minutes_of(_local(session.starts_at, zone)), holds.get(session.pk), ())
                    if session.starts_at is not None and session.cancelled_at is None
                    else None
                ),
            )
            for session in row.sessions.all()
            if session.cancelled_at is None
        ),
        size=row.capacity,
        online=online,
        windows=windows,
        refused=refused,
        shared=shared.get(row.pk, {}),
        home=row.partner_id,
    )


def _holding_rooms(workshops: Iterable[Workshop]) -> dict[int, int]:
    rows = Booking.objects.holding().filter(session__workshop__in=[row.pk for row in workshops])
    return {session: room for session, room in rows.values_list("session", "room") if session is not None}


def _rooms(programme: Programme, first: date, last: date, zone: ZoneInfo) -> Iterable[core.Room]:
    """Rooms of the programme's own institutions; nobody plans into another city's halls."""
    owners = Q(owner__path__startswith=programme.city.path)
    for university in programme.universities.all():
        owners |= Q(owner__path__startswith=university.path)
    start, end = _bounds(first, last, zone)
    busy: dict[int, list[core.Interval]] = defaultdict(list)
    held = Booking.objects.holding().between(start, end).values_list("room", "held_from", "held_until")
    closed = RoomClosure.objects.filter(starts_at__lt=end, ends_at__gt=start).values_list(
        "room", "starts_at", "ends_at"
    )
    for room, begins, ends in [*held, *closed]:
        busy[room].append((core.minutes_of(_local(begins, zone)), core.minutes_of(_local(ends, zone))))
    for row in Room.objects.filter(owners).select_related("site").prefetch_related("features"):
        yield core.Room(
            key=row.pk,
            site=row.site_id,
            capacity=row.capacity,
            features=frozenset(feature.name.lower() for feature in row.features.all()),
            opens=row.opens_at.hour * 60 + row.opens_at.minute,
            closes=row.closes_at.hour * 60 + row.closes_at.minute,
            setup=row.setup_minutes,
            teardown=row.teardown_minutes,
            busy=tuple(busy[row.pk]),
        )


def _lecturers(workshops: list[Workshop], first: date, last: date, zone: ZoneInfo) -> Iterable[core.Lecturer]:
    start, end = _bounds(first, last, zone)
    skills = {session.expertise_id for row in workshops for session in row.sessions.all()} - {None}
    people = Person.objects.filter(is_active=True, expertise__in=skills).distinct().prefetch_related("expertise")
    busy: dict[int, list[core.Interval]] = defaultdict(list)
    for row in Unavailability.objects.filter(person__in=people, from_day__lte=last, until_day__gte=first):
        busy[row.person_id] += expand(row, first, last)
    placed = defaultdict(list)
    planned = Assignment.objects.filter(
        person__in=people, state__in=PLANNED, starts_at__lt=end, ends_at__gt=start
    ).prefetch_related(Prefetch("session__bookings", Booking.objects.holding().select_related("room")))
    for assignment in planned.select_related("session"):
        begins = core.minutes_of(_local(assignment.starts_at, zone))
        ends = core.minutes_of(_local(assignment.ends_at, zone))
        room = next((booking.room for booking in assignment.session.bookings.all()), None)
        busy[assignment.person_id].append((begins, ends))
        placed[assignment.person_id].append((begins, ends, room.site_id if room else None))
    for person in people:
        stays = placed[person.pk]
        yield core.Lecturer(
            key=person.pk,
            skills=frozenset(skill.pk for skill in person.expertise.all()),
            busy=tuple(busy[person.pk]),
            placed=tuple(stays),
            load=sum(ends - begins for begins, ends, _site in stays),
        )


def expand(row: Unavailability, first: date, last: date) -> list[core.Interval]:
    """The busy intervals of one unavailability inside a period: each week's hours, or whole days."""
    intervals = []
    day = max(row.from_day, first)
    while day <= min(row.until_day, last):
        if row.weekday is None:
            intervals.append((_minutes(day, time.min), _minutes(day, time.min) + core.MINUTES_A_DAY))
        elif day.weekday() == row.weekday:
            intervals.append((_minutes(day, row.starts_at), _minutes(day, row.ends_at)))
        day += timedelta(days=1)
    return intervals


def _shared_participants(workshops: list[Workshop]) -> dict[int, dict[int, int]]:
    people = {row.pk: {registration.person_id for registration in row.registrations.all()} for row in workshops}
    shared: dict[int, dict[int, int]] = defaultdict(dict)
    for one, those in people.items():
        for other, these in people.items():
            if one != other and (common := len(those & these)):
                shared[one][other] = common
    return shared


def _bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return (
        datetime.combine(first - timedelta(days=1), time.min, zone),
        datetime.combine(last + timedelta(days=2), time.min, zone),
    )


def _minutes(day: date, moment: time | None) -> int:
    return core.minutes_of(datetime.combine(day, moment or time.min))


def _local(moment: datetime | None, zone: ZoneInfo) -> datetime:
    assert moment is not None
    return moment.astimezone(zone).replace(tzinfo=None)
