"""The season of the pilot, planned: what the coordinator sees on the first day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from partners.models import Agreement
from scheduling.checker import check_schedule
from scheduling.queries import describe_unplaced
from scheduling.timetables import draft_timetable, publish_timetable
from workshops.models import Programme, Session

WORKBOOK = Path(__file__).resolve().parents[1] / "data" / "season" / "rencana-2027.xlsx"
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.fixture
def season(db, capsys) -> Programme:
    call_command("import_season", str(WORKBOOK))
    return Programme.objects.select_related("city", "secretariat").get(slug="rencana-2027")


def test_at_least_95_percent_of_the_sessions_find_a_place_and_no_rule_is_broken(season):
    timetable = draft_timetable(programme=season, by=None, at=NOW, seconds=1)
    placed = timetable.entries.filter(starts_at__isnull=False).count()
    assert placed >= 0.95 * Session.objects.count()
    publish_timetable(timetable=timetable, by=None, at=NOW)
    assert check_schedule() == []


def test_a_workshop_without_an_agreement_is_left_out_and_says_so(season):
    lost = Agreement.objects.exclude(kind="mou").order_by("pk").first()
    Agreement.objects.filter(pk=lost.pk).update(state="terminated")
    timetable = draft_timetable(programme=season, by=None, at=NOW, seconds=0)
    unplaced = describe_unplaced(timetable)
    assert {row.session.workshop.agreement_id for row in unplaced} == {lost.pk}
    assert {code for row in unplaced for code in row.codes} == {"no_agreement"}
    publish_timetable(timetable=timetable, by=None, at=NOW)
    assert check_schedule() == []


def test_planning_twice_plans_only_what_is_left(season):
    first = draft_timetable(programme=season, by=None, at=NOW, seconds=0)
    publish_timetable(timetable=first, by=None, at=NOW)
    second = draft_timetable(programme=season, by=None, at=NOW, seconds=0)
    assert second.entries.count() == len(describe_unplaced(first))
