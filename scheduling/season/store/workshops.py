"""Workshops recorded as imported decisions, with their sessions and nominations."""

from datetime import datetime

from partners.models import Expertise
from workshops.models import Feature, Programme, Registration, Session, Workshop

from ..draft import Draft, differences, given
from ..plan import Plan
from ..references import code_key
from ..rows import SessionRow


def store_workshops(plan: Plan, draft: Draft, programme: Programme | None, *, filename: str) -> None:
    if programme is None:
        return
    standing = {}
    if programme.pk is not None:
        standing = {code_key(workshop.code): workshop for workshop in programme.workshops.all()}
    draft.workshops = dict(standing)
    draft.respect(standing.values())
    for row in plan.workshops:
        if not row.usable:
            continue
        key = code_key(row.code)
        values = given(
            title=row.title,
            theme=row.theme,
            dimension=row.dimension,
            organiser=draft.organisations[code_key(row.organiser)],
            partner=draft.organisations[code_key(row.partner)],
            agreement=draft.agreements[code_key(row.agreement)] if row.agreement else None,
            audience=row.audience,
            aims=row.aims,
            outcomes=row.outcomes,
            delivery_mode=row.delivery_mode,
            earliest_on=row.earliest_on,
            latest_on=row.latest_on,
            capacity=row.capacity,
        )
        workshop = standing.get(key)
        if workshop is None:
            draft.workshops[key] = draft.add(
                Workshop(
                    code=row.code,
                    programme=programme,
                    source=Workshop.Source.IMPORT,
                    source_note=filename[:200],
                    **values,
                )
            )
            draft.create[row.KIND] += 1
            continue
        if row.capacity is not None and row.capacity < workshop.seats_taken:
            draft.report.warn(row, "capacity", "seats_taken", taken=workshop.seats_taken)
            del values["capacity"]
        draft.count(row, changed=bool(draft.update(row, workshop, values)))


def store_sessions(plan: Plan, draft: Draft, programme: Programme | None) -> None:
    if programme is None:
        return
    standing: dict[tuple[int, int], Session] = {}
    linked: set[tuple[str, int, int]] = set()
    if programme.pk is not None:
        of_programme = Session.objects.filter(workshop__programme=programme)
        standing = {(session.workshop_id, session.order): session for session in of_programme}
        features, preferred = of_programme.values_list("pk", "features"), of_programme.values_list("pk", "preferred")
        linked = {("feature", *pair) for pair in features} | {("person", *pair) for pair in preferred}
    draft.respect(standing.values())
    for row in plan.sessions:
        if not row.usable:
            continue
        workshop = draft.workshops[code_key(row.workshop)]
        values = given(
            kind=row.kind,
            title=row.title,
            minutes=row.minutes,
            jp=row.jp or 0,
            facilitators_needed=row.facilitators or 0,
            expertise=draft.word(Expertise, row.expertise[0]) if row.expertise else None,
        )
        session = standing.get((workshop.pk, row.order or 0))
        if session is None:
            session = draft.add(Session(workshop=workshop, order=row.order or 0, **values))
            _link(row, session, draft, linked)
            draft.create[row.KIND] += 1
        elif session.is_published or session.cancelled_at:
            if changed := differences(session, values):
                draft.leave(row, "published", session, changed)
            draft.count(row, changed=False)
        else:
            different = bool(draft.update(row, session, values))
            if not draft.is_decided(session):
                different |= _link(row, session, draft, linked)
            draft.count(row, changed=different)


def _link(row: SessionRow, session: Session, draft: Draft, linked: set[tuple[str, int, int]]) -> bool:
    """Add what the row asks for and the session does not have yet; say whether there was anything."""
    features = [item for item in draft.words(Feature, row.features) if ("feature", session.pk, item.pk) not in linked]
    # New people have no key yet, so they are told apart as objects.
    wanted = {id(person): person for person in (draft.people[reference] for reference in row.preferred)}
    people = [person for person in wanted.values() if ("person", session.pk, person.pk) not in linked]
    for feature in features:
        draft.link(Session.features.through, session=session, feature=feature)
    for person in people:
        draft.link(Session.preferred.through, session=session, person=person)
    return bool(features or people)


def store_nominations(plan: Plan, draft: Draft, programme: Programme | None, *, at: datetime) -> None:
    """Create the registrations that are missing; what became of the others since is nobody's business here."""
    if programme is None:
        return
    standing: set[tuple[int, int]] = set()
    if programme.pk is not None:
        registrations = Registration.objects.filter(workshop__programme=programme)
        standing = set(registrations.values_list("workshop", "person"))
    for row in plan.nominations:
        if not row.usable or row.person is None:
            continue
        workshop, person = draft.workshops[code_key(row.workshop)], draft.people[row.person]
        if (workshop.pk, person.pk) in standing:
            draft.count(row, changed=False)
            continue
        unit = draft.organisations[code_key(row.unit)] if row.unit else person.unit
        draft.add(Registration(workshop=workshop, person=person, nominated_by=unit, created_at=at))
        draft.create[row.KIND] += 1
