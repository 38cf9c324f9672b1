"""Organisations, parents before children. An import never moves one that stands."""

from collections import defaultdict

from partners.models import Organisation

from ..draft import Draft, given
from ..plan import Plan
from ..references import code_key
from ..rows import OrganisationRow


def store_organisations(plan: Plan, draft: Draft) -> None:
    standing = {code_key(item.code): item for item in Organisation.objects.all()}
    draft.organisations = dict(standing)
    usable = [row for row in plan.organisations if row.usable]
    draft.respect(standing[code_key(row.code)] for row in usable if code_key(row.code) in standing)
    for level, row in _by_level(usable, standing):
        key = code_key(row.code)
        parent = draft.organisations[code_key(row.parent)] if row.parent else None
        values = given(
            name=row.name, kind=row.kind, address=row.address, timezone=row.timezone, letter_code=row.letter_code
        )
        organisation = standing.get(key)
        if organisation is None:
            path = f"{parent.path if parent else ''}{row.code}/"
            organisation = Organisation(code=row.code, parent=parent, path=path, **values)
            draft.organisations[key] = draft.add(organisation, level=level)
            draft.create[row.KIND] += 1
            continue
        if parent is not None and organisation.parent_id != parent.pk:
            draft.report.warn(row, "parent", "organisation_moved", name=organisation.name)
        draft.count(row, changed=bool(draft.update(row, organisation, values)))


def _by_level(rows: list[OrganisationRow], standing: dict[str, Organisation]) -> list[tuple[int, OrganisationRow]]:
    """Rows with their depth below what stands already, the shallow ones first."""
    children = defaultdict(list)
    found = []
    codes = {code_key(row.code) for row in rows} - standing.keys()
    for row in rows:
        parent = code_key(row.parent)
        if code_key(row.code) not in standing and parent in codes:
            children[parent].append(row)
        else:
            found.append((0, row))
    for level, row in found:
        # The list grows while it is walked: each row brings the rows directly below it.
        found += [(level + 1, child) for child in children.pop(code_key(row.code), ())]
    return found
