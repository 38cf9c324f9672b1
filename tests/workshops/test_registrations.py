"""Seats, the line, and who may do what about them."""

from datetime import timedelta

import pytest

from partners.models import Notice
from partners.refusals import NotAllowed, Refusal, WrongState
from workshops.models import Registration
from workshops.registrations import confirm_nominations, nominate, register, withdraw_registration
from workshops.waiting_list import place_in_line, promote_from_waiting_list

from ..world import make_person


@pytest.fixture
def workshop(world):
    return world.make_workshop(capacity=2, state="open", registration_policy="open")


def join(workshop, person, now):
    return register(workshop=workshop, person=person, by=person, at=now)


@pytest.fixture
def four(world, workshop, now):
    people = [make_person(name, world.other_agency) for name in ("Ani", "Budi", "Citra", "Dedi")]
    return [join(workshop, person, now + timedelta(minutes=index)) for index, person in enumerate(people)]


def states(workshop):
    return list(workshop.registrations.order_by("pk").values_list("state", flat=True))


def test_seats_go_first_and_the_line_explains_itself(workshop, four):
    assert states(workshop) == ["confirmed", "confirmed", "waitlisted", "waitlisted"]
    assert [place_in_line(row) for row in four] == [0, 0, 1, 2]
    assert Notice.objects.count() == 4


def test_a_freed_seat_waits_for_a_person_and_goes_to_whoever_waited_longest(workshop, four, world, now):
    withdraw_registration(registration=four[0], reason="dinas luar", by=four[0].person, at=now)
    assert states(workshop) == ["withdrawn", "confirmed", "waitlisted", "waitlisted"]
    promoted = promote_from_waiting_list(workshop=workshop, by=world.coordinator, at=now)
    assert [row.person.full_name for row in promoted] == ["Citra"]
    assert states(workshop) == ["withdrawn", "confirmed", "confirmed", "waitlisted"]


def test_nobody_jumps_the_line_when_a_seat_is_free(workshop, four, world, now):
    withdraw_registration(registration=four[0], reason="", by=four[0].person, at=now)
    late = join(workshop, make_person("Eka", world.other_agency), now)
    assert late.state == "waitlisted"
    assert place_in_line(late) == 3


def test_a_clock_that_runs_behind_does_not_overtake(workshop, four, world, now):
    early_clock = join(workshop, make_person("Fajar", world.other_agency), now - timedelta(hours=1))
    assert place_in_line(early_clock) == 3


def test_whoever_left_may_come_back_at_the_end_of_the_line(workshop, four, now):
    withdraw_registration(registration=four[2], reason="", by=four[2].person, at=now)
    again = join(workshop, four[2].person, now + timedelta(hours=1))
    assert again.pk == four[2].pk
    assert place_in_line(again) == 2


def test_nobody_registers_twice_and_nobody_for_strangers(workshop, four, world, now):
    with pytest.raises(Refusal) as refusal:
        join(workshop, four[0].person, now)
    assert refusal.value.code == "registered"
    with pytest.raises(NotAllowed):
        register(workshop=workshop, person=world.participant, by=four[0].person, at=now)
    with pytest.raises(NotAllowed):
        withdraw_registration(registration=four[1], reason="", by=four[0].person, at=now)


def test_a_workshop_for_nominees_takes_nobody_else(world, now):
    workshop = world.make_workshop(state="open")
    with pytest.raises(NotAllowed):
        join(workshop, world.participant, now)
    nominate(workshop=workshop, person=world.participant, unit=world.other_agency, by=world.nominator, at=now)
    assert join(workshop, world.participant, now).state == "confirmed"


def test_nominations_are_confirmed_in_their_order_until_the_seats_are_gone(world, now):
    workshop = world.make_workshop(capacity=2, state="scheduled")
    for name in ("Ani", "Budi", "Citra"):
        person = make_person(name, world.other_agency)
        nominate(workshop=workshop, person=person, unit=world.other_agency, by=world.nominator, at=now)
    assert confirm_nominations(workshop=workshop, by=world.coordinator, at=now) == (2, 1)
    assert states(workshop) == ["confirmed", "confirmed", "waitlisted"]


def test_a_closed_workshop_says_so(world, now):
    workshop = world.make_workshop(state="preparing")
    with pytest.raises(Refusal) as refusal:
        register(workshop=workshop, person=world.participant, by=world.coordinator, at=now)
    assert refusal.value.code == "closed"


def test_nothing_to_promote_is_a_sentence_too(workshop, four, world, now):
    with pytest.raises(Refusal) as refusal:
        promote_from_waiting_list(workshop=workshop, by=world.coordinator, at=now)
    assert refusal.value.code == "no_seat"


def test_an_attended_seat_cannot_be_withdrawn(workshop, four, now):
    Registration.objects.filter(pk=four[0].pk).update(state="attended")
    with pytest.raises(WrongState):
        withdraw_registration(registration=four[0], reason="", by=four[0].person, at=now)
