import pytest

from documents.eligibility import awaiting_certificate, earned_jp, eligible_registrations, required_jp
from documents.models import Document
from workshops.models import Attendance


@pytest.mark.parametrize(
    ("threshold", "required", "names"),
    [(100, 8, ["Ani"]), (80, 7, ["Ani"]), (75, 6, ["Ani", "Budi"]), (51, 5, ["Ani", "Budi"]),
     (50, 4, ["Ani", "Budi", "Citra"]), (1, 1, ["Ani", "Budi", "Citra"])],
)  # fmt: skip
def test_a_certificate_is_earned_from_the_threshold_on(finished, threshold, required, names):
    finished.workshop.attendance_threshold = threshold
    assert required_jp(finished.workshop) == required
    eligible = eligible_registrations(finished.workshop)
    assert [row.person.full_name.split()[0] for row in eligible] == names


def test_being_late_counts_and_openings_do_not(finished):
    assert [earned_jp(row) for row in (finished.ani, finished.budi, finished.citra, finished.dedi)] == [8, 6, 4, 0]


def test_being_excused_does_not_count(finished):
    lessons = Attendance.objects.filter(registration=finished.ani, session__kind="lesson")
    Attendance.objects.filter(pk=lessons.first().pk).update(status="excused")
    assert earned_jp(finished.ani) == 6


def test_a_cancelled_lesson_counts_for_nobody(finished, at):
    lesson = finished.workshop.sessions.filter(kind="lesson").order_by("order").last()
    lesson.cancelled_at = at
    lesson.save()
    assert required_jp(finished.workshop) == 5
    assert [earned_jp(row) for row in (finished.ani, finished.budi)] == [6, 6]
    assert finished.budi in eligible_registrations(finished.workshop)


def test_attendance_in_another_workshop_does_not_count(finished, at):
    other = finished.world.make_workshop(lessons=1)
    Attendance.objects.create(
        registration=finished.dedi, session=other.sessions.get(kind="lesson"), status="present", recorded_at=at
    )
    assert earned_jp(finished.dedi) == 0


def test_who_gave_the_seat_back_gets_nothing(finished):
    finished.ani.state = "withdrawn"
    finished.ani.save()
    assert list(eligible_registrations(finished.workshop)) == []


def test_a_workshop_without_training_hours_has_no_certificates(finished):
    finished.workshop.sessions.update(jp=0)
    assert list(eligible_registrations(finished.workshop)) == []


def test_nobody_waits_without_eligible_people_or_documents(finished):
    assert list(awaiting_certificate(finished.workshop)) == [finished.ani]
    assert not Document.objects.exists()
