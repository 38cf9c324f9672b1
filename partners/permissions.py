"""Who may do what in partners, as sentences."""

import rules

from .models import Agreement, Organisation, Person
from .models.membership import Role
from .refusals import NotAllowed


@rules.predicate
def is_cooperation_officer_of_a_party(person: Person, agreement: Agreement | None) -> bool:
    if agreement is None:
        return person.has_role(Role.COOPERATION_OFFICER)
    return any(
        person.has_role(Role.COOPERATION_OFFICER, organisation=party.organisation)
        for party in agreement.parties.select_related("organisation")
    )


rules.add_perm("partners.draft_agreement", is_cooperation_officer_of_a_party)
rules.add_perm("partners.move_agreement", is_cooperation_officer_of_a_party)


def require(by: Person | None, permission: str, subject, sentence) -> None:
    """Raise NotAllowed with ``sentence`` unless ``by`` holds the permission; the system (None) may."""
    if by is not None and not by.has_perm(permission, subject):
        raise NotAllowed(sentence)


def institution_of(organisation: Organisation) -> Organisation:
    """The root of the tree: the city or the university."""
    return (
        organisation if organisation.parent_id is None else Organisation.objects.get(path=f"{organisation.root_code}/")
    )
