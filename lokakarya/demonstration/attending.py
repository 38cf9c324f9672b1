"""Participants: named by their units, seated, marked as present or not, and given their certificates."""

from collections.abc import Sequence
from datetime import timedelta

from documents.certificates import issue_certificate, revoke_certificate, supersede_certificate
from documents.eligibility import awaiting_certificate
from partners.models import Person
from workshops.attendances import close_attendance, mark_attendance
from workshops.models import Attendance, Registration, Session, Workshop
from workshops.registrations import confirm_nominations, nominate
from workshops.workshops import open_registration

from .stage import Stage

Status, Method = Attendance.Status, Attendance.Method


def name_people(stage: Stage, workshop: Workshop, people: Sequence[Person], on: int) -> None:
    """Each is named by the personnel officer of the unit, a minute apart, so that the order is plain."""
    first = stage.moment(on, 9)
    for number, person in enumerate(people):
        assert person.unit is not None
        nominate(
            workshop=workshop,
            person=person,
            unit=person.unit,
            by=stage.officer_of(person.unit),
            at=min(first + timedelta(minutes=number), stage.at),
        )


def seat_people(stage: Stage, workshop: Workshop, people: Sequence[Person], on: int) -> None:
    """Open registration and seat those whom their units name within three working days."""
    open_registration(workshop=workshop, by=stage.person("dewi"), at=stage.moment(on, 8))
    name_people(stage, workshop, people, on)
    confirm_nominations(workshop=workshop, by=stage.person("dewi"), at=stage.moment(on + 2, 14))


def mark_all(stage: Stage, workshop: Workshop) -> None:
    """Mark every session that is over, as the committee would: by code at first, later on paper, one correction."""
    registrations = list(workshop.registrations.seated().order_by("pk"))
    over = list(workshop.sessions.filter(ends_at__lte=stage.at).order_by("order"))
    by = stage.person("dewi")
    for session in over:
        assert session.ends_at is not None
        marks = {
            row.pk: _status(number, session, last=number == len(registrations) - 1)
            for number, row in enumerate(registrations)
        }
        method = Method.QR if session.order <= 2 else Method.SHEET
        mark_attendance(session=session, marks=marks, method=method, by=by, at=session.ends_at)
    if len(over) > 1 and registrations:
        session = over[1]
        assert session.ends_at is not None
        mark_attendance(
            session=session,
            marks={registrations[0].pk: Status.LATE},
            method=Method.MANUAL,
            by=by,
            at=min(session.ends_at + timedelta(hours=1), stage.at),
            reason="Menurut lembar tanda tangan, peserta datang terlambat dua puluh menit.",
        )


def _status(number: int, session: Session, *, last: bool) -> str:
    """Most come to everything; some are late, one is called away, one leaves early, one never comes."""
    if last or (number % 8 == 7 and session.order > 2):
        return Status.ABSENT
    if number % 8 == 5 and session.order == 3:
        return Status.EXCUSED
    if number % 8 == 3 and session.order == 2:
        return Status.LATE
    return Status.PRESENT


def close(stage: Stage, workshop: Workshop, on: int) -> None:
    close_attendance(workshop=workshop, by=stage.person("dewi"), at=stage.moment(on, 16))
    workshop.refresh_from_db()


def give_certificates(stage: Stage, workshop: Workshop, on: int) -> None:
    """Issue all, replace one whose holder's titles were incomplete, and take one back."""
    by, at = stage.person("dewi"), stage.moment(on, 10)
    registrations = list(awaiting_certificate(workshop).select_related("person"))
    corrected, revoked = registrations[1].person, registrations[2].person
    complete = corrected.title_back
    _entitle(corrected, "")
    certificates = {row.person_id: issue_certificate(registration=row, by=by, at=at) for row in registrations}
    _entitle(corrected, complete or "A.Md.")
    supersede_certificate(
        certificate=certificates[corrected.pk],
        by=by,
        at=stage.moment(on + 2, 10),
        reason="Gelar akademik belum tercantum; data kepegawaian sudah dilengkapi.",
    )
    revoke_certificate(
        certificate=certificates[revoked.pk],
        by=by,
        at=stage.moment(on + 3, 10),
        reason="Kehadiran ternyata diwakili orang lain; daftar hadir telah diperiksa ulang.",
    )


def _entitle(person: Person, title: str) -> None:
    person.title_back = title
    person.save(update_fields=["title_back"])


def registration_of(workshop: Workshop, person: Person) -> Registration:
    return workshop.registrations.get(person=person)
