"""People: attributes with their dated records, subjects, and roles at their unit."""

from datetime import date

from partners.models import Expertise, Membership, Person, PersonRecord

from ..draft import Draft, given, in_batches
from ..plan import Plan
from ..references import code_key
from ..rows import PersonRow
from ..rules.people import KnownPeople, numbers_of

# What was true of a person on a day is kept (PersonRecord).
DATED = ("nip", "employment", "grade", "position", "unit")


def store_people(plan: Plan, draft: Draft, known: KnownPeople, *, today: date) -> None:
    usable = [row for row in plan.people if row.usable]
    standing = _fetch(plan, usable, known)
    draft.respect(standing[row.known_as] for row in usable if row.known_as is not None)
    records = {
        record.person_id: record
        for record in in_batches(PersonRecord.objects.filter(valid_from=today), "person", standing)
    }
    through = Person.expertise.through
    taught = set(in_batches(through._default_manager.values_list("person", "expertise"), "person", standing))
    roles = set(in_batches(Membership.objects.values_list("person", "organisation", "role"), "person", standing))
    for person in standing.values():
        _enter(draft, person, {"nip": person.nip, "nuptk": person.nuptk, "email": (person.email or "").casefold()})
    for row in usable:
        person, changed = _store_person(row, draft, standing, records, today)
        _enter(draft, person, numbers_of(row))
        if person.pk is None:
            draft.create[row.KIND] += 1
        if person.pk is None or not draft.is_decided(person):
            changed |= _add_expertise(row, person, draft, taught)
            changed |= _add_roles(row, person, draft, roles)
        if person.pk is not None:
            draft.count(row, changed=changed)


def _fetch(plan: Plan, usable: list[PersonRow], known: KnownPeople) -> dict[int, Person]:
    """Everybody of the database whom a row is or means."""
    wanted = [ref for session in plan.sessions for ref in session.preferred]
    wanted += [nomination.person for nomination in plan.nominations if nomination.person]
    wanted += [absence.person for absence in plan.unavailability if absence.person]
    keys = {known.by_number[ref].pk for ref in wanted if ref in known.by_number}
    keys |= {row.known_as for row in usable if row.known_as is not None}
    return Person.objects.in_bulk(list(keys))


def _enter(draft: Draft, person: Person, numbers: dict[str, str]) -> None:
    for name, value in numbers.items():
        if value:
            draft.people[name, value] = person


def _store_person(
    row: PersonRow,
    draft: Draft,
    standing: dict[int, Person],
    records: dict[int, PersonRecord],
    today: date,
) -> tuple[Person, bool]:
    values = given(
        full_name=row.full_name,
        title_front=row.title_front,
        title_back=row.title_back,
        nip=row.nip.digits if row.nip else None,
        nuptk=row.nuptk,
        employment=row.employment,
        grade=row.grade,
        position=row.position,
        unit=draft.organisations[code_key(row.unit)],
        email=row.email,
        phone=row.phone,
        birth_place=row.birth_place,
        birth_date=row.birth_date,
    )
    person = standing.get(row.known_as or 0)
    if person is None:
        person = Person(**values)
        person.set_unusable_password()
        draft.add(person)
        draft.add(PersonRecord(person=person, valid_from=today, **_dated(person)))
        return person, True
    _keep_address(row, person, values, draft)
    changed = draft.update(row, person, values)
    if changed & set(DATED):
        if record := records.get(person.pk):
            draft.amend(record, **_dated(person))
        else:
            draft.add(PersonRecord(person=person, valid_from=today, **_dated(person)))
    return person, bool(changed)


def _dated(person: Person) -> dict:
    return {name: getattr(person, name) for name in DATED}


def _keep_address(row: PersonRow, person: Person, values: dict, draft: Draft) -> None:
    """The address is the login: a file never changes that of somebody who can sign in, nor only its capitals."""
    if "email" not in values or (person.email or "") == values["email"]:
        return
    if (person.email or "").casefold() == values["email"].casefold():
        del values["email"]
    elif (person.password and person.has_usable_password()) or person.last_login:
        del values["email"]
        draft.report.warn(row, "email", "email_kept")


def _add_expertise(row: PersonRow, person: Person, draft: Draft, taught: set[tuple[int, int]]) -> bool:
    missing = [
        word
        for word in draft.words(Expertise, row.expertise)
        if person.pk is None or (person.pk, word.pk) not in taught
    ]
    for word in missing:
        draft.link(Person.expertise.through, person=person, expertise=word)
    return bool(missing)


def _add_roles(row: PersonRow, person: Person, draft: Draft, held: set[tuple[int, int, str]]) -> bool:
    """Roles at the person's unit; one that was ended here stays ended."""
    unit = draft.organisations[code_key(row.unit)]
    missing = [role for role in row.roles if person.pk is None or (person.pk, unit.pk, role) not in held]
    is_bearer = person.pk is not None and person.pk == draft.reach.bearer
    if missing and (is_bearer or not draft.reach.includes(unit)):
        draft.report.warn(row, "role_words", "role_elsewhere")
        return False
    for role in missing:
        draft.add(Membership(person=person, organisation=unit, role=role))
    return bool(missing)
