"""Who may do what with proposals, workshops, registrations and attendance, as sentences."""

import rules

from partners.models import Organisation, Person
from partners.models.membership import Role
from partners.permissions import institution_of

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
    """The sides for which the person reviews this proposal."""
    sides = review_sides(person, proposal.organiser, proposal.partner)
    return list(
        dict.fromkeys(
            sides[root] for root in (proposal.organiser.root_code, proposal.partner.root_code) if root in sides
        )
    )


def review_sides(person: Person, *organisations: Organisation) -> dict[str, str]:
    """{institution code: side} of those the person reviews for: reviewers speak for their whole institution."""
    roots = {path.split("/", 1)[0] for path in person.role_paths(Role.REVIEWER)}
    if person.is_superuser:
        roots |= {organisation.root_code for organisation in organisations}
    institutions = Organisation.objects.filter(path__in=[f"{root}/" for root in roots])
    return {institution.code: side_of(institution) for institution in institutions}


def side_of(organisation: Organisation) -> str:
    """City or university, by the kind of the institution at the top."""
    university = institution_of(organisation).kind in (Organisation.Kind.UNIVERSITY, Organisation.Kind.INSTITUTE)
    return Review.Side.UNIVERSITY if university else Review.Side.CITY


rules.add_perm("workshops.plan_programme", is_coordinator_of_secretariat)
rules.add_perm("workshops.propose", may_propose)
rules.add_perm("workshops.change_proposal", is_proposer)
rules.add_perm("workshops.review_proposal", may_review)
rules.add_perm("workshops.manage_workshop", is_coordinator_of_workshop)
rules.add_perm("workshops.override_agreement", is_cooperation_officer)
rules.add_perm("workshops.withdraw_registration", is_own_registration | nominated_it | coordinates_registration)
