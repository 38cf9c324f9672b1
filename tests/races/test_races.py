"""Real processes at the same moment, on a file database each vendor really has."""

import os
from itertools import pairwise

import pytest
from django.conf import settings
from django.db import connection

from ..world import World, at, make_person
from .racers import race
from .workers import accept, book_many, publish, register_some

pytestmark = pytest.mark.django_db(transaction=True)


def database_url() -> str:
    options = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{options['NAME']}"
    host = options["HOST"] or ""
    return f"postgres://{options['USER'] or 'postgres'}@{host}:{options['PORT'] or 5432}/{options['NAME']}"


def test_8_processes_with_150_bookings_each_never_overlap_and_never_find_the_database_locked():
    from scheduling.models import Booking, Room

    world = World.build()
    for number in range(2):
        Room.objects.create(code=f"R{number}", name=f"Ruang {number}", site=world.site, owner=world.agency, capacity=20)
    results = race(book_many, list(range(8)), database_url())
    assert all(isinstance(result, dict) for result in results), results
    assert sum(result["booked"] + result["refused"] for result in results) == 8 * 150
    for room in Room.objects.all():
        held = list(room.bookings.holding().order_by("held_from").values_list("held_from", "held_until"))
        assert all(one[1] <= other[0] for one, other in pairwise(held))
    assert Booking.objects.count() == sum(result["booked"] for result in results)


def test_200_people_for_40_seats_get_40_seats_and_an_honest_line():
    from workshops.models import Registration, Workshop

    world = World.build()
    workshop = world.make_workshop(capacity=40, state="open", registration_policy="open")
    people = [make_person(f"Peserta {number}", world.other_agency).pk for number in range(200)]
    results = race(register_some, [people[start::8] for start in range(8)], database_url())
    assert all(isinstance(result, list) for result in results), results
    workshop.refresh_from_db()
    rows = list(Registration.objects.order_by("queued_at", "pk").values_list("state", flat=True))
    assert rows == ["confirmed"] * 40 + ["waitlisted"] * 160
    assert workshop.seats_taken == 40
    assert Workshop.objects.get().seats_left == 0


def test_one_lecturer_who_presses_two_links_at_once_holds_only_one_slot():
    from datetime import timedelta

    from django.utils import timezone

    from scheduling.models import Assignment, Offer

    world = World.build()
    day = (timezone.localtime() + timedelta(days=10)).date()
    offers = []
    for hour in (8, 9):
        workshop = world.make_workshop(lessons=1)
        session = workshop.sessions.get(order=2)
        assignment = Assignment.objects.create(
            session=session, person=world.lecturer, state="offered", starts_at=at(day, hour), ends_at=at(day, hour + 2)
        )
        offers.append(
            Offer.objects.create(
                assignment=assignment, sent_at=timezone.now(), answer_by=timezone.now() + timedelta(days=2)
            ).pk
        )
    assert sorted(race(accept, offers, database_url())) == ["accepted", "facilitator_busy"]


def test_the_race_runs_on_a_file_in_wal_mode_or_on_a_server():
    if connection.vendor == "sqlite":
        assert os.path.exists(settings.DATABASES["default"]["NAME"])
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_two_drafts_published_at_once_never_share_a_lecturer():
    """Two workshops, each in its own draft, with the same only lecturer at the same hour."""
    from datetime import timedelta

    from django.utils import timezone

    from scheduling.checker import check_schedule
    from scheduling.timetables import draft_timetable
    from workshops.models import Workshop

    world = World.build()
    first = timezone.localdate() + timedelta(days=7)
    drafts = []
    for _number in range(2):
        Workshop.objects.update(state="postponed", state_reason="menunggu")
        world.make_workshop(delivery_mode="online", earliest_on=first, latest_on=first + timedelta(days=14), lessons=1)
        drafts.append(draft_timetable(programme=world.programme, by=None, at=timezone.now(), seconds=0).pk)
    Workshop.objects.update(state="preparing", state_reason="")
    assert sorted(race(publish, drafts, database_url())) == ["published", "stale"]
    assert check_schedule() == []
