"""What a certificate says, as frozen data: taken once when it is issued, and never looked up again.

The paper is rendered from this data alone, so that it can be rendered again after people have changed
posts and workshops their titles. Its words are Indonesian, for the paper is.
"""

import unicodedata
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from partners.identifiers import format_nip, rank_with_grade
from partners.models import Agreement, Employment, Organisation, Person, PersonRecord
from partners.models.membership import Membership, Role
from partners.permissions import institution_of
from scheduling.models import Assignment, Booking
from workshops.models import Registration, Session, Workshop
from workshops.models.choices import DeliveryMode

from .eligibility import lessons_of
from .numbering import Number
from .verification_codes import format_code

AGREEMENTS = {
    Agreement.Kind.MOU: "Nota Kesepakatan",
    Agreement.Kind.PKS: "Perjanjian Kerja Sama",
    Agreement.Kind.WORK_PLAN: "Rencana Kerja",
    Agreement.Kind.ADDENDUM: "Adendum",
}
GOVERNMENTS = (Organisation.Kind.CITY, Organisation.Kind.PROVINCE)
# Permendagri 1/2023 art. 44(3): these sign with their name alone, all others add rank and NIP.
HEADS = ("wali kota", "bupati", "gubernur")
WITHOUT_NIP = (*HEADS, *(f"wakil {head}" for head in HEADS), "sekretaris daerah")


def certificate_data(
    registration: Registration, *, number: Number, code: str, at: datetime, replaces: str = ""
) -> dict[str, Any]:
    """Everything on the paper of one participant, ready for JSON."""
    workshop = registration.workshop
    zone = workshop.organiser.zone
    day = timezone.localdate(at, zone)
    first_day, last_day = _days(workshop)
    city, partner = institution_of(workshop.organiser), institution_of(workshop.partner)
    lessons = list(lessons_of(workshop).prefetch_related("assignments__person"))
    return {
        "number": number.text,
        "code": format_code(code),
        "url": settings.BASE_URL + reverse("verify_code", args=[format_code(code)]),
        "replaces": replaces,
        # A QR code that leads to a loopback address proves nothing to anybody else, so such a paper is an example.
        "example": workshop.programme.is_demonstration or settings.IS_LOOPBACK,
        "issued_at": at.isoformat(),
        "issued_on": day.isoformat(),
        "issued_in": _seat_of(workshop.programme.city),
        "institutions": list(dict.fromkeys(clean(institution.name) for institution in (city, partner))),
        "person": person_data(registration.person, last_day),
        "role": "Peserta",
        "workshop": {
            "title": clean(workshop.title),
            "theme": clean(workshop.theme),
            "organisers": list(dict.fromkeys(clean(unit.name) for unit in (workshop.organiser, workshop.partner))),
            "legal_basis": _legal_basis(workshop.agreement),
            "first_day": first_day.isoformat(),
            "last_day": last_day.isoformat(),
            "places": _places(workshop),
            "jp": sum(lesson.jp for lesson in lessons),
            "subjects": [
                {"title": clean(lesson.title), "jp": lesson.jp, "speakers": _speakers(lesson)} for lesson in lessons
            ],
        },
        "signatories": [
            _signatory(unit, institution, workshop.agreement, day)
            for unit, institution in ((workshop.organiser, city), (workshop.partner, partner))
        ],
    }


def person_data(person: Person, day: date) -> dict[str, str]:
    """What was true of the person on that day; the dated record counts before the person's present fields."""
    record = person.records.filter(valid_from__lte=day).order_by("-valid_from").select_related("unit").first()
    source: Person | PersonRecord = record or person
    pppk = source.employment == Employment.PPPK
    return {
        "name": clean(person.name),
        "nip": format_nip(source.nip),
        "nip_label": "NI PPPK" if pppk else "NIP",
        "birth_place": clean(person.birth_place),
        "birth_date": person.birth_date.isoformat() if person.birth_date else "",
        "rank": rank_with_grade(source.grade),
        "rank_label": "Golongan" if pppk else "Pangkat/golongan ruang",
        "position": clean(source.position),
        "unit": clean(source.unit.name) if source.unit else "",
    }


def clean(text: str) -> str:
    """One line of composed characters: no tabs, and nothing invisible that came along by copy and paste."""
    visible = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    return " ".join(visible.split())


def _days(workshop: Workshop) -> tuple[date, date]:
    """First and last day of the published sessions, or the planned period where nothing is published."""
    zone = workshop.organiser.zone
    held = workshop.sessions.filter(cancelled_at=None, starts_at__isnull=False)
    days = [timezone.localdate(start, zone) for start in held.values_list("starts_at", flat=True)]
    return (min(days), max(days)) if days else (workshop.earliest_on, workshop.latest_on)


def _seat_of(city: Organisation) -> str:
    """``Pemerintah Kota Pontianak`` → ``Pontianak``: where the city's letters are dated."""
    name = clean(city.name)
    for words in ("Pemerintah ", "Provinsi ", "Kota ", "Kabupaten "):
        name = name.removeprefix(words)
    return name


def _legal_basis(agreement: Agreement | None) -> dict[str, Any] | None:
    if agreement is None:
        return None
    numbers = [clean(party.number) for party in agreement.parties.all() if party.number]
    return {"kind": AGREEMENTS[Agreement.Kind(agreement.kind)], "numbers": numbers}


def _places(workshop: Workshop) -> list[str]:
    bookings = Booking.objects.holding().filter(session__workshop=workshop, session__cancelled_at=None)
    rooms = bookings.order_by("starts_at").values_list("room__name", "room__site__name")
    places = list(dict.fromkeys(clean(f"{room}, {site}") for room, site in rooms))
    return [*places, "daring"] if workshop.delivery_mode != DeliveryMode.ON_SITE else places


def _speakers(lesson: Session) -> list[str]:
    held = (Assignment.State.ACCEPTED, Assignment.State.CONFIRMED, Assignment.State.DONE)
    return [clean(row.person.name) for row in lesson.assignments.all() if row.state in held]


def _signatory(unit: Organisation, institution: Organisation, agreement: Agreement | None, day: date) -> dict[str, str]:
    """Who signs for one side: the nearest signatory at or above the unit, else whoever signed the agreement.

    Without either the office is named and the name stays blank, as on paper that is signed by hand.
    """
    above = [unit.path[: end + 1] for end, char in enumerate(unit.path) if char == "/"]
    memberships = Membership.objects.in_force(day).filter(role=Role.SIGNATORY, organisation__path__in=above)
    nearest = max(
        memberships.select_related("person", "organisation"),
        key=lambda row: (len(row.organisation.path), -row.pk),
        default=None,
    )
    person, office, position = None, unit, ""
    if nearest is not None:
        person, office = nearest.person, nearest.organisation
    elif agreement is not None:
        parties = list(agreement.parties.select_related("organisation", "signatory"))
        own = [party for party in parties if unit.is_within(party.organisation)]
        near = [party for party in parties if party.organisation.root_code == unit.root_code]
        for party in (own or near)[:1]:
            person, office, position = party.signatory, party.organisation, party.signatory_text
    if person is None:
        return {"position": position_of(position, office), "name": "", "rank": "", "nip": ""}
    known = person_data(person, day)
    government = institution.kind in GOVERNMENTS
    bare = known["position"].lower().removeprefix("pj. ").removeprefix("plt. ").startswith(WITHOUT_NIP)
    return {
        "position": position_of(known["position"] or position, office),
        # Permendagri 1/2023 art. 44(2): a city's official signs certificates without titles. Universities use them.
        "name": clean(person.full_name) if government else known["name"],
        "rank": "" if bare or not government else known["rank"].partition(" (")[0],
        "nip": "" if bare else known["nip"],
    }


def position_of(position: str, office: Organisation) -> str:
    """``Dekan`` → ``Dekan Fakultas Teknik``, ``Wali Kota`` → ``Wali Kota Pontianak``.

    A position of more words names its office already, in one way or another.
    """
    position = clean(position) or "Pimpinan"
    if position.lower() in HEADS:
        return f"{position} {_seat_of(office)}"
    return position if " " in position else f"{position} {clean(office.name)}"
