"""What every walk holds in its hands."""

from dataclasses import dataclass, field
from datetime import date, datetime

from partners.models import Agreement, Expertise, Organisation, Person
from scheduling.models import Room
from workshops.models import Programme, Workshop

from .days import Days


@dataclass
class Stage:
    """The demonstration while it is being made. Dictionaries find things by code, key or name."""

    at: datetime
    days: Days
    programme: Programme
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    crowd: list[Person]
    subjects: dict[str, Expertise]
    rooms: dict[str, Room] = field(default_factory=dict)
    agreements: dict[str, Agreement] = field(default_factory=dict)
    workshops: dict[str, Workshop] = field(default_factory=dict)

    def person(self, key: str) -> Person:
        return self.people[key]

    def moment(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        """An hour of a working day, never later than now."""
        return min(self.days.moment(offset, hour, minute), self.at)

    @property
    def today(self) -> date:
        return self.days.today

    def officer_of(self, unit: Organisation) -> Person:
        """The personnel officer who names people of a unit."""
        membership = unit.memberships.select_related("person").get(role="nominator")
        return next(person for person in self.people.values() if person.pk == membership.person_id)
