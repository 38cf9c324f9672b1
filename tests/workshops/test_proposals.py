"""Both sides decide: what happens to a proposal, and to the people around it."""

from datetime import date

import pytest

from partners.models import Event, Notice
from partners.refusals import NotAllowed, Refusal, WrongState
from workshops.models import Proposal, Workshop
from workshops.proposals import review_proposal, save_proposal, submit_proposal, withdraw_proposal


@pytest.fixture
def proposal(world, now):
    return save_proposal(
        proposal=Proposal(
            programme=world.programme,
            title="Satu Data",
            theme="data",
            dimension="governance",
            organiser=world.other_agency,
            partner=world.faculty,
            agreement=world.agreement,
            audience="ASN",
            aims="Paham",
            outcomes="Rencana aksi",
            outline="Pengantar; 2\nPraktik; 4",
            participants=25,
            wanted_expertise=world.subject,
            earliest_on=date(2027, 2, 1),
            latest_on=date(2027, 2, 28),
        ),
        budget=[("Konsumsi", 1_500_000)],
        by=world.proposer,
        at=now,
    )


def review(proposal, world, now, *, side, says="approve", comment="", by=None):
    reviewer = by or (world.city_reviewer if side == "city" else world.university_reviewer)
    return review_proposal(
        proposal=proposal, side=side, recommendation=says, scores={"impact": 4}, comment=comment, by=reviewer, at=now
    )


def test_two_approvals_make_a_workshop_with_its_sessions(proposal, world, now):
    submit_proposal(proposal=proposal, by=world.proposer, at=now)
    review(proposal, world, now, side="city")
    proposal.refresh_from_db()
    assert proposal.state == "in_review"
    assert not Workshop.objects.exists()
    review(proposal, world, now, side="university")
    proposal.refresh_from_db()
    assert proposal.state == "approved"
    workshop = proposal.workshop
    assert (workshop.state, workshop.capacity, workshop.source) == ("preparing", 25, "proposal")
    assert list(workshop.sessions.values_list("kind", "title", "jp", "minutes", "facilitators_needed")) == [
        ("opening", "Pembukaan", 0, 30, 0),
        ("lesson", "Pengantar", 2, 90, 1),
        ("lesson", "Praktik", 4, 180, 1),
        ("closing", "Penutupan dan evaluasi", 0, 30, 0),
    ]
    assert Notice.objects.get().recipient == world.proposer


def test_one_approval_is_not_enough_even_from_somebody_of_both_sides(proposal, world, now):
    submit_proposal(proposal=proposal, by=world.proposer, at=now)
    review(proposal, world, now, side="city")
    with pytest.raises(NotAllowed):
        review(proposal, world, now, side="city")
    with pytest.raises(NotAllowed):
        review(proposal, world, now, side="university", by=world.city_reviewer)


def test_a_reviewer_of_both_institutions_speaks_only_once(proposal, world, now):
    from partners.models import Membership

    Membership.objects.create(person=world.city_reviewer, organisation=world.university, role="reviewer")
    submit_proposal(proposal=proposal, by=world.proposer, at=now)
    review(proposal, world, now, side="city")
    both = world.city_reviewer.__class__.objects.get(pk=world.city_reviewer.pk)
    with pytest.raises(NotAllowed):
        review(proposal, world, now, side="university", by=both)


def test_nobody_reviews_their_own_proposal(proposal, world, now):
    from partners.models import Membership

    Membership.objects.create(person=world.proposer, organisation=world.city, role="reviewer")
    submit_proposal(proposal=proposal, by=world.proposer, at=now)
    with pytest.raises(NotAllowed):
        review(proposal, world, now, side="city", by=world.proposer)


def test_a_wish_for_changes_needs_words_and_sends_it_back(proposal, world, now):
    submit_proposal(proposal=proposal, by=world.proposer, at=now)
    with pytest.raises(Refusal) as refusal:
        review(proposal, world, now, side="city", says="revise")
    assert refusal.value.code == "comment_missing"
    review(proposal, world, now, side="city", says="revise", comment="Perjelas keluaran.")
    proposal.refresh_from_db()
    assert proposal.state == "revision"
    second = submit_proposal(proposal=proposal, by=world.proposer, at=now)
    assert second.number == 2
    assert proposal.versions.count() == 2


def test_what_was_submitted_is_kept_and_not_changed(proposal, world, now):
    version = submit_proposal(proposal=proposal, by=world.proposer, at=now)
    assert version.data["title"] == "Satu Data"
    assert version.data["budget"] == [["Konsumsi", 1_500_000]]
    proposal.refresh_from_db()
    with pytest.raises(Refusal) as refusal:
        save_proposal(proposal=proposal, budget=[], by=world.proposer, at=now)
    assert refusal.value.code == "not_editable"


def test_an_outline_that_cannot_be_read_names_its_line(proposal, world, now):
    proposal.outline = "Pengantar; 2\nPraktik tanpa jam"
    with pytest.raises(Refusal) as refusal:
        save_proposal(proposal=proposal, budget=[], by=world.proposer, at=now)
    assert refusal.value.code == "outline"
    assert "2" in str(refusal.value)


def test_a_joint_workshop_needs_two_sides(proposal, world, now):
    proposal.partner = world.agency
    proposal.save()
    with pytest.raises(Refusal) as refusal:
        submit_proposal(proposal=proposal, by=world.proposer, at=now)
    assert refusal.value.code == "sides"


def test_every_step_leaves_an_audit_event(proposal, world, now):
    submit_proposal(proposal=proposal, by=world.proposer, at=now)
    withdraw_proposal(proposal=proposal, by=world.proposer, at=now)
    with pytest.raises(WrongState):
        withdraw_proposal(proposal=proposal, by=world.proposer, at=now)
    rows = Event.objects.filter(object_id=str(proposal.public_id)).order_by("pk")
    assert list(rows.values_list("verb", "from_state", "to_state")) == [
        ("create_proposal", "", "draft"),
        ("submit_proposal", "draft", "submitted"),
        ("withdraw_proposal", "submitted", "withdrawn"),
    ]


def test_others_do_not_see_a_draft(proposal, world):
    assert Proposal.objects.visible_to(world.proposer).get() == proposal
    for stranger in (world.city_reviewer, world.university_reviewer, world.participant, world.lecturer):
        assert not Proposal.objects.visible_to(stranger).exists()
