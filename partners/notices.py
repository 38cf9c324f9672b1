"""Telling people: a notice is written in the transaction that decides, and mailed after its commit."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from .models import Notice, Person


def tell(person: Person, *, key: str, template: str, context: dict, at: datetime) -> Notice | None:
    """Queue a mail from ``emails/<template>.txt`` (first line: subject) in the person's language.

    ``key`` says what this is about; the same key never mails twice. Returns None where there is no address
    or the notice exists already.
    """
    if not person.email:
        return None
    with translation.override(person.language):
        text = render_to_string(
            f"emails/{template}.txt", {"person": person, "base_url": settings.BASE_URL, **context}
        ).strip()
    subject, _, body = text.partition("\n")
    notice, created = Notice.objects.get_or_create(
        key=key,
        defaults={
            "recipient": person,
            "address": person.email,
            "subject": subject.strip()[:250],
            "body": body.strip() + "\n",
            "created_at": at,
        },
    )
    if not created:
        return None
    transaction.on_commit(lambda: _enqueue(notice.pk))
    return notice


def _enqueue(pk: int) -> None:
    from .tasks import send_notice

    if Notice.objects.filter(pk=pk, state=Notice.State.WAITING).exists():
        send_notice.enqueue(pk)
