from .agreement import Agreement, AgreementParty
from .event import Event
from .expertise import Expertise
from .membership import Membership
from .notice import Notice
from .organisation import Organisation
from .person import Employment, Person, PersonRecord

__all__ = [
    "Agreement",
    "AgreementParty",
    "Employment",
    "Event",
    "Expertise",
    "Membership",
    "Notice",
    "Organisation",
    "Person",
    "PersonRecord",
]
