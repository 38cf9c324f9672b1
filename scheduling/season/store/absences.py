"""When lecturers cannot come."""

from scheduling.models import Unavailability

from ..draft import Draft, given, in_batches
from ..plan import Plan
from ..rules.absences import period_of


def store_unavailability(plan: Plan, draft: Draft) -> None:
    usable = [row for row in plan.unavailability if row.usable and row.person is not None]
    people = {person.pk for row in usable if (person := draft.people[row.person]).pk is not None}
    standing = {
        (item.person_id, item.weekday, item.starts_at, item.ends_at, item.from_day, item.until_day): item
        for item in in_batches(Unavailability.objects.all(), "person", people)
    }
    for row in usable:
        person = draft.people[row.person]
        period = period_of(row)
        known = standing.get((person.pk, *period)) if person.pk is not None else None
        if known is not None:
            # What a lecturer wrote down themselves is theirs; an equal imported row only repeats it.
            changed = known.imported and draft.amend(known, **given(reason=row.reason))
            draft.count(row, changed=bool(changed))
            continue
        weekday, starts_at, ends_at, from_day, until_day = period
        draft.add(
            Unavailability(
                person=person,
                weekday=weekday,
                starts_at=starts_at,
                ends_at=ends_at,
                from_day=from_day,
                until_day=until_day,
                reason=row.reason,
                imported=True,
            )
        )
        draft.create[row.KIND] += 1
