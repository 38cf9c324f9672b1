"""Workshops with their sessions and nominations."""

from collections import defaultdict
from functools import reduce
from operator import or_

from partners.dates import plain_day

from .. import words
from ..known import Known, KnownAgreement
from ..references import Index, code_key
from ..report import Report
from ..rows import AgreementRow, NominationRow, OrganisationRow, SessionRow, WorkshopRow
from .agreements import describe
from .organisations import find_path
from .people import PeopleIndex

# Lama satu jam pelajaran (JP).
MINUTES_PER_JP = 45
MOST_JP_A_SESSION = 16
MOST_JP = 1000
ALL_SUMS = (1 << (MOST_JP + 1)) - 1


def check_workshops(
    rows: list[WorkshopRow],
    index: Index[WorkshopRow],
    organisations: Index[OrganisationRow],
    agreements: Index[AgreementRow],
    known: Known,
    report: Report,
) -> None:
    for row in rows:
        if earlier := index.add(row, row.code):
            report.fault(row, "code", "duplicate_code", other=earlier.number)
        organisations.find(row, "organiser")
        organisations.find(row, "partner")
        agreement = agreements.find(row, "agreement")
        if row.earliest_on and row.latest_on and row.latest_on < row.earliest_on:
            report.fault(row, "latest_on", "end_before_start", start=plain_day(row.earliest_on))
        if row.status and row.status != words.APPROVED:
            row.held_back = True
            report.warn(row, "status", "not_approved")
        elif not row.faulty:
            basis = describe(agreement) if agreement else known.agreements.get(code_key(row.agreement))
            _advise(row, basis, organisations, known, report)


def _advise(
    row: WorkshopRow,
    basis: KnownAgreement | None,
    organisations: Index[OrganisationRow],
    known: Known,
    report: Report,
) -> None:
    if not row.agreement:
        report.warn(row, "agreement", "no_agreement")
    if basis is None:
        return
    if not basis.signed:
        report.warn(row, "agreement", "agreement_unsigned")
    assert row.earliest_on
    assert row.latest_on
    if basis.starts_on > row.earliest_on or basis.ends_on < row.latest_on:
        facts = {"start": plain_day(basis.starts_on), "end": plain_day(basis.ends_on)}
        report.warn(row, "agreement", "agreement_period", **facts)
    for field, code, party in (
        ("organiser", row.organiser, basis.first_party),
        ("partner", row.partner, basis.second_party),
    ):
        # What a city or a university signs as a whole counts for everything below it.
        own, signed = (find_path(name, organisations, known).casefold() for name in (code, party))
        if signed and not own.startswith(signed):
            report.warn(row, field, "not_a_party", party=party)


def check_sessions(
    rows: list[SessionRow], workshops: Index[WorkshopRow], people: PeopleIndex, taught: set[str], report: Report
) -> None:
    """``taught``: the expertise that somebody has, casefolded."""
    seen: dict[tuple[str, int], SessionRow] = {}
    for row in rows:
        workshops.find(row, "workshop")
        for wanted in row.preferred:
            people.find(row, "preferred", wanted, report)
        if len(row.expertise) > 1:
            report.fault(row, "expertise", "expertise_one")
        if row.workshop and row.order is not None:
            earlier = seen.setdefault((code_key(row.workshop), row.order), row)
            if earlier is not row:
                report.fault(row, "order", "duplicate_row", other=earlier.number)
        _check_hours(row, report)
        if not row.faulty:
            _advise_on_expertise(row, taught, report)


def _check_hours(row: SessionRow, report: Report) -> None:
    if row.kind == "lesson":
        for field in ("jp", "facilitators"):
            if getattr(row, field) is None:
                report.fault(row, field, "required")
        if row.jp is not None and row.minutes is not None and row.minutes != MINUTES_PER_JP * row.jp:
            report.fault(row, "minutes", "minutes")
    elif row.kind and row.jp:
        report.fault(row, "jp", "jp_outside_lesson")


def _advise_on_expertise(row: SessionRow, taught: set[str], report: Report) -> None:
    if row.facilitators and not row.expertise and row.kind == "lesson" and not row.preferred:
        report.warn(row, "expertise", "no_expertise")
    elif row.facilitators and row.expertise and row.expertise[0].casefold() not in taught:
        report.warn(row, "expertise", "unknown_expertise")


def check_jp(
    workshops: list[WorkshopRow], sessions: list[SessionRow], index: Index[WorkshopRow], known: Known, report: Report
) -> None:
    """The JP of a workshop is the sum of its sessions', unless a faulty session row explains the difference."""
    by_workshop: dict[str, list[SessionRow]] = defaultdict(list)
    strays = []
    for session in sessions:
        if session.workshop and "workshop" not in session.faulty:
            by_workshop[code_key(session.workshop)].append(session)
        elif code_key(session.workshop) not in index.explained:
            # It belongs to some workshop, nobody knows to which.
            strays.append(session)
    stray_sums = _possible_sums(strays)
    for row in workshops:
        if row.jp is None or not row.code or "code" in row.faulty:
            continue
        key = code_key(row.code)
        own = by_workshop[key]
        total = sum(session.jp or 0 for session in own)
        if not own and key in known.workshops:
            possible = row.jp == known.workshops[key]
        else:
            own_sums = _possible_sums(own)
            possible = any(own_sums >> part & stray_sums >> (row.jp - part) & 1 for part in range(row.jp + 1))
        if not possible:
            report.fault(row, "jp", "jp_mismatch", sum=total)


def _possible_sums(rows: list[SessionRow]) -> int:
    """Every total these rows may mean, as the set of its bits.

    A sound row counts as it is, a faulty one as typed, as its minutes say, or not at all.
    """
    sums = 1
    for row in rows:
        if not row.faulty:
            options = {row.jp or 0}
        elif row.jp is None and row.minutes is None:
            options = set(range(MOST_JP_A_SESSION + 1))
        else:
            options = {0, row.jp or 0, (row.minutes or 0) // MINUTES_PER_JP}
        sums = reduce(or_, (sums << option for option in options)) & ALL_SUMS
    return sums


def check_nominations(
    rows: list[NominationRow],
    workshops: Index[WorkshopRow],
    organisations: Index[OrganisationRow],
    people: PeopleIndex,
    report: Report,
) -> None:
    seen: dict[tuple[str, object], NominationRow] = {}
    for row in rows:
        workshops.find(row, "workshop")
        organisations.find(row, "unit")
        if row.person is None:
            continue
        people.find(row, "person", row.person, report, name=row.name)
        if row.workshop:
            earlier = seen.setdefault((code_key(row.workshop), people.identity(row.person)), row)
            if earlier is not row:
                report.fault(row, "person", "duplicate_row", other=earlier.number)
