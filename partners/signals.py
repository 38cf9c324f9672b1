"""News that partners announces."""

from django.dispatch import Signal

agreement_signed = Signal()
