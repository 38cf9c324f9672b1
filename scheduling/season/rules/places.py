"""Rooms and the uses they already have: nothing twice at one time."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from partners.dates import clock, plain_day

from .. import words
from ..known import Held, Known
from ..references import Index, code_key
from ..report import Report
from ..rows import OrganisationRow, RoomRow, RoomUseRow

HOME_ZONE = "Asia/Pontianak"
FRIDAY = 4
PRAYER = time(11), time(13)


def check_rooms(
    rows: list[RoomRow], index: Index[RoomRow], organisations: Index[OrganisationRow], report: Report
) -> None:
    sites: dict[str, RoomRow] = {}
    for row in rows:
        organisations.find(row, "owner")
        if earlier := index.add(row, row.code):
            report.fault(row, "code", "duplicate_code", other=earlier.number)
        if row.site_code:
            first = sites.setdefault(code_key(row.site_code), row)
            for name in ("site_name", "site_address"):
                said, says = getattr(first, name), getattr(row, name)
                if said and says and words.key(said) != words.key(says):
                    report.warn(row, name, "site_differs", other=first.number)


def check_room_uses(
    rows: list[RoomUseRow],
    rooms: Index[RoomRow],
    organisations: Index[OrganisationRow],
    known: Known,
    report: Report,
) -> None:
    """Places every use in absolute time; settles the index of rooms, since nothing else refers to it."""
    placed: list[tuple[RoomUseRow, RoomRow | None]] = []
    for row in rows:
        room = rooms.find(row, "room")
        if not row.room or row.day is None or row.starts_at is None or row.ends_at is None:
            continue
        if row.ends_at <= row.starts_at:
            report.fault(row, "ends_at", "end_before_start", start=clock(row.starts_at))
            continue
        zone = _zone_of(row.room, room, organisations, known)
        row.starts = datetime.combine(row.day, row.starts_at, zone)
        row.ends = datetime.combine(row.day, row.ends_at, zone)
        placed.append((row, room))
    rooms.settle(report, "unknown_room")
    _match([row for row, _room in placed], known)
    replaced = {row.known_as for row, _room in placed}
    taken: dict[tuple[str, date], list[Held]] = defaultdict(list)
    for key, others in known.uses.items():
        for use in others:
            if use.holding and use.pk not in replaced:
                for day in _days_of(use):
                    taken[key, day].append(use)
    for row, room in placed:
        assert row.day
        assert row.starts
        assert row.ends
        uses = taken[code_key(row.room), row.day]
        clash = next((use for use in uses if use.starts < row.ends and row.starts < use.ends), None)
        if clash is not None:
            report.fault(row, "room", "room_overlap", when=_say_when(clash, row.starts.tzinfo), title=clash.title)
            continue
        uses.append(Held(row.starts, row.ends, row.title))
        if not row.faulty:
            _advise(row, room, report)


def _days_of(use: Held) -> list[date]:
    """Every day, in any zone of the country, that the use may touch."""
    first, last = (use.starts - timedelta(days=1)).date(), (use.ends + timedelta(days=1)).date()
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _match(rows: list[RoomUseRow], known: Known) -> None:
    """Set ``known_as``: the imported use of the room that begins at the same time, else the one of that day and title
    that no other row stands for."""
    unmatched: dict[tuple, list[RoomUseRow]] = defaultdict(list)
    imported = {(room, use.starts): use for room, uses in known.uses.items() for use in uses if use.imported}
    for row in rows:
        assert row.starts
        use = imported.pop((code_key(row.room), row.starts), None)
        if use is not None:
            row.known_as = use.pk
        else:
            unmatched[code_key(row.room), row.day, words.key(row.title)].append(row)
    zones = {code_key(row.room): row.starts.tzinfo for row in rows if row.starts}
    moved: dict[tuple, list[Held]] = defaultdict(list)
    for (room, starts), use in imported.items():
        moved[room, starts.astimezone(zones.get(room)).date(), words.key(use.title)].append(use)
    for key, group in unmatched.items():
        if len(group) == len(moved[key]) == 1:
            group[0].known_as = moved[key][0].pk


def _zone_of(code: str, room: RoomRow | None, organisations: Index[OrganisationRow], known: Known) -> ZoneInfo:
    """The zone of the room's owner, as the file has it, else the database, else home."""
    owner = code_key((room.owner if room else None) or known.rooms.get(code_key(code), ""))
    row = organisations.rows.get(owner)
    return ZoneInfo((row.timezone if row else None) or known.zones.get(owner, HOME_ZONE))


def _say_when(held: Held, zone: tzinfo | None) -> str:
    starts, ends = held.starts.astimezone(zone), held.ends.astimezone(zone)
    return f"{plain_day(starts.date())} {clock(starts)}–{clock(ends)}"


def _advise(row: RoomUseRow, room: RoomRow | None, report: Report) -> None:
    """Existing uses are exempt from working hours, but worth a look."""
    assert row.day
    assert row.starts_at
    assert row.ends_at
    if row.day.weekday() == FRIDAY and row.starts_at < PRAYER[1] and row.ends_at > PRAYER[0]:
        report.warn(row, "ends_at", "friday_prayer")
    if room and room.hours:
        opens, closes = room.hours
        if row.starts_at < opens:
            report.warn(row, "starts_at", "before_opening")
        if row.ends_at >= closes:
            report.warn(row, "ends_at", "closing_time")
