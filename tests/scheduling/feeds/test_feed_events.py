"""What one session says in a calendar."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext

from scheduling.feeds import queries
from scheduling.feeds.calendars import join
from scheduling.feeds.events import ZONES, Standing, one_line, session_event
from workshops.models import Session


def lines(session, standing=Standing.ATTENDING):
    """Content lines of the event, unfolded."""
    session = queries.with_all_they_say(Session.objects.filter(pk=session.pk)).get()
    return session_event(session, standing).body.decode().replace("\r\n ", "").split("\r\n")


def prop(session, name, standing=Standing.ATTENDING):
    return [line for line in lines(session, standing) if line.split(":")[0].split(";")[0] == name]


def test_the_whole_event_of_a_participant(city, settings):
    settings.BASE_URL = "https://lokakarya.example"
    workshop = city.workshop()
    session = city.session(workshop, room=city.room, jp=2)
    city.publish(session, datetime(2026, 12, 1, 2, tzinfo=UTC), at=datetime(2026, 11, 1, 1, 2, 3, 456, tzinfo=UTC))
    with translation.override("en"):
        assert lines(session) == [
            "BEGIN:VEVENT",
            "SUMMARY:Manajemen Risiko: Pengantar",
            "DTSTART;TZID=Asia/Pontianak:20261201T090000",
            "DTEND;TZID=Asia/Pontianak:20261201T103000",
            "DTSTAMP:20261101T010203Z",
            f"UID:{session.uid}",
            "SEQUENCE:1",
            "CATEGORIES:SPBE",
            "CLASS:PRIVATE",
            "DESCRIPTION:You are registered.\\n2 JP\\nHeld by BKPSDM with Universitas Tanjungpura.\\n"
            f"https://lokakarya.example/workshops/{workshop.public_id}/",
            "LAST-MODIFIED:20261101T010203Z",
            "LOCATION:Aula\\, Gedung BKPSDM",
            "STATUS:CONFIRMED",
            "TRANSP:OPAQUE",
            f"URL:https://lokakarya.example/workshops/{workshop.public_id}/",
            "END:VEVENT",
            "",
        ]


@pytest.mark.parametrize(
    ("standing", "status", "transp", "klass"),
    [
        (Standing.TEACHING, "CONFIRMED", "OPAQUE", ["CLASS:PRIVATE"]),
        (Standing.ATTENDING, "CONFIRMED", "OPAQUE", ["CLASS:PRIVATE"]),
        (Standing.ASKED, "TENTATIVE", "TRANSPARENT", ["CLASS:PRIVATE"]),
        (Standing.WAITING, "TENTATIVE", "TRANSPARENT", ["CLASS:PRIVATE"]),
        (Standing.ONLOOKER, "CONFIRMED", "TRANSPARENT", []),
    ],
)
def test_only_those_who_must_be_there_are_busy(city, standing, status, transp, klass):
    session = city.session(city.workshop())
    assert prop(session, "STATUS", standing) == [f"STATUS:{status}"]
    assert prop(session, "TRANSP", standing) == [f"TRANSP:{transp}"]
    assert prop(session, "CLASS", standing) == klass


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("standing", Standing)
def test_a_cancelled_session_says_so_and_frees_everybody(city, standing, language):
    session = city.session(city.workshop(online_link="https://meet.example/rahasia"))
    city.cancel(session)
    with translation.override(language):
        assert prop(session, "STATUS", standing) == ["STATUS:CANCELLED"]
        assert prop(session, "TRANSP", standing) == ["TRANSP:TRANSPARENT"]
        title = gettext("Cancelled: %(title)s") % {"title": "Manajemen Risiko: Pengantar"}
        assert prop(session, "SUMMARY", standing) == [f"SUMMARY:{title}"]
        assert "rahasia" not in "\n".join(lines(session, standing))


def test_the_stamp_is_the_last_revision_even_if_only_the_cancelling_was_dated(city):
    session = city.session(city.workshop())
    city.publish(session, session.starts_at, at=datetime(2026, 11, 1, tzinfo=UTC))
    Session.objects.filter(pk=session.pk).update(cancelled_at=datetime(2026, 11, 2, tzinfo=UTC))
    assert prop(session, "DTSTAMP") == ["DTSTAMP:20261102T000000Z"]
    assert prop(session, "LAST-MODIFIED") == ["LAST-MODIFIED:20261102T000000Z"]


def test_an_online_session_shows_its_link_only_to_those_with_a_place(city):
    session = city.session(city.workshop(delivery_mode="online", online_link="https://meet.example/rahasia"))
    with translation.override("en"):
        assert prop(session, "LOCATION") == ["LOCATION:Online"]
    told = {standing for standing in Standing if "rahasia" in "\n".join(lines(session, standing))}
    assert told == {Standing.TEACHING, Standing.ATTENDING}


def test_no_place_and_no_theme_leave_no_empty_lines(city):
    session = city.session(city.workshop(theme=""))
    assert prop(session, "LOCATION") == []
    assert prop(session, "CATEGORIES") == []


def test_a_released_room_is_no_longer_the_place(city):
    session = city.session(city.workshop(), room=city.room)
    session.bookings.update(state="released")
    assert prop(session, "LOCATION") == []


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Asia/Pontianak", "DTSTART;TZID=Asia/Pontianak:20261201T090000"),
        ("Asia/Jakarta", "DTSTART;TZID=Asia/Jakarta:20261201T090000"),
        ("Asia/Makassar", "DTSTART;TZID=Asia/Makassar:20261201T100000"),
        ("Asia/Jayapura", "DTSTART;TZID=Asia/Jayapura:20261201T110000"),
        ("Europe/Berlin", "DTSTART:20261201T020000Z"),
    ],
)
def test_times_are_written_in_the_zone_of_the_organiser(city, zone, start):
    organiser = city.organisation("lain", timezone=zone)
    session = city.session(city.workshop(organiser=organiser))
    city.publish(session, datetime(2026, 12, 1, 2, tzinfo=UTC))
    assert prop(session, "DTSTART") == [start]


def test_a_calendar_defines_each_zone_it_uses_and_no_other(city):
    jayapura = city.organisation("lain", timezone="Asia/Jayapura")
    sessions = [city.session(city.workshop()), city.session(city.workshop(organiser=jayapura))]
    fragments = [session_event(session, Standing.ONLOOKER) for session in sessions]
    body = join("Dua zona", fragments)
    assert body.count(b"BEGIN:VTIMEZONE") == 2
    assert b"TZID:Asia/Jayapura\r\nBEGIN:STANDARD\r\nDTSTART:19880101T000000\r\nTZOFFSETFROM:+0900\r\n" in body
    assert join("Dua zona", reversed(fragments)) == body
    assert join("Satu zona", fragments[:1]).count(b"BEGIN:VTIMEZONE") == 1


def test_the_head_of_a_calendar():
    assert join('a; b, c\\ "d"\r\nATTACH:x\x07', []).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Lokakarya//Kalender 1//ID",
        'NAME:a\\; b\\, c\\\\ "d" ATTACH:x',
        'X-WR-CALNAME:a\\; b\\, c\\\\ "d" ATTACH:x',
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Pontianak",
        "BEGIN:STANDARD",
        "DTSTART:19880101T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:WIB",
        "END:STANDARD",
        "END:VTIMEZONE",
        "END:VCALENDAR",
        "",
    ]


def test_text_loses_control_characters_and_line_breaks_and_nothing_else():
    assert one_line("a\x00b\x07 \r\n c\u2028d\x85e\tf \x9f\x7f\ud800") == "ab c d e f"
    assert one_line("👩\u200d👧 日本 é") == "👩\u200d👧 日本 é"


def test_offsets_of_the_zones_are_what_the_time_zone_database_says():
    for zone, (name, offset) in ZONES.items():
        for year in range(1988, 2101):
            for month in (1, 7):
                moment = datetime(year, month, 2, tzinfo=ZoneInfo(zone))
                assert (moment.strftime("%Z"), moment.strftime("%z")) == (name, offset)


def test_the_window_starts_with_a_month_and_rests_for_a_day():
    at = datetime(2027, 1, 12, 3, 4, 5, tzinfo=UTC)
    start, end = queries.window(at)
    assert start.isoformat() == "2026-10-01T00:00:00+07:00"
    assert end.isoformat() == "2028-01-12T00:00:00+07:00"
    assert queries.window(at + timedelta(hours=13)) == (start, end)
    assert start <= timezone.localtime(at) - queries.LOOK_BACK
