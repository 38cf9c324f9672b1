"""Background work of documents."""

import logging

from django.db import transaction
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from partners.events import record
from partners.refusals import Refusal
from workshops.models import Registration

from .certificates import UNDER_WAY, AlreadyIssued, issue_certificate
from .eligibility import awaiting_certificate
from .models import CertificateBatch

logger = logging.getLogger(__name__)

State = CertificateBatch.State


@task()
def run_certificate_batch(batch_pk: int) -> str:
    """Issue what the batch still lacks. Killed and run again, it goes on; run twice at once, nothing doubles.

    What is done is read from the documents themselves. One certificate that fails does not hold up the others.
    """
    batch = CertificateBatch.objects.select_related("workshop", "created_by").get(pk=batch_pk)
    if not CertificateBatch.objects.filter(pk=batch_pk, state__in=UNDER_WAY).update(state=State.RUNNING):
        return "nothing to do"
    # Whoever started it reads what went wrong.
    with translation.override(batch.created_by.language):
        failures = [
            failure
            for pk in list(awaiting_certificate(batch.workshop).values_list("pk", flat=True))
            if (failure := _issue_one(batch, pk))
        ]
    return _finish(batch, failures)


@task()
def resume_certificate_batches() -> int:
    """Queue again every batch that a killed worker left behind."""
    left = CertificateBatch.objects.filter(state__in=UNDER_WAY).values_list("pk", flat=True)
    for pk in left:
        run_certificate_batch.enqueue(pk)
    return len(left)


def _issue_one(batch: CertificateBatch, pk: int) -> str:
    """Return what went wrong, in a sentence, or nothing."""
    registration = Registration.objects.select_related("person").get(pk=pk)
    try:
        issue_certificate(registration=registration, by=batch.created_by, at=timezone.now())
    except AlreadyIssued:
        return ""  # another worker was quicker
    except Refusal as refusal:
        return str(refusal)
    except Exception as error:
        logger.exception("certificate of registration %s", registration.public_id)
        return _("The certificate of %(name)s could not be made (%(error)s).") % {
            "name": registration.person.name,
            "error": type(error).__name__,
        }
    return ""


@transaction.atomic
def _finish(batch: CertificateBatch, failures: list[str]) -> str:
    state = State.FAILED if failures else State.DONE
    now = timezone.now()
    finished = CertificateBatch.objects.filter(pk=batch.pk, state=State.RUNNING).update(
        state=state, finished_at=now, error="\n".join(failures)
    )
    if finished:
        record(
            "finish_certificate_batch",
            batch.workshop,
            by=None,
            at=now,
            to_state=state,
            reason="\n".join(failures),
            data={"batch": str(batch.public_id)},
        )
    return state
