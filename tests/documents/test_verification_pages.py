"""Anybody checks a paper: by its code, by its file; and learns nothing that is not their business."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents import storage
from documents.certificates import issue_certificate, revoke_certificate, supersede_certificate
from documents.models import Document
from documents.verification_codes import ALPHABET, format_code, new_code
from documents.verification_views import PER_MINUTE

pytestmark = pytest.mark.django_db

UNSIGNED = "Not yet signed electronically"


@pytest.fixture
def client(client):
    client.cookies["language"] = "en"
    return client


def address(document):
    return f"/verify/{format_code(document.verification_code)}/"


def mistyped(code):
    return code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % 32]


def upload(client, content, **headers):
    file = SimpleUploadedFile("sertifikat.pdf", content, content_type="application/pdf")
    return client.post("/verify/", {"file": file}, **headers)


def test_a_valid_certificate_says_what_it_is(client, issued):
    response = client.get(address(issued))
    assert response.status_code == 200
    text = response.text
    for words in (
        "VALID", "Dr. Ani Wijayanti, S.E., M.M.", "Manajemen Risiko &amp; Audit", "19 January 2027", "8 JP",
        "Badan Kepegawaian Uji, Fakultas Uji", issued.number, "25 January 2027", issued.sha256, UNSIGNED,
        format_code(issued.verification_code),
    ):  # fmt: skip
        assert words in text


def test_nothing_private_is_shown(client, finished, issued, at):
    revoke_certificate(certificate=issued, reason="Ternyata titip absen", by=finished.coordinator, at=at)
    for response in (client.get(address(issued)), client.get(address(issued), {"format": "json"})):
        for secret in (
            finished.ani.person.nip, finished.ani.person.nip_spaced, "1986", "Sambas", "Penata", "Analis Kebijakan",
            finished.ani.person.email, "titip absen",
        ):  # fmt: skip
            assert secret not in response.text


def test_answers_are_neither_kept_nor_indexed(client, issued):
    for response in (client.get("/verify/"), client.get(address(issued)), client.get("/verify/x/")):
        assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")


def test_an_example_says_that_it_proves_nothing(client, issued):
    assert "This is an example" in client.get(address(issued)).text


def test_a_real_one_does_not_call_itself_an_example(client, finished, at, public_address, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    document = issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
    assert "This is an example" not in client.get(address(document)).text


def test_a_revoked_certificate_says_so(client, finished, issued, at):
    revoke_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    text = client.get(address(issued)).text
    assert "REVOKED" in text
    assert "revoked on 25 January 2027" in text
    assert "is valid" not in text


def test_a_replaced_certificate_leads_to_its_successor(client, finished, issued, at):
    successor = supersede_certificate(certificate=issued, reason="x", by=finished.coordinator, at=at)
    text = client.get(address(issued)).text
    assert "SUPERSEDED" in text
    assert f'href="http://127.0.0.1:8000{address(successor)}"' in text
    assert "VALID" in client.get(address(successor)).text


@pytest.mark.parametrize("form", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("0", "O")])
def test_a_code_typed_carelessly_is_understood(client, issued, form):
    typed = form(format_code(issued.verification_code))
    response = client.get("/verify/", {"code": f" {typed} "}, follow=True)
    assert response.redirect_chain == [(address(issued), 302)]
    assert issued.number in client.get(f"/verify/{typed}/").text


def test_a_typing_error_is_told_kindly_and_without_asking_the_database(client, issued, django_assert_num_queries):
    typo = mistyped(issued.verification_code)
    with django_assert_num_queries(0):
        for response in (client.get(f"/verify/{typo}/"), client.get("/verify/", {"code": typo})):
            assert response.status_code == 200
            assert "typing error" in response.text
            assert typo in response.text
            assert issued.number not in response.text


@pytest.mark.parametrize("code", ["x", "%3Cscript%3E", "F3JM-95H9-T1U", "1" * 300])
def test_nonsense_gets_a_friendly_answer(client, code):
    response = client.get(f"/verify/{code}/")
    assert response.status_code == 200
    assert "Please compare with the paper" in response.text
    assert "<script>" not in response.text


def test_an_unknown_code_is_not_found(client, issued):
    response = client.get(f"/verify/{new_code()}/")
    assert response.status_code == 404
    assert "We have issued no paper with this code" in response.text


# As JSON -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ask", [{"headers": {"Accept": "application/json"}}, {"data": {"format": "json"}}])
def test_machines_get_json(client, issued, ask):
    response = client.get(address(issued), **ask)
    assert response["Content-Type"] == "application/json"
    assert response.json() == {
        "status": "issued", "example": True, "kind": "certificate", "number": issued.number,
        "code": format_code(issued.verification_code), "name": "Dr. Ani Wijayanti, S.E., M.M.", "role": "Peserta",
        "workshop": "Manajemen Risiko & Audit", "organisers": ["Badan Kepegawaian Uji", "Fakultas Uji"],
        "first_day": "2027-01-19", "last_day": "2027-01-19", "jp": 8, "issued_on": "2027-01-25", "ended_at": None,
        "successor": None, "sha256": issued.sha256, "signed": False,
    }  # fmt: skip


def test_json_never_answers_a_bad_question_with_success(client, issued):
    cases = {
        f"/verify/{new_code()}/": 404,
        f"/verify/{mistyped(issued.verification_code)}/": 400,
        "/verify/?code=x": 400,
        "/verify/": 400,
    }
    for path, status in cases.items():
        response = client.get(path, headers={"Accept": "application/json"})
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert json.loads(response.text)["status"] == status


# By file -------------------------------------------------------------------------------------------


def test_the_issued_file_is_recognised(client, issued):
    response = upload(client, storage.read(issued.sha256))
    assert "byte for byte" in response.text
    assert issued.number in response.text
    answer = upload(client, storage.read(issued.sha256), headers={"Accept": "application/json"})
    assert (answer.json()["file_is_as_issued"], answer.json()["number"]) == (True, issued.number)


@pytest.mark.parametrize("forge", [lambda pdf: pdf + b"\n", lambda pdf: pdf.replace(b"Ani", b"Ina")])
def test_a_changed_file_is_told_and_what_the_genuine_one_says(client, issued, forge):
    genuine = storage.read(issued.sha256)
    forged = forge(genuine)
    assert forged != genuine
    response = upload(client, forged)
    assert "This file was changed" in response.text
    assert issued.number in response.text
    assert "byte for byte" not in response.text


@pytest.mark.parametrize("content", [b"%PDF-1.7 something else", b"x", b"/verify/F3JM-95H9-T1X/"])
def test_a_foreign_file_is_none_of_ours(client, issued, content):
    response = upload(client, content)
    assert "none of those that we issued" in response.text
    assert issued.number not in response.text


def test_an_empty_or_missing_file_is_told(client):
    assert "empty" in upload(client, b"").text
    assert "required" in client.post("/verify/").text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client):
    response = upload(client, b"x" * (7 * 1024 * 1024))
    assert response.status_code == 413
    assert "larger than 5 MB" in upload(client, b"x" * (5 * 1024 * 1024 + 1)).text


def test_uploading_needs_the_token_of_our_own_form(client):
    client.handler.enforce_csrf_checks = True
    assert upload(client, b"x").status_code == 403


# Guessing ------------------------------------------------------------------------------------------


def test_guessing_is_slowed_down_per_address(client, issued):
    statuses = [client.get(f"/verify/{new_code()}/").status_code for _ in range(PER_MINUTE)]
    assert set(statuses) == {404}
    slowed = client.get(address(issued))
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "60")
    assert "Please try again in a minute" in slowed.text
    assert issued.number not in slowed.text
    assert upload(client, b"x").status_code == 429
    assert client.get(address(issued), headers={"Accept": "application/json"}).json()["status"] == 429
    assert client.get(address(issued), REMOTE_ADDR="10.0.0.7").status_code == 200


def test_a_signed_in_holder_sees_the_same_page(client, issued):
    client.force_login(issued.person)
    client.cookies["language"] = "en"
    assert UNSIGNED in client.get(address(issued)).text
    assert Document.objects.count() == 1
