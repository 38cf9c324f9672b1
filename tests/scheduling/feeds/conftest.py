"""A small city with one workshop, as calendar feeds see it."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from partners.models import Organisation, Person
from scheduling.feeds.links import create_feed
from scheduling.models import Assignment, Booking, Offer, Room, Site
from workshops.models import Programme, Registration, Session, Workshop

WIB = ZoneInfo("Asia/Pontianak")


class City:
    """Builds what a test needs; times are said in WIB."""

    def __init__(self):
        self.city = self.organisation("ptk", name="Kota Pontianak", kind="city")
        self.agency = self.organisation("bkpsdm", name="BKPSDM", kind="agency", parent=self.city)
        self.university = self.organisation("untan", name="Universitas Tanjungpura", kind="university")
        self.programme = Programme.objects.create(
            slug="musim-satu",
            name="Musim Satu",
            city=self.city,
            secretariat=self.agency,
            starts_on=date(2026, 1, 1),
            ends_on=date(2030, 12, 31),
        )
        self.site = Site.objects.create(code="gedung", name="Gedung BKPSDM")
        self.room = Room.objects.create(code="aula", name="Aula", site=self.site, owner=self.agency, capacity=40)
        self.day = timezone.localdate() + timedelta(days=7)

    def organisation(self, code, **fields):
        return Organisation.objects.create(code=code, **({"name": code.title(), "kind": "agency"} | fields))

    def person(self, name="Siti Rahmawati", **fields):
        return Person.objects.create(full_name=name, **fields)

    def workshop(self, title="Manajemen Risiko", **fields):
        defaults = {
            "code": uuid4().hex[:8],
            "programme": self.programme,
            "source": "import",
            "state": "open",
            "theme": "SPBE",
            "organiser": self.agency,
            "partner": self.university,
            "earliest_on": self.day,
            "latest_on": self.day + timedelta(days=30),
            "capacity": 30,
        }
        return Workshop.objects.create(title=title, **(defaults | fields))

    def moment(self, hour=9, minute=0, *, days=0) -> datetime:
        return datetime.combine(self.day + timedelta(days=days), time(hour, minute), tzinfo=WIB)

    def session(self, workshop, title="Pengantar", *, hour=9, days=0, room=None, **fields):
        """A published session of 90 minutes; ``room`` holds it."""
        last = workshop.sessions.order_by("order").last()
        order = last.order + 1 if last else 1
        session = Session.objects.create(workshop=workshop, order=order, title=title, minutes=90, **fields)
        self.publish(session, self.moment(hour, days=days))
        if room:
            self.booking(room, session=session)
        return session

    def publish(self, session, starts_at, *, at=None):
        """What the publishing actions write."""
        if session.published_at:
            session.sequence += 1
        session.starts_at, session.ends_at = starts_at, starts_at + timedelta(minutes=90)
        session.published_at = at or timezone.now()
        session.save()

    def cancel(self, session, *, at=None):
        session.cancelled_at = session.published_at = at or timezone.now()
        session.sequence += 1
        session.save()

    def booking(self, room, *, session=None, title="", starts_at=None, **fields):
        starts_at = session.starts_at if session else starts_at
        ends_at = session.ends_at if session else starts_at + timedelta(hours=2)
        return Booking.objects.create(
            room=room,
            session=session,
            title=title,
            starts_at=starts_at,
            ends_at=ends_at,
            held_from=starts_at,
            held_until=ends_at,
            **fields,
        )

    def seat(self, person, workshop, state="confirmed"):
        now = timezone.now()
        return Registration.objects.create(
            person=person,
            workshop=workshop,
            state=state,
            created_at=now,
            queued_at=now if state == "waitlisted" else None,
        )

    def task(self, person, session, state="accepted"):
        letter = "800/1/ST" if state == "confirmed" else ""
        return Assignment.objects.create(
            person=person,
            session=session,
            state=state,
            letter_number=letter,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
        )

    def offer(self, assignment):
        now = timezone.now()
        return Offer.objects.create(assignment=assignment, sent_at=now, answer_by=now + timedelta(days=5))

    def link(self, person, name="HP saya"):
        """The path of a new personal feed."""
        _feed, token = create_feed(person=person, name=name, by=person, at=timezone.now())
        return f"/feeds/{token}.ics"


@pytest.fixture
def city(db) -> City:
    return City()


@pytest.fixture
def events(client):
    """Fetch a feed and return its events by summary."""

    def fetch(path, **headers):
        response = client.get(path, headers=headers)
        assert response.status_code == 200, response.content
        return {str(event["SUMMARY"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}

    return fetch
