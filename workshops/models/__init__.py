from .attendance import Attendance
from .feature import Feature
from .programme import Programme
from .proposal import BudgetLine, Proposal, ProposalVersion
from .registration import Registration
from .review import Review
from .session import Session
from .workshop import Workshop

__all__ = [
    "Attendance",
    "BudgetLine",
    "Feature",
    "Programme",
    "Proposal",
    "ProposalVersion",
    "Registration",
    "Review",
    "Session",
    "Workshop",
]
