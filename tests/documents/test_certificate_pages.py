"""Pages of those who issue certificates and of those who hold them."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import storage
from documents.certificates import start_certificate_batch
from documents.models import CertificateBatch, Document
from documents.tasks import run_certificate_batch
from partners.models import Membership
from tests.world import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.cookies["language"] = "en"
    return client


def page_of(workshop):
    return f"/workshops/{workshop.public_id}/certificates/"


def test_the_coordinator_issues_with_one_button(client, finished, django_capture_on_commit_callbacks):
    client.force_login(finished.coordinator)
    assert "Issue 1 certificate" in client.get(page_of(finished.workshop)).text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{page_of(finished.workshop)}issue/")
    assert response.url == page_of(finished.workshop)
    text = client.get(page_of(finished.workshop)).text
    assert Document.objects.get().number in text
    assert "Nobody is waiting for a certificate" in text


def test_progress_is_polled_while_a_batch_runs_and_only_then(client, finished, at):
    client.force_login(finished.coordinator)
    batch = start_certificate_batch(workshop=finished.workshop, by=finished.coordinator, at=at)
    progress = f"{page_of(finished.workshop)}progress/"
    running = client.get(progress)
    assert f'hx-get="{progress}"' in running.text
    assert "0 of 1 are ready" in running.text
    assert "HX-Refresh" not in running
    assert "<html" not in running.text
    assert f'hx-get="{progress}"' in client.get(page_of(finished.workshop)).text
    run_certificate_batch.func(batch.pk)
    finished_one = client.get(progress)
    assert finished_one["HX-Refresh"] == "true"
    assert "hx-get" not in finished_one.text


def test_a_failed_batch_says_what_to_correct(client, finished, at):
    finished.ani.person.full_name = "蔡 Ani"
    finished.ani.person.save()
    run_certificate_batch.func(start_certificate_batch(workshop=finished.workshop, by=finished.coordinator, at=at).pk)
    client.force_login(finished.coordinator)
    text = client.get(page_of(finished.workshop)).text
    assert "Some certificates could not be made" in text
    assert "蔡" in CertificateBatch.objects.get().error
    assert "蔡" in text


def test_before_attendance_is_closed_the_page_leads_there(client, finished):
    finished.workshop.attendance_closed_at = None
    finished.workshop.save()
    client.force_login(finished.coordinator)
    text = client.get(page_of(finished.workshop)).text
    assert "Close attendance first" in text
    assert "/issue/" not in text


def test_a_certificate_is_replaced_revoked_and_issued_again(client, finished, issued):
    client.force_login(finished.coordinator)
    client.post(f"/documents/{issued.public_id}/supersede/", {"reason": "Gelar"})
    second = Document.objects.get(state="issued")
    client.post(f"/documents/{second.public_id}/revoke/", {"reason": "Keliru"})
    text = client.get(page_of(finished.workshop)).text
    assert f"by {second.number}" in text
    assert "Keliru" in text
    again = f"/registrations/{finished.ani.public_id}/certificate/"
    assert text.count(again) == 1
    client.post(again)
    states = Document.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["superseded", "revoked", "issued"]
    assert again not in client.get(page_of(finished.workshop)).text


def test_a_refusal_is_a_page_with_a_sentence(client, finished, issued):
    client.force_login(finished.coordinator)
    response = client.post(f"/documents/{issued.public_id}/revoke/", {"reason": " "})
    assert response.status_code == 409
    assert "Give the reason" in response.text


@pytest.mark.parametrize("who", ["participant", "lecturer", "nominator", "proposer"])
def test_strangers_do_not_learn_that_it_exists(client, finished, issued, who):
    client.force_login(getattr(finished.world, who))
    assert client.get(page_of(finished.workshop)).status_code == 404
    assert client.get(f"{page_of(finished.workshop)}progress/").status_code == 404
    assert client.post(f"{page_of(finished.workshop)}issue/").status_code == 404
    assert client.get(f"/documents/{issued.public_id}/").status_code == 404
    for act in ("revoke", "supersede"):
        assert client.post(f"/documents/{issued.public_id}/{act}/", {"reason": "x"}).status_code == 404
    assert client.post(f"/registrations/{finished.ani.public_id}/certificate/").status_code == 404
    assert Document.objects.get().state == "issued"


def test_everything_but_verification_asks_who_you_are(client, finished, issued):
    for path in (page_of(finished.workshop), "/documents/", f"/documents/{issued.public_id}/"):
        assert client.get(path).status_code == 302


def test_an_auditor_reads_but_has_no_buttons(client, finished, issued):
    auditor = make_person("Auditor", finished.world.agency)
    Membership.objects.create(person=auditor, organisation=finished.world.agency, role="auditor")
    client.force_login(auditor)
    text = client.get(page_of(finished.workshop)).text
    assert issued.number in text
    assert "/revoke/" not in text
    assert client.post(f"/documents/{issued.public_id}/revoke/", {"reason": "x"}).status_code == 403


def test_the_holder_finds_and_downloads_the_certificate(client, finished, issued):
    client.force_login(finished.ani.person)
    assert issued.number in client.get("/documents/").text
    response = client.get(f"/documents/{issued.public_id}/")
    assert response.getvalue() == storage.read(issued.sha256)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="Certificate-800.2.4.2-0001-BKD-2027.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_my_certificates_are_mine_alone(client, finished, issued):
    client.force_login(finished.coordinator)
    assert issued.number not in client.get("/documents/").text


def test_a_holder_cannot_correct_the_own_certificate(client, finished, issued):
    client.force_login(finished.ani.person)
    assert client.post(f"/documents/{issued.public_id}/supersede/", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"forged")])
def test_a_damaged_file_is_not_handed_out(client, finished, issued, damage, caplog):
    path = storage.path_of(issued.sha256)
    path.chmod(0o644)
    damage(path)
    client.force_login(finished.ani.person)
    response = client.get(f"/documents/{issued.public_id}/")
    assert response.status_code == 500
    assert "is not what was issued" in response.text
    assert [record.levelname for record in caplog.records if record.name == "documents.views"] == ["CRITICAL"]


@pytest.mark.parametrize("mine", [False, True])
def test_the_lists_ask_as_often_for_30_rows_as_for_one(client, finished, issued, at, attend, mine):
    """Valid, replaced and revoked certificates, and people who wait for theirs."""
    viewer, url = (issued.person, "/documents/") if mine else (finished.coordinator, page_of(finished.workshop))

    def queries():
        client.force_login(viewer)
        with CaptureQueriesContext(connection) as captured:
            text = client.get(url).text
        return len(captured), text.count("<tr>")

    first, shown = queries()
    assert shown == 2
    for number in range(2, 31):
        registration = attend(finished.workshop, make_person(f"Peserta {number}", finished.world.agency), lessons=4)
        if number % 5:
            row = Document.objects.get(pk=issued.pk)
            row.pk, row.public_id, row.sequence, row.number = None, uuid4(), number, f"{number}"
            row.registration, row.verification_code = registration, f"{number}"
            row.person = issued.person if mine else registration.person
            if number % 2:
                row.state, row.state_reason = "revoked", "Keliru"
            elif number % 3 == 0:
                row.state, row.state_reason, row.superseded_by = "superseded", "Gelar", issued
            row.save()
    many, shown = queries()
    assert (many, shown) == (first, 25)
    assert first <= 9
