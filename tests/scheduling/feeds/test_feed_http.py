"""How feeds answer calendar programs: validators, methods, headers, and never with an error that disables them."""

import gzip
import logging
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.utils import timezone

from partners.models import Membership
from scheduling.feeds import copies, views
from scheduling.feeds.answers import answer
from scheduling.feeds.links import revoke_feed
from scheduling.feeds.scopes import Edition
from scheduling.models import CalendarFeed

PRIVATE_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Disposition": 'inline; filename="lokakarya.ics"',
    "Content-Language": "id",
    "Content-Type": "text/calendar; charset=utf-8",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Encoding",
    "X-Robots-Tag": "noindex",
}


@pytest.fixture
def person(city):
    return city.person()


@pytest.fixture
def paths(city, person):
    """One address of every kind, all showing the same session."""
    workshop = city.workshop()
    session = city.session(workshop, room=city.room)
    city.seat(person, workshop)
    return {
        "personal": city.link(person),
        "workshop": f"/calendar/workshop/{workshop.public_id}.ics",
        "programme": "/calendar/programme/musim-satu.ics",
        "organisation": "/calendar/organisation/bkpsdm.ics",
        "room": "/calendar/room/aula.ics",
        "session": f"/calendar/session/{session.public_id}.ics",
    }


KINDS = ["personal", "workshop", "programme", "organisation", "room", "session"]


def test_headers_of_a_personal_feed(client, paths):
    response = client.get(paths["personal"])
    assert {name: response.headers.get(name) for name in PRIVATE_HEADERS} == PRIVATE_HEADERS
    assert response.headers["ETag"].startswith('W/"')
    assert "Last-Modified" in response.headers


@pytest.mark.parametrize("kind", KINDS[1:])
def test_headers_of_public_feeds(client, paths, kind):
    response = client.get(paths[kind])
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Content-Disposition"].startswith("attachment" if kind == "session" else "inline")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_bytes_twice_and_304_for_who_has_them(client, paths, kind):
    first, second = client.get(paths[kind]), client.get(paths[kind])
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.headers["Last-Modified"] == second.headers["Last-Modified"]
    for header, value in [
        ("If-None-Match", first.headers["ETag"]),
        ("If-None-Match", f'"other", {first.headers["ETag"]}'),
        # Weak comparison (RFC 9110 §13.1.2): some programs drop the W/.
        ("If-None-Match", first.headers["ETag"].removeprefix("W/")),
        ("If-None-Match", "*"),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ]:
        for method in (client.get, client.head):
            response = method(paths[kind], headers={header: value})
            assert (response.status_code, response.content) == (304, b""), (header, value)
            for name in ("ETag", "Last-Modified", "Cache-Control", "Vary"):
                assert response.headers[name] == first.headers[name]
            assert "Content-Type" not in response.headers


def test_the_etag_wins_over_the_date(client, paths):
    """RFC 9110 §13.2.2."""
    first = client.get(paths["personal"])
    later = {"If-Modified-Since": first.headers["Last-Modified"], "If-None-Match": 'W/"other"'}
    assert client.get(paths["personal"], headers=later).status_code == 200
    older = {"If-Modified-Since": "Thu, 01 Jan 2015 00:00:00 GMT", "If-None-Match": first.headers["ETag"]}
    assert client.get(paths["personal"], headers=older).status_code == 304


@pytest.mark.parametrize("kind", KINDS)
def test_head_is_get_without_the_body(client, paths, kind):
    got, head = client.get(paths[kind]), client.head(paths[kind])
    assert head.status_code == 200
    assert head.content == b""
    assert dict(head.headers) == dict(got.headers)
    assert got.headers["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT"])
def test_other_methods_are_405_without_asking_for_a_csrf_token(paths, kind, method):
    response = Client(enforce_csrf_checks=True).generic(method, paths[kind])
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("kind", KINDS)
def test_no_cookie_no_vary_on_cookie_no_redirect_even_for_who_is_signed_in(paths, person, kind, settings):
    settings.MFA_REQUIRED = True
    client = Client()
    client.force_login(person)
    absent = f"/calendar/session/{uuid4()}.ics" if kind == "session" else paths[kind].replace(".ics", "x.ics")
    for visitor in (Client(), client):
        for path, status in [(paths[kind], 200), (absent, 404)]:
            response = visitor.get(path)
            assert response.status_code == status
            assert not response.cookies
            assert response.headers.get("Vary", "") in ("", "Accept-Encoding")


@pytest.mark.parametrize("kind", KINDS)
def test_a_reviewer_without_a_second_factor_is_not_sent_away_from_a_feed(client, city, paths, person, kind, settings):
    settings.MFA_REQUIRED = True
    Membership.objects.create(person=person, organisation=city.agency, role="reviewer")
    client.force_login(person)
    response = client.get(paths[kind])
    assert response.status_code == 200
    assert not response.cookies


def test_gzip_only_when_asked_and_without_a_time_in_it(client, paths):
    plain = client.get(paths["personal"])
    assert "Content-Encoding" not in plain.headers
    packed = client.get(paths["personal"], headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["ETag"] == plain.headers["ETag"]
    assert packed.headers["Content-Length"] == str(len(packed.content))
    # No time of packing in the bytes (RFC 1952 §2.3.1, MTIME).
    assert packed.content[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("", False),
        ("identity", False),
        ("gzip", True),
        ("GZIP;q=1", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("*", True),
        ("*;q=0", False),
        ("*;q=0, gzip", True),
        ("gzip;q=0, *", False),
        ("gzip;q=0.5, br", True),
    ],
)
def test_how_accept_encoding_is_read(client, paths, asked, given):
    response = client.get(paths["personal"], headers={"Accept-Encoding": asked})
    assert ("Content-Encoding" in response.headers) is given


def test_unknown_is_404_and_revoked_is_410(client, city, person, paths):
    for path in (
        "/feeds/unknown.ics",
        f"/feeds/{'é' * 200}.ics",
        f"/calendar/workshop/{uuid4()}.ics",
        "/calendar/workshop/nonsense.ics",
        "/calendar/nonsense/aula.ics",
        "/calendar/room/nonsense.ics",
        "/calendar/programme/nonsense.ics",
        "/calendar/organisation/nonsense.ics",
        f"/calendar/session/{uuid4()}.ics",
    ):
        response = client.get(path)
        assert (response.status_code, response.headers["Content-Type"]) == (404, "text/plain; charset=utf-8"), path
        assert response.headers["Cache-Control"] == "no-store"
    CalendarFeed.objects.update(revoked_at=timezone.now())
    response = client.get(paths["personal"])
    assert (response.status_code, response.headers["Content-Type"]) == (410, "text/plain; charset=utf-8")
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_link_of_a_disabled_person_is_gone(client, person, paths):
    assert client.get(paths["personal"]).status_code == 200
    person.is_active = False
    person.save()
    assert client.get(paths["personal"]).status_code == 410


def test_an_authorization_header_is_not_our_business(client, paths):
    """Outlook tries one and gives up if a server objects."""
    assert client.get(paths["personal"], headers={"Authorization": "Bearer nonsense"}).status_code == 200


def test_the_personal_feed_speaks_the_persons_language_and_a_public_one_that_of_its_address(client, person, paths):
    client.cookies["language"] = "en"
    assert client.get(paths["personal"]).headers["Content-Language"] == "id"
    assert client.get(paths["workshop"]).headers["Content-Language"] == "id"
    assert client.get(paths["workshop"], {"lang": "en"}).headers["Content-Language"] == "en"
    assert client.get(paths["workshop"], {"lang": "xx"}).headers["Content-Language"] == "id"
    person.language = "en"
    person.save()
    response = client.get(paths["personal"])
    assert response.headers["Content-Language"] == "en"
    assert b"You are registered." in response.content.replace(b"\r\n ", b"")
    not_modified = client.get(paths["personal"], headers={"If-None-Match": response.headers["ETag"]})
    assert not_modified.headers["Content-Language"] == "en"


def test_fetches_are_noted_once_an_hour_with_the_name_of_the_program(client, paths):
    def fetch(agent):
        client.get(paths["personal"], headers={"User-Agent": agent})
        feed = CalendarFeed.objects.get()
        return feed.last_client, feed.last_fetched_at

    name, first = fetch("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Thunderbird/153.7")
    assert name == "Thunderbird"
    assert fetch("Google-Calendar-Importer") == ("Thunderbird", first)
    CalendarFeed.objects.update(last_fetched_at=first - timedelta(hours=1))
    assert fetch("Mozilla/5.0 (compatible; Google-Calendar-Importer)")[0] == "Google Calendar"
    CalendarFeed.objects.update(last_fetched_at=None)
    assert fetch("Something\x07 new " + "x" * 200)[0] == ("Something new " + "x" * 200)[:120]


# When the database is away ---------------------------------------------------------------------


def refuse(execute, sql, params, many, context):
    raise OperationalError("the database is away")


@pytest.fixture
def broken_database():
    return lambda: connection.execute_wrapper(refuse)


def test_the_last_good_copy_goes_out_while_the_database_is_away(client, paths, broken_database, caplog):
    good = client.get(paths["personal"])
    with broken_database(), caplog.at_level(logging.ERROR):
        kept = client.get(paths["personal"])
        same = client.get(paths["personal"], headers={"If-None-Match": good.headers["ETag"]})
    assert (kept.status_code, kept.content, same.status_code) == (200, good.content, 304)
    assert "last good copy" in caplog.text
    assert paths["personal"].split("/")[-1].removesuffix(".ics") not in caplog.text


def test_without_a_copy_the_answer_is_404_which_disables_no_program(client, paths, broken_database):
    with broken_database():
        assert client.get(paths["personal"]).status_code == 404


def test_no_copy_is_left_of_a_revoked_link(client, person, paths, broken_database, django_capture_on_commit_callbacks):
    assert client.get(paths["personal"]).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        revoke_feed(feed=CalendarFeed.objects.get(), by=person, at=timezone.now())
    with broken_database():
        assert client.get(paths["personal"]).status_code == 404


def test_a_cache_out_of_order_stops_no_feed(client, paths, settings, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": tmp_path / "file" / "cache",
        }
    }
    assert client.get(paths["personal"]).status_code == 200


# Last-Modified ---------------------------------------------------------------------------------


def ask(body, at, **headers):
    request = RequestFactory().get("/", headers=headers)
    edition = Edition(body, "id", "x.ics")
    return answer(request, key="one", at=at, make=lambda: edition, cache_control="private, no-cache")


def test_last_modified_is_when_the_bytes_became_what_they_are():
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert ask(b"a", noon)["Last-Modified"] == "Tue, 01 Dec 2026 12:00:00 GMT"
    assert ask(b"a", noon + timedelta(hours=1))["Last-Modified"] == "Tue, 01 Dec 2026 12:00:00 GMT"
    assert ask(b"b", noon + timedelta(hours=2))["Last-Modified"] == "Tue, 01 Dec 2026 14:00:00 GMT"
    assert ask(b"a", noon + timedelta(hours=3))["Last-Modified"] == "Tue, 01 Dec 2026 15:00:00 GMT"


def test_two_changes_in_one_second_are_never_hidden_from_who_sends_only_the_date():
    noon = datetime(2026, 12, 1, 12, tzinfo=UTC)
    stamp = ask(b"a", noon)["Last-Modified"]
    changed = ask(b"b", noon, **{"If-Modified-Since": stamp})
    # RFC 9110 §8.8.2.1: a date to come is never sent, so there is none until the second has passed.
    assert (changed.status_code, changed.content, "Last-Modified" in changed) == (200, b"b", False)
    later = ask(b"b", noon + timedelta(seconds=1), **{"If-Modified-Since": stamp})
    assert (later.status_code, later["Last-Modified"]) == (200, "Tue, 01 Dec 2026 12:00:01 GMT")


def test_the_key_of_a_copy_is_the_hash_that_the_link_keeps(person, paths):
    token = paths["personal"].split("/")[-1].removesuffix(".ics")
    assert copies.key_of(token) == copies.key_of_hash(bytes(CalendarFeed.objects.get().token_hash))


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_do_not_grow_with_the_sessions(client, city, person, rows, django_assert_num_queries):
    for number in range(rows):
        workshop = city.workshop()
        session = city.session(workshop, room=city.room, days=number)
        (city.seat if number % 2 else city.task)(person, workshop if number % 2 else session)
    path = city.link(person)
    client.get(path)
    for address, queries in [
        (path, 5),
        ("/calendar/programme/musim-satu.ics", 3),
        ("/calendar/organisation/bkpsdm.ics", 3),
        ("/calendar/room/aula.ics", 4),
    ]:
        with django_assert_num_queries(queries):
            assert client.get(address).content.count(b"BEGIN:VEVENT") == rows


def test_the_views_are_open_by_declaration():
    """LoginRequiredMiddleware and the second factor leave them alone."""
    for view in (views.feed, views.public_feed, views.session_ics):
        assert view.login_required is False
        assert view.csrf_exempt is True
