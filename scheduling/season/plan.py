"""A whole season as its workbook tells it, with everything that is wrong or worth a look."""

from collections import defaultdict, deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from . import rows as season
from . import words
from .known import Known
from .references import Index, code_key
from .report import Report
from .rows import HEADERS, Row
from .rules.absences import check_unavailability
from .rules.agreements import check_agreements
from .rules.organisations import check_depth, check_organisations
from .rules.people import PeopleIndex, check_people
from .rules.places import check_room_uses, check_rooms
from .rules.workshops import check_jp, check_nominations, check_sessions, check_workshops
from .sheets import is_incomplete, read_rows
from .workbook import Sheet, read_workbook


@dataclass
class Plan:
    organisations: list[season.OrganisationRow]
    people: list[season.PersonRow]
    rooms: list[season.RoomRow]
    agreements: list[season.AgreementRow]
    workshops: list[season.WorkshopRow]
    sessions: list[season.SessionRow]
    nominations: list[season.NominationRow]
    unavailability: list[season.UnavailabilityRow]
    room_uses: list[season.RoomUseRow]
    report: Report

    def rows(self) -> Iterator[Row]:
        for kind in season.KINDS:
            yield from getattr(self, kind)


def read_sheets(data: bytes) -> dict[str, Sheet]:
    """The sheets of a season in the bytes of an .xlsx. Raises archive.Unreadable if they are no season workbook."""
    return read_workbook(data, HEADERS)


def read_plan(sheets: dict[str, Sheet], known: Known) -> Plan:
    """Type and judge every row, beside what the database knows."""
    report = Report()

    def sheet_of(kind: type[Row]) -> Sheet | None:
        return sheets.get(words.key(kind.TITLE))

    def index_of[R: Row](kind: type[R], known_keys: Collection[str]) -> Index[R]:
        sheet = sheet_of(kind)
        return Index(kind.TITLE, known_keys, absent=sheet is None, incomplete=is_incomplete(sheet, kind))

    organisations = index_of(season.OrganisationRow, known.organisations.keys())
    rooms = index_of(season.RoomRow, known.rooms.keys())
    agreements = index_of(season.AgreementRow, known.agreements.keys())
    workshops = index_of(season.WorkshopRow, known.workshops.keys())

    def rows_of[R: Row](kind: type[R]) -> list[R]:
        return read_rows(sheet_of(kind), kind, report)

    plan = Plan(
        organisations=rows_of(season.OrganisationRow),
        people=rows_of(season.PersonRow),
        rooms=rows_of(season.RoomRow),
        agreements=rows_of(season.AgreementRow),
        workshops=rows_of(season.WorkshopRow),
        sessions=rows_of(season.SessionRow),
        nominations=rows_of(season.NominationRow),
        unavailability=rows_of(season.UnavailabilityRow),
        room_uses=rows_of(season.RoomUseRow),
        report=report,
    )

    numbered = not is_incomplete(sheet_of(season.PersonRow), season.PersonRow)
    check_organisations(plan.organisations, organisations, report)
    check_depth(plan.organisations, organisations, known, report)
    check_people(plan.people, organisations, known, report, numbered=numbered)
    people = PeopleIndex(plan.people, known, absent=sheet_of(season.PersonRow) is None, incomplete=not numbered)
    check_rooms(plan.rooms, rooms, organisations, report)
    check_agreements(plan.agreements, agreements, organisations, known, report)
    check_workshops(plan.workshops, workshops, organisations, agreements, known, report)
    taught = {name.casefold() for row in plan.people for name in row.expertise} | known.expertise
    check_sessions(plan.sessions, workshops, people, taught, report)
    check_nominations(plan.nominations, workshops, organisations, people, report)
    check_unavailability(plan.unavailability, people, report)
    check_room_uses(plan.room_uses, rooms, organisations, known, report)

    organisations.settle(report, "unknown_organisation")
    agreements.settle(report, "unknown_agreement")
    workshops.settle(report, "unknown_workshop")
    people.settle(report)
    if sheet_of(season.SessionRow) is None:
        if any(row.code and code_key(row.code) not in known.workshops for row in plan.workshops):
            report.sheet_fault(season.SessionRow.TITLE, 1, "", "missing_sheet")
    elif not is_incomplete(sheet_of(season.SessionRow), season.SessionRow):
        check_jp(plan.workshops, plan.sessions, workshops, known, report)
    _mark_usable(plan)
    report.sort()
    return plan


def _mark_usable(plan: Plan) -> None:
    """A row is of use if it has no fault, and neither has any row that it needs."""
    needed_by: dict[Row, list[Row]] = defaultdict(list)
    spoilt: deque[Row] = deque()
    for row in plan.rows():
        for need in row.needs:
            needed_by[need].append(row)
        if row.faulty or row.held_back:
            spoilt.append(row)
    while spoilt:
        row = spoilt.popleft()
        if row.usable:
            row.usable = False
            spoilt.extend(needed_by[row])
