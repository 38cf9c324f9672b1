"""An independent judge: recomputes every hard rule from the database, with its own code.

It shares nothing with the planner and the publish action on purpose: two ways to the same answer.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from partners.models import Person
from workshops.models import Session, Workshop

from .models import Assignment, Booking, Holiday, OpenWindow, RoomClosure, TravelTime, Unavailability

# Rows read for checking: their times are known by the queries that read them.
type Row = Any

HOLDING = ("tentative", "requested", "confirmed")
PLANNED = ("proposed", "offered", "accepted", "confirmed", "done")


@dataclass(frozen=True)
class Breach:
    """One broken rule, the session or booking it concerns, and the facts."""

    rule: str
    subject: str
    facts: str

    def __str__(self):
        return f"{self.rule}: {self.subject}: {self.facts}"


def check_schedule() -> list[Breach]:
    """Every breach in the database; an empty list is a sound schedule."""
    sessions = list(
        Session.objects.filter(starts_at__isnull=False, cancelled_at__isnull=True)
        .exclude(workshop__state__in=("cancelled", "postponed"))
        .select_related("workshop__organiser", "workshop__agreement", "workshop__programme__city")
        .prefetch_related("features")
    )
    bookings = list(Booking.objects.filter(state__in=HOLDING).select_related("room__site", "room__owner"))
    assignments = list(
        Assignment.objects.filter(state__in=PLANNED, session__in=sessions).select_related("person", "session")
    )
    room_of = {booking.session_id: booking for booking in bookings if booking.session_id is not None}
    return [
        *_rooms_overlap(bookings),
        *_sessions(sessions, room_of),
        *_working_time(sessions),
        *_rooms(bookings, sessions),
        *_order(sessions),
        *_groups_travel(sessions, room_of),
        *_lecturers(assignments, sessions, room_of),
        *_seats(),
    ]


def _rooms_overlap(bookings: list[Row]) -> Iterator[Breach]:
    by_room = defaultdict(list)
    for booking in bookings:
        by_room[booking.room].append(booking)
    for room, rows in by_room.items():
        rows.sort(key=lambda row: row.held_from)
        latest = None
        for row in rows:
            if latest is not None and row.held_from < latest.held_until:
                yield Breach("room_overlap", room.code, f"{latest} and {row} at {row.held_from:%Y-%m-%d %H:%M}Z")
            if latest is None or row.held_until > latest.held_until:
                latest = row


def _sessions(sessions: list[Row], room_of: dict[int, Row]) -> Iterator[Breach]:
    for session in sessions:
        workshop, name = session.workshop, _name(session)
        start, end = _here(session)
        if end - start != timedelta(minutes=session.minutes):
            yield Breach("length", name, f"{end - start} instead of {session.minutes} minutes")
        if not workshop.earliest_on <= start.date() <= workshop.latest_on:
            yield Breach("period", name, f"{start.date()} outside {workshop.earliest_on}–{workshop.latest_on}")
        agreement = workshop.agreement
        lawful = workshop.agreement_override or (
            agreement is not None
            and agreement.state == "signed"
            and agreement.starts_on <= start.date() <= agreement.ends_on
        )
        if not lawful:
            yield Breach("agreement", name, f"none in force on {start.date()}")
        booking = room_of.get(session.pk)
        online = workshop.delivery_mode == "online"
        if online and booking is not None:
            yield Breach("room_for_online", name, f"an online session holds {booking.room}")
        if not online and booking is None:
            yield Breach("room_missing", name, "no room is held")


def _working_time(sessions: list[Row]) -> Iterator[Breach]:
    windows = list(OpenWindow.objects.select_related("organisation"))
    holidays = list(Holiday.objects.select_related("organisation"))
    for session in sessions:
        start, end = _here(session)
        city = session.workshop.programme.city
        mine = [row for row in windows if row.organisation is None or city.path.startswith(row.organisation.path)]
        if owners := {row.organisation.path for row in mine if row.organisation}:
            nearest = max(owners, key=len)
            mine = [row for row in mine if row.organisation and row.organisation.path == nearest]
        season = [
            row
            for row in mine
            if row.valid_from and row.valid_until and row.valid_from <= start.date() <= row.valid_until
        ]
        rows = season or [row for row in mine if row.valid_from is None]
        inside = any(
            row.weekday == start.weekday() and row.opens_at <= start.time() and end.time() <= row.closes_at
            for row in rows
        )
        if not inside or start.date() != end.date():
            yield Breach("working_time", _name(session), f"{start:%a %Y-%m-%d %H:%M}–{end:%H:%M}")
        for row in holidays:
            applies = row.organisation is None or city.path.startswith(row.organisation.path)
            if row.day == start.date() and applies:
                yield Breach("holiday", _name(session), f"{row.day} {row.name}")


def _rooms(bookings: list[Row], sessions: list[Row]) -> Iterator[Breach]:
    known = {session.pk: session for session in sessions}
    closures = list(RoomClosure.objects.all())
    features = {
        booking.room.pk: {feature.name.lower() for feature in booking.room.features.all()}
        for booking in bookings
        if booking.session_id in known
    }
    for booking in bookings:
        session, room = known.get(booking.session_id), booking.room
        if session is None:
            continue
        name = _name(session)
        if (booking.starts_at, booking.ends_at) != (session.starts_at, session.ends_at):
            yield Breach("booking_time", name, f"{room} is held {booking.starts_at}–{booking.ends_at}")
        setup, teardown = booking.starts_at - booking.held_from, booking.held_until - booking.ends_at
        if setup < timedelta(minutes=room.setup_minutes) or teardown < timedelta(minutes=room.teardown_minutes):
            yield Breach("buffers", name, f"{setup} and {teardown} in {room}")
        if room.capacity < session.workshop.capacity:
            yield Breach("capacity", name, f"{session.workshop.capacity} people in {room.capacity} seats of {room}")
        needed = {feature.name.lower() for feature in session.features.all()}
        if session.workshop.delivery_mode == "hybrid":
            needed.add("daring")
        if missing := needed - features[room.pk]:
            yield Breach("features", name, f"{room} lacks {', '.join(sorted(missing))}")
        zone = room.owner.zone
        start, end = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
        if start.time() < room.opens_at or end.time() > room.closes_at:
            yield Breach("opening_hours", name, f"{start:%H:%M}–{end:%H:%M} in {room}")
        for closure in closures:
            if (
                closure.room_id == room.pk
                and closure.starts_at < booking.held_until
                and closure.ends_at > booking.held_from
            ):
                yield Breach("closure", name, f"{room} is closed: {closure.reason}")


def _order(sessions: list[Row]) -> Iterator[Breach]:
    for rows in _by_workshop(sessions).values():
        rows.sort(key=lambda session: session.order)
        for one, next_one in pairwise(rows):
            if one.ends_at > next_one.starts_at:
                yield Breach("order", _name(next_one), f"begins before {one} ends")


def _groups_travel(sessions: list[Row], room_of: dict[int, Row]) -> Iterator[Breach]:
    ways = _ways()
    for rows in _by_workshop(sessions).values():
        yield from _travel(rows, room_of, ways, "group_travel")


def _lecturers(assignments: list[Row], sessions: list[Row], room_of: dict[int, Row]) -> Iterator[Breach]:
    known = {session.pk: session for session in sessions}
    by_person = defaultdict(list)
    crew: dict[int, list[Row]] = defaultdict(list)
    for assignment in assignments:
        session = known[assignment.session_id]
        by_person[assignment.person].append(session)
        crew[session.pk].append(assignment)
        if (assignment.starts_at, assignment.ends_at) != (session.starts_at, session.ends_at):
            yield Breach("assignment_time", _name(session), f"{assignment.person_id} is asked for another time")
    skills = defaultdict(set)
    for person, skill in Person.expertise.through.objects.values_list("person", "expertise"):
        skills[person].add(skill)
    away = defaultdict(list)
    for row in Unavailability.objects.filter(person__in=by_person):
        away[row.person_id].append(row)
    ways = _ways()
    for person, theirs in by_person.items():
        for one, other in combinations(theirs, 2):
            if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
                yield Breach("lecturer_overlap", _name(one), f"person {person.pk} is also in {_name(other)}")
        yield from _travel(theirs, room_of, ways, "lecturer_travel")
        for session in theirs:
            if session.expertise_id is not None and session.expertise_id not in skills[person.pk]:
                yield Breach("expertise", _name(session), f"person {person.pk} does not teach this subject")
            if any(_away(row, session) for row in away[person.pk]):
                yield Breach("unavailable", _name(session), f"person {person.pk} cannot come")
    for session in sessions:
        if len(crew[session.pk]) > session.facilitators_needed:
            yield Breach(
                "too_many_lecturers", _name(session), f"{len(crew[session.pk])} for {session.facilitators_needed}"
            )


def _travel(rows: list[Row], room_of: dict[int, Row], ways, rule: str) -> Iterator[Breach]:
    stays = [
        (session.starts_at, session.ends_at, room_of[session.pk].room.site_id, session)
        for session in rows
        if session.pk in room_of
    ]
    stays.sort(key=lambda stay: stay[0])
    for one, other in combinations(stays, 2):
        same_day = _here(one[3])[0].date() == _here(other[3])[0].date()
        if not same_day or one[2] == other[2]:
            continue
        minutes = ways.get((one[2], other[2]), 30)
        if other[0] - one[1] < timedelta(minutes=minutes):
            yield Breach(rule, _name(other[3]), f"{minutes} minutes of way after {_name(one[3])}")


def _ways() -> dict[tuple[int, int], int]:
    ways = {}
    for row in TravelTime.objects.all():
        ways[row.first_id, row.second_id] = ways[row.second_id, row.first_id] = row.minutes
    return ways


def _away(row: Row, session: Row) -> bool:
    start, end = _here(session)
    if not row.from_day <= start.date() <= row.until_day:
        return False
    if row.weekday is None:
        return True
    return row.weekday == start.weekday() and row.starts_at < end.time() and start.time() < row.ends_at


def _seats() -> Iterator[Breach]:
    seated: dict[int, int] = defaultdict(int)
    rows = Workshop.objects.filter(registrations__state__in=("confirmed", "attended", "absent"))
    for pk in rows.values_list("pk", flat=True):
        seated[pk] += 1
    for workshop in Workshop.objects.all():
        if seated[workshop.pk] != workshop.seats_taken:
            yield Breach("seat_count", workshop.code, f"{workshop.seats_taken} counted, {seated[workshop.pk]} there")
        if seated[workshop.pk] > workshop.capacity:
            yield Breach("oversold", workshop.code, f"{seated[workshop.pk]} people on {workshop.capacity} seats")


def _by_workshop(sessions: list[Row]) -> dict[int, list[Row]]:
    rows = defaultdict(list)
    for session in sessions:
        rows[session.workshop_id].append(session)
    return rows


def _here(session: Row) -> tuple[datetime, datetime]:
    zone = session.workshop.programme.city.zone
    return session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)


def _name(session: Row) -> str:
    return f"{session.workshop.code}/{session.order}"
