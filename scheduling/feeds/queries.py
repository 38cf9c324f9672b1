"""Which sessions stand in which feed, and what the reader is to them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from partners.models import Organisation, Person
from workshops.models import Registration, Session, Workshop
from workshops.models.registration import SEATED

from ..models import Assignment, Booking, Room
from ..models.assignment import COMMITTED
from .events import Standing

LOOK_BACK = timedelta(days=90)
LOOK_AHEAD = timedelta(days=365)
# Google reads some 1,100 events of a calendar and drops the rest without a word.
AT_MOST = 1000
# Some clients drop a cancelled event at once, others keep it for ever: this long everybody can see it.
CANCELLED_SHOWN_FOR = timedelta(days=30)

# "Proposed" is nobody's news yet, and a nomination is not a seat: neither is in the feed.
AS_LECTURER: dict[str, Standing] = {
    Assignment.State.OFFERED: Standing.ASKED,
    Assignment.State.WITHDRAWN: Standing.TEACHING,
    **dict.fromkeys(COMMITTED, Standing.TEACHING),
}
AS_PARTICIPANT: dict[str, Standing] = {
    Registration.State.WAITLISTED: Standing.WAITING,
    **dict.fromkeys(SEATED, Standing.ATTENDING),
}


def window(at: datetime) -> tuple[datetime, datetime]:
    """First and last moment of a feed: whole days, and the start the first of a month, so that the bytes rest."""
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today - LOOK_BACK).replace(day=1), today + LOOK_AHEAD


def with_all_they_say(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Published sessions with what their events read: workshop, organiser, partner, and the room they hold."""
    return (
        sessions.filter(published_at__isnull=False)
        .select_related("workshop__organiser", "workshop__partner")
        .prefetch_related(Prefetch("bookings", Booking.objects.holding().select_related("room__site")))
        .order_by("starts_at", "uid")
    )


def shown(at: datetime) -> QuerySet[Session]:
    """Sessions that a feed may show at this time. The dates of a postponed workshop no longer hold."""
    start, end = window(at)
    return with_all_they_say(
        Session.objects.filter(starts_at__gte=start, starts_at__lt=end)
        .filter(Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=at - CANCELLED_SHOWN_FOR))
        .exclude(workshop__state=Workshop.State.POSTPONED)
    )


def of_person(person: Person, at: datetime) -> list[tuple[Session, Standing]]:
    """The person's own sessions, each once: whoever teaches a session does not also sit in it."""
    seats = dict(
        Registration.objects.filter(person=person, state__in=AS_PARTICIPANT).values_list("workshop_id", "state")
    )
    tasks = dict(_tasks_of(person).values_list("session_id", "state"))
    sessions = shown(at).filter(Q(workshop__in=seats) | Q(pk__in=tasks))[:AT_MOST]
    return [
        (
            session,
            AS_LECTURER[tasks[session.pk]] if session.pk in tasks else AS_PARTICIPANT[seats[session.workshop_id]],
        )
        for session in sessions
    ]


def _tasks_of(person: Person) -> QuerySet[Assignment]:
    """Assignments that the person knows of and that hold, or that ended with their session's cancelling.

    Cancelling a session withdraws its lecturers; they of all people must be shown that it is cancelled.
    """
    was_told = Q(offers__isnull=False) | Q(consents__isnull=False) | ~Q(letter_number="")
    cancelled = Q(state=Assignment.State.WITHDRAWN, session__cancelled_at__isnull=False) & was_told
    return Assignment.objects.filter(
        Q(state__in=[Assignment.State.OFFERED, *COMMITTED]) | cancelled, person=person
    ).order_by("pk")


def of_workshops(workshops: QuerySet[Workshop], at: datetime) -> QuerySet[Session]:
    return shown(at).filter(workshop__in=workshops)[:AT_MOST]


def of_organisation(organisation: Organisation) -> QuerySet[Workshop]:
    """Public workshops that the organisation, or one below it, holds alone or as the partner."""
    path = organisation.path
    return Workshop.objects.public().filter(Q(organiser__path__startswith=path) | Q(partner__path__startswith=path))


def in_room(room: Room, at: datetime) -> tuple[list[Session], list[Booking]]:
    """Public sessions that hold the room, and other uses, of which nobody may know more than the time."""
    start, end = window(at)
    bookings = Booking.objects.holding().filter(room=room, starts_at__gte=start, starts_at__lt=end)
    sessions = list(shown(at).filter(workshop__in=Workshop.objects.public(), bookings__in=bookings)[:AT_MOST])
    told = {session.pk for session in sessions}
    uses = bookings.select_related("room__site", "room__owner").order_by("starts_at", "pk")[:AT_MOST]
    return sessions, [use for use in uses if use.session_id not in told]


def public_session(public_id: UUID) -> Session | None:
    return with_all_they_say(
        Session.objects.filter(public_id=public_id, workshop__in=Workshop.objects.public())
    ).first()
