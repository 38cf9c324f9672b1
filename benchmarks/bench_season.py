"""The season of the pilot: import it and plan it. The workbook is the one the tests use."""

import time
from pathlib import Path

from ground import prepare, table

WORKBOOK = Path(__file__).resolve().parents[1] / "tests" / "data" / "season" / "rencana-2027.xlsx"


def timed(act) -> tuple[object, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    result = act()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    prepare()
    from django.utils import timezone

    from scheduling.checker import check_schedule
    from scheduling.season.importer import Delivery, import_season
    from scheduling.timetables import draft_timetable, publish_timetable
    from workshops.models import Programme

    delivery = Delivery(WORKBOOK.read_bytes(), WORKBOOK.name)
    rows = []
    for name in ("import", "import again"):
        outcome, wall, cpu = timed(lambda: import_season(delivery=delivery, by=None, at=timezone.now()))
        rows.append((name, f"{wall:.2f}", f"{cpu:.2f}", f"{sum(outcome.create.values())} rows new"))
    programme = Programme.objects.select_related("city").get(slug="rencana-2027")
    for seconds in (0, 3):
        draft, wall, cpu = timed(
            lambda seconds=seconds: draft_timetable(programme=programme, by=None, at=timezone.now(), seconds=seconds)
        )
        missing = draft.entries.filter(starts_at__isnull=True).count()
        score = ", ".join(f"{rule} {value}" for rule, value in draft.score.items())
        rows.append((f"plan, {seconds} s", f"{wall:.2f}", f"{cpu:.2f}", f"{missing} not placed; {score}"))
    sessions, wall, cpu = timed(lambda: publish_timetable(timetable=draft, by=None, at=timezone.now()))
    rows.append(("publish", f"{wall:.2f}", f"{cpu:.2f}", f"{len(sessions)} sessions"))
    breaches, wall, cpu = timed(check_schedule)
    rows.append(("check", f"{wall:.2f}", f"{cpu:.2f}", f"{len(breaches)} breaches"))
    table("The season of the pilot", ("what", "wall s", "CPU s", "result"), rows)


if __name__ == "__main__":
    main()
