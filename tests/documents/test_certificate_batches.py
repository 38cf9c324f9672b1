"""Certificates for everybody at once: killed, repeated or partly failing, nothing is lost or doubled."""

import pytest
from django.core import mail
from django.utils import timezone

from documents.certificates import issue_certificate, revoke_certificate, start_certificate_batch
from documents.models import CertificateBatch, Document
from documents.tasks import resume_certificate_batches, run_certificate_batch
from partners.models import Membership
from partners.refusals import Refusal

pytestmark = pytest.mark.django_db


def start(finished, at, threshold=50):
    finished.workshop.attendance_threshold = threshold
    finished.workshop.save()
    return start_certificate_batch(workshop=finished.workshop, by=finished.coordinator, at=at)


def test_a_batch_issues_to_everybody_who_earned_one(finished, at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        batch = start(finished, at)
    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.error) == ("done", 3, "")
    assert list(Document.objects.values_list("person__full_name", "sequence")) == [
        ("Ani Wijayanti", 1), ("Budi Santoso", 2), ("Citra Lestari", 3),
    ]  # fmt: skip
    assert sorted(message.to for message in mail.outbox) == sorted(
        [registration.person.email] for registration in (finished.ani, finished.budi, finished.citra)
    )


def test_a_killed_batch_goes_on_where_it_stopped(finished):
    now = timezone.now()
    batch = start(finished, now)
    CertificateBatch.objects.update(state="running")
    issue_certificate(registration=finished.budi, by=finished.coordinator, at=now)
    assert resume_certificate_batches.func() == 1
    batch.refresh_from_db()
    assert batch.state == "done"
    assert list(Document.objects.values_list("sequence", flat=True)) == [1, 2, 3]
    assert run_certificate_batch.func(batch.pk) == "nothing to do"
    assert Document.objects.count() == 3


def test_one_certificate_that_fails_does_not_hold_up_the_others(finished, at):
    finished.budi.person.full_name = "蔡 Budi"
    finished.budi.person.save()
    batch = start(finished, at)
    run_certificate_batch.func(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert "蔡 Budi" in batch.error
    assert list(Document.objects.values_list("person__full_name", "sequence")) == [
        ("Ani Wijayanti", 1), ("Citra Lestari", 2),
    ]  # fmt: skip
    finished.budi.person.full_name = "Tjoa Budi"
    finished.budi.person.save()
    run_certificate_batch.func(start(finished, at).pk)
    assert Document.objects.get(sequence=3).person == finished.budi.person


def test_starting_again_while_one_is_under_way_takes_that_one_up(finished, at, django_capture_on_commit_callbacks):
    batch = start(finished, at)
    with django_capture_on_commit_callbacks(execute=True):
        assert start(finished, at) == batch
    batch.refresh_from_db()
    assert batch.state == "done"


@pytest.mark.parametrize("threshold", [50, 100])
def test_a_batch_for_nobody_is_refused(finished, at, threshold):
    if threshold == 50:
        run_certificate_batch.func(start(finished, at).pk)
    else:
        finished.ani.attendances.update(status="absent")
    with pytest.raises(Refusal) as refusal:
        start(finished, at, threshold)
    assert refusal.value.code == "nobody_eligible"


def test_a_batch_does_not_give_back_what_was_revoked(finished, issued, at):
    revoke_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    run_certificate_batch.func(start(finished, at).pk)
    assert list(Document.objects.filter(registration=finished.ani)) == [issued]


def test_a_coordinator_who_lost_the_role_stops_the_batch(finished, at):
    batch = start(finished, at)
    Membership.objects.filter(person=finished.coordinator).delete()
    run_certificate_batch.func(batch.pk)
    batch.refresh_from_db()
    assert batch.state == "failed"
    assert not Document.objects.exists()
