"""Who may do what with proposals, workshops, registrations and attendance, as sentences."""

import rules

from partners.models import Organisation, Person
from partners.models.membership import Role

from .models import Programme, Proposal, Registration, Review, Workshop


@rules.predicate
def is_coordinator_of_secretariat(person: Person, programme: Programme) -> bool:
    return person.has_role(Role.COORDINATOR, organisation=programme.secretariat)


@rules.predicate
def is_coordinator_of_workshop(person: Person, workshop: Workshop) -> bool:
    return person.has_role(Role.COORDINATOR, organisation=workshop.organiser) or is_coordinator_of_secretariat(
        person, workshop.programme
    )


@rules.predicate
def is_proposer(person: Person, proposal: Proposal) -> bool:
    return proposal.proposer_id == person.pk


@rules.predicate
def may_propose(person: Person, proposal: Proposal | None) -> bool:
    return person.has_role(Role.PROPOSER, Role.COORDINATOR)


@rules.predicate
def may_review(person: Person, proposal: Proposal) -> bool:
    return proposal.proposer_id != person.pk and bool(sides_of(person, proposal))


@rules.predicate
def is_cooperation_officer(person: Person, workshop: Workshop) -> bool:
    return person.has_role(Role.COOPERATION_OFFICER, organisation=workshop.organiser) or person.has_role(
        Role.COOPERATION_OFFICER, organisation=workshop.programme.secretariat
    )


@rules.predicate
def is_own_registration(person: Person, registration: Registration) -> bool:
    return registration.person_id == person.pk


@rules.predicate
def nominated_it(person: Person, registration: Registration) -> bool:
    unit = registration.nominated_by or registration.person.unit
    return unit is not None and person.has_role(Role.NOMINATOR, organisation=unit)


@rules.predicate
def coordinates_registration(person: Person, registration: Registration) -> bool:
    return is_coordinator_of_workshop(person, registration.workshop)


def sides_of(person: Person, proposal: Proposal) -> list[str]:
    """The sides for which the person reviews: reviewers speak for the whole institution they belong to."""
    roots = {path.split("/", 1)[0] for path in person.role_paths(Role.REVIEWER)}
    sides = []
    for organisation in (proposal.organiser, proposal.partner):
        if person.is_superuser or organisation.root_code in roots:
            side = side_of(organisation)
            if side not in sides:
                sides.append(side)
    return sides


def side_of(organisation: Organisation) -> str:
    """City or university, by the kind of the institution at the top."""
    root = organisation if organisation.parent_id is None else Organisation.objects.get(path=f"{organisation.root_code}/")
    university = root.kind in (Organisation.Kind.UNIVERSITY, Organisation.Kind.INSTITUTE)
    return Review.Side.UNIVERSITY if university else Review.Side.CITY


rules.add_perm("workshops.plan_programme", is_coordinator_of_secretariat)
rules.add_perm("workshops.propose", may_propose)
rules.add_perm("workshops.change_proposal", is_proposer)
rules.add_perm("workshops.review_proposal", may_review)
rules.add_perm("workshops.manage_workshop", is_coordinator_of_workshop)
rules.add_perm("workshops.override_agreement", is_cooperation_officer)
rules.add_perm("workshops.withdraw_registration", is_own_registration | nominated_it | coordinates_registration)
