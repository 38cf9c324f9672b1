"""News that workshops announces to the apps above it. Sent inside the transaction that decides."""

from django.dispatch import Signal

# kwargs: workshop, by, at
workshop_cancelled = Signal()
# kwargs: registration, by, at
registration_changed = Signal()
