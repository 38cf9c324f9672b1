"""Every kind of feed through three strict readers, with texts that want to break out of their line."""

import shutil
import subprocess
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from workshops.models import Session

HOSTILE = (
    "\"Kutip\" 'satu' ; titik koma, koma \\ garis \\n bukan baris\r\nATTENDEE:mailto:x@example\r\nEND:VEVENT\x07\x1b"
    "\u2028pisah\u2029\x85\x0b👩\u200d👩\u200d👧 日本 ‮balik‬ ḿ é\ufeff END:VCALENDAR \t:=^'^n<b>&amp;"
)
# Without control characters and line breaks, everything in place.
TAMED = (
    "\"Kutip\" 'satu' ; titik koma, koma \\ garis \\n bukan baris ATTENDEE:mailto:x@example END:VEVENT pisah "
    "👩\u200d👩\u200d👧 日本 ‮balik‬ ḿ é\ufeff END:VCALENDAR :=^'^n<b>&amp;"
)


@pytest.fixture
def paths(city):
    """Addresses of every kind; every text that they can show is as hostile and as long as its column allows."""
    reader = city.person("Siti")
    for thing, field in [
        (city.agency, "name"),
        (city.university, "name"),
        (city.programme, "name"),
        (city.room, "name"),
        (city.site, "name"),
    ]:
        filled = (HOSTILE + "é" * 300)[: thing._meta.get_field(field).max_length]
        type(thing).objects.filter(pk=thing.pk).update(**{field: filled})
    title = HOSTILE + "é" * (200 - len(HOSTILE))
    workshop = city.workshop(title, theme=title[:120], delivery_mode="hybrid", online_link="https://meet.example/a,b;c")
    session = city.session(workshop, title, room=city.room, jp=2)
    city.seat(reader, workshop)
    waiting = city.workshop("Antre", partner=city.agency)
    city.session(waiting, "Satu", hour=13)
    city.seat(reader, waiting, "waitlisted")
    cancelled = city.session(workshop, "Batal", days=1)
    city.cancel(cancelled)
    city.booking(city.room, title=title, starts_at=city.moment(16))
    empty = city.workshop("Kosong")
    return {
        "personal": city.link(reader),
        "nothing in it": city.link(city.person("Baru")),
        "workshop": f"/calendar/workshop/{workshop.public_id}.ics",
        "empty workshop": f"/calendar/workshop/{empty.public_id}.ics",
        "programme": "/calendar/programme/musim-satu.ics",
        "organisation": "/calendar/organisation/bkpsdm.ics",
        "room": "/calendar/room/aula.ics",
        "session": f"/calendar/session/{session.public_id}.ics",
    }


COUNTS = {
    "personal": 3,
    "nothing in it": 0,
    "workshop": 2,
    "empty workshop": 0,
    "programme": 3,
    "organisation": 3,
    "room": 2,
    "session": 1,
}


@pytest.mark.parametrize("kind", COUNTS)
def test_lines_are_short_end_in_crlf_and_hold_no_control_characters(client, paths, kind):
    """RFC 5545 §3.1 and §3.3.11. A fold inside a letter would show as a broken letter."""
    body = client.get(paths[kind]).content
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert [line for line in lines if "\ufffd" in line.decode()] == []
    assert not any(byte < 32 or byte == 127 for line in lines for byte in line)
    assert not body.startswith("\ufeff".encode())


@pytest.mark.parametrize("kind", COUNTS)
def test_icalendar_reads_back_what_was_meant(client, paths, kind):
    calendar = Calendar.from_ical(client.get(paths[kind]).content)
    events = calendar.walk("VEVENT")
    assert len(events) == COUNTS[kind]
    assert [component.name for component in calendar.walk() if component.errors] == []
    for event in events:
        assert set(event) <= {
            "SUMMARY",
            "DTSTART",
            "DTEND",
            "DTSTAMP",
            "UID",
            "SEQUENCE",
            "CATEGORIES",
            "CLASS",
            "DESCRIPTION",
            "LAST-MODIFIED",
            "LOCATION",
            "STATUS",
            "TRANSP",
            "URL",
        }


def test_a_hostile_title_stays_a_title(client, paths):
    session = Session.objects.get(title__startswith='"Kutip"')
    tail = "é" * (200 - len(HOSTILE))
    expected = f"{TAMED}{tail}: {TAMED}{tail}"
    for kind in ("personal", "workshop", "programme", "organisation", "room", "session"):
        body = client.get(paths[kind]).content
        [event] = [e for e in Calendar.from_ical(body).walk("VEVENT") if e["UID"] == session.uid]
        assert str(event["SUMMARY"]) == expected
        [strict] = [e for e in IcsCalendarStream.calendar_from_ics(body.decode()).events if e.uid == session.uid]
        assert strict.summary == expected
        assert strict.location == str(event["LOCATION"])
        assert strict.description == str(event["DESCRIPTION"])
        assert str(event["DESCRIPTION"]).splitlines()[-1] == str(event["URL"])


@pytest.mark.parametrize("kind", COUNTS)
def test_the_strict_ical_package_accepts_it(client, paths, kind):
    calendar = IcsCalendarStream.calendar_from_ics(client.get(paths[kind]).content.decode())
    assert len(calendar.events) == COUNTS[kind]
    for event in calendar.events:
        assert event.start.utcoffset().total_seconds() == 7 * 60 * 60


# libical, the library of Evolution and KDE, checks the restrictions of RFC 5545 and 5546 -------------


@pytest.fixture(scope="session")
def icalcheck(tmp_path_factory):
    source = Path(__file__).parents[2] / "tools" / "icalcheck.c"
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("No C compiler (install gcc): libical does not judge the feeds.")
    program = tmp_path_factory.mktemp("icalcheck") / "icalcheck"
    built = subprocess.run([compiler, str(source), "-lical", "-o", str(program)], capture_output=True, text=True)
    if built.returncode:
        pytest.skip(f"libical is missing (install libical-dev): it does not judge the feeds. {built.stderr[:200]}")

    def check(body: bytes) -> str:
        return subprocess.run([str(program)], input=body, capture_output=True, check=False).stdout.decode()

    return check


def as_itip(body: bytes) -> bytes:
    """The feed as an iTIP message: only with a METHOD does libical ask for the properties that must be there."""
    body = body.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n")
    return body.replace(b"BEGIN:VEVENT\r\n", b"BEGIN:VEVENT\r\nORGANIZER:mailto:x@example.com\r\n")


@pytest.mark.parametrize("kind", COUNTS)
def test_libical_finds_no_fault(client, paths, kind, icalcheck):
    body = client.get(paths[kind]).content
    assert icalcheck(body) == ""
    assert icalcheck(as_itip(body)) == ""


def test_libical_would_find_one(client, paths, icalcheck):
    body = client.get(paths["personal"]).content
    assert "ORGANIZER" in icalcheck(body.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:PUBLISH\r\n"))
    assert "UID" in icalcheck(as_itip(body).replace(b"\r\nUID:", b"\r\nX-UID:"))
    assert "DTSTAMP" in icalcheck(body.replace(b"\r\nDTSTAMP:", b"\r\nDTSTAMP:now"))
