"""Agreements: two parties, their numbers, a term, perhaps one above."""

from partners.dates import plain_day

from ..known import Known, KnownAgreement
from ..references import Index, code_key, report_cycles
from ..report import Report
from ..rows import AgreementRow, OrganisationRow


def check_agreements(
    rows: list[AgreementRow],
    index: Index[AgreementRow],
    organisations: Index[OrganisationRow],
    known: Known,
    report: Report,
) -> None:
    second_numbers: dict[tuple[str, str], AgreementRow] = {}
    for row in rows:
        organisations.find(row, "first_party")
        organisations.find(row, "second_party")
        twin = index.add(row, row.first_number)
        if twin is not None:
            report.fault(row, "first_number", "duplicate_number", other=twin.number)
        if row.first_party and row.second_party and code_key(row.first_party) == code_key(row.second_party):
            report.fault(row, "second_party", "same_party")
        if row.signed_on and not row.second_number:
            report.fault(row, "second_number", "required")
        if row.second_party and row.second_number:
            number = code_key(row.second_party), code_key(row.second_number)
            earlier = second_numbers.setdefault(number, row)
            if earlier is twin:
                # The same agreement once more: one fault, not two.
                report.silence(row, "second_number")
            elif earlier is not row:
                report.fault(row, "second_number", "duplicate_number", other=earlier.number)
        _match(row, known, report)
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            report.fault(row, "ends_on", "end_before_start", start=plain_day(row.starts_on))
    for row in rows:
        # People also name an agreement by the number that the second party gave it.
        if row.second_number and not row.faulty:
            index.rows.setdefault(code_key(row.second_number), row)
    parents = {row: index.find(row, "parent") for row in rows}
    report_cycles(rows, parents.get, report)
    for row, parent in parents.items():
        term = describe(parent) or known.agreements.get(code_key(row.parent))
        if term and row.ends_on and not row.faulty and row.ends_on > term.ends_on:
            report.warn(row, "ends_on", "outside_parent")


def _match(row: AgreementRow, known: Known, report: Report) -> None:
    """Set ``known_as`` by the first party's number; the second party's must not belong to another agreement."""
    pairs = ((row.first_party, row.first_number), (row.second_party, row.second_number))
    first, second = (
        known.numbers.get((code_key(party), code_key(number))) if party and number else None for party, number in pairs
    )
    row.known_as = first
    if second is not None and second != first:
        report.fault(row, "second_number", "duplicate_number", sentence="number_taken")


def describe(row: AgreementRow | None) -> KnownAgreement | None:
    """What others ask of an agreement, if its row has no fault."""
    if row is None or row.faulty:
        return None
    assert row.starts_on
    assert row.ends_on
    return KnownAgreement(row.first_party, row.second_party, row.signed_on is not None, row.starts_on, row.ends_on)
