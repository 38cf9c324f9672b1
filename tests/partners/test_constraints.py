"""The rules the database keeps by itself, on whichever database the suite runs."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction

from partners.events import record
from partners.models import Event
from scheduling.models import Assignment, Booking
from workshops.models import Registration, Workshop

from ..world import World, at, make_person

MONDAY = date(2027, 1, 18)


def booking(world, start, end, **fields):
    return Booking(
        room=world.room, title="Rapat", starts_at=start, ends_at=end, held_from=start, held_until=end, **fields
    )


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()


def test_an_audit_event_is_never_changed_nor_removed(world, now):
    event = record("test", world.programme, by=None, at=now)
    refused(lambda: Event.objects.filter(pk=event.pk).update(verb="forged"))
    refused(event.delete)
    refused(lambda: Event.objects.all()._raw_delete(Event.objects.db))
    assert Event.objects.get(pk=event.pk).verb == "test"


@pytest.mark.django_db(transaction=True)
def test_postgresql_refuses_to_truncate_the_audit_trail(now):
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE exists on PostgreSQL only")
    record("test", World.build().programme, by=None, at=now)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE partners_event CASCADE")


def test_two_bookings_of_a_room_never_overlap_but_may_touch(world):
    booking(world, at(MONDAY, 8), at(MONDAY, 10)).save()
    booking(world, at(MONDAY, 10), at(MONDAY, 11)).save()
    refused(booking(world, at(MONDAY, 9), at(MONDAY, 11)).save)
    refused(booking(world, at(MONDAY, 8), at(MONDAY, 10)).save)
    assert Booking.objects.count() == 2


def test_a_released_booking_frees_the_room_and_cannot_come_back_over_another(world):
    first = booking(world, at(MONDAY, 8), at(MONDAY, 10), state="released")
    first.save()
    booking(world, at(MONDAY, 9), at(MONDAY, 11)).save()
    refused(lambda: Booking.objects.filter(pk=first.pk).update(state="confirmed"))


def test_moving_a_booking_onto_another_is_refused_by_a_bare_update(world):
    booking(world, at(MONDAY, 8), at(MONDAY, 10)).save()
    other = booking(world, at(MONDAY, 13), at(MONDAY, 14))
    other.save()
    refused(
        lambda: Booking.objects.filter(pk=other.pk).update(
            starts_at=at(MONDAY, 9), ends_at=at(MONDAY, 11), held_from=at(MONDAY, 9), held_until=at(MONDAY, 11)
        )
    )


def test_nobody_is_committed_in_two_places_but_may_be_asked_twice(world):
    sessions = [world.make_workshop(lessons=1).sessions.get(order=2) for _number in range(2)]
    times = {"starts_at": at(MONDAY, 8), "ends_at": at(MONDAY, 10), "person": world.lecturer}
    Assignment.objects.create(session=sessions[0], state="accepted", **times)
    second = Assignment.objects.create(session=sessions[1], state="offered", **times)
    refused(lambda: Assignment.objects.filter(pk=second.pk).update(state="accepted"))


def test_seats_are_counted_by_the_database_whatever_code_writes_the_row(world, now):
    workshop = world.make_workshop(capacity=2)
    rows = world.register_many(workshop, 2, now)
    workshop.refresh_from_db()
    assert workshop.seats_taken == 2
    refused(lambda: world.register_many(workshop, 1, now))
    Registration.objects.filter(pk=rows[0].pk).update(state="withdrawn")
    workshop.refresh_from_db()
    assert workshop.seats_taken == 1
    rows[1].delete()
    workshop.refresh_from_db()
    assert workshop.seats_taken == 0


def test_a_stale_workshop_object_does_not_write_an_old_seat_count(world, now):
    workshop = world.make_workshop(capacity=5)
    stale = Workshop.objects.get(pk=workshop.pk)
    world.register_many(workshop, 3, now)
    stale.title = "Judul baru"
    stale.save()
    workshop.refresh_from_db()
    assert (workshop.title, workshop.seats_taken) == ("Judul baru", 3)


def test_capacity_cannot_fall_below_the_seats_taken(world, now):
    workshop = world.make_workshop(capacity=5)
    world.register_many(workshop, 4, now)
    refused(lambda: Workshop.objects.filter(pk=workshop.pk).update(capacity=3))


def test_a_room_cannot_be_held_for_less_than_the_session(world):
    row = booking(world, at(MONDAY, 8), at(MONDAY, 10))
    row.held_until = row.ends_at - timedelta(minutes=1)
    refused(row.save)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [Event, Booking, Assignment, Registration, Workshop])
def test_the_rules_survive_a_later_change_of_the_table(model):
    """SQLite remakes a table for nearly every change; the triggers, also those of other tables, must come along."""
    field = models.IntegerField(default=7)
    field.set_attributes_from_name("added_later")
    before = triggers()
    with connection.schema_editor() as editor:
        editor.add_field(model, field)
    with connection.schema_editor() as editor:
        old = models.IntegerField(default=7)
        old.set_attributes_from_name("added_later")
        new = models.BigIntegerField(default=8)
        new.set_attributes_from_name("added_later")
        for each in (old, new):
            each.model = model
        editor.remove_field(model, old)
    assert triggers() == before
    assert before


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}


def test_people_share_no_number(world):
    nip = "198609262015051001"
    make_person("Satu", world.agency)
    first = make_person("Dua", world.agency)
    first.nip = nip
    first.save()
    second = make_person("Tiga", world.agency)
    second.nip = nip
    refused(second.save)
