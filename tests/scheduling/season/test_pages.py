"""Upload, look, confirm: the pages around the import."""

import os
import time
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partners.models import Person
from workshops.models import Programme, Workshop

from .workbooks import CLEAN, DIRTY, Workbook

FORM = "/season/import/"


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def upload(client, data: bytes, name: str = "rencana-2027.xlsx", **fields):
    return client.post(FORM, {"file": SimpleUploadedFile(name, data), **fields})


def stored(settings) -> list[str]:
    return sorted(path.name for path in (settings.MEDIA_ROOT / "season").glob("*"))


def test_form_asks_for_a_file(signed_in):
    page = signed_in.get(FORM)
    assert page.status_code == 200
    assert 'type="file"' in page.content.decode()


def test_upload_preview_confirm(signed_in, settings):
    answer = upload(signed_in, CLEAN.read_bytes())
    assert answer.status_code == 302
    preview = signed_in.get(answer.url)
    assert preview.status_code == 200
    # The coordinator is here already.
    assert '<td class="num-cell">313</td>' in preview.content.decode()
    assert 'name="partial"' not in preview.content.decode()
    assert not Programme.objects.exists()
    assert len(stored(settings)) == 1

    done = signed_in.post(answer.url)
    assert (done.status_code, done.url) == (302, "/")
    assert Workshop.objects.filter(programme__slug="rencana-2027").count() == 24
    assert stored(settings) == []
    assert signed_in.get(answer.url).status_code == 404


def test_faults_are_shown_and_only_partial_imports(signed_in, settings):
    answer = upload(signed_in, DIRTY.read_bytes(), "kotor.xlsx", programme="kotor")
    page = signed_in.get(answer.url).content.decode()
    assert "LK27-999" in page
    assert 'name="partial"' in page
    assert signed_in.post(answer.url).status_code == 409
    assert not Programme.objects.exists()
    assert signed_in.post(answer.url, {"partial": "1"}).status_code == 302
    assert Workshop.objects.filter(programme__slug="kotor").count() == 3


def test_second_look_says_that_everything_is_here(signed_in):
    for _round in range(2):
        answer = upload(signed_in, CLEAN.read_bytes())
        page = signed_in.get(answer.url).content.decode()
        signed_in.post(answer.url)
    assert page.count('<td class="num-cell">0</td>') >= 18


def test_hostile_cells_are_escaped(signed_in):
    book = Workbook.read()
    book.sheets["Lokakarya"][0]["moda"] = "<script>alert(1)</script>"
    book.sheets["Orang"][0]["nama lengkap"] = "<img src=x onerror=alert(1)>"
    page = signed_in.get(upload(signed_in, book.write(), "<b>x.xlsx").url).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>x" not in page


def test_pages_need_no_inline_style_or_script(signed_in):
    page = signed_in.get(upload(signed_in, DIRTY.read_bytes()).url).content.decode()
    content = page.partition("<main")[2]
    assert "style=" not in content
    assert "<script" not in content


@pytest.mark.parametrize("data", [b"kode;nama", b"", b"\x00" * 11 * 1024 * 1024])
def test_unreadable_file_is_refused_on_the_form(signed_in, settings, data):
    answer = upload(signed_in, data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert stored(settings) == []


def test_no_file_and_bad_names(signed_in):
    assert signed_in.post(FORM, {}).status_code == 422
    assert upload(signed_in, CLEAN.read_bytes(), programme="tidak boleh").status_code == 422


def test_only_the_uploader_sees_an_upload(signed_in, client, coordinator, django_user_model):
    answer = upload(signed_in, CLEAN.read_bytes())
    from django.test import Client

    stranger = Client()
    other = Person.objects.create_user("lain@kota.example", "rahasia-sekali", full_name="Lain", unit=coordinator.unit)
    other.memberships.create(organisation=coordinator.unit, role="coordinator")
    stranger.force_login(other)
    assert stranger.get(answer.url).status_code == 404
    assert stranger.post(answer.url).status_code == 404
    assert signed_in.get(f"{FORM}{uuid4()}/").status_code == 404


def test_people_without_the_role_are_turned_away(client, coordinator, settings):
    assert client.get(FORM).status_code == 302
    coordinator.memberships.update(role="nominator")
    client.force_login(coordinator)
    assert client.get(FORM).status_code == 403
    assert upload(client, CLEAN.read_bytes()).status_code == 403
    assert stored(settings) == []


def test_coordinator_elsewhere_is_turned_away_before_anything_is_kept(client, coordinator, settings):
    from partners.models import Organisation

    other = Organisation.objects.create(code="LUAR", name="Kota lain", kind="city")
    coordinator.memberships.update(organisation=other)
    client.force_login(coordinator)
    assert upload(client, CLEAN.read_bytes()).status_code == 403
    assert stored(settings) == []


def test_forgotten_uploads_are_swept(signed_in, settings):
    upload(signed_in, CLEAN.read_bytes())
    (old,) = (settings.MEDIA_ROOT / "season").glob("*")
    long_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(old, (long_ago, long_ago))
    upload(signed_in, CLEAN.read_bytes())
    assert old.name not in stored(settings)
    assert len(stored(settings)) == 1
