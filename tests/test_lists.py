"""List pages ask the database the same number of questions for 1 and for 30 rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.models import Agreement, AgreementParty
from scheduling.models import Assignment, Booking, Room, Timetable, TimetableEntry
from workshops.models import Proposal

from .world import at, make_person


def fill(world, now, rows):
    day = timezone.localdate() + timedelta(days=7)
    timetable, _created = Timetable.objects.get_or_create(
        programme=world.programme, name="R", defaults={"created_at": now}
    )
    big = world.make_workshop(capacity=60)
    world.register_many(big, rows, now)
    world.register_many(big, rows, now, state="waitlisted")
    for number in range(rows):
        workshop = world.publish(world.make_workshop(lessons=1), day, now, state="open")
        session = workshop.sessions.get(order=2)
        room = Room.objects.create(
            code=f"R{big.pk}-{number}", name=f"Ruang {number}", site=world.site, owner=world.agency, capacity=20
        )
        for kind, target in (("Rapat", None), ("", session)):
            start = at(day, 8 if target else 13)
            Booking.objects.create(
                room=room,
                session=target,
                title=kind,
                starts_at=start,
                ends_at=start + timedelta(hours=1),
                held_from=start,
                held_until=start + timedelta(hours=1),
                organiser=world.agency,
            )
        Assignment.objects.create(
            session=session,
            person=make_person(f"Dosen {number}", world.faculty),
            state="accepted",
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )
        entry = TimetableEntry.objects.create(
            timetable=timetable, session=session, starts_at=at(day, 15), ends_at=at(day, 16), room=room
        )
        entry.facilitators.add(world.lecturer)
        agreement = Agreement.objects.create(
            kind="pks",
            title=f"PKS {number}",
            state="signed",
            signed_on=day,
            starts_on=day,
            ends_on=day + timedelta(days=60),
        )
        AgreementParty.objects.create(
            agreement=agreement, order=1, organisation=world.agency, number=f"{big.pk}/{number}"
        )
        AgreementParty.objects.create(agreement=agreement, order=2, organisation=world.faculty)
        Proposal.objects.create(
            programme=world.programme,
            proposer=world.proposer,
            state="submitted",
            title="U",
            theme="t",
            dimension="living",
            organiser=world.other_agency,
            partner=world.faculty,
            audience="a",
            aims="a",
            outcomes="b",
            outline="M; 1",
            earliest_on=day,
            latest_on=day,
            created_at=now,
        )
    return big, day, timetable


@pytest.fixture
def counted(world, now, client):
    def count(path, rows, role="coordinator"):
        big, day, timetable = fill(world, now, rows)
        client.force_login(world.people[role])
        url = path.format(
            big=big.public_id, day=day.isoformat(), month=day.strftime("%Y-%m"), draft=timetable.public_id
        )
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
        assert response.status_code == 200
        return len(queries)

    return count


PAGES = {
    "/workshops/": 8,
    "/proposals/": 8,
    "/agreements/": 10,
    "/assignments/": 9,
    "/schedule/?month={month}": 10,
    "/schedule/rooms/?day={day}": 12,
    "/schedule/bookings/": 12,
    "/programmes/uji-2027/plan/": 10,
    "/timetables/{draft}/": 11,
    "/workshops/{big}/participants/": 13,
    "/workshops/{big}/attendance/": 10,
    "/workshops/{big}/certificates/": 15,
    "/workshops/{big}/": 16,
    "/calendar/": 12,
    "/api/v1/workshops/": 6,
    "/api/v1/sessions/": 6,
    "/api/v1/agreements/": 7,
    "/api/v1/rooms/": 6,
    "/api/v1/bookings/": 6,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_list_costs_the_same_for_1_and_for_30_rows(path, counted):
    few = counted(path, 1)
    many = counted(path, 30)
    assert few == many
    assert many <= PAGES[path]


@pytest.mark.parametrize("role", ["coordinator", "city_reviewer", "dean", "participant", "room_manager"])
def test_the_home_page_costs_the_same_for_1_and_for_30_rows(role, counted):
    assert counted("/", 1, role) >= counted("/", 30, role) - 12
