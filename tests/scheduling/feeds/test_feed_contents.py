"""Which sessions stand in whose calendar, and what must never stand there."""

from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from scheduling.feeds import queries
from workshops.models import Session, Workshop

TITLE = "Manajemen Risiko: Pengantar"


@pytest.fixture
def person(city):
    return city.person()


def status(events, path):
    return {summary: str(event["STATUS"]) for summary, event in events(path).items()}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("nominated", {}),
        ("confirmed", {TITLE: "CONFIRMED"}),
        ("waitlisted", {TITLE: "TENTATIVE"}),
        ("attended", {TITLE: "CONFIRMED"}),
        ("absent", {TITLE: "CONFIRMED"}),
        ("substituted", {}),
        ("withdrawn", {}),
        ("declined", {}),
    ],
)
def test_a_participant_sees_sessions_by_the_state_of_the_registration(city, person, events, state, expected):
    workshop = city.workshop()
    city.session(workshop)
    city.seat(person, workshop, state)
    assert status(events, city.link(person)) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("proposed", {}),
        ("offered", {TITLE: "TENTATIVE"}),
        ("accepted", {TITLE: "CONFIRMED"}),
        ("confirmed", {TITLE: "CONFIRMED"}),
        ("done", {TITLE: "CONFIRMED"}),
        ("no_show", {}),
        ("declined", {}),
        ("lapsed", {}),
        ("withdrawn", {}),
        ("replaced", {}),
    ],
)
def test_a_lecturer_sees_slots_by_the_state_of_the_assignment(city, person, events, state, expected):
    session = city.session(city.workshop())
    city.session(session.workshop, "Sesi orang lain", hour=13)
    city.offer(city.task(person, session, state))
    assert status(events, city.link(person)) == expected


def test_who_teaches_in_the_workshop_they_attend_sees_each_session_once(city, person, events):
    workshop = city.workshop()
    taught, asked = city.session(workshop), city.session(workshop, "Praktik", hour=13)
    city.seat(person, workshop, "waitlisted")
    city.task(person, taught, "accepted")
    city.task(person, asked, "offered")
    assert status(events, city.link(person)) == {TITLE: "CONFIRMED", "Manajemen Risiko: Praktik": "TENTATIVE"}


def test_a_lecturer_is_shown_that_the_session_is_cancelled_although_the_assignment_is_withdrawn_with_it(
    city, person, events
):
    """Cancelling a workshop withdraws its lecturers. Those who had not been asked yet are not told either."""
    told, untold = city.person("Budi"), city.person("Wati")
    session = city.session(city.workshop(state="cancelled", state_reason="banjir"))
    city.offer(city.task(told, session, "withdrawn"))
    city.task(untold, session, "withdrawn")
    assert status(events, city.link(told)) == {}
    city.cancel(session)
    assert list(status(events, city.link(told)).values()) == ["CANCELLED"]
    assert status(events, city.link(untold)) == {}


def test_only_published_sessions_are_in_a_feed(city, person, events):
    workshop = city.workshop()
    city.session(workshop)
    Session.objects.create(workshop=workshop, order=9, title="Belum terjadwal", minutes=90)
    city.seat(person, workshop)
    assert list(events(city.link(person))) == [TITLE]
    assert list(events(f"/calendar/workshop/{workshop.public_id}.ics")) == [TITLE]


def test_a_cancelled_session_stays_for_thirty_days(city, person, events):
    workshop = city.workshop()
    session = city.session(workshop)
    city.seat(person, workshop)
    path = city.link(person)
    city.cancel(session, at=timezone.now() - timedelta(days=29, hours=23))
    assert list(status(events, path).values()) == ["CANCELLED"]
    city.cancel(session, at=timezone.now() - timedelta(days=30, minutes=1))
    assert status(events, path) == {}


def test_the_dates_of_a_postponed_workshop_no_longer_hold(city, person, events):
    workshop = city.workshop(state="postponed", state_reason="banjir")
    city.session(workshop)
    city.seat(person, workshop)
    assert events(city.link(person)) == {}


def test_the_window_of_a_feed(city, person, events):
    workshop = city.workshop()
    city.seat(person, workshop)
    start, end = queries.window(timezone.now())
    minute = timedelta(minutes=1)
    times = {"lama": start - minute, "pertama": start, "terakhir": end - minute, "jauh": end}
    for order, (title, moment) in enumerate(times.items()):
        city.publish(Session.objects.create(workshop=workshop, order=order, title=title, minutes=90), moment)
    seen = {summary.split(": ")[1] for summary in events(city.link(person))}
    assert seen == {"pertama", "terakhir"}


def test_no_more_events_than_google_reads(city, person, events, monkeypatch):
    monkeypatch.setattr(queries, "AT_MOST", 3)
    workshop = city.workshop()
    for day in range(5):
        city.session(workshop, f"Hari {day}", days=day)
    assert len(events("/calendar/programme/musim-satu.ics")) == 3


@pytest.mark.parametrize("state", Workshop.State)
def test_public_feeds_show_public_workshops_only(city, client, state):
    workshop = city.workshop(state=state, state_reason="karena")
    session = city.session(workshop, room=city.room)
    is_public = state in Workshop.PUBLIC_STATES
    status = 200 if is_public else 404
    assert client.get(f"/calendar/workshop/{workshop.public_id}.ics").status_code == status
    assert client.get(f"/calendar/session/{session.public_id}.ics").status_code == status
    for path in ("programme/musim-satu", "organisation/bkpsdm", "organisation/untan", "room/aula"):
        response = client.get(f"/calendar/{path}.ics")
        assert response.status_code == 200
        assert (b"Manajemen Risiko" in response.content) is is_public
        assert (session.uid.encode() in response.content) is is_public


def test_an_organisation_shows_what_it_and_those_below_it_hold(city, events):
    elsewhere = city.organisation("ITB", kind="university")
    city.session(city.workshop("Milik BKPSDM"))
    city.session(city.workshop("Lain", organiser=elsewhere, partner=elsewhere))
    assert list(events("/calendar/organisation/ptk.ics")) == ["Milik BKPSDM: Pengantar"]
    assert list(events("/calendar/organisation/untan.ics")) == ["Milik BKPSDM: Pengantar"]
    assert list(events("/calendar/organisation/ITB.ics")) == ["Lain: Pengantar"]


def test_a_room_shows_public_sessions_by_title_and_other_uses_by_time_only(city, client):
    city.session(city.workshop(), room=city.room)
    city.session(city.workshop("Rahasia", state="preparing"), room=city.room, hour=13)
    city.booking(city.room, title="Rapat tertutup", starts_at=city.moment(16))
    city.booking(city.room, title="Batal", starts_at=city.moment(18), state="released")
    body = client.get("/calendar/room/aula.ics", {"lang": "en"}).content
    seen = [
        (str(event["SUMMARY"]), event["DTSTART"].dt.hour, str(event["TRANSP"]))
        for event in Calendar.from_ical(body).walk("VEVENT")
    ]
    assert seen == [(TITLE, 9, "TRANSPARENT"), ("In use", 13, "TRANSPARENT"), ("In use", 16, "TRANSPARENT")]
    for secret in (b"Rahasia", b"Rapat", b"Batal"):
        assert secret not in body


def test_another_use_that_moves_is_another_event_because_it_has_no_sequence(city, client):
    booking = city.booking(city.room, title="Rapat", starts_at=city.moment(16))

    def uid():
        [event] = Calendar.from_ical(client.get("/calendar/room/aula.ics").content).walk("VEVENT")
        return str(event["UID"])

    first = uid()
    assert uid() == first
    booking.starts_at += timedelta(minutes=30)
    booking.save()
    assert uid() != first


def test_the_uid_of_a_session_is_the_same_everywhere_and_for_ever(city, person, client, events):
    workshop = city.workshop()
    session = city.session(workshop, room=city.room)
    city.seat(person, workshop)
    paths = [
        city.link(person),
        f"/calendar/workshop/{workshop.public_id}.ics",
        "/calendar/programme/musim-satu.ics",
        "/calendar/organisation/bkpsdm.ics",
        "/calendar/room/aula.ics",
        f"/calendar/session/{session.public_id}.ics",
    ]
    for days in (0, 1):
        city.publish(session, city.moment(10, days=days))
        assert {str(event["UID"]) for path in paths for event in events(path).values()} == {session.uid}


def test_no_feed_names_anybody_or_shows_a_number_of_anybody(city, client):
    reader = city.person(
        "Siti Rahmawati",
        email="siti@example.go.id",
        nip="198001012005012003",
        nuptk="1234567890123456",
        phone="+628115551234",
        birth_date="1980-01-01",
        title_back="M.Si.",
    )
    others = [
        city.person("Joko Pranoto", email="joko@example.go.id", nip="197902022004011004", phone="+628115555678"),
        city.person("Prof. Hartati", email="hartati@untan.example", nip="197503032003012005"),
    ]
    workshop = city.workshop(online_link="https://meet.example/rahasia", state_reason="alasan dalam")
    session = city.session(workshop, room=city.room)
    asked = city.session(workshop, "Praktik", hour=13)
    for person in (reader, others[0]):
        city.seat(person, workshop)
    city.task(others[1], session, "confirmed")
    city.task(reader, asked, "offered")
    city.booking(city.room, title="Rapat Joko", starts_at=city.moment(16), booked_by=others[0])
    path = city.link(reader, name="Tautan Siti")
    secrets = [
        "Siti",
        "Rahmawati",
        "Joko",
        "Pranoto",
        "Hartati",
        "example.go.id",
        "untan.example",
        "19800101",
        "19790202",
        "19750303",
        "12345678",
        "62811",
        "M.Si",
        "800/1/ST",
        "alasan",
        "Tautan",
        path.split("/")[-1][:-4],
    ]
    public = [
        f"/calendar/workshop/{workshop.public_id}.ics",
        "/calendar/programme/musim-satu.ics",
        "/calendar/organisation/bkpsdm.ics",
        "/calendar/room/aula.ics",
        f"/calendar/session/{session.public_id}.ics",
    ]
    for address in [path, *public]:
        body = client.get(address).content.decode().replace("\r\n ", "")
        assert body.count("BEGIN:VEVENT") >= 1
        assert [secret for secret in secrets if secret in body] == []
        for name in ("METHOD", "ORGANIZER", "ATTENDEE", "CREATED", "SOURCE", "VALARM"):
            assert f"\n{name}" not in body
        # The calendar itself has no UID: one for each event.
        assert body.count("\nUID:") == body.count("BEGIN:VEVENT")
    for address in public:
        assert "rahasia" not in client.get(address).content.decode()


def test_nobody_sees_the_sessions_of_another(city, events):
    first, second = city.person("Satu"), city.person("Dua")
    mine, theirs = city.workshop("Punya satu"), city.workshop("Punya dua")
    for workshop, person in ((mine, first), (theirs, second)):
        city.session(workshop)
        city.seat(person, workshop)
    assert list(events(city.link(first))) == ["Punya satu: Pengantar"]
    assert list(events(city.link(second))) == ["Punya dua: Pengantar"]
