"""The audit trail: every decision leaves one row (promise 8)."""

from datetime import datetime

from django.db import models

from .models import Event, Person


def record(
    verb: str,
    subject: models.Model,
    *,
    by: Person | None,
    at: datetime,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    data: dict | None = None,
) -> Event:
    """Write down a decision in the caller's transaction. ``by`` is None for the system itself."""
    return Event.objects.create(
        at=at,
        actor=by,
        verb=verb,
        object_type=subject._meta.label_lower,
        object_id=str(getattr(subject, "public_id", subject.pk)),
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        data=data or {},
    )


def history(subject: models.Model):
    """Events of one thing, newest first, with their actors."""
    return Event.objects.filter(
        object_type=subject._meta.label_lower, object_id=str(getattr(subject, "public_id", subject.pk))
    ).select_related("actor")
