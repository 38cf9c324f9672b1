"""Which hours of which days can hold a session: open windows, seasons such as Ramadan, holidays."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from partners.models import Organisation

from .models import Holiday, OpenWindow


@dataclass(frozen=True)
class Week:
    """Open windows by weekday (0 = Monday), in force in a period or always."""

    starts_on: date | None
    ends_on: date | None
    windows: dict[int, list[tuple[time, time]]]

    def covers(self, day: date) -> bool:
        return self.starts_on is not None and self.ends_on is not None and self.starts_on <= day <= self.ends_on


@dataclass(frozen=True)
class WorkingCalendar:
    """The working days of one institution."""

    usual: Week
    seasons: list[Week] = field(default_factory=list)
    holidays: dict[date, str] = field(default_factory=dict)

    def windows(self, day: date) -> list[tuple[time, time]]:
        """Open windows of a day, in order; none on a holiday."""
        if day in self.holidays:
            return []
        week = next((season for season in self.seasons if season.covers(day)), self.usual)
        return week.windows.get(day.weekday(), [])

    def days(self, first: date, last: date) -> Iterator[date]:
        """The days of a period that have any open window."""
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if self.windows(day):
                yield day

    def contains(self, start: datetime, end: datetime) -> bool:
        """Whether local [start, end) lies wholly inside one open window."""
        return start.date() == end.date() and any(
            opens <= start.time() and end.time() <= closes for opens, closes in self.windows(start.date())
        )

    def next_working_day(self, day: date, count: int = 1) -> date:
        """The ``count``-th working day after ``day``."""
        for _attempt in range(366):
            day += timedelta(days=1)
            if self.windows(day):
                count -= 1
                if count <= 0:
                    return day
        return day


def calendar_of(organisation: Organisation) -> WorkingCalendar:
    """Read the calendar of an organisation: its own windows, else those of the nearest one above, else everybody's."""
    codes = organisation.path.rstrip("/").split("/")
    lineage = ["/".join(codes[:depth]) + "/" for depth in range(len(codes), 0, -1)]
    rows = list(
        OpenWindow.objects.filter(Q(organisation=None) | Q(organisation__path__in=lineage)).select_related(
            "organisation"
        )
    )
    by_owner = defaultdict(list)
    for row in rows:
        by_owner[row.organisation.path if row.organisation else ""].append(row)
    chosen = next((by_owner[path] for path in [*lineage, ""] if by_owner.get(path)), [])
    seasons = defaultdict(list)
    for row in chosen:
        seasons[row.season, row.valid_from, row.valid_until].append(row)
    weeks = [Week(start, end, _by_weekday(rows)) for (_season, start, end), rows in seasons.items()]
    holidays = Holiday.objects.filter(Q(organisation=None) | Q(organisation__path__in=lineage))
    return WorkingCalendar(
        usual=next((week for week in weeks if week.starts_on is None), Week(None, None, {})),
        seasons=[week for week in weeks if week.starts_on is not None],
        holidays=dict(holidays.values_list("day", "name")),
    )


def _by_weekday(rows: list[OpenWindow]) -> dict[int, list[tuple[time, time]]]:
    windows = defaultdict(list)
    for row in rows:
        windows[row.weekday].append((row.opens_at, row.closes_at))
    return {weekday: sorted(pairs) for weekday, pairs in windows.items()}
