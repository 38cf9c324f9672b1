"""Offers: a lecturer is asked, answers once, without an account; the faculty consents (promise 4)."""

import hashlib
import secrets
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.constraints import violated
from partners.dates import span
from partners.events import record
from partners.models import Person
from partners.models.membership import Role
from partners.notices import tell
from partners.permissions import require
from partners.refusals import NotAllowed, Refusal
from partners.states import move
from workshops.models import Programme, Workshop

from .models import Assignment, Consent, Offer, OfferLink
from .models.assignment import COMMITTED
from .working_calendar import calendar_of

State = Assignment.State
MOVES = {
    State.PROPOSED: {State.OFFERED, State.WITHDRAWN},
    State.OFFERED: {State.ACCEPTED, State.DECLINED, State.LAPSED, State.WITHDRAWN},
    State.ACCEPTED: {State.CONFIRMED, State.DECLINED, State.WITHDRAWN, State.REPLACED, State.DONE, State.NO_SHOW},
    State.CONFIRMED: {State.DONE, State.NO_SHOW, State.WITHDRAWN, State.REPLACED},
}
ANSWER_WORKING_DAYS = 5


class OfferClosed(Refusal):
    """The offer was answered, withdrawn, or its time has passed."""

    code = "offer_closed"


class FacilitatorBusy(Refusal):
    """The lecturer has meanwhile committed to something that overlaps."""

    code = "facilitator_busy"


@transaction.atomic
def send_offer(*, assignment: Assignment, by: Person | None, at: datetime) -> Offer:
    """Ask the lecturer; a second call adds a link to the same question, the first one stays good."""
    assignment = _locked(assignment)
    workshop = assignment.session.workshop
    require(by, "workshops.manage_workshop", workshop, _("Only a coordinator may send offers."))
    answer_by = _answer_by(assignment, at)
    if answer_by <= at:
        raise Refusal(
            _("This session begins too soon to ask by mail. Call the lecturer, or draft another time."), code="too_late"
        )
    offer = assignment.offers.filter(answer="", withdrawn_at__isnull=True).first()
    if offer is not None and offer.answer_by < at:
        # Its time is over: the question is put anew, with a new deadline.
        offer.withdrawn_at = at
        offer.save(update_fields=["withdrawn_at"])
        offer = None
    if offer is None:
        before = assignment.state
        if before != State.OFFERED:
            move(assignment, State.OFFERED, MOVES)
            assignment.save(update_fields=["state"])
        after = State.OFFERED
        offer = Offer.objects.create(assignment=assignment, sent_at=at, answer_by=answer_by)
        record("send_offer", assignment, by=by, at=at, from_state=before, to_state=after)
    else:
        record("resend_offer", assignment, by=by, at=at)
    token = secrets.token_urlsafe(24)
    link = OfferLink.objects.create(offer=offer, token_hash=_hash(token), created_at=at)
    tell(
        assignment.person,
        key=f"offer:{offer.public_id}:{link.pk}",
        template="offer",
        context={
            "assignment": assignment,
            "session": assignment.session,
            "workshop": workshop,
            "offer": offer,
            "link": settings.BASE_URL + reverse("offer_answer", args=[token]),
        },
        at=at,
    )
    return offer


def send_offers(*, programme: Programme, by: Person | None, at: datetime, workshop: Workshop | None = None) -> int:
    """Send every proposed assignment's offer; each in its own transaction, so that one failure loses none."""
    proposed = Assignment.objects.filter(session__workshop__programme=programme, state=State.PROPOSED, starts_at__gt=at)
    if workshop is not None:
        proposed = proposed.filter(session__workshop=workshop)
    sent = 0
    for assignment in proposed.order_by("starts_at"):
        send_offer(assignment=assignment, by=by, at=at)
        sent += 1
    return sent


def find_offer(token: str) -> Offer | None:
    """The offer behind a link, open or not."""
    link = OfferLink.objects.filter(token_hash=_hash(token)).first()
    if link is None:
        return None
    return (
        Offer.objects.select_related("assignment__person__unit", "assignment__session__workshop__organiser")
        .filter(pk=link.offer_id)
        .first()
    )


@transaction.atomic
def accept_offer(*, offer: Offer, by: Person, at: datetime) -> Assignment:
    """Record the lecturer's consent and hold their time.

    Raises OfferClosed if it was answered, withdrawn or lapsed before ``at``, FacilitatorBusy if they have
    meanwhile accepted something that overlaps (the clash is named in the message).
    """
    offer, assignment = _open_offer(offer, at)
    before, after = move(assignment, State.ACCEPTED, MOVES)
    try:
        with transaction.atomic():
            assignment.save(update_fields=["state"])
    except IntegrityError as error:
        if not violated(error, "assignment_no_overlap"):
            raise
        clash = (
            Assignment.objects.filter(
                person=assignment.person,
                state__in=COMMITTED,
                starts_at__lt=assignment.ends_at,
                ends_at__gt=assignment.starts_at,
            )
            .select_related("session__workshop")
            .first()
        )
        what = clash.session.workshop.title if clash else "?"
        when = span(clash.starts_at, clash.ends_at) if clash and clash.starts_at and clash.ends_at else ""
        raise FacilitatorBusy(
            _("You have already agreed to “%(what)s” (%(when)s). Decline this one, or call the coordinator.")
            % {"what": what, "when": when}
        ) from error
    offer.answer, offer.answered_at = Offer.Answer.ACCEPTED, at
    offer.save(update_fields=["answer", "answered_at"])
    Consent.objects.create(assignment=assignment, side=Consent.Side.FACILITATOR, given_by=by, given_at=at)
    record("accept_offer", assignment, by=by, at=at, from_state=before, to_state=after)
    return assignment


@transaction.atomic
def decline_offer(*, offer: Offer, reason: str, by: Person, at: datetime) -> Assignment:
    """Record that the lecturer cannot come, and why; the session needs somebody else."""
    if not reason.strip():
        raise Refusal(
            _("Please say in a few words why you cannot come; it helps to find another date or colleague."),
            code="reason_missing",
        )
    offer, assignment = _open_offer(offer, at)
    before, after = move(assignment, State.DECLINED, MOVES)
    assignment.reason = reason.strip()[:200]
    assignment.save(update_fields=["state", "reason"])
    offer.answer, offer.answered_at, offer.reason = Offer.Answer.DECLINED, at, reason.strip()[:300]
    offer.save(update_fields=["answer", "answered_at", "reason"])
    record("decline_offer", assignment, by=by, at=at, from_state=before, to_state=after, reason=reason)
    return assignment


@transaction.atomic
def consent_for_faculty(*, assignment: Assignment, letter_number: str, by: Person, at: datetime) -> Assignment:
    """Record the faculty's consent: the dean's office and the number of its assignment letter."""
    assignment = _locked(assignment)
    unit = assignment.person.unit
    if by.pk == assignment.person_id:
        raise NotAllowed(_("Two people consent: somebody else of the dean's office must consent to your own slot."))
    if unit is None or not by.has_role(Role.ASSIGNER, organisation=unit):
        raise NotAllowed(_("Only the dean's office of the lecturer may consent for the faculty."))
    if not letter_number.strip():
        raise Refusal(_("Enter the number of the assignment letter (surat tugas)."), code="number_missing")
    before, after = move(assignment, State.CONFIRMED, MOVES)
    assignment.letter_number = letter_number.strip()
    assignment.save(update_fields=["state", "letter_number"])
    Consent.objects.create(
        assignment=assignment, side=Consent.Side.FACULTY, given_by=by, given_at=at, letter_number=letter_number.strip()
    )
    record("consent_for_faculty", assignment, by=by, at=at, from_state=before, to_state=after)
    return assignment


def is_open(offer: Offer, at: datetime) -> bool:
    return not offer.answer and offer.withdrawn_at is None and at <= offer.answer_by and _asks(offer.assignment)


def _asks(assignment: Assignment) -> bool:
    return assignment.state == State.OFFERED


def _open_offer(offer: Offer, at: datetime) -> tuple[Offer, Assignment]:
    assignment = _locked(offer.assignment)
    offer = Offer.objects.select_for_update().get(pk=offer.pk)
    if offer.answer:
        raise OfferClosed(
            _("This offer was already answered: %(answer)s. To change it, call the coordinator.")
            % {"answer": str(offer.get_answer_display()).lower()}
        )
    if offer.withdrawn_at is not None or not _asks(assignment):
        raise OfferClosed(_("This offer was withdrawn; you need not do anything. Thank you."))
    if at > offer.answer_by:
        raise OfferClosed(
            _("The time to answer this offer is over. If you would still like to come, call the coordinator.")
        )
    return offer, assignment


def _locked(assignment: Assignment) -> Assignment:
    return (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("person__unit", "session__workshop__organiser", "session__workshop__programme__city")
        .select_related("session__workshop__programme__secretariat")
        .get(pk=assignment.pk)
    )


def _answer_by(assignment: Assignment, at: datetime) -> datetime:
    """End of the fifth working day from now, but before the session starts."""
    city = assignment.session.workshop.programme.city
    calendar, zone = calendar_of(city), city.zone
    day = calendar.next_working_day(at.astimezone(zone).date(), ANSWER_WORKING_DAYS)
    deadline = datetime.combine(day, time(16), zone)
    latest = assignment.starts_at - timedelta(hours=1) if assignment.starts_at else deadline
    return min(deadline, latest)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
