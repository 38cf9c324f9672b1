"""Reads of scheduling that more than one page or command needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workshops.models import Session

from .models import Assignment, Booking, Timetable

# What each rule that can stop a session means, and what to do about it.
BECAUSE = {
    "period_without_open_day": gettext_lazy("its period has no working day ahead; move or widen the period"),
    "no_agreement": gettext_lazy("no cooperation agreement is in force in its period; extend the agreement"),
    "no_window_long_enough": gettext_lazy("no working window is long enough for it; split the session"),
    "no_room_big_enough": gettext_lazy("no room has enough seats; lower the number of seats or add a room"),
    "no_room_with_features": gettext_lazy("no room that is big enough has what it needs; change the features"),
    "no_lecturer_with_expertise": gettext_lazy("too few lecturers teach this subject; add somebody's expertise"),
    "rooms_taken": gettext_lazy("every fitting room is taken in its period; widen the period"),
    "lecturers_taken": gettext_lazy("the lecturers of its subject are taken whenever a room is free"),
    "order_of_sessions": gettext_lazy("the sessions before and after it leave no place; widen the period"),
}


@dataclass(frozen=True)
class Unplaced:
    session: Session
    codes: list[str]

    @property
    def sentence(self) -> str:
        return "; ".join(str(BECAUSE.get(code, code)) for code in self.codes)


def describe_unplaced(timetable: Timetable) -> list[Unplaced]:
    """The sessions a draft could not place, each with its reasons in words."""
    entries = (
        timetable.entries.filter(starts_at__isnull=True)
        .select_related("session__workshop")
        .order_by("session__workshop__code", "session__order")
    )
    return [Unplaced(entry.session, entry.because) for entry in entries]


def day_bounds(day: date, zone: ZoneInfo, days: int = 1) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time.min, zone)
    return start, start + timedelta(days=days)


def with_place_and_people(sessions):
    """Sessions with their holding booking (``place``) and planned facilitators, in three queries."""
    return sessions.prefetch_related(
        Prefetch("bookings", Booking.objects.holding().select_related("room__site"), to_attr="places"),
        Prefetch("assignments", Assignment.objects.planned().select_related("person"), to_attr="people"),
    )


def sessions_between(sessions, start: datetime, end: datetime):
    return sessions.filter(published_at__isnull=False, starts_at__lt=end, ends_at__gt=start).select_related("workshop")


def summary_in_words(timetable: Timetable, unplaced: Iterable[Unplaced]) -> str:
    """The draft told in one sentence, before any number."""
    missing = len(list(unplaced))
    if not missing:
        return _("No clash; every session has a place.")
    return _("No clash; %(missing)s sessions have no place yet.") % {"missing": missing}
