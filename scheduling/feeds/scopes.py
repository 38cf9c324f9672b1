"""The feeds there are: whose they are, what they are called, what stands in them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partners.models import Organisation, Person
from workshops.models import Programme, Session, Workshop

from ..models import Room
from . import queries
from .calendars import join
from .events import Fragment, Standing, room_use_event, session_event


@dataclass(frozen=True)
class Edition:
    """A calendar as it goes out: its bytes, the language they are in, and a name for the file."""

    body: bytes
    language: str
    filename: str


def personal(person: Person, at: datetime) -> Edition:
    with translation.override(person.language):
        events = [session_event(session, standing) for session, standing in queries.of_person(person, at)]
        return Edition(join(_("Lokakarya: my calendar"), events), person.language, "lokakarya.ics")


def public(kind: str, slug: str, language: str, at: datetime) -> Edition | None:
    """Return the public calendar of a workshop, programme, organisation or room; None where there is none."""
    find = KINDS.get(kind)
    with translation.override(language):
        found = find(slug, at) if find else None
        if found is None:
            return None
        name, events = found
        return Edition(join(name, events), language, f"{slugify(name)[:60] or kind}.ics")


def one_session(public_id: UUID, language: str) -> Edition | None:
    """Return one session of a public workshop as a calendar of its own, for those who do not subscribe."""
    session = queries.public_session(public_id)
    if session is None:
        return None
    with translation.override(language):
        body = join(session.workshop.title, [session_event(session, Standing.ONLOOKER)])
    return Edition(body, language, f"{slugify(session.title)[:60] or 'session'}.ics")


# Name and events of a public calendar, or None where there is nothing to see.
Found = tuple[str, list[Fragment]] | None


def _workshop(slug: str, at: datetime) -> Found:
    try:
        workshops = Workshop.objects.public().filter(public_id=UUID(slug))
    except ValueError:
        return None
    workshop = workshops.first()
    return (workshop.title, _seen_by_all(queries.of_workshops(workshops, at))) if workshop else None


def _programme(slug: str, at: datetime) -> Found:
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        return None
    workshops = Workshop.objects.public().filter(programme=programme)
    return programme.name, _seen_by_all(queries.of_workshops(workshops, at))


def _organisation(code: str, at: datetime) -> Found:
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        return None
    return organisation.name, _seen_by_all(queries.of_workshops(queries.of_organisation(organisation), at))


def _room(code: str, at: datetime) -> Found:
    room = Room.objects.select_related("site").filter(code=code).first()
    if room is None:
        return None
    sessions, uses = queries.in_room(room, at)
    return f"{room.name}, {room.site.name}", _seen_by_all(sessions) + [room_use_event(use) for use in uses]


def _seen_by_all(sessions: Iterable[Session]) -> list[Fragment]:
    return [session_event(session, Standing.ONLOOKER) for session in sessions]


KINDS: dict[str, Callable[[str, datetime], Found]] = {
    "workshop": _workshop,
    "programme": _programme,
    "organisation": _organisation,
    "room": _room,
}
