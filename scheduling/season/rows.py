# ruff: noqa: RUF009  (column() describes a column; nothing of it is shared between rows)
"""The nine sheets of a season workbook: one dataclass each, its columns declared with the reader of their cells."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from typing import Any, ClassVar

from partners.identifiers import Nip

from . import cells, words


@dataclass(frozen=True)
class Column:
    """One column: its header, how a cell is read, whether every row must fill it, whether it must be there at all."""

    header: str
    read: cells.Reader
    required: bool = False
    expected: bool = False
    blank: Any = None

    @property
    def key(self) -> str:
        return words.key(self.header)


def column(header: str, read: cells.Reader, *, required=False, expected=False, blank: Any = None) -> Any:
    return field(default=blank, metadata={"column": Column(header, read, required, required or expected, blank)})


def line(header: str, read: cells.Reader, *, required=False, expected=False) -> Any:
    """A column of words; a blank cell reads as no text."""
    return column(header, read, required=required, expected=expected, blank="")


def columns_of(kind: "type[Row]") -> Mapping[str, Column]:
    """The columns of a sheet by the fields they fill, in the order of the sheet."""
    return COLUMNS[kind]


@dataclass(eq=False, repr=False)
class Row:
    """A row of a sheet. A cell that is blank or faulty reads as its column's blank; ``faulty`` names the latter."""

    TITLE: ClassVar[str]
    KIND: ClassVar[str]

    sheet: str = ""
    number: int = 0
    raw: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    # Rows of this file without which this one cannot be imported.
    needs: "list[Row]" = field(default_factory=list)
    # Sound, but deliberately not imported (a workshop that is not approved).
    held_back: bool = False
    # Neither this row nor one that it needs has a fault.
    usable: bool = True


@dataclass(eq=False, repr=False)
class OrganisationRow(Row):
    TITLE = "Instansi"
    KIND = "organisations"

    code: str = line("kode", cells.code, required=True)
    name: str = line("nama", cells.text(200), required=True)
    kind: str = line("jenis", cells.choice(words.ORGANISATION_KINDS, "kind"), required=True)
    parent: str = line("induk", cells.text(200), expected=True)
    address: str = line("alamat", cells.text(300))
    timezone: str = line("zona waktu", cells.choice(words.ZONES, "timezone"))
    letter_code: str = line("kode surat", cells.text(40))


@dataclass(eq=False, repr=False)
class PersonRow(Row):
    TITLE = "Orang"
    KIND = "people"

    full_name: str = line("nama lengkap", cells.text(120), required=True)
    title_front: str = line("gelar depan", cells.text(60))
    title_back: str = line("gelar belakang", cells.text(120))
    nip: Nip | None = column("NIP", cells.nip, expected=True)
    nuptk: str = line("NUPTK", cells.nuptk, expected=True)
    employment: str = line("jenis pegawai", cells.choice(words.EMPLOYMENT, "employment"), required=True)
    grade: str = line("golongan", cells.grade)
    position: str = line("jabatan", cells.text(160))
    unit: str = line("unit", cells.text(200), required=True)
    email: str = line("pos-el", cells.email, expected=True)
    phone: str = line("No. HP", cells.phone)
    birth_place: str = line("tempat lahir", cells.text(80))
    birth_date: date | None = column("tanggal lahir", cells.day)
    role_words: tuple[str, ...] = column("peran", cells.listed(";,", 200), blank=())
    expertise: tuple[str, ...] = column("keahlian", cells.listed(";", 120), blank=())

    roles: tuple[str, ...] = ()
    # The primary key of the person whom the database knows under these numbers.
    known_as: int | None = None


@dataclass(eq=False, repr=False)
class RoomRow(Row):
    TITLE = "Ruang"
    KIND = "rooms"

    site_code: str = line("kode lokasi", cells.code, required=True)
    site_name: str = line("lokasi", cells.text(160), required=True)
    site_address: str = line("alamat", cells.text(300))
    code: str = line("kode ruang", cells.code, required=True)
    name: str = line("nama ruang", cells.text(160), required=True)
    capacity: int | None = column("kapasitas kelas", cells.whole(1, outside="capacity"), required=True)
    theatre_capacity: int | None = column("kapasitas teater", cells.whole(1, outside="capacity"))
    features: tuple[str, ...] = column("fasilitas", cells.listed(";,", 60), blank=())
    hours: tuple[time, time] | None = column("jam buka", cells.opening_hours)
    setup_minutes: int | None = column("menit persiapan", cells.whole(0, 240, "minutes", "buffer"))
    teardown_minutes: int | None = column("menit beres", cells.whole(0, 240, "minutes", "buffer"))
    owner: str = line("pengelola", cells.text(200), required=True)


@dataclass(eq=False, repr=False)
class AgreementRow(Row):
    TITLE = "Kerja Sama"
    KIND = "agreements"

    kind: str = line("jenis", cells.choice(words.AGREEMENT_KINDS, "kind"), required=True)
    title: str = line("judul", cells.text(300), required=True)
    first_party: str = line("pihak kesatu", cells.text(200), required=True)
    second_party: str = line("pihak kedua", cells.text(200), required=True)
    first_number: str = line("nomor pihak kesatu", cells.text(100), required=True)
    second_number: str = line("nomor pihak kedua", cells.text(100), expected=True)
    signed_on: date | None = column("tanggal tanda tangan", cells.day, expected=True)
    place: str = line("tempat", cells.text(100))
    first_signatory: str = line("penanda tangan kesatu", cells.text(160))
    second_signatory: str = line("penanda tangan kedua", cells.text(160))
    starts_on: date | None = column("mulai", cells.day, required=True)
    ends_on: date | None = column("berakhir", cells.day, required=True)
    parent: str = line("induk", cells.text(200))

    # The primary key of the agreement that the database knows under the first party's number.
    known_as: int | None = None


@dataclass(eq=False, repr=False)
class WorkshopRow(Row):
    TITLE = "Lokakarya"
    KIND = "workshops"

    code: str = line("kode", cells.code, required=True)
    title: str = line("judul", cells.text(200), required=True)
    theme: str = line("tema", cells.text(120))
    dimension: str = line("dimensi", cells.choice(words.DIMENSIONS, "dimension"))
    organiser: str = line("penyelenggara", cells.text(200), required=True)
    partner: str = line("mitra", cells.text(200), required=True)
    agreement: str = line("dasar", cells.text(200), expected=True)
    audience: str = line("sasaran", cells.text(200))
    capacity: int | None = column("kuota", cells.whole(1, outside="capacity"), required=True)
    delivery_mode: str = line("moda", cells.choice(words.DELIVERY_MODES, "delivery_mode"), required=True)
    jp: int | None = column("JP", cells.whole(0, 1000), required=True)
    earliest_on: date | None = column("periode mulai", cells.day, required=True)
    latest_on: date | None = column("periode akhir", cells.day, required=True)
    status: str = line("status", cells.choice(words.STATUSES, "status"), required=True)
    aims: str = line("tujuan", cells.text(5000))
    outcomes: str = line("keluaran", cells.text(5000))


@dataclass(eq=False, repr=False)
class SessionRow(Row):
    TITLE = "Sesi"
    KIND = "sessions"

    workshop: str = line("kode lokakarya", cells.text(200), required=True)
    order: int | None = column("urutan", cells.whole(1), required=True)
    kind: str = line("jenis", cells.choice(words.SESSION_KINDS, "kind"), required=True)
    title: str = line("judul", cells.text(200), required=True)
    jp: int | None = column("JP", cells.whole(0, 100), expected=True)
    minutes: int | None = column("menit", cells.whole(5, 720, "minutes"), required=True)
    features: tuple[str, ...] = column("fasilitas", cells.listed(";,", 60), blank=())
    expertise: tuple[str, ...] = column("keahlian", cells.listed(";", 120), blank=())
    facilitators: int | None = column("jumlah narasumber", cells.whole(0, 50), expected=True)
    preferred: tuple[tuple[str, str], ...] = column(
        "narasumber usulan", cells.listed(";,", 254, cells.reference()), blank=()
    )


@dataclass(eq=False, repr=False)
class NominationRow(Row):
    TITLE = "Peserta"
    KIND = "nominations"

    workshop: str = line("kode lokakarya", cells.text(200), required=True)
    person: tuple[str, str] | None = column("NIP", cells.reference("nip_as_number"), required=True)
    name: str = line("nama", cells.text(300))
    unit: str = line("unit pengusul", cells.text(200))


@dataclass(eq=False, repr=False)
class UnavailabilityRow(Row):
    TITLE = "Tidak Tersedia"
    KIND = "unavailability"

    person: tuple[str, str] | None = column("NUPTK", cells.reference("nuptk_as_number"), required=True)
    name: str = line("nama", cells.text(300))
    weekday: int | None = column("hari", cells.choice(words.WEEKDAYS, "weekday"), expected=True)
    starts_at: time | None = column("jam mulai", cells.hour, expected=True)
    ends_at: time | None = column("jam selesai", cells.hour, expected=True)
    from_day: date | None = column("tanggal mulai", cells.day, required=True)
    until_day: date | None = column("tanggal selesai", cells.day, required=True)
    reason: str = line("alasan", cells.text(160))


@dataclass(eq=False, repr=False)
class RoomUseRow(Row):
    TITLE = "Pemakaian Ruang"
    KIND = "room_uses"

    room: str = line("kode ruang", cells.text(200), required=True)
    day: date | None = column("tanggal", cells.day, required=True)
    starts_at: time | None = column("jam mulai", cells.hour, required=True)
    ends_at: time | None = column("jam selesai", cells.hour, required=True)
    title: str = line("kegiatan", cells.text(200), required=True)

    # The same in absolute time, in the zone of the room's owner.
    starts: datetime | None = None
    ends: datetime | None = None
    # The primary key of the booking that this use became when it was imported before.
    known_as: int | None = None


SHEETS: tuple[type[Row], ...] = (
    OrganisationRow,
    PersonRow,
    RoomRow,
    AgreementRow,
    WorkshopRow,
    SessionRow,
    NominationRow,
    UnavailabilityRow,
    RoomUseRow,
)
KINDS = tuple(kind.KIND for kind in SHEETS)
COLUMNS: dict[type[Row], dict[str, Column]] = {
    kind: {item.name: item.metadata["column"] for item in fields(kind) if "column" in item.metadata} for kind in SHEETS
}
HEADERS = {words.key(kind.TITLE): {item.key for item in columns_of(kind).values()} for kind in SHEETS}
