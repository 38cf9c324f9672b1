"""From figures to people with numbers, roles and subjects. Everybody can sign in with one password."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from partners.models import Expertise, Membership, Organisation, Person, PersonRecord

from .figures import Figure, read_figures
from .logins import ADMIN, PASSWORD, address_of

# Sequence numbers in the NIP from here on: a real season's workbook counts from 001.
FIRST_SEQUENCE = 901
KNOWN_FOR = timedelta(days=500)


def make_people(organisations: dict[str, Organisation], today: date) -> tuple[dict[str, Person], list[Person]]:
    """Create everybody; return all by key, and the participants in order."""
    figures = read_figures()
    # Argon2 takes a tenth of a second on purpose, so it is asked once for all.
    password = make_password(PASSWORD)
    people = [_person(figure, number, organisations, password) for number, figure in enumerate(figures)]
    Person.objects.bulk_create(people)
    PersonRecord.objects.bulk_create(
        PersonRecord(
            person=person,
            valid_from=today - KNOWN_FOR,
            nip=person.nip,
            employment=person.employment,
            grade=person.grade,
            position=person.position,
            unit=person.unit,
        )
        for person in people
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=organisations[code], role=role)
        for figure, person in zip(figures, people, strict=True)
        for role, code in figure.roles
    )
    _teach(figures, people)
    by_key = {figure.key: person for figure, person in zip(figures, people, strict=True)}
    return by_key, [by_key[figure.key] for figure in figures if figure.part == "participant"]


def _teach(figures: Sequence[Figure], people: Sequence[Person]) -> None:
    names = sorted({name for figure in figures for name in figure.teaches})
    subjects = {row.name: row for row in Expertise.objects.bulk_create(Expertise(name=name) for name in names)}
    through = Person.expertise.through
    through._default_manager.bulk_create(
        through(person_id=person.pk, expertise_id=subjects[name].pk)
        for figure, person in zip(figures, people, strict=True)
        for name in figure.teaches
    )


def _person(figure: Figure, number: int, organisations: dict[str, Organisation], password: str) -> Person:
    born = _birth_date(figure, number)
    return Person(
        email=address_of(figure.key),
        password=password,
        full_name=figure.name,
        title_front=figure.front,
        title_back=figure.back,
        employment=figure.employment,
        grade=figure.grade,
        position=figure.position,
        unit=organisations[figure.unit],
        nip=_nip(figure, number, born),
        nuptk=f"98{number:02d}{born:%Y%m%d}{number:04d}" if figure.teaches else "",
        phone=f"+6281100009{number:03d}",
        birth_place=figure.birth_place,
        birth_date=born,
        is_superuser=figure.key == ADMIN,
    )


def _birth_date(figure: Figure, number: int) -> date:
    senior = figure.grade.startswith("IV")
    year = 1966 + number % 9 if senior else 1976 + number * 5 % 20
    return date(year, number * 5 % 12 + 1, number * 11 % 28 + 1)


def _nip(figure: Figure, number: int, born: date) -> str:
    """A NIP that tells the truth about its owner (domain.md 3.1): birth, appointment, sex, sequence."""
    if figure.employment == "non_asn":
        return ""
    sex = "1" if figure.sex == "L" else "2"
    # PPPK: the year of the first contract and 21; PNS: year and month of the appointment.
    appointed = f"{2021 + number % 5}21" if figure.employment == "pppk" else f"{born.year + 25}{number % 12 + 1:02d}"
    return f"{born:%Y%m%d}{appointed}{sex}{FIRST_SEQUENCE + number % 99:03d}"
