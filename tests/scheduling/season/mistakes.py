"""Mistakes that people make, each planted in a clean plan at a place of its own with the fault it must be found as."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from .workbooks import Cells, Workbook

Plant = Callable[["Garden"], tuple[str, Cells, str, str] | None]


@dataclass
class Garden:
    """A workbook in which mistakes are planted, never two in one row, nor in a row that another mistake leans on."""

    book: Workbook
    rng: random.Random
    used: set[int] = field(default_factory=set)

    def rows(self, sheet: str) -> list[Cells]:
        return [row for row in self.book.sheets[sheet] if id(row) not in self.used]

    def pick(self, sheet: str, suits: Callable[[Cells], object] = lambda row: True) -> Cells:
        row = self.rng.choice([row for row in self.rows(sheet) if suits(row)])
        self.used.add(id(row))
        return row

    def pick_two(self, sheet: str, suits: Callable[[Cells], object] = lambda row: True) -> tuple[Cells, Cells]:
        """Two rows in the order of the sheet."""
        rows = [row for row in self.rows(sheet) if suits(row)]
        first, second = sorted(self.rng.sample(range(len(rows)), 2))
        self.used |= {id(rows[first]), id(rows[second])}
        return rows[first], rows[second]


def cell(
    sheet: str, column: str, values: Iterable[object], code: str, suits: Callable[[Cells], object] = lambda row: True
) -> Plant:
    """One of ``values`` (a function is asked with the old value) in a row that suits."""
    choices = list(values)

    def plant(garden: Garden) -> tuple[str, Cells, str, str]:
        row = garden.pick(sheet, suits)
        value = garden.rng.choice(choices)
        row[column] = value(row[column]) if callable(value) else value
        return sheet, row, column, code

    return plant


def twin(sheet: str, column: str, code: str, *also: str, suits: Callable[[Cells], object] = lambda row: True) -> Plant:
    """The later of two rows gets what stands in a column (and others) of the earlier."""

    def plant(garden: Garden) -> tuple[str, Cells, str, str]:
        first, second = garden.pick_two(sheet, suits)
        for name in (column, *also):
            second[name] = first[name]
        return sheet, second, column, code

    return plant


def repeat(sheet: str, column: str, code: str, **changes: object) -> Plant:
    """A row stands a second time at the end."""

    def plant(garden: Garden) -> tuple[str, Cells, str, str]:
        row = dict(garden.pick(sheet), **changes)
        garden.book.sheets[sheet].append(row)
        garden.used.add(id(row))
        return sheet, row, column, code

    return plant


def is_pns(row: Cells) -> bool:
    return row["jenis pegawai"] == "PNS"


def has_nuptk(row: Cells) -> bool:
    return bool(row["NUPTK"])


def is_lesson(row: Cells) -> bool:
    return row["jenis"] == "materi"


def is_weekly(row: Cells) -> bool:
    return bool(row["hari"])


def digits(start: int, text: str) -> Callable[[object], str]:
    return lambda old: str(old)[:start] + text + str(old)[start + len(text) :]


FORMULAS = ["=1+1", '=HYPERLINK("https://evil.example","klik")', "=Orang!A1", " =cmd|' /C calc'!A0", "＝SUM(A1)"]
ERRORS = ["#REF!", "#N/A", "#VALUE!"]
NO_DATES = [
    "kapan-kapan",
    "31 Februari 2027",
    "32/01/2027",
    "2027-13-01",
    "Selasa, 11 Januari 2027",
    46398,
    True,
    "Januari",
]
NO_NUMBERS = ["tiga puluh", 30.5, "30 orang", True, datetime(2027, 1, 11), "1e3", "½"]
NO_TIMES = ["25.00", "08.60", "pagi", 8, 7.3, "0800", datetime(2027, 1, 11, 8)]
BLANKS = [None, " ", "\u00a0", "-"]
NO_ORGANISATIONS = ["DINAS-X", "FT UNTAN", "Fakultas Teknik", 101]

PLANTS: list[Plant] = [
    # Instansi
    cell("Instansi", "nama", BLANKS, "required"),
    cell("Instansi", "jenis", ["kerajaan", 7], "kind"),
    cell("Instansi", "kode", [" A B", "UN/22", "ä"], "code", lambda row: row["kode"] in ("DLH", "FT", "DPUPR")),
    cell("Instansi", "kode", BLANKS, "required", lambda row: row["kode"] in ("DINKES", "FEB", "LPPM")),
    cell("Instansi", "induk", ["KOTA-X"], "unknown_organisation", lambda row: row["induk"]),
    cell("Instansi", "zona waktu", ["Europe/Berlin", "GMT+7"], "timezone"),
    repeat("Instansi", "kode", "duplicate_code", nama="Kembar"),
    # Orang
    cell("Orang", "nama lengkap", BLANKS, "required"),
    cell("Orang", "nama lengkap", FORMULAS, "formula"),
    cell("Orang", "nama lengkap", ["x" * 121], "too_long"),
    cell("Orang", "jabatan", ERRORS, "error_value"),
    cell("Orang", "jabatan", [True, datetime(2027, 1, 1), time(8)], "text"),
    cell("Orang", "NIP", [lambda old: str(old)[:-1], lambda old: f"{old}0", "NIP lama"], "nip_length", is_pns),
    cell("Orang", "NIP", [float, int, lambda old: f"{float(old):.14E}"], "nip_as_number", is_pns),
    cell("Orang", "NIP", [digits(4, "13"), digits(6, "32"), digits(0, "1899")], "nip_birth_date", is_pns),
    cell("Orang", "NIP", [digits(12, "15"), digits(8, "1950")], "nip_appointment", is_pns),
    cell("Orang", "NIP", [digits(14, "3")], "nip_sex", is_pns),
    cell("Orang", "NIP", [digits(15, "000")], "nip_sequence", is_pns),
    cell("Orang", "NIP", BLANKS, "required", is_pns),
    twin("Orang", "NIP", "nip_duplicate", suits=is_pns),
    cell("Orang", "NUPTK", [lambda old: str(old)[:-1]], "nuptk_length", has_nuptk),
    cell("Orang", "NUPTK", [int, float], "nuptk_as_number", has_nuptk),
    cell("Orang", "jenis pegawai", ["Honorer", "ASN", 1], "employment"),
    cell("Orang", "jenis pegawai", ["PPPK", "Non-ASN"], "employment_mismatch", is_pns),
    cell("Orang", "golongan", ["V/z", "IX", "III/e", "XX", 3], "grade", is_pns),
    cell("Orang", "golongan", ["III/a", "XVIII"], "grade", lambda row: row["jenis pegawai"] == "PPPK"),
    cell("Orang", "unit", NO_ORGANISATIONS, "unknown_organisation"),
    cell("Orang", "unit", BLANKS, "required"),
    cell("Orang", "pos-el", ["tanpa-at.pontianak", "a@b", "a b@c.example", "x@y..example", 5], "email"),
    twin("Orang", "pos-el", "email_duplicate"),
    cell("Orang", "No. HP", ["tidak ada", "0811/0812", "+62", "123"], "phone"),
    cell("Orang", "tanggal lahir", NO_DATES, "date"),
    cell("Orang", "peran", ["raja", "koordinator;raja", "admin", "koordinator pengusul"], "role"),
    # Ruang
    cell("Ruang", "kapasitas kelas", [-5, 0, "0", 40_000], "capacity"),
    cell("Ruang", "kapasitas kelas", NO_NUMBERS, "number"),
    cell(
        "Ruang", "jam buka", ["16.00-07.30", "07.30", "pagi-sore", "07.30-25.00", 7.3, "08.00-08.00"], "opening_hours"
    ),
    cell("Ruang", "menit persiapan", [-1, 241], "minutes"),
    cell("Ruang", "pengelola", NO_ORGANISATIONS, "unknown_organisation"),
    cell("Ruang", "nama ruang", BLANKS, "required"),
    cell("Ruang", "kode ruang", BLANKS, "required"),
    repeat("Ruang", "kode ruang", "duplicate_code"),
    # Kerja Sama
    cell("Kerja Sama", "jenis", ["Surat", 1], "kind"),
    cell("Kerja Sama", "berakhir", [datetime(2025, 1, 1), "1 Januari 2025"], "end_before_start"),
    cell("Kerja Sama", "mulai", NO_DATES, "date"),
    cell("Kerja Sama", "nomor pihak kedua", BLANKS, "required"),
    cell("Kerja Sama", "pihak kedua", NO_ORGANISATIONS, "unknown_organisation"),
    cell("Kerja Sama", "induk", ["1/X/2020"], "unknown_agreement", lambda row: row["induk"]),
    repeat("Kerja Sama", "nomor pihak kesatu", "duplicate_number", **{"nomor pihak kedua": "9/X/2026"}),
    # Lokakarya
    cell("Lokakarya", "kuota", NO_NUMBERS, "number"),
    cell("Lokakarya", "kuota", [0, -3], "capacity"),
    cell("Lokakarya", "dasar", ["100.3.7.1/999/X/2026"], "unknown_agreement"),
    cell("Lokakarya", "moda", ["telepati", True], "delivery_mode"),
    cell("Lokakarya", "status", ["mungkin", 1], "status"),
    cell("Lokakarya", "dimensi", ["keempat"], "dimension"),
    cell("Lokakarya", "JP", [99, lambda old: old + 17], "jp_mismatch"),
    cell("Lokakarya", "periode akhir", [datetime(2026, 12, 1)], "end_before_start"),
    cell("Lokakarya", "periode mulai", NO_DATES, "date"),
    cell("Lokakarya", "judul", BLANKS, "required"),
    cell("Lokakarya", "mitra", NO_ORGANISATIONS, "unknown_organisation"),
    repeat("Lokakarya", "kode", "duplicate_code"),
    # Sesi
    cell("Sesi", "menit", [0, 4, 721, -30], "minutes"),
    cell("Sesi", "menit", [lambda old: old + 10, 60], "minutes", is_lesson),
    cell("Sesi", "menit", NO_NUMBERS, "number"),
    cell("Sesi", "JP", [1], "jp_outside_lesson", lambda row: not is_lesson(row)),
    cell("Sesi", "JP", BLANKS, "required", is_lesson),
    cell("Sesi", "jenis", ["pesta"], "kind"),
    cell("Sesi", "kode lokakarya", ["LK27-999"], "unknown_workshop", lambda row: not is_lesson(row)),
    cell("Sesi", "narasumber usulan", ["0000000000000000", "siapa@entah.example"], "unknown_person", is_lesson),
    cell("Sesi", "narasumber usulan", [5268979779316168], "nuptk_as_number", is_lesson),
    repeat("Sesi", "urutan", "duplicate_row"),
    # Peserta
    cell("Peserta", "NIP", ["199001012015011999", "123"], "unknown_person"),
    cell("Peserta", "NIP", [1.98501202009012e17], "nip_as_number"),
    cell("Peserta", "kode lokakarya", ["LK27-998"], "unknown_workshop"),
    cell("Peserta", "unit pengusul", NO_ORGANISATIONS, "unknown_organisation"),
    repeat("Peserta", "NIP", "duplicate_row"),
    # Tidak Tersedia
    cell("Tidak Tersedia", "jam selesai", ["07.00", "05:00"], "end_before_start"),
    cell("Tidak Tersedia", "jam mulai", NO_TIMES, "time"),
    cell("Tidak Tersedia", "jam mulai", BLANKS, "required", is_weekly),
    cell("Tidak Tersedia", "hari", ["Saptu", "Kliwon", 3], "weekday"),
    cell("Tidak Tersedia", "tanggal selesai", [datetime(2026, 1, 1)], "end_before_start"),
    cell("Tidak Tersedia", "NUPTK", ["0000000000000000"], "unknown_person"),
    repeat("Tidak Tersedia", "NUPTK", "duplicate_row"),
    # Pemakaian Ruang
    cell("Pemakaian Ruang", "tanggal", NO_DATES, "date"),
    cell("Pemakaian Ruang", "jam selesai", NO_TIMES, "time"),
    cell("Pemakaian Ruang", "jam selesai", ["07.00", lambda old: "06:59"], "end_before_start"),
    cell("Pemakaian Ruang", "kode ruang", ["BALAI-X"], "unknown_room"),
    cell("Pemakaian Ruang", "kegiatan", BLANKS, "required"),
    repeat("Pemakaian Ruang", "kode ruang", "room_overlap", kegiatan="Rapat tandingan"),
]


def plant_mistakes(book: Workbook, rng: random.Random, how_many: int) -> list[tuple[str, Cells, str, str]]:
    """Plant different mistakes; return sheet, row, column and code of each."""
    garden = Garden(book, rng)
    planted = []
    for plant in rng.sample(PLANTS, how_many):
        found = plant(garden)
        if found is not None:
            planted.append(found)
    return planted


def shift(old: object, days: int) -> object:
    return old + timedelta(days=days) if isinstance(old, datetime) else old
