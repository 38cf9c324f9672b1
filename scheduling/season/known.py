"""What the database already knows, as plain values: what a row may refer to although its sheet does not name it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class KnownPerson(NamedTuple):
    pk: int
    name: str
    nip: str
    nuptk: str
    email: str


class KnownAgreement(NamedTuple):
    first_party: str
    second_party: str
    signed: bool
    starts_on: date
    ends_on: date


class Held(NamedTuple):
    """A use of a room, in absolute time. One that was released or refused holds nothing any more."""

    starts: datetime
    ends: datetime
    title: str
    pk: int = 0
    imported: bool = False
    holding: bool = True


@dataclass
class Known:
    """Codes, numbers and addresses are keys in casefolded form."""

    # Organisation → its path, and its zone.
    organisations: Mapping[str, str] = field(default_factory=dict)
    zones: Mapping[str, str] = field(default_factory=dict)
    # Room → the organisation that owns it, and its uses.
    rooms: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, list[Held]] = field(default_factory=dict)
    agreements: Mapping[str, KnownAgreement] = field(default_factory=dict)
    # Organisation and number → the agreement's primary key.
    numbers: Mapping[tuple[str, str], int] = field(default_factory=dict)
    # Workshops of this programme → the sum of the JP of their sessions.
    workshops: Mapping[str, int] = field(default_factory=dict)
    people: list[KnownPerson] = field(default_factory=list)
    # Subjects that somebody can teach.
    expertise: Set[str] = field(default_factory=frozenset)
