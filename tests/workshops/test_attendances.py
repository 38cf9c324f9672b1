"""Attendance: marked once, corrected with a reason, closed for good reasons."""

from datetime import timedelta

import pytest

from partners.models import Event
from partners.refusals import NotAllowed, Refusal
from workshops.attendances import close_attendance, mark_attendance, reopen_attendance
from workshops.models import Attendance


@pytest.fixture
def workshop(world, now):
    workshop = world.publish(world.make_workshop(capacity=5), now.date(), now, state="open")
    world.register_many(workshop, 3, now)
    workshop.refresh_from_db()
    return workshop


@pytest.fixture
def later(workshop):
    return max(session.ends_at for session in workshop.sessions.all()) + timedelta(hours=1)


def mark(workshop, world, at, statuses, *, order=2, reason="", by=None):
    rows = workshop.registrations.order_by("pk")
    return mark_attendance(
        session=workshop.sessions.get(order=order),
        marks=dict(zip((row.pk for row in rows), statuses, strict=True)),
        method="manual",
        by=by or world.coordinator,
        at=at,
        reason=reason,
    )


def test_the_first_mark_begins_the_workshop(workshop, world, later):
    assert mark(workshop, world, later, ["present", "late", "absent"]) == 3
    workshop.refresh_from_db()
    assert workshop.state == "running"


def test_the_same_marks_again_change_nothing(workshop, world, later):
    mark(workshop, world, later, ["present", "late", "absent"])
    assert mark(workshop, world, later, ["present", "late", "absent"]) == 0


def test_a_correction_needs_a_reason_and_leaves_a_trace(workshop, world, later):
    mark(workshop, world, later, ["present", "present", "absent"])
    with pytest.raises(Refusal) as refusal:
        mark(workshop, world, later, ["present", "present", "present"])
    assert refusal.value.code == "reason_missing"
    mark(workshop, world, later, ["present", "present", "present"], reason="salah baris")
    event = Event.objects.get(verb="correct_attendance")
    assert (event.from_state, event.to_state, event.reason) == ("absent", "present", "salah baris")


def test_marking_before_the_session_begins_needs_a_reason(workshop, world, now):
    early = now - timedelta(days=2)
    with pytest.raises(Refusal):
        mark(workshop, world, early, ["present"] * 3)
    assert mark(workshop, world, early, ["present"] * 3, reason="dimajukan pagi ini") == 3


def test_closing_settles_everybody(workshop, world, later):
    mark(workshop, world, later, ["present", "excused", "absent"])
    close_attendance(workshop=workshop, by=world.coordinator, at=later)
    workshop.refresh_from_db()
    assert workshop.state == "completed"
    states = list(workshop.registrations.order_by("pk").values_list("state", flat=True))
    assert states == ["attended", "absent", "absent"]
    with pytest.raises(Refusal) as refusal:
        mark(workshop, world, later, ["present"] * 3, reason="terlambat")
    assert refusal.value.code == "closed"


def test_reopening_lets_marks_be_corrected_and_settled_anew(workshop, world, later):
    mark(workshop, world, later, ["present", "excused", "absent"])
    close_attendance(workshop=workshop, by=world.coordinator, at=later)
    workshop.refresh_from_db()
    reopen_attendance(workshop=workshop, reason="daftar hadir kertas menyusul", by=world.coordinator, at=later)
    mark(workshop, world, later, ["present", "present", "absent"], reason="daftar hadir kertas")
    workshop.refresh_from_db()
    close_attendance(workshop=workshop, by=world.coordinator, at=later)
    states = list(workshop.registrations.order_by("pk").values_list("state", flat=True))
    assert states == ["attended", "attended", "absent"]


def test_an_empty_room_cannot_be_closed(workshop, world, later):
    with pytest.raises(Refusal) as refusal:
        close_attendance(workshop=workshop, by=world.coordinator, at=later)
    assert refusal.value.code == "nobody_present"


def test_only_the_committee_marks(workshop, world, later):
    with pytest.raises(NotAllowed):
        mark(workshop, world, later, ["present"] * 3, by=world.participant)
    assert not Attendance.objects.exists()
