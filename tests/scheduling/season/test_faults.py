"""Every fault is found where it is, once, and nothing else is called one."""

import json
import random
from datetime import datetime

import pytest

from scheduling.season.known import Known

from .mistakes import PLANTS, Garden, plant_mistakes
from .workbooks import CLEAN, DIRTY, KEY, Layout, Workbook, judge, places, small_book

LAYOUTS = [
    Layout(),
    Layout(shuffle_columns=True),
    Layout(empty_rows=True, extra_columns=True),
    Layout(shuffle_columns=True, empty_rows=True, extra_columns=True),
]


def test_dirty_plan_has_exactly_the_faults_of_its_key():
    key = [(entry["sheet"], entry["row"], entry["column"], entry["code"]) for entry in json.loads(KEY.read_text())]
    assert sorted(places(judge(DIRTY.read_bytes()))) == sorted(key)


def test_clean_plan_has_no_fault_and_the_warnings_it_deserves():
    plan = judge(CLEAN.read_bytes())
    assert places(plan) == []
    assert {warning.code for warning in plan.report.warnings} == {
        "agreement_period",
        "closing_time",
        "friday_prayer",
        "not_a_party",
    }


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", [CLEAN, DIRTY])
def test_layout_makes_no_difference(path, layout):
    book = Workbook.read(path)
    found = {(sheet, row, column, code) for sheet, row, column, code in places(judge(path.read_bytes()))}
    data = book.write(random.Random(7), layout)
    original = {
        (sheet, number): book.numbers[id(row)]
        for sheet, rows in book.sheets.items()
        for number, row in enumerate(rows, start=2)
    }
    assert set(places(judge(data))) == {
        (sheet, original[sheet, row], column, code) for sheet, row, column, code in found
    }


def test_loud_headers_are_recognised_and_quoted_as_they_stand():
    book = Workbook.read(DIRTY)
    faults = judge(book.write(layout=Layout(loud_headers=True))).report.faults
    assert len(faults) == 32
    assert ("ORANG", "NAMA LENGKAP") in {(fault.sheet, fault.column) for fault in faults}


@pytest.mark.parametrize("index", range(len(PLANTS)))
def test_each_mistake_alone_is_found_as_itself(index):
    book, rng = Workbook.read_small(), random.Random(index)
    sheet, row, column, code = PLANTS[index](Garden(book, rng))
    data = book.write()
    assert places(judge(data)) == [(sheet, book.numbers[id(row)], column, code)]


@pytest.mark.parametrize("seed", range(25))
def test_many_mistakes_at_once_are_told_apart(seed):
    rng = random.Random(seed)
    book = Workbook.read_small()
    planted = plant_mistakes(book, rng, 25)
    data = book.write(rng, rng.choice(LAYOUTS))
    assert sorted(places(judge(data))) == sorted(
        (sheet, book.numbers[id(row)], column, code) for sheet, row, column, code in planted
    )


def test_every_fault_and_warning_has_a_sentence():
    for path in (CLEAN, DIRTY):
        report = judge(path.read_bytes()).report
        for entry in (*report.faults, *report.warnings):
            assert entry.message
            assert "%(" not in entry.message


# Consequences stay silent -----------------------------------------------------------------------


def test_people_nominated_under_a_number_that_their_own_row_garbled_are_not_reported():
    book = Workbook.read()
    nominated = book.sheets["Peserta"][0]["NIP"]
    person = next(row for row in book.sheets["Orang"] if row["NIP"] == nominated)
    person["NIP"] = float(nominated)
    assert [(fault.sheet, fault.code) for fault in judge(book.write()).report.faults] == [("Orang", "nip_as_number")]


def test_whoever_shares_a_number_is_still_found_by_name():
    book = Workbook.read()
    nominated = {row["NIP"] for row in book.sheets["Peserta"]}
    first, second = [row for row in book.sheets["Orang"] if row["NIP"] in nominated][3:5]
    second["NIP"] = first["NIP"]
    assert [fault.code for fault in judge(book.write()).report.faults] == ["nip_duplicate"]


@pytest.mark.parametrize(
    ("sheet", "column", "code"),
    [("Instansi", "kode", "FT"), ("Lokakarya", "kode", "LK27-004"), ("Ruang", "kode ruang", "CAT")],
)
def test_a_row_without_its_code_silences_what_refers_to_it(sheet, column, code):
    book = Workbook.read()
    row = next(row for row in book.sheets[sheet] if row[column] == code)
    row[column] = None
    assert [(fault.sheet, fault.code) for fault in judge(book.write()).report.faults] == [(sheet, "required")]


def test_workshop_that_lost_a_session_row_is_not_reported():
    book = Workbook.read()
    lesson = next(row for row in book.sheets["Sesi"] if row["jenis"] == "materi")
    lesson["kode lokakarya"] = "LK27-999"
    assert [(fault.sheet, fault.code) for fault in judge(book.write()).report.faults] == [("Sesi", "unknown_workshop")]


@pytest.mark.parametrize(
    ("sheet", "column", "code"),
    [
        ("Orang", "NIP", "nip_duplicate"),
        ("Kerja Sama", "nomor pihak kesatu", "duplicate_number"),
        ("Lokakarya", "kode", "duplicate_code"),
        ("Instansi", "kode", "duplicate_code"),
        ("Ruang", "kode ruang", "duplicate_code"),
        ("Sesi", "urutan", "duplicate_row"),
        ("Peserta", "NIP", "duplicate_row"),
        ("Tidak Tersedia", "NUPTK", "duplicate_row"),
        ("Pemakaian Ruang", "kode ruang", "room_overlap"),
    ],
)
def test_row_that_stands_twice_is_one_fault(sheet, column, code):
    book = Workbook.read()
    row = book.add(sheet, like=3)
    data = book.write()
    assert places(judge(data)) == [(sheet, book.numbers[id(row)], column, code)]


def test_weekly_absence_without_any_hours_is_one_fault():
    book = Workbook.read()
    row = next(row for row in book.sheets["Tidak Tersedia"] if row["hari"])
    row["jam mulai"] = row["jam selesai"] = None
    assert [(fault.column, fault.code) for fault in judge(book.write()).report.faults] == [("jam mulai", "required")]


# Sheets and headers -----------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", ["Tidak Tersedia", "Pemakaian Ruang", "Peserta"])
def test_sheet_that_nothing_refers_to_may_be_missing(sheet):
    book = Workbook.read()
    del book.sheets[sheet]
    assert places(judge(book.write())) == []


@pytest.mark.parametrize("sheet", ["Instansi", "Orang", "Ruang", "Kerja Sama", "Lokakarya", "Sesi"])
def test_sheet_that_others_need_is_missed_once(sheet):
    book = Workbook.read()
    del book.sheets[sheet]
    assert places(judge(book.write())) == [(sheet, 1, "", "missing_sheet")]


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        ("Instansi", "kode"),
        ("Orang", "NIP"),
        ("Lokakarya", "kuota"),
        ("Sesi", "kode lokakarya"),
        ("Ruang", "kode ruang"),
        ("Orang", "NUPTK"),
        ("Orang", "pos-el"),
        ("Kerja Sama", "nomor pihak kedua"),
        ("Kerja Sama", "nomor pihak kesatu"),
        ("Sesi", "JP"),
        ("Peserta", "NIP"),
        ("Tidak Tersedia", "hari"),
        ("Tidak Tersedia", "jam mulai"),
        ("Pemakaian Ruang", "jam selesai"),
    ],
)
def test_missing_column_is_one_fault(sheet, column):
    book = Workbook.read()
    book.headers[sheet].remove(column)
    assert places(judge(book.write())) == [(sheet, 1, column, "missing_column")]


def test_optional_columns_may_be_missing_with_a_warning():
    book = Workbook.read()
    gone = [("Instansi", "alamat"), ("Orang", "gelar depan"), ("Lokakarya", "keluaran")]
    for sheet, column in gone:
        book.headers[sheet].remove(column)
    plan = judge(book.write())
    assert places(plan) == []
    warnings = [warning for warning in plan.report.warnings if warning.code == "column_not_read"]
    assert [(warning.sheet, warning.column) for warning in warnings] == gone


def test_sheet_without_headers_is_one_fault():
    book = Workbook.read()
    book.headers["Peserta"] = [f"kolom {index}" for index in range(4)]
    book.sheets["Peserta"] = [dict.fromkeys(book.headers["Peserta"], "isi")]
    assert places(judge(book.write())) == [("Peserta", 1, "", "missing_header")]


def test_two_columns_of_one_name_are_a_fault():
    data = small_book(
        Instansi=[{"kode": "PTK", "nama": "Kota", "jenis": "pemerintah kota", "induk": None, "NAMA": "Kotamadya"}]
    )
    assert places(judge(data)) == [("Instansi", 1, "NAMA", "duplicate_column")]


def test_title_above_the_headers_moves_the_rows():
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Instansi"
    sheet["A1"] = "RENCANA 2027"
    sheet.merge_cells("A1:D1")
    for row in (["kode", "nama", "jenis", "induk"], ["PTK", "Kota", "pemerintah kota"], ["X", None, "fakultas", "PTK"]):
        sheet.append(row)
    assert places(judge(_saved(book))) == [("Instansi", 4, "nama", "required")]


def test_merged_cells_count_for_every_row_beside_them():
    import openpyxl

    book = openpyxl.load_workbook(CLEAN)
    sheet = book["Ruang"]
    assert [sheet.cell(row, 1).value for row in (2, 3)] == ["BALAIKOTA", "BALAIKOTA"]
    for column in "ABC":
        sheet.merge_cells(f"{column}2:{column}3")
    plan = judge(_saved(book))
    assert places(plan) == []
    assert [row.site_code for row in plan.rooms[:2]] == ["BALAIKOTA", "BALAIKOTA"]


def _saved(book) -> bytes:
    from io import BytesIO

    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# Trees ------------------------------------------------------------------------------------------


def organisation(code: str, parent: str | None = None) -> dict:
    return {"kode": code, "nama": f"Nama {code}", "jenis": "perangkat daerah", "induk": parent}


def test_parent_may_stand_below_its_child():
    assert places(judge(small_book(Instansi=[organisation("A", "B"), organisation("B")]))) == []


@pytest.mark.parametrize("size", [1, 2, 3, 3000])
def test_circle_of_parents_is_reported_where_it_closes(size):
    rows = [organisation(f"A{index}", f"A{(index + 1) % size}") for index in range(size)]
    assert [place for place in places(judge(small_book(Instansi=rows))) if place[3] == "cycle"] == [
        ("Instansi", size + 1, "induk", "cycle")
    ]


def test_tree_too_deep_for_a_path_is_refused():
    rows = [
        organisation("A0"),
        *(organisation(f"A{index}" + "x" * 30, f"A{index - 1}" + "x" * 30 * (index > 1)) for index in range(1, 20)),
    ]
    assert {fault.sentence for fault in judge(small_book(Instansi=rows)).report.faults} == {"tree_too_deep"}


# What the database knows ------------------------------------------------------------------------


def test_what_the_database_knows_counts_as_known():
    data = small_book(Peserta=[{"kode lokakarya": "lk27-001", "NIP": "198905122017031008", "unit pengusul": "dlh"}])
    person = (1, "Abdul", "198905122017031008", "", "")
    from scheduling.season.known import KnownPerson

    known = Known(organisations={"dlh": "PTK/DLH/"}, workshops={"lk27-001": 8}, people=[KnownPerson(*person)])
    assert places(judge(data, known)) == []
    assert places(judge(data)) == [
        ("Instansi", 1, "", "missing_sheet"),
        ("Orang", 1, "", "missing_sheet"),
        ("Lokakarya", 1, "", "missing_sheet"),
    ]


def test_statuses_other_than_approved_are_left_out_with_a_warning():
    book = Workbook.read()
    book.sheets["Lokakarya"][0]["status"] = "Diajukan"
    plan = judge(book.write())
    assert places(plan) == []
    assert [warning.row for warning in plan.report.warnings if warning.code == "not_approved"] == [2]
    assert not any(row.usable for row in (*plan.sessions, *plan.nominations) if row.workshop == "LK27-001")


def test_birth_date_that_differs_from_the_nip_is_only_a_warning():
    book = Workbook.read()
    book.sheets["Orang"][0]["tanggal lahir"] = datetime(1980, 1, 1)
    plan = judge(book.write())
    assert places(plan) == []
    assert [warning.row for warning in plan.report.warnings if warning.code == "birth_date_differs"] == [2]
