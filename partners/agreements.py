"""Agreements: drafted, agreed, signed, ended. *In force* follows from the dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .constraints import violated
from .events import record
from .models import Agreement, AgreementParty, Organisation, Person
from .permissions import require
from .refusals import Refusal
from .signals import agreement_signed
from .states import move

State = Agreement.State
MOVES = {
    State.DRAFT: {State.OFFERED},
    State.OFFERED: {State.UNDER_REVIEW},
    State.UNDER_REVIEW: {State.REVISION, State.AGREED},
    State.REVISION: {State.UNDER_REVIEW},
    State.AGREED: {State.AWAITING_SIGNATURE},
    State.AWAITING_SIGNATURE: {State.SIGNED},
    State.SIGNED: {State.TERMINATED, State.SUPERSEDED},
}
# Steps a cooperation officer takes with one button; signing and ending ask for more.
STEPS = (State.OFFERED, State.UNDER_REVIEW, State.REVISION, State.AGREED, State.AWAITING_SIGNATURE)


@dataclass(frozen=True)
class SignedParty:
    """What one party brings to the signing: its own number and who signed."""

    organisation: Organisation
    number: str
    signatory: str


def _officer_only():
    return _("Only a cooperation officer of one of the parties may do this. Ask yours to take the step.")


@transaction.atomic
def draft_agreement(
    *,
    kind: str,
    title: str,
    parties: Sequence[Organisation],
    starts_on: date,
    ends_on: date,
    parent: Agreement | None,
    by: Person,
    at: datetime,
) -> Agreement:
    """Begin an agreement between two or more organisations, the first party first."""
    require(by, "partners.draft_agreement", None, _officer_only())
    if ends_on < starts_on:
        raise Refusal(_("The agreement ends before it starts. Correct one of the two dates."), code="end_before_start")
    if len({party.pk for party in parties}) < 2:
        raise Refusal(_("An agreement needs two different parties. Choose the second one."), code="parties")
    agreement = Agreement.objects.create(kind=kind, title=title, starts_on=starts_on, ends_on=ends_on, parent=parent)
    for order, organisation in enumerate(parties, 1):
        AgreementParty.objects.create(agreement=agreement, order=order, organisation=organisation)
    record("draft_agreement", agreement, by=by, at=at, to_state=agreement.state)
    return agreement


@transaction.atomic
def move_agreement(*, agreement: Agreement, to: str, by: Person | None, at: datetime, reason: str = "") -> Agreement:
    """Take one step towards the signature, or end a signed agreement (``terminated``, with a reason)."""
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require(by, "partners.move_agreement", agreement, _officer_only())
    if to in (State.TERMINATED, State.SUPERSEDED) and not reason.strip():
        raise Refusal(_("Ending an agreement needs a reason. Write it down for both sides."), code="reason_missing")
    if to == State.SIGNED:
        raise Refusal(_("Record the signing with both numbers and the date instead."), code="sign_instead")
    before, after = move(agreement, to, MOVES)
    agreement.save(update_fields=["state"])
    record("move_agreement", agreement, by=by, at=at, from_state=before, to_state=after, reason=reason)
    return agreement


@transaction.atomic
def sign_agreement(
    *, agreement: Agreement, parties: Sequence[SignedParty], signed_on: date, place: str, by: Person, at: datetime
) -> Agreement:
    """Record the signing: every party's number and signatory, the day and the place.

    Raises Refusal ``number_taken`` where a number already belongs to another agreement of its issuer.
    """
    agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
    require(by, "partners.move_agreement", agreement, _officer_only())
    before, after = move(agreement, State.SIGNED, MOVES)
    if signed_on > at.date():
        raise Refusal(_("The day of signing lies ahead. Record the signing once it has happened."), code="not_yet")
    if {party.organisation for party in parties} != {party.organisation for party in agreement.parties.all()}:
        raise Refusal(_("Every party of the agreement signs it, each with its own number."), code="parties")
    agreement.signed_on, agreement.place = signed_on, place
    agreement.save(update_fields=["state", "signed_on", "place"])
    for party in parties:
        if not party.number.strip():
            raise Refusal(
                _("The number of %(party)s is missing. Both parties number a signed agreement.")
                % {"party": party.organisation},
                code="number_missing",
            )
        try:
            with transaction.atomic():
                agreement.parties.filter(organisation=party.organisation).update(
                    number=party.number.strip(), signatory_text=party.signatory.strip()
                )
        except IntegrityError as error:
            if not violated(error, "agreement_number_once") and "number" not in str(error):
                raise
            raise Refusal(
                _("Number %(number)s already belongs to another agreement of %(party)s. Check the number.")
                % {"number": party.number, "party": party.organisation},
                code="number_taken",
            ) from error
    record("sign_agreement", agreement, by=by, at=at, from_state=before, to_state=after)
    agreement_signed.send(Agreement, agreement=agreement, by=by, at=at)
    return agreement
