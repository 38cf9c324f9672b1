"""Proposals: written, submitted, reviewed by both sides, decided (promise 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Person
from partners.notices import tell
from partners.permissions import require
from partners.refusals import NotAllowed, Refusal
from partners.states import move

from .models import BudgetLine, Proposal, ProposalVersion, Review
from .permissions import side_of, sides_of
from .workshops import prepare_workshop

State = Proposal.State
MOVES = {
    State.DRAFT: {State.SUBMITTED, State.WITHDRAWN},
    State.SUBMITTED: {State.IN_REVIEW, State.REVISION, State.APPROVED, State.REJECTED, State.WITHDRAWN},
    State.IN_REVIEW: {State.REVISION, State.APPROVED, State.REJECTED, State.WITHDRAWN},
    State.REVISION: {State.SUBMITTED, State.WITHDRAWN},
}
EDITABLE = (State.DRAFT, State.REVISION)
WITHDRAWABLE = tuple(state for state, moves in MOVES.items() if State.WITHDRAWN in moves)
FROZEN_FIELDS = (
    "title",
    "theme",
    "dimension",
    "audience",
    "aims",
    "outcomes",
    "outline",
    "participants",
    "delivery_mode",
)


@dataclass(frozen=True)
class OutlineLine:
    """One planned session of an outline: its title and training hours."""

    title: str
    jp: int


def parse_outline(text: str) -> list[OutlineLine]:
    """Read one session a line, ``title; JP``. Raises Refusal ``outline`` naming the line that cannot be read."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        title, _separator, hours = line.rpartition(";")
        if not title.strip() or not hours.strip().isdecimal() or not 1 <= int(hours) <= 16:
            raise Refusal(
                _("Line %(number)s of the outline is not “title; JP” with 1 to 16 JP. Example: “Risk map; 3”.")
                % {"number": number},
                code="outline",
            )
        lines.append(OutlineLine(title.strip()[:200], int(hours)))
    if not lines:
        raise Refusal(_("The outline is empty. Write at least one session."), code="outline")
    return lines


@transaction.atomic
def save_proposal(*, proposal: Proposal, budget: Sequence[tuple[str, int]], by: Person, at: datetime) -> Proposal:
    """Keep a draft, new or changed, with its budget lines ``(item, rupiah)``."""
    if proposal.pk is None:
        require(by, "workshops.propose", None, _("Only proposers may propose. Ask the admin of your organisation."))
        proposal.proposer, proposal.created_at = by, at
    else:
        _own_only(proposal, by)
        if Proposal.objects.select_for_update().get(pk=proposal.pk).state not in EDITABLE:
            raise Refusal(
                _("A submitted proposal is not changed any more. Wait for the reviewers, or withdraw it."),
                code="not_editable",
            )
    parse_outline(proposal.outline)
    created = proposal.pk is None
    proposal.save()
    proposal.budget_lines.all().delete()
    BudgetLine.objects.bulk_create(
        BudgetLine(proposal=proposal, order=order, item=item, amount=amount)
        for order, (item, amount) in enumerate(budget, 1)
    )
    record("create_proposal" if created else "change_proposal", proposal, by=by, at=at, to_state=proposal.state)
    return proposal


@transaction.atomic
def submit_proposal(*, proposal: Proposal, by: Person, at: datetime) -> ProposalVersion:
    """Hand the proposal to the reviewers of both sides; the submitted text is kept for ever."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    _own_only(proposal, by)
    if {side_of(proposal.organiser), side_of(proposal.partner)} != {Review.Side.CITY, Review.Side.UNIVERSITY}:
        raise Refusal(
            _("A joint workshop needs a city and a university. Choose an organiser and a partner of different sides."),
            code="sides",
        )
    parse_outline(proposal.outline)
    before, after = move(proposal, State.SUBMITTED, MOVES)
    proposal.save(update_fields=["state"])
    data = model_to_dict(proposal, fields=FROZEN_FIELDS) | {
        "organiser": proposal.organiser.name,
        "partner": proposal.partner.name,
        "agreement": str(proposal.agreement or ""),
        "earliest_on": proposal.earliest_on.isoformat(),
        "latest_on": proposal.latest_on.isoformat(),
        "budget": [[line.item, line.amount] for line in proposal.budget_lines.all()],
    }
    version = ProposalVersion.objects.create(
        proposal=proposal, number=proposal.versions.count() + 1, data=data, submitted_by=by, submitted_at=at
    )
    record(
        "submit_proposal", proposal, by=by, at=at, from_state=before, to_state=after, data={"version": version.number}
    )
    return version


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: Person, at: datetime) -> Proposal:
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    _own_only(proposal, by)
    before, after = move(proposal, State.WITHDRAWN, MOVES)
    proposal.save(update_fields=["state"])
    record("withdraw_proposal", proposal, by=by, at=at, from_state=before, to_state=after)
    return proposal


@transaction.atomic
def review_proposal(
    *,
    proposal: Proposal,
    side: str,
    recommendation: str,
    scores: dict[str, int],
    comment: str,
    by: Person,
    at: datetime,
) -> Review:
    """Record one side's word. Two approvals approve; one rejection rejects; one wish for changes sends it back.

    Raises NotAllowed for anybody who does not review for that side, Refusal ``reviewed`` if the side has spoken.
    """
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.proposer_id == by.pk:
        raise NotAllowed(_("You cannot review your own proposal. Ask another reviewer of your side."))
    if side not in sides_of(by, proposal):
        raise NotAllowed(_("Only a reviewer of that side may review this proposal."))
    if proposal.state not in (State.SUBMITTED, State.IN_REVIEW):
        raise Refusal(
            _("This proposal is not waiting for a review. Reload the page to see where it stands."), code="wrong_state"
        )
    if recommendation != Review.Recommendation.APPROVE and not comment.strip():
        raise Refusal(
            _("Say in the comment what should change or why not, so that the proposer can act on it."),
            code="comment_missing",
        )
    version = proposal.versions.first()
    assert version is not None, "a submitted proposal has a version"
    if version.reviews.filter(reviewer=by).exists():
        raise NotAllowed(_("You have already reviewed this version. The other side is reviewed by somebody else."))
    try:
        with transaction.atomic():
            review = Review.objects.create(
                version=version,
                side=side,
                reviewer=by,
                recommendation=recommendation,
                scores=scores,
                comment=comment.strip(),
                reviewed_at=at,
            )
    except IntegrityError as error:
        raise Refusal(_("Your side has already reviewed this version."), code="reviewed") from error
    record("review_proposal", proposal, by=by, at=at, reason=comment, data={"side": side, "says": recommendation})
    _decide(proposal, version, by=by, at=at)
    return review


def _decide(proposal: Proposal, version: ProposalVersion, *, by: Person, at: datetime) -> None:
    said = dict(version.reviews.values_list("side", "recommendation"))
    if Review.Recommendation.REJECT in said.values():
        to = State.REJECTED
    elif Review.Recommendation.REVISE in said.values():
        to = State.REVISION
    elif set(said) == set(Review.Side.values):
        to = State.APPROVED
    else:
        to = State.IN_REVIEW
    if to == proposal.state:
        return
    before, after = move(proposal, to, MOVES)
    proposal.save(update_fields=["state"])
    record("decide_proposal", proposal, by=by, at=at, from_state=before, to_state=after)
    if to == State.APPROVED:
        workshop = prepare_workshop(proposal=proposal, outline=parse_outline(proposal.outline), by=by, at=at)
        tell(
            proposal.proposer,
            key=f"proposal-approved:{proposal.public_id}",
            template="proposal_approved",
            context={"proposal": proposal, "workshop": workshop},
            at=at,
        )
    elif to in (State.REVISION, State.REJECTED):
        tell(
            proposal.proposer,
            key=f"proposal-{to}:{proposal.public_id}:{version.number}",
            template="proposal_returned",
            context={"proposal": proposal, "reviews": list(version.reviews.all())},
            at=at,
        )


def _own_only(proposal: Proposal, by: Person) -> None:
    require(by, "workshops.change_proposal", proposal, _("Only the proposer may change or submit this proposal."))
