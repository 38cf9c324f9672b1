"""A small world for tests: a city with two agencies, a university with one faculty, and people in every role."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from partners.models import Agreement, AgreementParty, Expertise, Membership, Organisation, Person
from scheduling.models import Room, Site
from workshops.models import Feature, Programme, Registration, Session, Workshop

WIB = ZoneInfo("Asia/Pontianak")
_numbers = count(1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An aware moment in Pontianak."""
    return datetime.combine(day, time(hour, minute), WIB)


@dataclass
class World:
    city: Organisation
    agency: Organisation
    other_agency: Organisation
    university: Organisation
    faculty: Organisation
    programme: Programme
    agreement: Agreement
    subject: Expertise
    site: Site
    room: Room
    coordinator: Person
    proposer: Person
    city_reviewer: Person
    university_reviewer: Person
    officer: Person
    dean: Person
    room_manager: Person
    nominator: Person
    lecturer: Person
    participant: Person
    people: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def build(cls) -> "World":
        org = Organisation.objects.create
        city = org(code="KOTA", name="Pemerintah Kota Uji", kind="city")
        agency = org(code="BKD", name="Badan Kepegawaian Uji", kind="agency", parent=city, letter_code="BKD")
        other = org(code="DINAS", name="Dinas Uji", kind="agency", parent=city)
        university = org(code="UNIV", name="Universitas Uji", kind="university")
        faculty = org(code="FAK", name="Fakultas Uji", kind="faculty", parent=university)
        subject = Expertise.objects.create(name="manajemen risiko")
        agreement = Agreement.objects.create(
            kind="pks",
            title="PKS Uji",
            state="signed",
            signed_on=date(2026, 1, 2),
            starts_on=date(2026, 1, 2),
            ends_on=date(2028, 12, 31),
        )
        AgreementParty.objects.create(agreement=agreement, order=1, organisation=agency, number="1/BKD/2026")
        AgreementParty.objects.create(agreement=agreement, order=2, organisation=faculty, number="2/FAK/2026")
        programme = Programme.objects.create(
            slug="uji-2027",
            name="Periode Uji 2027",
            city=city,
            secretariat=agency,
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 6, 30),
        )
        programme.universities.add(university)
        site = Site.objects.create(code="BALAI", name="Balai Kota")
        room = Room.objects.create(
            code="AULA", name="Aula Uji", site=site, owner=agency, capacity=60, setup_minutes=30, teardown_minutes=15
        )
        room.features.add(Feature.objects.create(name="proyektor"))
        roles = {
            "coordinator": ("coordinator", agency),
            "proposer": ("proposer", other),
            "city_reviewer": ("reviewer", agency),
            "university_reviewer": ("reviewer", university),
            "officer": ("cooperation_officer", agency),
            "dean": ("assigner", faculty),
            "room_manager": ("room_manager", agency),
            "nominator": ("nominator", other),
            "lecturer": (None, faculty),
            "participant": (None, other),
        }
        people = {}
        for name, (role, unit) in roles.items():
            people[name] = make_person(name.replace("_", " ").title(), unit)
            if role:
                Membership.objects.create(person=people[name], organisation=unit, role=role)
        people["lecturer"].expertise.add(subject)
        return cls(
            city=city,
            agency=agency,
            other_agency=other,
            university=university,
            faculty=faculty,
            programme=programme,
            agreement=agreement,
            subject=subject,
            site=site,
            room=room,
            people=people,
            **people,
        )

    def make_workshop(self, *, capacity: int = 30, lessons: int = 2, state: str = "preparing", **fields) -> Workshop:
        """A workshop with an opening, lessons of 2 JP with one lecturer each, and a closing."""
        defaults = {
            "code": f"U-{next(_numbers):04d}",
            "title": "Manajemen Risiko",
            "theme": "manajemen risiko",
            "source": "import",
            "organiser": self.agency,
            "partner": self.faculty,
            "agreement": self.agreement,
            "earliest_on": date(2027, 1, 18),
            "latest_on": date(2027, 1, 29),
            "programme": self.programme,
        }
        workshop = Workshop.objects.create(capacity=capacity, state=state, **(defaults | fields))
        Session.objects.create(workshop=workshop, order=1, kind="opening", title="Pembukaan", minutes=30)
        for number in range(lessons):
            session = Session.objects.create(
                workshop=workshop,
                order=number + 2,
                title=f"Materi {number + 1}",
                jp=2,
                minutes=90,
                expertise=self.subject,
                facilitators_needed=1,
            )
            session.features.add(Feature.objects.get(name="proyektor"))
        Session.objects.create(workshop=workshop, order=lessons + 2, kind="closing", title="Penutupan", minutes=30)
        return workshop

    def publish(self, workshop: Workshop, day: date, published_at: datetime, state: str = "scheduled") -> Workshop:
        """Give every session a published time on ``day`` from 08.00 on, without rooms or people."""
        start = at(day, 8)
        for session in workshop.sessions.all():
            session.starts_at, session.ends_at = start, start + timedelta(minutes=session.minutes)
            session.published_at = published_at
            session.save()
            start = session.ends_at
        workshop.state = state
        workshop.save()
        return workshop

    def register_many(
        self, workshop: Workshop, number: int, at: datetime, state: str = "confirmed"
    ) -> list[Registration]:
        return [
            Registration.objects.create(
                workshop=workshop,
                person=make_person(f"Peserta {index}", self.other_agency),
                state=state,
                created_at=at,
                queued_at=at,
            )
            for index in range(number)
        ]


def make_person(name: str, unit: Organisation | None, **fields) -> Person:
    number = next(_numbers)
    return Person.objects.create(
        full_name=name,
        unit=unit,
        email=f"orang{number}@uji.example",
        employment="pns",
        nip=f"{1960 + number // 999 % 30}0101200501{number % 2 + 1}{number % 999 + 1:03d}",
        **fields,
    )
