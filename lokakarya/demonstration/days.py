"""Working days counted from today, so that the demonstration works on any day of the year."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.working_calendar import WorkingCalendar

MONDAY = 0
# Offices gather for the Monday roll call before anything else (domain.md 6.4).
EARLIEST = time(8)
EARLIEST_ON_MONDAY = time(8, 30)


@dataclass(frozen=True)
class Days:
    """Day 0 is today, or the next working day where today is none; day -1 is the last working day before today."""

    today: date
    zone: ZoneInfo
    calendar: WorkingCalendar

    def day(self, offset: int) -> date:
        step = timedelta(days=1 if offset >= 0 else -1)
        # Day 0 may be today itself, so the count starts the day before.
        day, left = (self.today - step, offset + 1) if offset >= 0 else (self.today, -offset)
        while left:
            day += step
            left -= bool(self.calendar.windows(day))
        return day

    def moment(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        return self.hour(self.day(offset), hour, minute)

    def hour(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.zone)

    def on_or_after(self, day: date) -> date:
        return self.calendar.next_working_day(day - timedelta(days=1))

    def lay_out(self, day: date, minutes: list[int], gap: int) -> list[tuple[datetime, datetime]]:
        """Place sittings of so many minutes one after another in the open windows of a day, ``gap`` minutes apart.

        Raises ValueError if they do not fit.
        """
        earliest = EARLIEST_ON_MONDAY if day.weekday() == MONDAY else EARLIEST
        windows = [
            (datetime.combine(day, max(opens, earliest), self.zone), datetime.combine(day, closes, self.zone))
            for opens, closes in self.calendar.windows(day)
        ]
        placed: list[tuple[datetime, datetime]] = []
        for length in minutes:
            after = placed[-1][1] + timedelta(minutes=gap) if placed else None
            for opens, closes in windows:
                start = max(opens, after) if after else opens
                if start + timedelta(minutes=length) <= closes:
                    placed.append((start, start + timedelta(minutes=length)))
                    break
            else:
                raise ValueError(f"{length} minutes do not fit into {day}")
        return placed
