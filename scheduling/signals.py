"""News that scheduling announces. Sent inside the transaction that decides."""

from django.dispatch import Signal

# kwargs: timetable, sessions, by, at
timetable_published = Signal()
