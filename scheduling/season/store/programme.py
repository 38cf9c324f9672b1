"""The programme that a workbook fills: found by its slug, else founded from what the workbook says."""

from collections import Counter

from partners.models import Organisation, Person
from workshops.models import Programme

from ..draft import Draft
from ..plan import Plan
from ..references import code_key
from ..rows import WorkshopRow


def choose_secretariat(plan: Plan, draft: Draft, by: Person | None) -> Organisation | None:
    """The office whose coordinators plan the season.

    The organisation of most coordinators in the file; where several have as many, that of the person importing,
    then the one that is most often first party. Without coordinators the person's own unit, if they coordinate it.
    """
    usable = [row for row in plan.people if row.usable and "coordinator" in row.roles]
    coordinators = Counter(code_key(row.unit) for row in usable)
    signing = Counter(code_key(row.first_party) for row in plan.agreements if row.usable)
    if coordinators:
        most = max(coordinators.values())
        leading = [draft.organisations[key] for key, count in coordinators.items() if count == most]
        return max(leading, key=lambda item: (coordinates(by, item), signing[code_key(item.code)]))
    if by is not None and by.unit is not None and coordinates(by, by.unit):
        return draft.organisations[code_key(by.unit.code)]
    return draft.organisations[signing.most_common(1)[0][0]] if signing else None


def coordinates(person: Person | None, organisation: Organisation) -> bool:
    return person is not None and any(organisation.path.startswith(path) for path in person.role_paths("coordinator"))


def store_programme(
    plan: Plan, draft: Draft, slug: str, programme: Programme | None, secretariat: Organisation | None
) -> Programme | None:
    """Widen the programme to the periods of its workshops, or found it. None where the file has no workshops."""
    workshops = [row for row in plan.workshops if row.usable]
    first = min((row.earliest_on for row in workshops if row.earliest_on), default=None)
    last = max((row.latest_on for row in workshops if row.latest_on), default=None)
    if first is None or last is None:
        return programme
    if programme is not None:
        draft.amend(programme, starts_on=min(programme.starts_on, first), ends_on=max(programme.ends_on, last))
    else:
        organiser = draft.organisations[code_key(workshops[0].organiser)]
        secretariat = secretariat or organiser
        programme = draft.add(
            Programme(
                slug=slug,
                name=slug.replace("-", " ").replace("_", " ").strip().capitalize() or slug,
                city=_find_city(workshops, draft, secretariat),
                secretariat=secretariat,
                starts_on=first,
                ends_on=last,
            )
        )
    _add_universities(workshops, draft, programme)
    return programme


def _root(organisation: Organisation, draft: Draft) -> Organisation:
    return draft.organisations[code_key(organisation.root_code)]


def _find_city(workshops: list[WorkshopRow], draft: Draft, secretariat: Organisation) -> Organisation:
    """The root above the secretariat, unless only another root of the plan is a city."""
    roots = [_root(secretariat, draft)]
    roots += [_root(draft.organisations[code_key(row.organiser)], draft) for row in workshops]
    return next((root for root in roots if root.kind == Organisation.Kind.CITY), roots[0])


def _add_universities(workshops: list[WorkshopRow], draft: Draft, programme: Programme) -> None:
    standing = set(programme.universities.values_list("pk", flat=True)) if programme.pk else set()
    partners = [draft.organisations[code_key(row.partner)] for row in workshops]
    for root in dict.fromkeys(code_key(partner.root_code) for partner in partners):
        university = draft.organisations[root]
        if university.kind == Organisation.Kind.UNIVERSITY and university.pk not in standing:
            draft.link(Programme.universities.through, programme=programme, organisation=university)
