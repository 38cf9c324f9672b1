"""Certificates: issued, replaced, revoked. What was issued never changes; a correction is a new document."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Person
from partners.notices import tell
from partners.permissions import require
from partners.refusals import Refusal
from partners.states import move
from workshops.models import Registration, Workshop
from workshops.models.registration import SEATED
from workshops.registrations import lock_workshop

from .certificate_data import certificate_data
from .certificate_paper import TEMPLATE, render_certificate
from .eligibility import awaiting_certificate, earned_jp, eligible_registrations, required_jp
from .models import CertificateBatch, Document
from .numbering import Number, NumberTaken, next_number, peek_number, series_for
from .storage import store
from .verification_codes import new_code

MOVES: dict[str, set[str]] = {
    Document.State.ISSUED: {Document.State.REVOKED, Document.State.SUPERSEDED},
}
UNDER_WAY = (CertificateBatch.State.WAITING, CertificateBatch.State.RUNNING)
# A paper is made before the lock is taken. Whoever loses its number to others so often makes it under the lock.
TRIES_WITHOUT_LOCK = 3


class AlreadyIssued(Refusal):
    """The participant holds a valid certificate of this workshop."""

    code = "already_issued"


@transaction.atomic
def start_certificate_batch(*, workshop: Workshop, by: Person | None, at: datetime) -> CertificateBatch:
    """Queue certificates for everybody who earned one and has none.

    While a batch is under way this returns it and queues its work again: that is how one goes on whose
    worker was killed, and it does no harm to one that is alive.
    """
    workshop = lock_workshop(workshop)
    _may_issue(workshop, by)
    batch = workshop.certificate_batches.filter(state__in=UNDER_WAY).first()
    if batch is None:
        total = awaiting_certificate(workshop).count()
        if total == 0:
            _refuse_empty(workshop)
        batch = CertificateBatch.objects.create(workshop=workshop, total=total, created_by=_creator(by), created_at=at)
        record("start_certificate_batch", workshop, by=by, at=at, data={"total": total, "batch": str(batch.public_id)})
    transaction.on_commit(partial(_enqueue, batch.pk))
    return batch


def issue_certificate(*, registration: Registration, by: Person | None, at: datetime) -> Document:
    """Number, render, file and announce the certificate of one participant.

    Raises AlreadyIssued if they hold a valid one, Refusal ``not_earned`` if they attended too little, and
    CannotPrint if their data does not fit on paper.
    """
    registration = _whole(registration)
    workshop = registration.workshop
    _may_issue(workshop, by)
    _refuse_second(registration)
    _refuse_unearned(registration)

    def write(document: Document, pdf: bytes) -> Document:
        # The paper took its time: attendance may have been reopened, the registration withdrawn.
        lock_workshop(workshop)
        present = _whole(registration)
        _may_issue(present.workshop, by)
        _refuse_unearned(present)
        _refuse_second(registration)
        _file(document, pdf)
        record(
            "issue_certificate",
            document,
            by=by,
            at=at,
            to_state=document.state,
            data={"number": document.number, "sha256": document.sha256},
        )
        _announce(document, at)
        return document

    try:
        return _issue(registration, by=by, at=at, write=write)
    except IntegrityError as error:
        # The database judges last: two registers (of two years) cannot lock each other out.
        _refuse_second(registration, error)
        raise


@transaction.atomic
def revoke_certificate(*, certificate: Document, reason: str, by: Person | None, at: datetime) -> Document:
    """Take a certificate back. Its number stays used, and its verification page says that it was revoked."""
    certificate = _read(certificate, lock=True)
    _may_correct(certificate, by, reason)
    before, after = move(certificate, Document.State.REVOKED, MOVES)
    _end(certificate, reason, at)
    record("revoke_certificate", certificate, by=by, at=at, from_state=before, to_state=after, reason=reason)
    if certificate.person is not None:
        tell(
            certificate.person,
            key=f"certificate-revoked:{certificate.public_id}",
            template="certificate_revoked",
            context={"document": certificate, "reason": certificate.state_reason},
            at=at,
        )
    return certificate


def supersede_certificate(*, certificate: Document, reason: str, by: Person | None, at: datetime) -> Document:
    """Issue a corrected certificate under a new number, from today's data. Returns the new one."""
    certificate = _read(certificate)
    _may_correct(certificate, by, reason)
    move(certificate, Document.State.SUPERSEDED, MOVES)  # tells of a wrong state before anything is rendered
    assert certificate.registration is not None
    registration = _whole(certificate.registration)
    _refuse_unearned(registration)

    def write(successor: Document, pdf: bytes) -> Document:
        lock_workshop(registration.workshop)
        _refuse_unearned(_whole(registration))
        old = _read(certificate, lock=True)
        before, after = move(old, Document.State.SUPERSEDED, MOVES)
        # One participant holds one valid certificate, and a superseded one names its successor, at every moment:
        # so the old one first ends, then the new one begins, then the old one points to it.
        old.state = Document.State.REVOKED
        _end(old, reason, at)
        _file(successor, pdf)
        old.state, old.superseded_by = after, successor
        old.save(update_fields=["state", "superseded_by"])
        record(
            "supersede_certificate",
            old,
            by=by,
            at=at,
            from_state=before,
            to_state=after,
            reason=reason,
            data={"successor": successor.number},
        )
        record(
            "issue_certificate",
            successor,
            by=by,
            at=at,
            to_state=successor.state,
            reason=reason,
            data={"number": successor.number, "sha256": successor.sha256, "replaces": old.number},
        )
        _announce(successor, at)
        return successor

    return _issue(registration, by=by, at=at, write=write, replaces=certificate.number)


def _issue(
    registration: Registration,
    *,
    by: Person | None,
    at: datetime,
    write: Callable[[Document, bytes], Document],
    replaces: str = "",
) -> Document:
    """Render with the number that comes next, then take exactly that number and ``write`` the document.

    Rendering takes a tenth of a second, in which nobody else could write: so it happens before the lock.
    """
    workshop = registration.workshop
    day = timezone.localdate(at, workshop.organiser.zone)
    series = series_for(workshop.organiser, Document.Kind.CERTIFICATE, day)
    code = new_code()

    def make(number: Number) -> tuple[Document, bytes]:
        data = certificate_data(registration, number=number, code=code, at=at, replaces=replaces)
        document = Document(
            kind=Document.Kind.CERTIFICATE,
            organisation=workshop.organiser,
            series=series,
            sequence=number.sequence,
            number=number.text,
            subject=workshop.title,
            workshop=workshop,
            registration=registration,
            person=registration.person,
            template=TEMPLATE,
            data=data,
            verification_code=code,
            issued_at=at,
            issued_by=by,
        )
        return document, render_certificate(data)

    for _try in range(TRIES_WITHOUT_LOCK):
        expected = peek_number(series, day)
        paper = make(expected)
        try:
            with transaction.atomic():
                next_number(series, day, expected=expected)
                return write(*paper)
        except NumberTaken:
            continue
    with transaction.atomic():
        return write(*make(next_number(series, day)))


def _file(document: Document, pdf: bytes) -> None:
    """Store the file, then the row: once the row commits, what it points to is on the disk."""
    document.sha256, document.size = store(pdf), len(pdf)
    document.save()


def _may_issue(workshop: Workshop, by: Person | None) -> None:
    require(
        by,
        "documents.issue_certificates",
        workshop,
        _("Only a coordinator of the organiser or of the secretariat may issue and correct certificates."),
    )
    if workshop.attendance_closed_at is None:
        raise Refusal(
            _("Attendance of “%(workshop)s” is still open. Close it first: certificates follow from it.")
            % {"workshop": workshop},
            code="attendance_open",
        )


def _may_correct(certificate: Document, by: Person | None, reason: str) -> None:
    assert certificate.workshop is not None
    require(
        by,
        "documents.issue_certificates",
        certificate.workshop,
        _("Only a coordinator of the organiser or of the secretariat may issue and correct certificates."),
    )
    if not reason.strip():
        raise Refusal(
            _("Give the reason: it is kept with the certificate and told to the participant."), code="reason_missing"
        )


def _refuse_second(registration: Registration, cause: Exception | None = None) -> None:
    valid = registration.documents.filter(kind=Document.Kind.CERTIFICATE, state=Document.State.ISSUED).first()
    if valid is not None:
        raise AlreadyIssued(
            _("%(name)s holds the valid certificate %(number)s already. Replace that one if it is wrong.")
            % {"name": registration.person.name, "number": valid.number}
        ) from cause


def _refuse_unearned(registration: Registration) -> None:
    earned, required = earned_jp(registration), required_jp(registration.workshop)
    if registration.state not in SEATED or not required or earned < required:
        raise Refusal(
            _("%(name)s attended %(earned)s of the %(required)s JP that a certificate of this workshop needs.")
            % {"name": registration.person.name, "earned": earned, "required": required},
            code="not_earned",
        )


def _refuse_empty(workshop: Workshop) -> None:
    sentence = (
        _("Everybody who attended enough of this workshop has a certificate already.")
        if eligible_registrations(workshop).exists()
        else _("Nobody attended at least %(percent)s%% of this workshop, so there are no certificates to issue.")
    )
    raise Refusal(sentence % {"percent": workshop.attendance_threshold}, code="nobody_eligible")


def _end(certificate: Document, reason: str, at: datetime) -> None:
    certificate.state_reason, certificate.state_changed_at = reason.strip()[:250], at
    certificate.save(update_fields=["state", "state_reason", "state_changed_at"])


def _announce(document: Document, at: datetime) -> None:
    assert document.person is not None
    tell(
        document.person,
        key=f"certificate:{document.public_id}",
        template="certificate_issued",
        context={"document": document},
        at=at,
    )


def _whole(registration: Registration) -> Registration:
    return Registration.objects.select_related(
        "person",
        "workshop__organiser",
        "workshop__partner",
        "workshop__agreement",
        "workshop__programme__city",
        "workshop__programme__secretariat",
    ).get(pk=registration.pk)


def _read(certificate: Document, *, lock: bool = False) -> Document:
    documents = Document.objects.select_for_update(of=("self",)) if lock else Document.objects.all()
    return documents.select_related(
        "person", "registration", "workshop__organiser", "workshop__programme__secretariat"
    ).get(pk=certificate.pk)


def _creator(by: Person | None) -> Person:
    if by is None:
        raise Refusal(_("A batch of certificates is started by a person."), code="not_allowed")
    return by


def _enqueue(batch_pk: int) -> None:
    from .tasks import run_certificate_batch

    run_certificate_batch.enqueue(batch_pk)
