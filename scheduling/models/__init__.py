from .assignment import Assignment, Consent
from .booking import Booking
from .calendar import Holiday, OpenWindow
from .feed import CalendarFeed
from .offer import Offer, OfferLink
from .room import Room, RoomClosure
from .site import Site, TravelTime
from .timetable import Timetable, TimetableEntry
from .unavailability import Unavailability

__all__ = [
    "Assignment",
    "Booking",
    "CalendarFeed",
    "Consent",
    "Holiday",
    "Offer",
    "OfferLink",
    "OpenWindow",
    "Room",
    "RoomClosure",
    "Site",
    "Timetable",
    "TimetableEntry",
    "TravelTime",
    "Unavailability",
]
