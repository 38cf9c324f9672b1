"""Who may do what with documents, as sentences."""

import rules

from partners.models import Person
from partners.models.membership import Role
from workshops.models import Workshop
from workshops.permissions import is_coordinator_of_workshop

READERS = (Role.COORDINATOR, Role.SIGNATORY, Role.AUDITOR, Role.ADMIN)


@rules.predicate
def keeps_papers_of_workshop(person: Person, workshop: Workshop) -> bool:
    """Those who see every certificate of a workshop; the same people as in ``Document.objects.visible_to``."""
    return person.has_role(*READERS, organisation=workshop.organiser) or person.has_role(
        *READERS, organisation=workshop.programme.secretariat
    )


rules.add_perm("documents.issue_certificates", is_coordinator_of_workshop)
rules.add_perm("documents.read_certificates", keeps_papers_of_workshop)
