"""Two sites with five rooms, and what else happens in them."""

from dataclasses import dataclass

from partners.models import Organisation
from scheduling.bookings import book_room, decide_booking, release_booking
from scheduling.models import Room, RoomClosure, Site, TravelTime, Unavailability
from workshops.models import Feature

from .stage import Stage

SITES = {
    "D-BALAI": ("Balai Pertemuan Tepian Kapuas", "Jalan Contoh Nomor 1, Pontianak"),
    "D-KAMPUS": ("Gedung Belajar Bersama", "Jalan Contoh Nomor 27, Pontianak"),
}
WAY_MINUTES = 20
# Code, name, site, seats in class and theatre layout, features, minutes before and after, needs approval.
ROOMS = (
    ("D-AULA", "Aula Khatulistiwa", "D-BALAI", 120, 200, "proyektor;tata suara;daring", 30, 15, True),
    ("D-RAPAT", "Ruang Rapat Enggang", "D-BALAI", 30, 40, "proyektor", 0, 0, False),
    ("D-KELAS", "Ruang Kelas Tengkawang", "D-BALAI", 40, 60, "proyektor;daring", 0, 0, False),
    ("D-LABKOM", "Laboratorium Komputer Lidah Buaya", "D-KAMPUS", 32, 32, "komputer;proyektor;daring", 0, 0, False),
    ("D-SEMINAR", "Ruang Seminar Bakau", "D-KAMPUS", 60, 90, "proyektor;tata suara", 0, 0, False),
)


@dataclass(frozen=True)
class Use:
    """Another use of a room on a working day, asked for by somebody for their unit."""

    room: str
    day: int
    hours: tuple[int, int]
    title: str
    by: str
    told_before: int = 6  # working days


USES = (
    Use("D-RAPAT", -16, (9, 11), "Rapat persiapan audit kinerja", "dewi"),
    Use("D-SEMINAR", -6, (13, 15), "Bedah buku bersama komunitas literasi", "sutrisno"),
    Use("D-KELAS", -4, (8, 11), "Pembekalan petugas sensus", "bagus"),
    Use("D-RAPAT", 0, (13, 15), "Rapat mingguan tim kota cerdas", "bagus"),
    Use("D-SEMINAR", 0, (8, 11), "Seleksi wawancara pegawai kontrak", "dewi"),
    Use("D-RAPAT", 3, (8, 10), "Rapat evaluasi pelaksanaan anggaran", "dewi"),
    Use("D-SEMINAR", 5, (13, 15), "Sosialisasi aplikasi presensi", "bagus"),
    Use("D-RAPAT", 5, (13, 15), "Rapat mingguan tim kota cerdas", "bagus"),
    Use("D-KELAS", 8, (8, 11), "Ujian dinas penyesuaian ijazah", "dewi"),
)
# In the hall, where the room manager has the last word.
CONFIRMED = Use("D-AULA", -12, (9, 11), "Rapat koordinasi penurunan stunting", "yohana", 10)
REFUSED = Use("D-AULA", -7, (13, 15), "Latihan paduan suara karyawan", "yohana", 8)
WAITING = Use("D-AULA", 16, (8, 11), "Pembekalan calon jemaah haji pegawai", "bagus", 18)
RELEASED = Use("D-KELAS", 6, (13, 15), "Rapat panitia hari jadi kota", "darmawan", 12)


def make_rooms(owner: Organisation) -> dict[str, Room]:
    sites = {
        code: Site.objects.create(code=code, name=name, address=address) for code, (name, address) in SITES.items()
    }
    first, second = sorted(sites.values(), key=lambda site: site.pk)
    TravelTime.objects.create(first=first, second=second, minutes=WAY_MINUTES)
    rooms = {}
    for code, name, site, seats, theatre, features, setup, teardown, needs_approval in ROOMS:
        rooms[code] = Room.objects.create(
            code=code,
            name=name,
            site=sites[site],
            owner=owner,
            capacity=seats,
            theatre_capacity=theatre,
            setup_minutes=setup,
            teardown_minutes=teardown,
            needs_approval=needs_approval,
        )
        rooms[code].features.set(Feature.objects.get_or_create(name=name)[0] for name in features.split(";"))
    return rooms


def use_rooms(stage: Stage) -> None:
    """Book the other uses, before any workshop of the coming weeks is planned around them."""
    manager = stage.person("sutrisno")
    for use in USES:
        _book(stage, use)
    decide_booking(
        booking=_book(stage, CONFIRMED), approve=True, reason="", by=manager, at=stage.moment(CONFIRMED.day - 9)
    )
    decide_booking(
        booking=_book(stage, REFUSED),
        approve=False,
        by=manager,
        at=stage.moment(REFUSED.day - 7),
        reason="Aula dipakai untuk gladi pelantikan. Silakan memakai Ruang Seminar Bakau.",
    )
    _book(stage, WAITING)
    released = _book(stage, RELEASED)
    release_booking(
        booking=released,
        reason="Rapat dipindahkan ke kantor kecamatan.",
        by=stage.person("darmawan"),
        at=stage.moment(-3),
    )
    RoomClosure.objects.create(
        room=stage.rooms["D-LABKOM"],
        starts_at=stage.days.moment(19, 7),
        ends_at=stage.days.moment(20, 17),
        reason="Pembaruan komputer dan jaringan",
    )


def _book(stage: Stage, use: Use):
    by = stage.person(use.by)
    assert by.unit is not None
    start, end = (stage.days.moment(use.day, hour) for hour in use.hours)
    return book_room(
        room=stage.rooms[use.room],
        starts_at=start,
        ends_at=end,
        title=use.title,
        organiser=by.unit,
        by=by,
        at=stage.moment(use.day - use.told_before),
    )


def note_absences(stage: Stage) -> None:
    """When lecturers cannot come: every week while they teach, or on whole days."""
    day = stage.days.day
    weekly = (("sri", 1, (8, 10)), ("fransiska", 3, (13, 15)), ("wawan", 2, (8, 10)), ("imam", 0, (8, 10)))
    for key, weekday, (first, last) in weekly:
        Unavailability.objects.create(
            person=stage.person(key),
            weekday=weekday,
            starts_at=f"{first:02d}:00",
            ends_at=f"{last:02d}:30",
            from_day=day(-5),
            until_day=day(80),
            reason="mengajar",
        )
    for key, first, last, reason in (
        ("fransiska", 7, 9, "dinas luar"),
        ("gregorius", 4, 6, "penguji tamu"),
        ("nurul", 30, 36, "cuti"),
    ):
        Unavailability.objects.create(person=stage.person(key), from_day=day(first), until_day=day(last), reason=reason)
