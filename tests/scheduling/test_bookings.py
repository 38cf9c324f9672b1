"""Rooms: never two things at once, and a refusal that says with what."""

from datetime import date

import pytest

from partners.refusals import NotAllowed, Refusal
from scheduling.bookings import RoomTaken, book_room, decide_booking, release_booking

from ..world import at

DAY = date(2027, 1, 18)


def book(world, now, start, end, *, by=None, title="Rapat koordinasi"):
    return book_room(
        room=world.room,
        starts_at=at(DAY, start),
        ends_at=at(DAY, end),
        title=title,
        organiser=world.agency,
        by=by or world.coordinator,
        at=now,
    )


def test_the_second_coordinator_is_told_which_event_holds_the_room(world, now):
    book(world, now, 8, 10)
    with pytest.raises(RoomTaken) as refusal:
        book(world, now, 9, 11, title="Ujian")
    assert "Rapat koordinasi" in str(refusal.value)
    assert "08.00–10.00 WIB" in str(refusal.value)


def test_a_room_that_needs_approval_is_held_until_its_manager_decides(world, now):
    world.room.needs_approval = True
    world.room.save()
    booking = book(world, now, 8, 10)
    assert booking.state == "requested"
    with pytest.raises(RoomTaken):
        book(world, now, 8, 10)
    with pytest.raises(NotAllowed):
        decide_booking(booking=booking, approve=True, reason="", by=world.coordinator, at=now)
    with pytest.raises(Refusal):
        decide_booking(booking=booking, approve=False, reason="", by=world.room_manager, at=now)
    decide_booking(booking=booking, approve=False, reason="dipakai Wali Kota", by=world.room_manager, at=now)
    assert book(world, now, 8, 10, by=world.room_manager).state == "confirmed"


def test_a_released_room_can_be_booked_again(world, now):
    booking = book(world, now, 8, 10)
    release_booking(booking=booking, reason="", by=world.coordinator, at=now)
    assert book(world, now, 8, 10).state == "confirmed"


def test_participants_book_no_rooms(world, now):
    with pytest.raises(NotAllowed):
        book(world, now, 8, 10, by=world.participant)


def test_the_end_lies_after_the_beginning(world, now):
    with pytest.raises(Refusal) as refusal:
        book(world, now, 10, 8)
    assert refusal.value.code == "end_before_start"


def test_the_api_books_by_the_same_action_and_answers_with_problem_details(world, now, client):
    client.force_login(world.coordinator)
    body = {
        "room": "AULA",
        "title": "Rapat",
        "organiser": "BKD",
        "starts_at": "2027-01-18T08:00:00+07:00",
        "ends_at": "2027-01-18T10:00:00+07:00",
    }
    assert client.post("/api/v1/bookings/", body, content_type="application/json").status_code == 201
    again = client.post("/api/v1/bookings/", body, content_type="application/json")
    assert again.status_code == 409
    assert again["Content-Type"] == "application/problem+json"
    assert again.json()["code"] == "room_taken"
    client.force_login(world.participant)
    assert client.post("/api/v1/bookings/", body, content_type="application/json").status_code == 403


def test_nobody_books_in_another_organisations_name_nor_for_years(world, now):
    from datetime import timedelta

    with pytest.raises(NotAllowed):
        book_room(
            room=world.room,
            starts_at=at(DAY, 8),
            ends_at=at(DAY, 9),
            title="Rapat",
            organiser=world.university,
            by=world.coordinator,
            at=now,
        )
    with pytest.raises(Refusal) as refusal:
        book_room(
            room=world.room,
            starts_at=at(DAY, 8),
            ends_at=at(DAY, 9) + timedelta(days=400),
            title="Rapat",
            organiser=world.agency,
            by=world.coordinator,
            at=now,
        )
    assert refusal.value.code == "period"


def test_another_offices_room_is_asked_for(world, now):
    booking = book_room(
        room=world.room,
        starts_at=at(DAY, 8),
        ends_at=at(DAY, 9),
        title="Rapat",
        organiser=world.other_agency,
        by=world.proposer,
        at=now,
    )
    assert booking.state == "requested"
