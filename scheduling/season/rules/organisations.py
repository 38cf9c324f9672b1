"""Organisations: codes, and a tree without circles."""

from ..known import Known
from ..references import Index, code_key, report_cycles
from ..report import Report
from ..rows import OrganisationRow

MAX_PATH = 400


def check_organisations(rows: list[OrganisationRow], index: Index[OrganisationRow], report: Report) -> None:
    for row in rows:
        if earlier := index.add(row, row.code):
            report.fault(row, "code", "duplicate_code", other=earlier.number)
    parents = {row: index.find(row, "parent") for row in rows}
    report_cycles(rows, parents.get, report)


def find_path(code: str, index: Index[OrganisationRow], known: Known) -> str:
    """The path an organisation has, or will have: ``PTK/BKPSDM/``. Empty where a fault stands in the way."""
    steps: list[str] = []
    key = code_key(code)
    while key not in known.organisations:
        row = index.rows.get(key)
        if row is None or row.faulty:
            return ""
        steps.insert(0, f"{row.code}/")
        if not row.parent:
            return "".join(steps)
        key = code_key(row.parent)
    return known.organisations[key] + "".join(steps)


def check_depth(rows: list[OrganisationRow], index: Index[OrganisationRow], known: Known, report: Report) -> None:
    """Refuse trees so deep that their path cannot be kept."""
    lengths: dict[str, int] = {}
    for row in rows:
        trail: list[OrganisationRow] = []
        step: OrganisationRow | None = row
        while step is not None and step.code and code_key(step.code) not in lengths and not step.faulty:
            trail.append(step)
            step = index.rows.get(code_key(step.parent)) if step.parent else None
        base = trail[-1].parent if trail else None
        length = lengths.get(code_key(base), len(known.organisations.get(code_key(base), ""))) if base else 0
        for member in reversed(trail):
            length += len(member.code) + 1
            lengths[code_key(member.code)] = length
            if length > MAX_PATH:
                report.fault(member, "parent", "too_long", sentence="tree_too_deep")
