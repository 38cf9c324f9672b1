"""When lecturers cannot come: every week on a day, or on whole days."""

from partners.dates import clock, plain_day

from ..report import Report
from ..rows import UnavailabilityRow
from .people import PeopleIndex


def check_unavailability(rows: list[UnavailabilityRow], people: PeopleIndex, report: Report) -> None:
    seen: dict[tuple, UnavailabilityRow] = {}
    for row in rows:
        if row.person is not None:
            people.find(row, "person", row.person, report, name=row.name)
        if row.from_day and row.until_day and row.until_day < row.from_day:
            report.fault(row, "until_day", "end_before_start", start=plain_day(row.from_day))
        if row.weekday is not None:
            missing = [field for field in ("starts_at", "ends_at") if getattr(row, field) is None]
            if missing and not row.faulty & set(missing):
                report.fault(row, missing[0], "required", sentence="hours")
        # Hours beside whole days mean nothing, but impossible ones are still a slip of the pen.
        if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
            report.fault(row, "ends_at", "end_before_start", start=clock(row.starts_at))
        if row.person is not None and not row.faulty - {"person"}:
            earlier = seen.setdefault((people.identity(row.person), *period_of(row)), row)
            if earlier is not row:
                report.fault(row, "person", "duplicate_row", other=earlier.number)


def period_of(row: UnavailabilityRow) -> tuple:
    """Weekday and hours, or none of them for whole days; first and last day."""
    hours = (None, None) if row.weekday is None else (row.starts_at, row.ends_at)
    return row.weekday, *hours, row.from_day, row.until_day
