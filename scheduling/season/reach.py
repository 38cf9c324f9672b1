"""Whose things a file may change: a coordinator's own, not those of other offices.

Otherwise one coordinator could name the reviewers of both sides, choose the addresses at which they set a password,
or rewrite another institution's rooms and agreements, all by a spreadsheet.
"""

from dataclasses import dataclass
from typing import Any

from partners.models import Agreement, Membership, Organisation, Person
from partners.models.membership import Role
from scheduling.models import Room


@dataclass(frozen=True)
class Reach:
    """The subtrees that the importer coordinates, and every institution in which nobody holds a role yet."""

    own: tuple[str, ...] | None  # paths; None for the system, which reaches everything
    settled: frozenset[str] = frozenset()  # codes of institutions in which somebody holds a role
    bearer: int | None = None

    @classmethod
    def of(cls, by: Person | None) -> "Reach":
        if by is None or by.is_superuser:
            return cls(None)
        settled = Membership.objects.values_list("organisation__path", flat=True).distinct()
        return cls(tuple(by.role_paths(Role.COORDINATOR)), frozenset(path.split("/", 1)[0] for path in settled), by.pk)

    def includes(self, organisation: Organisation | None) -> bool:
        """Whether things of an organisation may be changed, and roles in it be granted."""
        if self.own is None:
            return True
        if organisation is None:
            return False
        return organisation.path.startswith(self.own) or organisation.root_code not in self.settled

    def covers(self, thing: Any) -> bool:
        """Whether a thing that stands already may be changed."""
        if self.own is None:
            return True
        if isinstance(thing, Organisation):
            return self.includes(thing)
        if isinstance(thing, Room):
            return self.includes(thing.owner)
        if isinstance(thing, Agreement):
            return any(self.includes(party.organisation) for party in thing.parties.select_related("organisation"))
        if isinstance(thing, Person):
            # Not the unit alone: a file may change it, and a person may hold roles elsewhere.
            held = [membership.organisation for membership in thing.memberships.select_related("organisation")]
            return all(self.includes(organisation) for organisation in [thing.unit, *held])
        return True  # what belongs to the programme, whose secretariat was asked already
