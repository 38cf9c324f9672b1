"""Certificates are issued once, never change, and can be replaced and revoked."""

import json
from datetime import UTC, date, datetime, timedelta

import page
import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from documents import storage
from documents.certificate_data import clean, position_of
from documents.certificate_paper import CannotPrint, render_certificate
from documents.certificates import (
    AlreadyIssued,
    issue_certificate,
    revoke_certificate,
    start_certificate_batch,
    supersede_certificate,
)
from documents.models import CertificateBatch, Document, NumberSeries
from documents.tasks import resume_certificate_batches, run_certificate_batch
from partners.models import Event, Membership, Notice, Organisation, PersonRecord
from partners.refusals import NotAllowed, Refusal, WrongState
from scheduling.models import Assignment, Booking
from tests.world import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(finished, at):
    return issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)


def events(verb):
    return Event.objects.filter(verb=verb).count()


# Issuing -------------------------------------------------------------------------------------------


def test_a_certificate_has_a_number_a_code_a_file_an_event_and_a_notice(finished, issued, at):
    assert issued.number == "800.2.4.2/0001/BKD/2027"
    assert issued.state == Document.State.ISSUED
    assert issued.issued_by == finished.coordinator
    pdf = storage.read(issued.sha256)
    assert len(pdf) == issued.size
    assert page.validate_pdf_bytes(pdf, profile="3a").is_compliant
    assert page.validate_pdf_bytes(pdf, profile="ua1").is_compliant
    event = Event.objects.get(verb="issue_certificate")
    assert (event.actor, event.to_state, event.data["number"]) == (finished.coordinator, "issued", issued.number)
    notice = Notice.objects.get()
    assert notice.recipient == finished.ani.person
    assert issued.number in notice.body
    assert f"/documents/{issued.public_id}/" in notice.body
    assert "Manajemen Risiko & Audit" in notice.subject


def test_the_file_can_be_rendered_again_from_the_frozen_data(issued):
    frozen = Document.objects.get(pk=issued.pk).data
    assert json.loads(json.dumps(frozen)) == frozen
    assert storage.digest(render_certificate(frozen)) == issued.sha256


def test_what_is_printed_stays_when_the_world_changes(finished, issued):
    person, workshop = finished.ani.person, finished.workshop
    person.full_name, workshop.title = "Ani Menikah", "Judul Lain"
    person.save()
    workshop.save()
    frozen = Document.objects.get(pk=issued.pk)
    assert frozen.data["person"]["name"] == "Dr. Ani Wijayanti, S.E., M.M."
    assert frozen.data["workshop"]["title"] == "Manajemen Risiko & Audit"
    assert storage.digest(render_certificate(frozen.data)) == issued.sha256


@pytest.mark.parametrize(
    ("field", "value"),
    [("number", "1"), ("sequence", 9), ("data", {}), ("sha256", "0" * 64), ("verification_code", "X"), ("subject", "x"),
     ("issued_at", datetime(2020, 1, 1, tzinfo=UTC)), ("size", 1), ("template", "x")],
)  # fmt: skip
def test_the_database_itself_refuses_to_change_what_was_issued(issued, field, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=issued.pk).update(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=issued.pk).delete()


def test_nobody_gets_two(finished, issued, at):
    with pytest.raises(AlreadyIssued, match="800.2.4.2/0001/BKD/2027"):
        issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert NumberSeries.objects.get().last == 1


def test_two_valid_ones_are_refused_by_the_database_across_registers(finished, issued, at):
    """Two years have two registers, which cannot lock each other out."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            kind="certificate", organisation=issued.organisation, series=issued.series, sequence=2, number="2",
            registration=finished.ani, data={}, verification_code="2", sha256="2", size=2, issued_at=at,
        )


def test_too_little_attendance_is_told_with_its_numbers(finished, at):
    with pytest.raises(Refusal, match="6.*7 JP") as refusal:
        issue_certificate(registration=finished.budi, by=finished.coordinator, at=at)
    assert refusal.value.code == "not_earned"


def test_attendance_must_be_closed_first(finished, at):
    finished.workshop.attendance_closed_at = None
    finished.workshop.save()
    with pytest.raises(Refusal) as refusal:
        issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert refusal.value.code == "attendance_open"


@pytest.mark.parametrize("who", ["participant", "lecturer", "dean", "nominator", "city_reviewer"])
def test_only_coordinators_issue_replace_and_revoke(finished, issued, at, who):
    stranger = getattr(finished.world, who)
    finished.workshop.attendance_threshold = 50
    finished.workshop.save()
    for act in (
        lambda: start_certificate_batch(workshop=finished.workshop, by=stranger, at=at),
        lambda: issue_certificate(registration=finished.budi, by=stranger, at=at),
        lambda: revoke_certificate(certificate=issued, reason="x", by=stranger, at=at),
        lambda: supersede_certificate(certificate=issued, reason="x", by=stranger, at=at),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Document.objects.get() == issued


def test_a_coordinator_of_the_whole_city_may(finished, at):
    mayor = make_person("Koordinator Kota", finished.world.city)
    Membership.objects.create(person=mayor, organisation=finished.world.city, role="coordinator")
    assert issue_certificate(registration=finished.ani, by=mayor, at=at).issued_by == mayor


def test_the_year_of_the_number_is_that_of_the_place(finished):
    """Half past midnight on New Year's Day in Pontianak is still the old year in UTC."""
    at = datetime(2027, 12, 31, 17, 30, tzinfo=UTC)
    document = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert document.number == "800.2.4.2/0001/BKD/2028"
    assert document.data["issued_on"] == "2028-01-01"


def test_a_name_that_cannot_be_printed_takes_no_number(finished, at):
    finished.ani.person.full_name = "蔡 Ani"
    finished.ani.person.save()
    with pytest.raises(CannotPrint, match="蔡"):
        issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert NumberSeries.objects.get().last == 0


# What is printed -----------------------------------------------------------------------------------


def test_a_person_is_printed_as_on_the_last_day_of_the_workshop(finished, at):
    person = finished.ani.person
    old, new = {"grade": "III/c", "position": "Analis Muda"}, {"grade": "IV/a", "position": "Kepala Bidang"}
    for day, fields in ((date(2020, 1, 1), old), (date(2027, 1, 20), new)):
        PersonRecord.objects.create(
            person=person, valid_from=day, nip=person.nip, employment="pns", unit=finished.world.other_agency, **fields
        )
    printed = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at).data["person"]
    assert (printed["rank"], printed["position"], printed["unit"]) == ("Penata (III/c)", "Analis Muda", "Dinas Uji")


def test_without_a_record_the_persons_own_fields_are_printed(issued):
    assert issued.data["person"] == {
        "name": "Dr. Ani Wijayanti, S.E., M.M.", "nip": issued.person.nip_spaced, "nip_label": "NIP",
        "birth_place": "Sambas", "birth_date": "1986-09-26", "rank": "Penata Tingkat I (III/d)",
        "rank_label": "Pangkat/golongan ruang", "position": "Analis Kebijakan Ahli Muda", "unit": "Badan Kepegawaian Uji",
    }  # fmt: skip


def test_the_workshop_is_printed_with_its_rooms_speakers_and_agreement(finished, at):
    world, lesson = finished.world, finished.workshop.sessions.filter(kind="lesson").order_by("order").first()
    times = {"starts_at": lesson.starts_at, "ends_at": lesson.ends_at}
    Booking.objects.create(
        room=world.room, session=lesson, held_from=lesson.starts_at, held_until=lesson.ends_at, **times
    )
    Assignment.objects.create(session=lesson, person=world.lecturer, state="done", **times)
    Assignment.objects.create(session=lesson, person=world.dean, state="declined")
    printed = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at).data
    assert printed["institutions"] == ["Pemerintah Kota Uji", "Universitas Uji"]
    assert printed["issued_in"] == "Uji"
    assert printed["workshop"] == {
        "title": "Manajemen Risiko & Audit", "theme": "manajemen risiko",
        "organisers": ["Badan Kepegawaian Uji", "Fakultas Uji"],
        "legal_basis": {"kind": "Perjanjian Kerja Sama", "numbers": ["1/BKD/2026", "2/FAK/2026"]},
        "first_day": "2027-01-19", "last_day": "2027-01-19", "places": ["Aula Uji, Balai Kota"], "jp": 8,
        "subjects": [
            {"title": "Materi 1", "jp": 2, "speakers": ["Lecturer"]}, {"title": "Materi 2", "jp": 2, "speakers": []},
            {"title": "Materi 3", "jp": 2, "speakers": []}, {"title": "Materi 4", "jp": 2, "speakers": []},
        ],
    }  # fmt: skip


def test_the_citys_signatory_has_no_titles_and_the_universitys_has(finished, at):
    """Permendagri 1/2023 art. 44(2) and (3)."""
    world = finished.world
    titles = {"title_front": "Dr.", "title_back": "M.Si.", "grade": "IV/c"}
    for name, position, unit in (
        ("Halim", "Kepala Badan", world.agency), ("Wali", "Wali Kota", world.city), ("Goretti", "Dekan", world.faculty),
    ):  # fmt: skip
        person = make_person(name, unit, position=position, **titles)
        Membership.objects.create(person=person, organisation=unit, role="signatory")
    halim, goretti = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at).data["signatories"]
    assert (halim["name"], halim["position"], halim["rank"]) == ("Halim", "Kepala Badan", "Pembina Utama Muda")
    assert halim["nip"]
    assert (goretti["name"], goretti["position"], goretti["rank"]) == ("Dr. Goretti, M.Si.", "Dekan", "")


def test_a_mayor_signs_with_the_name_alone(finished, at):
    world = finished.world
    mayor = make_person("Wali", world.city, position="Pj. Wali Kota Uji", grade="IV/c", title_back="M.Si.")
    Membership.objects.create(person=mayor, organisation=world.city, role="signatory")
    first, _second = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at).data["signatories"]
    assert first == {"position": "Pj. Wali Kota Uji", "name": "Wali", "rank": "", "nip": ""}


def test_the_signatories_of_an_imported_agreement_are_offices_without_names(finished, at):
    first, second = finished.world.agreement.parties.all()
    first.signatory_text, second.signatory_text = "Kepala BKD", "Dekan"
    first.save()
    second.save()
    printed = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at).data["signatories"]
    assert [row["position"] for row in printed] == ["Kepala BKD", "Dekan Fakultas Uji"]
    assert [row["name"] for row in printed] == ["", ""]


@pytest.mark.parametrize(
    ("position", "name", "kind", "printed"),
    [
        ("Dekan", "Fakultas Teknik", "faculty", "Dekan Fakultas Teknik"),
        ("Wali Kota", "Pemerintah Kota Pontianak", "city", "Wali Kota Pontianak"),
        ("Kepala X1", "Badan", "agency", "Kepala X1"),
        ("", "Badan Kepegawaian", "agency", "Pimpinan Badan Kepegawaian"),
        ("", "Pemerintah Kota Pontianak", "city", "Pimpinan Pemerintah Kota Pontianak"),
    ],
)
def test_an_office_is_named_in_full(position, name, kind, printed):
    assert position_of(position, Organisation(code="X1", name=name, kind=kind)) == printed


def test_invisible_characters_do_not_reach_the_paper():
    assert clean("  Ani\u200b \t Wija\u00adyanti\u202e ") == "Ani Wijayanti"
    assert clean("A\u0308nne") == "Änne"


# Examples ------------------------------------------------------------------------------------------


def test_on_a_loopback_address_every_paper_is_an_example(issued):
    assert issued.data["example"] is True


def test_on_a_public_address_only_the_demonstration_is_an_example(finished, at, public_address):
    programme = finished.world.programme
    document = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert document.data["example"] is False
    assert document.data["url"].startswith("https://lokakarya.example/verify/")
    programme.is_demonstration = True
    programme.save()
    successor = supersede_certificate(certificate=document, reason="x", by=finished.coordinator, at=at)
    assert successor.data["example"] is True


# Replacing and revoking ----------------------------------------------------------------------------


def test_a_correction_is_a_new_document_and_the_old_one_says_by_which(finished, issued, at):
    finished.ani.person.title_back = "S.E., M.M., Ph.D."
    finished.ani.person.save()
    later = at + timedelta(hours=1)
    new = supersede_certificate(certificate=issued, reason=" Gelar kurang ", by=finished.coordinator, at=later)
    old = Document.objects.get(pk=issued.pk)
    assert (old.state, old.superseded_by, old.state_reason, old.state_changed_at) == (
        "superseded", new, "Gelar kurang", later,
    )  # fmt: skip
    assert (new.number, new.state, new.superseded_by) == ("800.2.4.2/0002/BKD/2027", "issued", None)
    assert new.data["person"]["name"] == "Dr. Ani Wijayanti, S.E., M.M., Ph.D."
    assert new.data["replaces"] == old.number
    assert storage.read(old.sha256) != storage.read(new.sha256)
    assert (events("supersede_certificate"), events("issue_certificate"), Notice.objects.count()) == (1, 2, 2)
    assert issued.number in Notice.objects.order_by("pk").last().body


def test_a_revoked_certificate_keeps_its_number_and_its_holder_is_told(finished, issued, at):
    revoked = revoke_certificate(certificate=issued, reason="Salah orang", by=finished.coordinator, at=at)
    assert (revoked.state, revoked.state_reason) == ("revoked", "Salah orang")
    assert "Salah orang" in Notice.objects.order_by("pk").last().body
    again = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert again.sequence == 2


@pytest.mark.parametrize("act", [revoke_certificate, supersede_certificate])
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_needs_a_reason(finished, issued, at, act, reason):
    with pytest.raises(Refusal) as refusal:
        act(certificate=issued, reason=reason, by=finished.coordinator, at=at)
    assert refusal.value.code == "reason_missing"


@pytest.mark.parametrize("act", [revoke_certificate, supersede_certificate])
def test_what_has_ended_does_not_end_again(finished, issued, at, act):
    revoke_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    with pytest.raises(WrongState):
        act(certificate=issued, reason="x", by=finished.coordinator, at=at)
    assert NumberSeries.objects.get().last == 1


def test_a_certificate_that_is_no_longer_earned_cannot_be_replaced(finished, issued, at):
    finished.ani.attendances.update(status="absent")
    with pytest.raises(Refusal) as refusal:
        supersede_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    assert refusal.value.code == "not_earned"
    assert Document.objects.get().state == "issued"


# Batches -------------------------------------------------------------------------------------------


def start(finished, at, threshold=50):
    finished.workshop.attendance_threshold = threshold
    finished.workshop.save()
    return start_certificate_batch(workshop=finished.workshop, by=finished.coordinator, at=at)


def test_a_batch_issues_to_everybody_who_earned_one(finished, at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(finished, at)
    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.error) == ("done", 3, "")
    assert list(Document.objects.values_list("person__full_name", "sequence")) == [
        ("Ani Wijayanti", 1), ("Budi Santoso", 2), ("Citra Lestari", 3),
    ]  # fmt: skip
    assert sorted(message.to for message in mail.outbox) == sorted(
        [registration.person.email] for registration in (finished.ani, finished.budi, finished.citra)
    )


def test_a_killed_batch_goes_on_where_it_stopped(finished, at):
    batch = start(finished, at)
    CertificateBatch.objects.update(state="running")
    issue_certificate(registration=finished.budi, by=finished.coordinator, at=at)
    assert resume_certificate_batches.func() == 1
    batch.refresh_from_db()
    assert batch.state == "done"
    assert list(Document.objects.values_list("sequence", flat=True)) == [1, 2, 3]
    assert run_certificate_batch.func(batch.pk) == "nothing to do"
    assert Document.objects.count() == 3


def test_one_certificate_that_fails_does_not_hold_up_the_others(finished, at):
    finished.budi.person.full_name = "蔡 Budi"
    finished.budi.person.save()
    batch = start(finished, at)
    run_certificate_batch.func(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "蔡 Budi" in batch.error
    assert list(Document.objects.values_list("person__full_name", "sequence")) == [
        ("Ani Wijayanti", 1), ("Citra Lestari", 2),
    ]  # fmt: skip
    finished.budi.person.full_name = "Tjoa Budi"
    finished.budi.person.save()
    run_certificate_batch.func(start(finished, at).pk)
    assert Document.objects.get(sequence=3).person == finished.budi.person


def test_starting_again_while_one_is_under_way_takes_that_one_up(finished, at, django_capture_on_commit_callbacks):
    batch = start(finished, at)
    with django_capture_on_commit_callbacks(execute=True):
        assert start(finished, at) == batch
    batch.refresh_from_db()
    assert batch.state == "done"


@pytest.mark.parametrize("threshold", [50, 100])
def test_a_batch_for_nobody_is_refused(finished, at, threshold):
    if threshold == 50:
        run_certificate_batch.func(start(finished, at).pk)
    else:
        finished.ani.attendances.update(status="absent")
    with pytest.raises(Refusal) as refusal:
        start(finished, at, threshold)
    assert refusal.value.code == "nobody_eligible"


def test_a_batch_does_not_give_back_what_was_revoked(finished, issued, at):
    revoke_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    run_certificate_batch.func(start(finished, at).pk)
    assert list(Document.objects.filter(registration=finished.ani)) == [issued]


def test_a_coordinator_who_lost_the_role_stops_the_batch(finished, at):
    batch = start(finished, at)
    Membership.objects.filter(person=finished.coordinator).delete()
    run_certificate_batch.func(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert not Document.objects.exists()
