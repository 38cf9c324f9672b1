"""What an import writes, what a second one leaves alone, and whom it lets in."""

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partners import events
from partners.models import (
    Agreement,
    AgreementParty,
    Event,
    Expertise,
    Membership,
    Organisation,
    Person,
    PersonRecord,
)
from partners.refusals import NotAllowed
from scheduling.models import Booking, Room, Site, Unavailability
from workshops.models import Feature, Programme, Registration, Session, Workshop

from .conftest import NOW
from .workbooks import DIRTY, Workbook

SIZES = {
    "organisations": 18,
    "people": 314,
    "rooms": 10,
    "agreements": 7,
    "workshops": 24,
    "sessions": 139,
    "nominations": 828,
    "unavailability": 74,
    "room_uses": 84,
}
NOTHING = dict.fromkeys(SIZES, 0)
MODELS = [
    Organisation, Person, PersonRecord, Membership, Expertise, Agreement, AgreementParty, Event, Site, Room, Feature,
    Programme, Workshop, Session, Registration, Unavailability, Booking,
    Person.expertise.through, Room.features.through, Session.features.through, Session.preferred.through,
]  # fmt: skip


def everything() -> dict[str, list]:
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in MODELS}


# The clean plan ---------------------------------------------------------------------------------


def test_clean_plan_is_imported_whole(deliver):
    outcome = deliver()
    assert (outcome.faults, outcome.create, outcome.change) == ([], SIZES, NOTHING)
    programme = Programme.objects.get()
    assert (programme.slug, programme.name) == ("rencana-2027", "Rencana 2027")
    assert (programme.city.code, programme.secretariat.code) == ("PTK", "BKPSDM")
    assert [item.code for item in programme.universities.all()] == ["UNTAN"]
    assert (programme.starts_on, programme.ends_on) == (date(2027, 1, 11), date(2027, 6, 17))
    assert Workshop.objects.count() == 24
    assert Registration.objects.filter(state="nominated").count() == 828


def test_second_import_changes_nothing(deliver):
    deliver()
    before = everything()
    outcome = deliver(at=NOW + timedelta(days=3))
    assert (outcome.create, outcome.change, outcome.left) == (NOTHING, NOTHING, SIZES)
    assert everything() == before


def test_check_writes_nothing_and_promises_what_the_import_does(deliver):
    before = everything()
    promised = deliver(check=True)
    assert everything() == before
    done = deliver()
    assert (promised.create, promised.change, promised.left) == (done.create, done.change, done.left)
    assert (promised.written, done.written) == (False, True)


def test_import_costs_the_same_queries_for_more_rows(deliver):
    book = Workbook.read()
    for sheet, kept in (("Peserta", 50), ("Pemakaian Ruang", 5), ("Tidak Tersedia", 5)):
        book.sheets[sheet] = book.sheets[sheet][:kept]
    with CaptureQueriesContext(connection) as small:
        deliver(book.write(), programme="kecil", check=True)
    with CaptureQueriesContext(connection) as large:
        deliver(programme="besar", check=True)
    assert len(small) == len(large)


def test_rows_become_what_they_say(deliver):
    deliver()
    person = Person.objects.get(nip="198905122017031008")
    assert (person.full_name, person.title_back, person.grade, person.employment) == (
        "Abdul Halim Setiawan", "S.E., M.M.", "III/c", "pns",
    )  # fmt: skip
    assert (person.phone, person.birth_date, person.unit.path) == ("+6281100000001", date(1989, 5, 12), "PTK/BKPSDM/")
    assert not person.has_usable_password()
    assert sorted(person.memberships.values_list("role", "organisation__code")) == [
        ("coordinator", "BKPSDM"),
        ("proposer", "BKPSDM"),
    ]
    record = person.records.get()
    assert (record.valid_from, record.nip, record.grade, record.unit) == (
        date(2026, 12, 1),
        person.nip,
        "III/c",
        person.unit,
    )

    room = Room.objects.get(code="SSA")
    assert (room.site.code, room.owner.code, room.capacity, room.theatre_capacity) == ("BALAIKOTA", "BKPSDM", 120, 250)
    assert (room.opens_at, room.closes_at, room.setup_minutes, room.teardown_minutes) == (time(7, 30), time(16), 30, 15)
    assert {item.name for item in room.features.all()} == {"proyektor", "tata suara", "daring"}

    agreement = Agreement.objects.get(parties__number="100.3.7.1/21/BKPSDM/2026")
    assert (agreement.kind, agreement.origin, agreement.state) == ("pks", "import", "signed")
    assert agreement.parent.kind == "mou"
    assert list(agreement.parties.values_list("order", "organisation__code", "number", "signatory_text")) == [
        (1, "BKPSDM", "100.3.7.1/21/BKPSDM/2026", "Kepala BKPSDM"),
        (2, "FT", "901/UN22.1/KS.00/2026", "Dekan"),
    ]

    workshop = Workshop.objects.get(code="LK27-004")
    assert (workshop.source, workshop.source_note, workshop.state) == ("import", "rencana-2027.xlsx", "preparing")
    assert (workshop.capacity, workshop.delivery_mode, workshop.dimension) == (40, "on_site", "governance")
    assert workshop.agreement == agreement
    assert (workshop.earliest_on, workshop.latest_on) == (date(2027, 1, 25), date(2027, 2, 18))
    session = workshop.sessions.get(order=2)
    assert (session.kind, session.jp, session.minutes, session.facilitators_needed) == ("lesson", 2, 90, 1)
    assert session.expertise.name == "kota cerdas"
    assert [person.nuptk for person in session.preferred.all()] == ["7650683112374165"]
    assert [feature.name for feature in session.features.all()] == ["proyektor"]

    use = Booking.objects.get(room__code="SSA", starts_at=datetime(2027, 5, 25, 2, tzinfo=UTC))
    assert (use.title, use.state, use.imported) == ("Rapat koordinasi", "confirmed", True)
    assert (
        (use.held_from, use.held_until)
        == (use.starts_at, use.ends_at)
        == (
            datetime(2027, 5, 25, 2, tzinfo=UTC),
            datetime(2027, 5, 25, 5, tzinfo=UTC),
        )
    )
    weekly, whole = Unavailability.objects.filter(person__nuptk="3878136273584330").order_by("-weekday")
    assert {weekly.weekday, whole.weekday} == {3, None}
    days = whole if whole.weekday is None else weekly
    assert (days.starts_at, days.ends_at, days.imported) == (None, None, True)
    registration = Registration.objects.get(workshop__code="LK27-001", person__nip="199412192019031030")
    assert registration.nominated_by.code == "KEC-KOTA"


def test_import_leaves_one_event_without_personal_data(deliver):
    deliver()
    event = Event.objects.get(verb="import_season")
    assert (event.verb, event.object_type, event.actor) == ("import_season", "workshops.programme", None)
    assert event.data == {"file": "rencana-2027.xlsx", "create": SIZES, "change": NOTHING, "faults": 0}


def test_zone_of_the_owner_counts(deliver):
    book = Workbook.read()
    for row in book.sheets["Instansi"]:
        row["zona waktu"] = "WITA"
    deliver(book.write())
    assert Booking.objects.filter(room__code="SSA", starts_at=datetime(2027, 5, 25, 1, tzinfo=UTC)).exists()


def test_agreement_without_signing_date_is_a_draft_until_it_has_one(deliver):
    book = Workbook.read()
    row = book.sheets["Kerja Sama"][1]
    signed, row["tanggal tanda tangan"], row["nomor pihak kedua"] = row["tanggal tanda tangan"], None, None
    deliver(book.write())
    assert Agreement.objects.get(parties__number=row["nomor pihak kesatu"]).state == "draft"
    row["tanggal tanda tangan"], row["nomor pihak kedua"] = signed, "901/UN22.1/KS.00/2026"
    assert deliver(book.write()).change == NOTHING | {"agreements": 1}
    assert Agreement.objects.get(parties__number=row["nomor pihak kesatu"]).state == "signed"


def test_tree_is_built_from_any_order_of_rows(deliver):
    book = Workbook.read()
    book.sheets["Instansi"].reverse()
    book.sheets["Kerja Sama"].reverse()
    assert deliver(book.write()).create == SIZES
    assert Organisation.objects.get(code="FT").path == "UNTAN/FT/"
    assert Agreement.objects.filter(parent__isnull=False).count() == 6


# Faults -----------------------------------------------------------------------------------------


def test_with_a_fault_nothing_is_written(deliver):
    before = everything()
    outcome = deliver(DIRTY.read_bytes())
    assert (len(outcome.faults), outcome.written) == (32, False)
    assert everything() == before


def test_partial_import_takes_what_no_fault_touches(deliver):
    outcome = deliver(DIRTY.read_bytes(), partial=True)
    assert (len(outcome.faults), outcome.written) == (32, True)
    assert outcome.create == {
        "organisations": 18,
        "people": 302,
        "rooms": 8,
        "agreements": 4,
        "workshops": 3,
        "sessions": 18,
        "nominations": 77,
        "unavailability": 71,
        "room_uses": 62,
    }
    again = deliver(DIRTY.read_bytes(), partial=True)
    assert (again.create, again.change) == (NOTHING, NOTHING)


def test_rest_of_a_partial_import_follows_once_it_is_corrected(deliver):
    book = Workbook.read()
    row = book.sheets["Lokakarya"][0]
    row["moda"], right = "telepati", row["moda"]
    partial = deliver(book.write(), partial=True)
    assert partial.create["workshops"] == 23
    row["moda"] = right
    rest = deliver(book.write())
    assert {kind: partial.create[kind] + rest.create[kind] for kind in SIZES} == SIZES


def test_hostile_texts_are_only_texts(deliver):
    book = Workbook.read()
    hostile = "'); DROP TABLE partners_person; --<script>alert(1)</script>{{ 7|add:7 }} %(value)s %s {0}"
    book.sheets["Lokakarya"][0]["judul"] = hostile
    book.sheets["Orang"][20]["jabatan"] = "\u202e@SUM(1+1)\x7f"
    assert deliver(book.write()).faults == []
    assert Workshop.objects.get(code="LK27-001").title == hostile
    assert Person.objects.get(nip=book.sheets["Orang"][20]["NIP"]).position == "@SUM(1+1)"


def test_hostile_values_do_not_break_the_sentences(deliver):
    book = Workbook.read()
    book.sheets["Lokakarya"][0]["moda"] = "%(nothing)s %d {x}"
    book.sheets["Orang"][3]["peran"] = "%s;raja%"
    assert all(fault.message for fault in deliver(book.write()).faults)


# Changes ----------------------------------------------------------------------------------------


def test_corrections_in_the_workbook_arrive(deliver):
    deliver()
    book = Workbook.read()
    book.sheets["Lokakarya"][0]["judul"] = "Judul baru"
    book.sheets["Ruang"][0]["kapasitas kelas"] = 121
    book.sheets["Instansi"][5]["alamat"] = "Jalan Baru"
    book.sheets["Tidak Tersedia"][0]["alasan"] = "sidang"
    book.sheets["Pemakaian Ruang"][0]["kegiatan"] = "Kegiatan lain"
    book.sheets["Sesi"][1]["judul"] = "Materi baru"
    book.sheets["Orang"][10]["peran"] = "penelaah"
    outcome = deliver(book.write())
    assert outcome.create == NOTHING
    assert outcome.change == NOTHING | dict.fromkeys(
        ("workshops", "rooms", "organisations", "unavailability", "room_uses", "sessions", "people"), 1
    )
    assert Workshop.objects.get(code="LK27-001").title == "Judul baru"
    assert Booking.objects.filter(title="Kegiatan lain").count() == 1


def test_use_moved_within_its_day_moves(deliver):
    deliver()
    book = Workbook.read()
    use = book.sheets["Pemakaian Ruang"][0]
    use["jam mulai"], use["jam selesai"] = "10.00", "12.30"
    outcome = deliver(book.write())
    assert (outcome.create, outcome.change) == (NOTHING, NOTHING | {"room_uses": 1})
    assert Booking.objects.count() == 84


def test_blank_cells_erase_nothing(deliver):
    deliver()
    before = everything()
    book = Workbook.read()
    for row in book.sheets["Orang"]:
        row["No. HP"] = row["jabatan"] = row["gelar belakang"] = None
    assert deliver(book.write()).change == NOTHING
    assert everything() == before


def test_programme_is_widened_and_never_narrowed(deliver):
    deliver()
    book = Workbook.read()
    book.sheets["Lokakarya"] = book.sheets["Lokakarya"][:1]
    book.sheets["Lokakarya"][0]["periode mulai"] = datetime(2027, 1, 4)
    for sheet in ("Sesi", "Peserta"):
        book.sheets[sheet] = [row for row in book.sheets[sheet] if row["kode lokakarya"] == "LK27-001"]
    deliver(book.write())
    programme = Programme.objects.get()
    assert (programme.starts_on, programme.ends_on) == (date(2027, 1, 4), date(2027, 6, 17))


def test_changed_career_is_kept_as_a_dated_record(deliver):
    deliver()
    book = Workbook.read()
    row = book.sheets["Orang"][0]
    row["golongan"] = "III/d"
    deliver(book.write(), at=NOW + timedelta(days=30))
    person = Person.objects.get(nip=row["NIP"])
    assert list(person.records.values_list("valid_from", "grade")) == [
        (date(2026, 12, 31), "III/d"),
        (date(2026, 12, 1), "III/c"),
    ]
    row["golongan"] = "IV/a"
    deliver(book.write(), at=NOW + timedelta(days=30))
    assert list(person.records.values_list("valid_from", "grade")) == [
        (date(2026, 12, 31), "IV/a"),
        (date(2026, 12, 1), "III/c"),
    ]


# Matching people --------------------------------------------------------------------------------


def lecturer(book: Workbook) -> dict:
    return next(row for row in book.sheets["Orang"] if row["NUPTK"] and row["NIP"])


def test_people_are_known_by_nip_then_nuptk_then_address(deliver):
    deliver()
    book = Workbook.read()
    row = lecturer(book)
    person = Person.objects.get(nip=row["NIP"])
    row["NUPTK"], row["pos-el"], row["nama lengkap"] = "1111222233334444", "baru@untan.example", "Nama Baru"
    for session in book.sheets["Sesi"]:
        session["narasumber usulan"] = None
    del book.sheets["Tidak Tersedia"]
    assert deliver(book.write()).change["people"] == 1
    person.refresh_from_db()
    assert (person.full_name, person.nuptk, person.email) == ("Nama Baru", "1111222233334444", "baru@untan.example")

    row["jenis pegawai"], row["NIP"], row["golongan"] = "Non-ASN", None, None
    row["pos-el"] = "lain@untan.example"
    assert deliver(book.write()).change["people"] == 1
    person.refresh_from_db()
    assert (person.email, person.employment) == ("lain@untan.example", "non_asn")

    row["NUPTK"] = None
    row["nama lengkap"] = "Nama Lain"
    outcome = deliver(book.write())
    person.refresh_from_db()
    assert (outcome.change["people"], person.full_name) == (1, "Nama Lain")
    assert "name_differs" in {warning.code for warning in outcome.warnings}


def test_nip_and_address_of_two_people_are_a_fault(deliver):
    deliver()
    book = Workbook.read()
    first, second = book.sheets["Orang"][:2]
    book.sheets["Orang"].remove(second)
    first["pos-el"] = second["pos-el"]
    (fault,) = deliver(book.write(), check=True).faults
    assert (fault.sheet, fault.row, fault.column, fault.code) == ("Orang", 2, "pos-el", "ambiguous_person")
    assert second["nama lengkap"] in fault.message


def test_new_contract_brings_a_new_nip_but_another_birth_is_another_person(deliver):
    deliver()
    book = Workbook.read()
    row = next(row for row in book.sheets["Orang"] if row["jenis pegawai"] == "PPPK")
    book.sheets["Peserta"] = [other for other in book.sheets["Peserta"] if other["NIP"] != row["NIP"]]
    old = row["NIP"]
    row["NIP"] = old[:8] + "202622" + old[14:]
    assert deliver(book.write()).change["people"] == 1
    assert Person.objects.get(nip=row["NIP"]).records.count() == 1
    row["NIP"] = "19700101" + old[8:]
    assert [fault.code for fault in deliver(book.write(), check=True).faults] == ["ambiguous_person"]


def test_address_of_somebody_who_signs_in_stays(deliver):
    deliver()
    book = Workbook.read()
    row = book.sheets["Orang"][0]
    person = Person.objects.get(nip=row["NIP"])
    person.set_password("rahasia-sekali")
    person.save()
    row["pos-el"] = "penyusup@evil.example"
    outcome = deliver(book.write())
    assert outcome.change == NOTHING
    assert [(warning.row, warning.code) for warning in outcome.warnings if warning.sheet == "Orang"] == [
        (2, "email_kept")
    ]
    person.refresh_from_db()
    assert person.email == "abdul.halim.setiawan.0081@pontianak.example"


# What people did since --------------------------------------------------------------------------


def test_published_session_stays_as_it_is(deliver):
    deliver()
    session = Session.objects.get(workshop__code="LK27-001", order=2)
    Session.objects.filter(pk=session.pk).update(
        starts_at=NOW, ends_at=NOW + timedelta(hours=3), published_at=NOW, title="Dijadwalkan"
    )
    before = everything()
    outcome = deliver()
    assert (outcome.create, outcome.change) == (NOTHING, NOTHING)
    assert [(warning.sheet, warning.row) for warning in outcome.warnings if warning.code == "published"] == [
        ("Sesi", 3)
    ]
    assert everything() == before


def test_registrations_are_not_touched(deliver):
    deliver()
    Registration.objects.filter(workshop__code="LK27-001").update(state="withdrawn", reason="sakit")
    before = everything()
    assert deliver().create == NOTHING
    assert everything() == before


def test_seats_are_never_fewer_than_those_taken(deliver):
    deliver()
    for registration in Registration.objects.filter(workshop__code="LK27-001")[:20]:
        registration.state = "confirmed"
        registration.save()
    book = Workbook.read()
    book.sheets["Lokakarya"][0]["kuota"] = 10
    outcome = deliver(book.write())
    assert outcome.change == NOTHING
    assert "seats_taken" in {warning.code for warning in outcome.warnings}
    book.sheets["Lokakarya"][0]["kuota"] = 20
    assert deliver(book.write()).change == NOTHING | {"workshops": 1}
    assert Workshop.objects.get(code="LK27-001").seats_taken == 20


def test_released_use_stays_released(deliver):
    deliver()
    Booking.objects.filter(title="Musrenbang").update(state="released")
    before = everything()
    assert deliver().create == NOTHING
    assert everything() == before


def test_ended_role_stays_ended(deliver):
    deliver()
    Membership.objects.filter(role="coordinator").update(valid_until=date(2026, 12, 2))
    assert deliver().change == NOTHING
    assert not Membership.objects.filter(role="coordinator", valid_until=None).exists()


@pytest.mark.parametrize(("sheet", "model", "lookup", "column"), [
    ("Lokakarya", Workshop, {"code": "LK27-001"}, "judul"),
    ("Orang", Person, {"nip": "198905122017031008"}, "jabatan"),
    ("Kerja Sama", Agreement, {"kind": "mou"}, "judul"),
    ("Instansi", Organisation, {"code": "PTK"}, "alamat"),
    ("Ruang", Room, {"code": "SSA"}, "nama ruang"),
])  # fmt: skip
def test_what_was_decided_here_since_stays(deliver, sheet, model, lookup, column):
    deliver()
    events.record("edit", model.objects.get(**lookup), by=None, at=NOW)
    before = everything()
    book = Workbook.read()
    book.sheets[sheet][0][column] = "Lain sekali"
    outcome = deliver(book.write())
    assert outcome.change == NOTHING
    assert [(warning.row, warning.column) for warning in outcome.warnings if warning.code == "changed_here"] == [
        (2, column)
    ]
    assert everything() == before


def test_agreement_drawn_up_here_is_used_and_not_changed(deliver):
    deliver()
    Agreement.objects.update(origin="here")
    book = Workbook.read()
    book.sheets["Kerja Sama"][0]["judul"] = "Judul lain"
    outcome = deliver(book.write())
    assert (outcome.create, outcome.change) == (NOTHING, NOTHING)
    assert "drawn_up_here" in {warning.code for warning in outcome.warnings}


def test_organisation_is_not_moved(deliver):
    deliver()
    book = Workbook.read()
    next(row for row in book.sheets["Instansi"] if row["kode"] == "LPPM")["induk"] = "FT"
    outcome = deliver(book.write())
    assert outcome.change == NOTHING
    assert "organisation_moved" in {warning.code for warning in outcome.warnings}
    assert Organisation.objects.get(code="LPPM").path == "UNTAN/LPPM/"


def test_use_that_meets_a_booking_made_here_is_a_fault(deliver):
    deliver()
    Booking.objects.filter(room__code="SSA").update(imported=False)
    faults = deliver(check=True).faults
    assert {(fault.sheet, fault.column, fault.code) for fault in faults} == {
        ("Pemakaian Ruang", "kode ruang", "room_overlap")
    }


def test_workshop_called_off_in_the_workbook_is_left_alone_with_all_its_rows(deliver):
    deliver()
    before = everything()
    book = Workbook.read()
    book.sheets["Lokakarya"][0]["status"] = "dibatalkan"
    book.sheets["Lokakarya"][0]["judul"] = book.sheets["Sesi"][1]["judul"] = "Lain"
    outcome = deliver(book.write())
    assert (outcome.faults, outcome.create, outcome.change) == ([], NOTHING, NOTHING)
    assert everything() == before


def test_another_programme_shares_people_rooms_and_agreements(deliver):
    deliver()
    outcome = deliver(programme="kedua")
    assert outcome.create == NOTHING | {"workshops": 24, "sessions": 139, "nominations": 828}
    assert (outcome.programme, outcome.change) == ("kedua", NOTHING)


def test_file_of_people_alone_needs_no_programme(deliver):
    book = Workbook.read()
    for sheet in ("Lokakarya", "Sesi", "Peserta"):
        del book.sheets[sheet]
    outcome = deliver(book.write())
    assert (outcome.faults, outcome.create["people"], outcome.programme) == ([], 314, "rencana-2027")
    assert not Programme.objects.exists()
    rest = deliver()
    assert {kind: outcome.create[kind] + rest.create[kind] for kind in SIZES} == SIZES


# Permission -------------------------------------------------------------------------------------


def test_coordinator_of_the_secretariat_may_import(deliver, coordinator):
    outcome = deliver(by=coordinator)
    assert (outcome.faults, outcome.create["workshops"]) == ([], 24)
    assert Event.objects.get(verb="import_season").actor == coordinator
    coordinator.refresh_from_db()
    assert coordinator.nip == "198905122017031008"
    assert deliver(by=Person.objects.get(pk=coordinator.pk)).change == NOTHING


@pytest.mark.parametrize("role", ["proposer", "admin", "nominator"])
def test_other_roles_may_not(deliver, coordinator, role):
    coordinator.memberships.update(role=role)
    before = everything()
    with pytest.raises(NotAllowed):
        deliver(by=Person.objects.get(pk=coordinator.pk))
    assert everything() == before


def test_coordinator_of_another_office_may_not_touch_this_programme(deliver):
    deliver()
    other = Person.objects.get(memberships__role="coordinator", memberships__organisation__code="DLH")
    for check in (True, False):
        with pytest.raises(NotAllowed):
            deliver(by=other, check=check)


def test_file_cannot_make_its_bearer_coordinator_elsewhere(deliver):
    deliver()
    stranger = Person.objects.get(full_name="Zulkifli Alkadrie", unit__code="BKPSDM")
    with pytest.raises(NotAllowed):
        deliver(by=stranger, programme="baru")


def test_coordinator_of_the_city_names_nobody_in_a_university_that_has_roles_of_its_own(deliver):
    """Two sides approve: one person must not be able to choose both reviewers, nor their addresses."""
    deliver()
    coordinator = Person.objects.get(memberships__role="coordinator", memberships__organisation__code="BKPSDM")
    book = Workbook.read()
    rows = book.sheets["Orang"]
    index, lecturer = next((at, row) for at, row in enumerate(rows, 2) if row["unit"] == "FT" and not row["peran"])
    lecturer["peran"], lecturer["pos-el"] = "penelaah", "penyusup@evil.example"
    colleague = next(row for row in rows if row["unit"] == "BKPSDM" and not row["peran"])
    colleague["peran"] = "penelaah"
    outcome = deliver(book.write(), by=coordinator)
    found = {(warning.row, warning.code) for warning in outcome.warnings if warning.sheet == "Orang"}
    assert found >= {(index, "role_elsewhere"), (index, "not_yours")}
    assert not Membership.objects.filter(person__full_name=lecturer["nama lengkap"], role="reviewer").exists()
    assert Membership.objects.filter(role="reviewer", person__full_name=colleague["nama lengkap"]).exists()
    assert not Person.objects.filter(email="penyusup@evil.example").exists()


def test_superuser_may(deliver, db):
    admin = Person.objects.create_superuser("admin@kota.example", "rahasia-sekali", full_name="Admin")
    assert deliver(by=admin).create == SIZES


# Anything at all --------------------------------------------------------------------------------

ODD_CELLS = [
    None, " ", "-", 0, -1, 3.5, 1e17, 10**18, True, "=1+1", "#REF!", "x" * 400, "FT", "LK27-002", "CAT",
    "198905122017031008", "7650683112374165", "a@b.id", datetime(2027, 3, 1, 8, 30), time(8), timedelta(hours=30),
    "11/01/2027", "08.00", "07.30-16.00", "usulan", "pembukaan", "Senin", "PPPK", "IX", "daring", "koordinator;penelaah",
    "100.3.7.1/21/BKPSDM/2026", "ß", "İ", "\u202e", "😀", "２", "a;b;A;B", ";;", "%s%(x)s", "{{ x }}",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_whatever_stands_in_the_cells_a_partial_import_holds_its_promises(deliver, seed):
    rng = random.Random(seed)
    book = Workbook.read_small()
    for _mistake in range(10 * (seed + 1)):
        sheet = rng.choice(list(book.sheets))
        row, column = rng.choice(book.sheets[sheet]), rng.choice(book.headers[sheet])
        row[column] = rng.choice([rng.choice(ODD_CELLS), rng.choice(book.sheets[sheet])[column]])
    data = book.write(rng)
    promised = deliver(data, check=True)
    done = deliver(data, partial=True)
    assert (done.create, done.change) == (promised.create, promised.change)
    assert all(entry.message for entry in (*done.faults, *done.warnings))
    again = deliver(data, partial=True)
    assert (again.create, again.change) == (NOTHING, NOTHING)
