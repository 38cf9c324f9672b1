"""Certificates are issued once, never change, and can be replaced and revoked."""

import json
import re
from datetime import UTC, datetime, timedelta

import page
import pytest
from django.db import IntegrityError, transaction

from documents import storage
from documents.certificate_paper import CannotPrint, render_certificate
from documents.certificates import (
    AlreadyIssued,
    issue_certificate,
    revoke_certificate,
    start_certificate_batch,
    supersede_certificate,
)
from documents.models import Document, NumberSeries
from partners.models import Event, Membership, Notice
from partners.refusals import NotAllowed, Refusal, WrongState
from tests.world import make_person

pytestmark = pytest.mark.django_db


def events(verb):
    return Event.objects.filter(verb=verb).count()


# Issuing -------------------------------------------------------------------------------------------


def test_a_certificate_has_a_number_a_code_a_file_an_event_and_a_notice(finished, issued, at):
    assert issued.number == "800.2.4.2/0001/BKD/2027"
    assert issued.state == Document.State.ISSUED
    assert issued.issued_by == finished.coordinator
    pdf = storage.read(issued.sha256)
    assert len(pdf) == issued.size
    assert page.validate_pdf_bytes(pdf, profile="3a").is_compliant
    assert page.validate_pdf_bytes(pdf, profile="ua1").is_compliant
    event = Event.objects.get(verb="issue_certificate")
    assert (event.actor, event.to_state, event.data["number"]) == (finished.coordinator, "issued", issued.number)
    notice = Notice.objects.get()
    assert notice.recipient == finished.ani.person
    assert issued.number in notice.body
    assert f"/documents/{issued.public_id}/" in notice.body
    assert "Manajemen Risiko & Audit" in notice.subject


def test_the_file_can_be_rendered_again_from_the_frozen_data(issued):
    frozen = Document.objects.get(pk=issued.pk).data
    assert json.loads(json.dumps(frozen)) == frozen
    assert storage.digest(render_certificate(frozen)) == issued.sha256


def test_what_is_printed_stays_when_the_world_changes(finished, issued):
    person, workshop = finished.ani.person, finished.workshop
    person.full_name, workshop.title = "Ani Menikah", "Judul Lain"
    person.save()
    workshop.save()
    frozen = Document.objects.get(pk=issued.pk)
    assert frozen.data["person"]["name"] == "Dr. Ani Wijayanti, S.E., M.M."
    assert frozen.data["workshop"]["title"] == "Manajemen Risiko & Audit"
    assert storage.digest(render_certificate(frozen.data)) == issued.sha256


@pytest.mark.parametrize(
    ("field", "value"),
    [("number", "1"), ("sequence", 9), ("data", {}), ("sha256", "0" * 64), ("verification_code", "X"), ("subject", "x"),
     ("issued_at", datetime(2020, 1, 1, tzinfo=UTC)), ("size", 1), ("template", "x")],
)  # fmt: skip
def test_the_database_itself_refuses_to_change_what_was_issued(issued, field, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=issued.pk).update(**{field: value})
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=issued.pk).delete()


def test_nobody_gets_two(finished, issued, at):
    with pytest.raises(AlreadyIssued, match=re.escape("800.2.4.2/0001/BKD/2027")):
        issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert NumberSeries.objects.get().last == 1


def test_two_valid_ones_are_refused_by_the_database_across_registers(finished, issued, at):
    """Two years have two registers, which cannot lock each other out."""
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            kind="certificate",
            organisation=issued.organisation,
            series=issued.series,
            sequence=2,
            number="2",
            registration=finished.ani,
            data={},
            verification_code="2",
            sha256="2",
            size=2,
            issued_at=at,
        )


def test_too_little_attendance_is_told_with_its_numbers(finished, at):
    with pytest.raises(Refusal, match=r"6 of the 7 JP|6.*7") as refusal:
        issue_certificate(registration=finished.budi, by=finished.coordinator, at=at)
    assert refusal.value.code == "not_earned"


def test_attendance_must_be_closed_first(finished, at):
    finished.workshop.attendance_closed_at = None
    finished.workshop.save()
    with pytest.raises(Refusal) as refusal:
        issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert refusal.value.code == "attendance_open"


@pytest.mark.parametrize("who", ["participant", "lecturer", "dean", "nominator", "city_reviewer"])
def test_only_coordinators_issue_replace_and_revoke(finished, issued, at, who):
    stranger = getattr(finished.world, who)
    finished.workshop.attendance_threshold = 50
    finished.workshop.save()
    for act in (
        lambda: start_certificate_batch(workshop=finished.workshop, by=stranger, at=at),
        lambda: issue_certificate(registration=finished.budi, by=stranger, at=at),
        lambda: revoke_certificate(certificate=issued, reason="x", by=stranger, at=at),
        lambda: supersede_certificate(certificate=issued, reason="x", by=stranger, at=at),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Document.objects.get() == issued


def test_a_coordinator_of_the_whole_city_may(finished, at):
    mayor = make_person("Koordinator Kota", finished.world.city)
    Membership.objects.create(person=mayor, organisation=finished.world.city, role="coordinator")
    assert issue_certificate(registration=finished.ani, by=mayor, at=at).issued_by == mayor


def test_the_year_of_the_number_is_that_of_the_place(finished):
    """Half past midnight on New Year's Day in Pontianak is still the old year in UTC."""
    at = datetime(2027, 12, 31, 17, 30, tzinfo=UTC)
    document = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert document.number == "800.2.4.2/0001/BKD/2028"
    assert document.data["issued_on"] == "2028-01-01"


def test_a_name_that_cannot_be_printed_takes_no_number(finished, at):
    finished.ani.person.full_name = "蔡 Ani"
    finished.ani.person.save()
    with pytest.raises(CannotPrint, match="蔡"):
        issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert NumberSeries.objects.get().last == 0


def test_a_correction_is_a_new_document_and_the_old_one_says_by_which(finished, issued, at):
    finished.ani.person.title_back = "S.E., M.M., Ph.D."
    finished.ani.person.save()
    later = at + timedelta(hours=1)
    new = supersede_certificate(certificate=issued, reason=" Gelar kurang ", by=finished.coordinator, at=later)
    old = Document.objects.get(pk=issued.pk)
    assert (old.state, old.superseded_by, old.state_reason, old.state_changed_at) == (
        "superseded", new, "Gelar kurang", later,
    )  # fmt: skip
    assert (new.number, new.state, new.superseded_by) == ("800.2.4.2/0002/BKD/2027", "issued", None)
    assert new.data["person"]["name"] == "Dr. Ani Wijayanti, S.E., M.M., Ph.D."
    assert new.data["replaces"] == old.number
    assert storage.read(old.sha256) != storage.read(new.sha256)
    assert (events("supersede_certificate"), events("issue_certificate"), Notice.objects.count()) == (1, 2, 2)
    assert issued.number in Notice.objects.order_by("pk").last().body


def test_a_revoked_certificate_keeps_its_number_and_its_holder_is_told(finished, issued, at):
    revoked = revoke_certificate(certificate=issued, reason="Salah orang", by=finished.coordinator, at=at)
    assert (revoked.state, revoked.state_reason) == ("revoked", "Salah orang")
    assert "Salah orang" in Notice.objects.order_by("pk").last().body
    again = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert again.sequence == 2


@pytest.mark.parametrize("act", [revoke_certificate, supersede_certificate])
@pytest.mark.parametrize("reason", ["", "   "])
def test_a_correction_needs_a_reason(finished, issued, at, act, reason):
    with pytest.raises(Refusal) as refusal:
        act(certificate=issued, reason=reason, by=finished.coordinator, at=at)
    assert refusal.value.code == "reason_missing"


@pytest.mark.parametrize("act", [revoke_certificate, supersede_certificate])
def test_what_has_ended_does_not_end_again(finished, issued, at, act):
    revoke_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    with pytest.raises(WrongState):
        act(certificate=issued, reason="x", by=finished.coordinator, at=at)
    assert NumberSeries.objects.get().last == 1


def test_a_certificate_that_is_no_longer_earned_cannot_be_replaced(finished, issued, at):
    finished.ani.attendances.update(status="absent")
    with pytest.raises(Refusal) as refusal:
        supersede_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    assert refusal.value.code == "not_earned"
    assert Document.objects.get().state == "issued"
