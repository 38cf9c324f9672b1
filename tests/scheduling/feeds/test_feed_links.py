"""Links to one's own calendar, and the page “My calendar”."""

import logging
import re
from datetime import timedelta
from hashlib import sha256

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image

from partners.models import Event
from partners.refusals import NotAllowed
from scheduling.feeds.links import create_feed, find_feed, revoke_feed
from scheduling.feeds.logs import HideTokens
from scheduling.models import CalendarFeed

PAGE = "/calendar/"


@pytest.fixture
def person(city):
    return city.person(language="en")


@pytest.fixture
def page(client, person):
    client.force_login(person)
    client.cookies["language"] = "en"
    return client


def test_only_the_hash_of_the_token_is_kept(person):
    feed, token = create_feed(person=person, name=" HP saya ", by=person, at=timezone.now())
    assert len(token) == 32
    feed.refresh_from_db()
    assert bytes(feed.token_hash) == sha256(token.encode()).digest()
    assert feed.name == "HP saya"
    assert find_feed(token) == feed
    assert find_feed(token + "x") is None
    assert token not in str(list(CalendarFeed.objects.values())) + str(list(Event.objects.values()))


def test_every_link_has_its_own_token_and_is_revoked_singly(person):
    at = timezone.now()
    first, token = create_feed(person=person, name="HP", by=person, at=at)
    second, other = create_feed(person=person, name="Kantor", by=person, at=at)
    assert token != other
    assert revoke_feed(feed=first, by=person, at=at).revoked_at == at
    # Once more changes nothing and is not written down again.
    assert revoke_feed(feed=first, by=person, at=at + timedelta(days=1)).revoked_at == at
    second.refresh_from_db()
    assert second.revoked_at is None
    verbs = Event.objects.filter(object_id=str(first.public_id)).values_list("verb", flat=True)
    assert sorted(verbs) == ["create_calendar_feed", "revoke_calendar_feed"]


def test_a_link_is_made_and_revoked_by_its_person_or_the_system_only(city, person):
    other, at = city.person("Orang lain"), timezone.now()
    with pytest.raises(NotAllowed):
        create_feed(person=person, name="HP", by=other, at=at)
    feed, _token = create_feed(person=person, name="HP", by=None, at=at)
    with pytest.raises(NotAllowed):
        revoke_feed(feed=feed, by=other, at=at)
    assert revoke_feed(feed=feed, by=None, at=at).revoked_at == at


def test_logs_do_not_show_tokens(caplog):
    logger = logging.getLogger("lokakarya.test")
    logger.addFilter(HideTokens())
    with caplog.at_level(logging.INFO):
        logger.info('"%s %s HTTP/1.1" %s', "GET", "/feeds/abc-DEF_123.ics?x=1", 200)
        logger.info("%(method)s %(path)s", {"method": "GET", "path": "/offers/abc-DEF_123/"})
        logger.info("100% of /feeds")
    assert caplog.messages == ['"GET /feeds/….ics?x=1 HTTP/1.1" 200', "GET /offers/…/", "100% of /feeds"]


# The page ----------------------------------------------------------------------------------------


def test_the_page_needs_a_sign_in(client, city):
    assert client.get(PAGE).status_code == 302


def test_a_new_link_is_shown_once_with_a_qr_code_that_holds_it(page, settings):
    settings.BASE_URL = "https://lokakarya.pontianak.go.id"
    response = page.post(PAGE, {"name": "HP saya"})
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    html = response.content.decode()
    [address] = re.findall(r'value="(https://lokakarya\.pontianak\.go\.id/feeds/[\w-]{32}\.ics)"', html)
    assert len(address) < 200
    assert page.get(address.removeprefix(settings.BASE_URL)).status_code == 200
    # A strict CSP blocks style attributes.
    assert not re.search(r"<[^>]*\sstyle=", html)
    assert read_qr(re.search(r'<svg role="img".*?</svg>', html, re.S)[0]) == address
    assert address not in page.get(PAGE).content.decode()


def test_a_link_needs_a_name(page):
    response = page.post(PAGE, {"name": "  "})
    assert response.status_code == 200
    assert "Cache-Control" not in response.headers
    assert CalendarFeed.objects.count() == 0
    assert "This field is required" in response.content.decode() or "errorlist" in response.content.decode()


def test_the_page_lists_links_with_their_last_fetch_and_revokes_them(page, city, person):
    feed, _token = create_feed(person=person, name="HP <b>saya</b>", by=person, at=timezone.now())
    html = page.get(PAGE).content.decode()
    assert "HP &lt;b&gt;saya&lt;/b&gt;" in html
    assert "Not fetched yet" in html
    CalendarFeed.objects.update(last_fetched_at=timezone.now(), last_client="Thunderbird")
    assert " by Thunderbird</small>" in page.get(PAGE).content.decode()
    path = f"/calendar/links/{feed.public_id}/revoke/"
    assert page.get(path).status_code == 405
    assert page.post(path).status_code == 302
    feed.refresh_from_db()
    assert feed.revoked_at is not None
    assert " by Thunderbird" not in page.get(PAGE).content.decode()


def test_links_of_others_are_not_there(page, city):
    other = city.person("Orang lain")
    feed, _token = create_feed(person=other, name="Rahasia", by=other, at=timezone.now())
    assert "Rahasia" not in page.get(PAGE).content.decode()
    assert page.post(f"/calendar/links/{feed.public_id}/revoke/").status_code == 404
    feed.refresh_from_db()
    assert feed.revoked_at is None


def test_the_schedule_shows_coming_sessions_by_day_at_the_clock_of_their_organiser(page, city, person):
    wita = city.organisation("makassar", timezone="Asia/Makassar")
    first, second = city.workshop("Satu Data"), city.workshop("Di Timur", organiser=wita)
    city.session(first, "Besok pagi", room=city.room)
    city.session(first, "Dulu", days=-30)
    cancelled = city.session(first, "Tidak jadi", hour=13)
    city.cancel(cancelled)
    city.session(second, "Sesi timur", hour=15)
    city.seat(person, first)
    city.seat(person, second, "waitlisted")
    html = page.get(PAGE).content.decode()
    assert html.count("<h3>") == 1
    assert "09.00–10.30 WIB · Besok pagi" in html
    assert "16.00–17.30 WITA · Sesi timur" in html
    assert "Dulu" not in html
    assert "<s>Tidak jadi</s>" in html
    assert '<span class="chip ok">Participant</span>' in html
    assert '<span class="chip warn">On the waiting list</span>' in html
    assert '<span class="chip bad">Cancelled</span>' in html
    assert f'href="/workshops/{first.public_id}/"' in html
    assert "Aula, Gedung BKPSDM" in html


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_for_one_session_and_thirty(page, city, person, rows, django_assert_max_num_queries):
    for number in range(rows):
        workshop = city.workshop()
        city.session(workshop, room=city.room, days=number)
        city.seat(person, workshop)
        city.link(person)
    page.get(PAGE)
    with django_assert_max_num_queries(8):
        assert page.get(PAGE).content.decode().count("Pengantar</b>") == rows


def read_qr(svg: str) -> str:
    """Draw segno's path (moves and horizontal lines) and read it as a phone would."""
    size, scale = int(re.search(r'width="(\d+)"', svg)[1]), int(re.search(r"scale\((\d+)\)", svg)[1])
    picture = Image.new("L", (size, size), 255)
    x = y = 0.0
    for command, values in re.findall(r"([Mmh])([-\d. ]+)", re.search(r'stroke="#000" d="([^"]+)"', svg)[1]):
        numbers = [float(value) for value in re.findall(r"-?\d*\.?\d+", values)]
        if command == "h":
            top, left, right = int(y - 0.5) * scale, int(x) * scale, int(x + numbers[0]) * scale
            picture.paste(0, (left, top, right, top + scale))
            x += numbers[0]
        else:
            x, y = (numbers[0], numbers[1]) if command == "M" else (x + numbers[0], y + numbers[1])
    [code] = zxingcpp.read_barcodes(picture)
    return code.text
