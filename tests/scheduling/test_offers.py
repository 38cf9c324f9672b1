"""A lecturer is asked, answers once; two yeses make a facilitator."""

from datetime import date, timedelta

import pytest

from partners.models import Notice
from partners.refusals import NotAllowed, Refusal, WrongState
from scheduling.models import Assignment
from scheduling.offers import (
    FacilitatorBusy,
    OfferClosed,
    accept_offer,
    consent_for_faculty,
    decline_offer,
    send_offer,
    send_offers,
)

from ..world import at

DAY = date(2027, 1, 25)


@pytest.fixture
def assignment(world, now):
    workshop = world.publish(world.make_workshop(lessons=1), DAY, now)
    return Assignment.objects.create(
        session=workshop.sessions.get(order=2), person=world.lecturer, starts_at=at(DAY, 8, 30), ends_at=at(DAY, 10)
    )


def ask(assignment, world, now):
    return send_offer(assignment=assignment, by=world.coordinator, at=now)


def test_an_accepted_slot_needs_the_faculty_too(assignment, world, now):
    offer = ask(assignment, world, now)
    accept_offer(offer=offer, by=world.lecturer, at=now)
    with pytest.raises(NotAllowed):
        consent_for_faculty(assignment=assignment, letter_number="1", by=world.coordinator, at=now)
    with pytest.raises(Refusal):
        consent_for_faculty(assignment=assignment, letter_number=" ", by=world.dean, at=now)
    confirmed = consent_for_faculty(assignment=assignment, letter_number="77/UN22/2027", by=world.dean, at=now)
    assert (confirmed.state, confirmed.letter_number) == ("confirmed", "77/UN22/2027")
    assert list(confirmed.consents.values_list("side", "given_by", "letter_number").order_by("pk")) == [
        ("facilitator", world.lecturer.pk, ""),
        ("faculty", world.dean.pk, "77/UN22/2027"),
    ]


def test_the_faculty_cannot_consent_before_the_lecturer(assignment, world, now):
    ask(assignment, world, now)
    with pytest.raises(WrongState):
        consent_for_faculty(assignment=assignment, letter_number="77", by=world.dean, at=now)


def test_an_answer_counts_once(assignment, world, now):
    offer = ask(assignment, world, now)
    decline_offer(offer=offer, reason="menguji skripsi", by=world.lecturer, at=now)
    with pytest.raises(OfferClosed):
        accept_offer(offer=offer, by=world.lecturer, at=now)
    assignment.refresh_from_db()
    assert (assignment.state, assignment.reason) == ("declined", "menguji skripsi")


def test_a_late_answer_is_told_so(assignment, world, now):
    offer = ask(assignment, world, now)
    with pytest.raises(OfferClosed):
        accept_offer(offer=offer, by=world.lecturer, at=offer.answer_by + timedelta(minutes=1))


def test_the_deadline_is_a_working_day_and_before_the_session(assignment, world, now):
    offer = ask(assignment, world, now)
    assert offer.answer_by == at(date(2027, 1, 18), 16)
    Assignment.objects.filter(pk=assignment.pk).update(
        state="proposed", starts_at=at(now.date() + timedelta(days=1), 8), ends_at=at(now.date() + timedelta(days=1), 9)
    )
    offer.delete()
    assert ask(assignment, world, now).answer_by == at(now.date() + timedelta(days=1), 7)


def test_accepting_over_another_commitment_names_the_clash(assignment, world, now):
    other = world.publish(world.make_workshop(lessons=1, title="Arsip Digital"), DAY, now)
    Assignment.objects.create(
        session=other.sessions.get(order=2),
        person=world.lecturer,
        state="accepted",
        starts_at=at(DAY, 9),
        ends_at=at(DAY, 11),
    )
    offer = ask(assignment, world, now)
    with pytest.raises(FacilitatorBusy) as refusal:
        accept_offer(offer=offer, by=world.lecturer, at=now)
    assert "Arsip Digital" in str(refusal.value)
    offer.refresh_from_db()
    assert offer.answer == ""


def test_a_resend_adds_a_link_and_asks_no_second_question(assignment, world, now):
    assert ask(assignment, world, now).pk == ask(assignment, world, now).pk
    assert assignment.offers.get().links.count() == 2
    assert Notice.objects.count() == 2


def test_all_proposed_slots_are_offered_once(assignment, world, now):
    assert send_offers(programme=world.programme, by=world.coordinator, at=now) == 1
    assert send_offers(programme=world.programme, by=world.coordinator, at=now) == 0


def test_cancelling_a_workshop_frees_its_people_and_rooms(assignment, world, now):
    from scheduling.models import Booking
    from workshops.workshops import cancel_workshop

    offer = ask(assignment, world, now)
    session = assignment.session
    Booking.objects.create(
        room=world.room,
        session=session,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        held_from=session.starts_at,
        held_until=session.ends_at,
    )
    cancel_workshop(workshop=session.workshop, reason="anggaran ditarik", by=world.coordinator, at=now)
    assignment.refresh_from_db()
    session.refresh_from_db()
    assert assignment.state == "withdrawn"
    assert session.bookings.get().state == "released"
    assert (session.cancelled_at, session.sequence) == (now, 1)
    with pytest.raises(OfferClosed):
        accept_offer(offer=offer, by=world.lecturer, at=now)


def test_an_offer_whose_time_is_over_is_put_anew(assignment, world, now):
    first = ask(assignment, world, now)
    later = first.answer_by + timedelta(hours=1)
    second = ask(assignment, world, later)
    assert second.pk != first.pk
    assert second.answer_by > later
    accept_offer(offer=second, by=world.lecturer, at=later)


def test_nobody_is_asked_by_mail_when_it_is_too_late_to_answer(assignment, world):
    with pytest.raises(Refusal) as refusal:
        ask(assignment, world, assignment.starts_at - timedelta(minutes=30))
    assert refusal.value.code == "too_late"


def test_two_people_consent(assignment, world, now):
    from partners.models import Membership

    Membership.objects.create(person=world.lecturer, organisation=world.faculty, role="assigner")
    accept_offer(offer=ask(assignment, world, now), by=world.lecturer, at=now)
    with pytest.raises(NotAllowed):
        consent_for_faculty(assignment=assignment, letter_number="1", by=world.lecturer, at=now)
