"""What a certificate says of a person, a workshop and its signatories, and whether it is an example."""

from datetime import date

import pytest

from documents.certificate_data import clean, position_of
from documents.certificates import issue_certificate, supersede_certificate
from partners.models import Membership, Organisation, PersonRecord
from scheduling.models import Assignment, Booking
from tests.world import make_person

pytestmark = pytest.mark.django_db


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
        "rank_label": "Pangkat/golongan ruang", "position": "Analis Kebijakan Ahli Muda",
        "unit": "Badan Kepegawaian Uji",
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
    assert (goretti["name"], goretti["position"], goretti["rank"]) == ("Dr. Goretti, M.Si.", "Dekan Fakultas Uji", "")


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
        ("Kepala Dinas", "Dinas Kesehatan", "agency", "Kepala Dinas"),
        ("", "Badan Kepegawaian", "agency", "Pimpinan Badan Kepegawaian"),
        ("", "Pemerintah Kota Pontianak", "city", "Pimpinan Pemerintah Kota Pontianak"),
    ],
)
def test_an_office_is_named_in_full(position, name, kind, printed):
    assert position_of(position, Organisation(code="X1", name=name, kind=kind)) == printed


def test_invisible_characters_do_not_reach_the_paper():
    assert clean("  Ani\u200b \t Wija\u00adyanti\u202e ") == "Ani Wijayanti"
    assert clean("A\u0308nne") == "Änne"


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
