"""The season by month and the rooms by day."""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners.dates import clock
from partners.requests import PersonRequest
from workshops.models import Programme, Session, Workshop

from ..models import Booking, Holiday, Room, TimetableEntry
from ..queries import day_bounds, sessions_between
from ..working_calendar import calendar_of

STEP = 15  # minutes a column of the board
FIRST_HOUR, LAST_HOUR = 7, 17


@require_safe
def schedule_month(request: PersonRequest) -> HttpResponse:
    """A month of published sessions, those the reader may see."""
    first = _month(request.GET.get("month", ""))
    zone = timezone.get_current_timezone()
    start = first - timedelta(days=first.weekday())
    last = first.replace(day=monthrange(first.year, first.month)[1])
    weeks = (last - start).days // 7 + 1
    begin, end = day_bounds(start, zone, weeks * 7)  # type: ignore[arg-type]
    visible = Session.objects.filter(workshop__in=Workshop.objects.visible_to(request.user))
    by_day = defaultdict(list)
    for session in sessions_between(visible, begin, end).filter(cancelled_at__isnull=True).order_by("starts_at"):
        by_day[timezone.localtime(session.starts_at).date()].append(session)
    holidays = dict(Holiday.objects.filter(day__gte=start, day__lte=last, organisation=None).values_list("day", "name"))
    today = timezone.localdate()
    grid = [
        [
            {
                "day": day,
                "out": day.month != first.month,
                "off": day.weekday() >= 5 or day in holidays,
                "holiday": holidays.get(day, ""),
                "today": day == today,
                "sessions": by_day[day][:4],
                "more": max(0, len(by_day[day]) - 4),
            }
            for day in (start + timedelta(days=week * 7 + offset) for offset in range(7))
        ]
        for week in range(weeks)
    ]
    return render(
        request,
        "scheduling/month.html",
        {
            "first": first,
            "grid": grid,
            "weekdays": [start + timedelta(days=offset) for offset in range(7)],
            "previous": (first - timedelta(days=1)).strftime("%Y-%m"),
            "next": (last + timedelta(days=1)).strftime("%Y-%m"),
            "programmes": _planned_by(request),
        },
    )


@dataclass(frozen=True)
class Cell:
    """A run of board columns: empty, closed, or held by something."""

    span: int
    look: str = ""  # "", "off", "published", "draft", "other", "bad"
    title: str = ""
    words: str = ""
    url: str = ""


@require_safe
def schedule_board(request: PersonRequest) -> HttpResponse:
    """Rooms × time of one day: published sessions, other uses, and one draft laid over them."""
    day = _day(request.GET.get("day", ""))
    zone = timezone.get_current_timezone()
    start, end = day_bounds(day, zone)  # type: ignore[arg-type]
    rooms = list(Room.objects.select_related("site", "owner"))
    shown_to = Workshop.objects.visible_to(request.user).filter(pk=OuterRef("session__workshop"))
    bookings = Booking.objects.holding().between(start, end).select_related("session__workshop")
    by_room: dict[int, list[tuple[datetime, datetime, Cell]]] = defaultdict(list)
    for booking in bookings.annotate(is_visible=Exists(shown_to)):
        by_room[booking.room_id].append((booking.starts_at, booking.ends_at, _cell_of(booking)))
    calendar = calendar_of(rooms[0].owner) if rooms else None
    drafts = TimetableEntry.objects.none()
    programmes = _planned_by(request)
    if programmes:
        drafts = (
            TimetableEntry.objects.filter(
                timetable__state="draft",
                timetable__programme__in=programmes,
                room__isnull=False,
                starts_at__lt=end,
                ends_at__gt=start,
                session__published_at__isnull=True,
            )
            .select_related("session__workshop", "timetable")
            .order_by("-timetable__created_at")
        )
    shown = None
    for entry in drafts:
        shown = shown or entry.timetable
        if entry.timetable_id == shown.pk and entry.room_id and entry.starts_at and entry.ends_at:
            words = f"{_times(entry.starts_at, entry.ends_at)} · {_('draft')}"
            cell = Cell(0, "draft", entry.session.workshop.title, words, _timetable_url(entry.timetable))
            by_room[entry.room_id].append((entry.starts_at, entry.ends_at, cell))
    return render(
        request,
        "scheduling/board.html",
        {
            "day": day,
            "previous": day - timedelta(days=1),
            "next": day + timedelta(days=1),
            "hours": [f"{hour:02d}.00" for hour in range(FIRST_HOUR, LAST_HOUR)],
            "columns_an_hour": 60 // STEP,
            "columns": range((LAST_HOUR - FIRST_HOUR) * 60 // STEP),
            "rows": [(room, _lay_out(by_room[room.pk], day, room, calendar.windows(day))) for room in rooms]
            if calendar
            else [],
            "draft": shown,
            "holiday": calendar.holidays.get(day, "") if calendar else "",
        },
    )


def _lay_out(
    things: list[tuple[datetime, datetime, Cell]], day: date, room: Room, windows: list[tuple[time, time]]
) -> list[Cell]:
    """Runs of columns that fill a row exactly; a second thing in the same column joins the first's cell."""
    columns = (LAST_HOUR - FIRST_HOUR) * 60 // STEP
    cells: list[Cell] = []
    at = 0
    for start, end, cell in sorted(things, key=lambda thing: thing[0]):
        first = max(at, _column(start, day))
        last = min(columns, max(first + 1, -(-_minutes(end, day) // STEP)))
        if first >= columns or last <= first:
            continue
        cells += _empty(at, first, room, windows)
        cells.append(Cell(last - first, cell.look, cell.title, cell.words, cell.url))
        at = last
    return cells + _empty(at, columns, room, windows)


def _empty(first: int, last: int, room: Room, windows: list[tuple[time, time]]) -> list[Cell]:
    """Empty columns; hatched where the room is closed or nobody works."""
    cells: list[Cell] = []
    for column in range(first, last):
        minutes = FIRST_HOUR * 60 + column * STEP
        moment = time(minutes // 60, minutes % 60)
        open_now = room.opens_at <= moment < room.closes_at and any(one <= moment < other for one, other in windows)
        look = "" if open_now else "off"
        if cells and cells[-1].look == look:
            cells[-1] = Cell(cells[-1].span + 1, look)
        else:
            cells.append(Cell(1, look))
    return cells


def _minutes(moment: datetime, day: date) -> int:
    here = timezone.localtime(moment)
    return (here.date() - day).days * 1440 + here.hour * 60 + here.minute - FIRST_HOUR * 60


def _column(moment: datetime, day: date) -> int:
    return max(0, _minutes(moment, day) // STEP)


def _cell_of(booking: Booking) -> Cell:
    times = _times(booking.starts_at, booking.ends_at)
    if booking.session is None:
        return Cell(0, "other", booking.title, times)
    workshop = booking.session.workshop
    if not booking.is_visible:  # type: ignore[attr-defined]
        return Cell(0, "other", _("In use"), times)
    waiting = booking.state == Booking.State.REQUESTED
    seats = f"{workshop.seats_taken}/{workshop.capacity}"
    words = f"{times} · {_('waits for the room manager')}" if waiting else f"{times} · {seats}"
    url = reverse("workshop_detail", args=[workshop.public_id])
    return Cell(0, "draft" if waiting else "published", workshop.title, words, url)


def _times(start: datetime, end: datetime) -> str:
    return f"{clock(timezone.localtime(start))}–{clock(timezone.localtime(end))}"


def _timetable_url(timetable) -> str:
    return reverse("timetable_detail", args=[timetable.public_id])


def _planned_by(request: PersonRequest) -> list[Programme]:
    """Programmes whose secretariat the reader coordinates."""
    rows = Programme.objects.visible_to(request.user).select_related("secretariat")
    return [row for row in rows if request.user.has_perm("workshops.plan_programme", row)]


def _month(text: str) -> date:
    return _near(f"{text}-01", timezone.localdate().replace(day=1))


def _day(text: str) -> date:
    return _near(text, timezone.localdate())


def _near(text: str, default: date) -> date:
    """A day as typed in an address, if it is one that calendars here have."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return default
    return day if 2000 <= day.year <= 2100 else default
