"""A workshop that is over: four lessons of 2 JP, attendance closed, people who came and who did not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from documents.certificates import issue_certificate
from documents.models import Document
from partners.models import Person
from tests.world import World, make_person
from workshops.models import Attendance, Registration, Session, Workshop

AT = datetime(2027, 1, 25, 3, 0, tzinfo=UTC)


@dataclass
class Finished:
    """``ani`` came to all four lessons, ``budi`` to three, ``citra`` to two, ``dedi`` to none."""

    world: World
    workshop: Workshop
    coordinator: Person
    ani: Registration
    budi: Registration
    citra: Registration
    dedi: Registration


@pytest.fixture
def at() -> datetime:
    """Monday, 25 January 2027, 10.00 WIB: some days after the workshop."""
    return AT


@pytest.fixture
def public_address(settings):
    """A server that anybody can reach, so that its papers are no examples."""
    settings.BASE_URL = "https://lokakarya.example"
    settings.IS_LOOPBACK = False


@pytest.fixture
def attend() -> Callable[..., Registration]:
    def attend(workshop: Workshop, person: Person, lessons: int) -> Registration:
        """Register somebody who came late to the first ``lessons`` lessons, and was at everything but lessons."""
        registration = Registration.objects.create(workshop=workshop, person=person, state="attended", created_at=AT)
        left = lessons
        for session in workshop.sessions.order_by("order"):
            status = "present"
            if session.kind == Session.Kind.LESSON:
                status, left = ("late" if left > 0 else "absent"), left - 1
            Attendance.objects.create(registration=registration, session=session, status=status, recorded_at=AT)
        return registration

    return attend


@pytest.fixture
def finished(world, attend) -> Finished:
    workshop = world.make_workshop(capacity=400, lessons=4, title="Manajemen Risiko & Audit")
    world.publish(workshop, date(2027, 1, 19), AT - timedelta(days=10), state="completed")
    workshop.attendance_closed_at = AT - timedelta(days=1)
    workshop.save()
    ani = make_person(
        "Ani Wijayanti",
        world.agency,
        title_front="Dr.",
        title_back="S.E., M.M.",
        grade="III/d",
        position="Analis Kebijakan Ahli Muda",
        birth_place="Sambas",
        birth_date=date(1986, 9, 26),
    )
    others = [make_person(name, world.other_agency) for name in ("Budi Santoso", "Citra Lestari", "Dedi Purnama")]
    registrations = [
        attend(workshop, person, lessons) for person, lessons in zip([ani, *others], (4, 3, 2, 0), strict=True)
    ]
    return Finished(world, workshop, world.coordinator, *registrations)


@pytest.fixture
def issued(finished, at) -> Document:
    """Ani's certificate."""
    return issue_certificate(registration=finished.ani, by=finished.coordinator, at=at)
