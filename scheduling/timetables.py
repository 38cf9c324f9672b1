"""Timetables: a machine drafts, a person publishes (promise 7)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Person
from partners.permissions import require
from partners.refusals import Refusal
from partners.states import move
from workshops.models import Programme, Session, Workshop
from workshops.workshops import agreement_holds, schedule_workshop

from .bookings import hold_for_session
from .checker import check_schedule
from .eligibility import reasons_against
from .models import Assignment, Booking, Timetable, TimetableEntry
from .models.assignment import PLANNED
from .planner.constructor import plan
from .planner.loading import PLANNABLE, load_problem
from .planner.problem import moment_of
from .signals import timetable_published
from .working_calendar import calendar_of

State = Timetable.State
MOVES = {State.DRAFT: {State.PUBLISHED, State.DISCARDED}}


def draft_timetable(
    *, programme: Programme, by: Person | None, at: datetime, seconds: float = 3.0, name: str = ""
) -> Timetable:
    """Plan every session without a published time as a draft, and say of the rest which rule stopped it.

    The search runs outside the transaction; only its result is written.
    """
    require(by, "workshops.plan_programme", programme, _coordinator_only())
    zone = programme.city.zone
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    problem = load_problem(programme, not_before=tomorrow)
    result = plan(problem, seconds=seconds)
    with transaction.atomic():
        number = programme.timetables.count() + 1
        timetable = Timetable.objects.create(
            programme=programme,
            name=name or _("Draft %(number)s") % {"number": number},
            created_by=by,
            created_at=at,
            score=result.score,
        )
        entries = [
            TimetableEntry(
                timetable=timetable,
                session_id=placement.session,
                starts_at=_aware(placement.start, zone),
                ends_at=_aware(placement.end, zone),
                room_id=placement.room,
            )
            for placement in result.placed.values()
        ]
        entries += [
            TimetableEntry(timetable=timetable, session_id=session, because=because)
            for session, because in result.unplaced.items()
        ]
        entries = TimetableEntry.objects.bulk_create(entries)
        through = TimetableEntry.facilitators.through
        through.objects.bulk_create(
            through(timetableentry_id=entry.pk, person_id=person)
            for entry in entries
            if entry.session_id in result.placed
            for person in result.placed[entry.session_id].lecturers
        )
        record(
            "draft_timetable",
            timetable,
            by=by,
            at=at,
            to_state=timetable.state,
            data={"placed": len(result.placed), "unplaced": len(result.unplaced)},
        )
    return timetable


@transaction.atomic
def publish_timetable(*, timetable: Timetable, by: Person | None, at: datetime) -> list[Session]:
    """Make a draft the truth: session times, room bookings and proposed assignments, all or nothing.

    Everything is checked again against the present; a draft that no longer fits is refused with a sentence
    naming the first session that stands in the way.
    """
    timetable = Timetable.objects.select_for_update(of=("self",)).select_related("programme__city").get(pk=timetable.pk)
    require(by, "workshops.plan_programme", timetable.programme, _coordinator_only())
    before, after = move(timetable, State.PUBLISHED, MOVES)
    placed = timetable.entries.filter(starts_at__isnull=False)
    # Lock what is decided about, people after workshops, before anything is read that the decision rests on.
    workshop_ids = sorted(set(placed.values_list("session__workshop", flat=True)))
    if not workshop_ids:
        raise Refusal(_("This draft places no session. Draft a new one."), code="empty")
    workshops = {
        row.pk: row
        for row in Workshop.objects.select_for_update(of=("self",))
        .filter(pk__in=workshop_ids)
        .select_related("agreement", "organiser", "programme__city")
        .order_by("pk")
    }
    people = Person.objects.filter(pk__in=placed.values("facilitators"))
    list(people.select_for_update().order_by("pk").values_list("pk", flat=True))
    entries = list(
        placed.select_related("session", "room__owner").prefetch_related("facilitators").order_by("starts_at", "pk")
    )
    calendar = calendar_of(timetable.programme.city)
    zone = timetable.programme.city.zone
    sessions = []
    for entry in entries:
        session = entry.session
        session.workshop = workshops[session.workshop_id]
        _still_possible(entry, session, calendar, zone, at)
        sessions.append(_publish_entry(entry, session, by=by, at=at))
    for workshop in workshops.values():
        everything = workshop.sessions.filter(cancelled_at__isnull=True)
        _in_order(workshop, everything)
        if workshop.state == Workshop.State.PREPARING and not everything.filter(published_at__isnull=True).exists():
            schedule_workshop(workshop=workshop, by=by, at=at)
    _judge(sessions)
    timetable.published_at = at
    timetable.save(update_fields=["state", "published_at"])
    record(
        "publish_timetable",
        timetable,
        by=by,
        at=at,
        from_state=before,
        to_state=after,
        data={"sessions": len(sessions)},
    )
    timetable_published.send(Timetable, timetable=timetable, sessions=sessions, by=by, at=at)
    return sessions


@transaction.atomic
def discard_timetable(*, timetable: Timetable, by: Person, at: datetime) -> Timetable:
    """Put a draft away; it stays readable."""
    timetable = Timetable.objects.select_for_update(of=("self",)).select_related("programme").get(pk=timetable.pk)
    require(by, "workshops.plan_programme", timetable.programme, _coordinator_only())
    before, after = move(timetable, State.DISCARDED, MOVES)
    timetable.save(update_fields=["state"])
    record("discard_timetable", timetable, by=by, at=at, from_state=before, to_state=after)
    return timetable


def _publish_entry(entry: TimetableEntry, session: Session, *, by: Person | None, at: datetime) -> Session:
    assert entry.starts_at is not None
    assert entry.ends_at is not None
    session.starts_at, session.ends_at, session.published_at = entry.starts_at, entry.ends_at, at
    session.save(update_fields=["starts_at", "ends_at", "published_at"])
    if entry.room is not None:
        hold_for_session(
            session=session, room=entry.room, starts_at=entry.starts_at, ends_at=entry.ends_at, by=by, at=at
        )
    for person in entry.facilitators.all():
        assignment, created = Assignment.objects.get_or_create(
            session=session,
            person=person,
            state__in=PLANNED,
            defaults={"state": Assignment.State.PROPOSED, "starts_at": entry.starts_at, "ends_at": entry.ends_at},
        )
        if created:
            record("propose_assignment", assignment, by=by, at=at, to_state=assignment.state)
    return session


def _still_possible(entry: TimetableEntry, session: Session, calendar, zone: ZoneInfo, at: datetime) -> None:
    assert entry.starts_at is not None
    assert entry.ends_at is not None
    workshop, start, end = session.workshop, entry.starts_at.astimezone(zone), entry.ends_at.astimezone(zone)
    problem = None
    if session.published_at is not None or session.cancelled_at is not None or workshop.state not in PLANNABLE:
        problem = _("it has been published or stopped meanwhile")
    elif start <= at:
        problem = _("its time has passed")
    elif not calendar.contains(start, end):
        problem = _("its time is no longer a working time")
    elif not workshop.earliest_on <= start.date() <= workshop.latest_on:
        problem = _("it lies outside the workshop's period")
    elif not agreement_holds(workshop, start.date()):
        problem = _("the workshop has no agreement in force that day")
    elif entry.room is not None and entry.room.capacity < workshop.capacity:
        problem = _("%(room)s has too few seats") % {"room": entry.room}
    else:
        for person in entry.facilitators.all():
            if reasons_against(person, session, entry.starts_at, entry.ends_at, entry.room):
                problem = _("%(person)s cannot come at that time any more") % {"person": person}
                break
    if problem:
        raise Refusal(
            _("“%(session)s” of “%(workshop)s” cannot be published: %(problem)s. Draft a new timetable.")
            % {"session": session, "workshop": workshop, "problem": problem},
            code="stale",
        )


def _judge(sessions: list[Session]) -> None:
    """The independent checker has the last word on what is about to be published."""
    mine = {f"{session.workshop.code}/{session.order}" for session in sessions}
    for breach in check_schedule():
        if breach.subject in mine:
            raise Refusal(
                _("%(session)s cannot be published any more (%(rule)s: %(facts)s). Draft a new timetable.")
                % {"session": breach.subject, "rule": breach.rule, "facts": breach.facts},
                code="stale",
            )


def _in_order(workshop: Workshop, sessions: Iterable[Session]) -> None:
    published = sorted(
        (session for session in sessions if session.starts_at is not None), key=lambda session: session.order
    )
    for one, next_one in pairwise(published):
        if one.ends_at > next_one.starts_at:  # type: ignore[operator]
            raise Refusal(
                _("“%(one)s” and “%(two)s” of “%(workshop)s” are out of order. Draft a new timetable.")
                % {"one": one, "two": next_one, "workshop": workshop},
                code="stale",
            )


def _aware(minutes: int, zone: ZoneInfo) -> datetime:
    return moment_of(minutes).replace(tzinfo=zone)


def _coordinator_only():
    return _("Only a coordinator of the programme's secretariat may plan. Ask yours.")


def release_rooms(workshop: Workshop, *, by: Person | None, at: datetime) -> None:
    """Free every room of a stopped workshop; its lecturers are free with it."""
    for booking in Booking.objects.holding().filter(session__workshop=workshop):
        before = booking.state
        booking.state = Booking.State.RELEASED
        booking.save(update_fields=["state"])
        record("release_booking", booking, by=by, at=at, from_state=before, to_state=booking.state)
    for assignment in Assignment.objects.filter(session__workshop=workshop, state__in=PLANNED):
        before = assignment.state
        assignment.state = Assignment.State.WITHDRAWN
        assignment.save(update_fields=["state"])
        record("withdraw_assignment", assignment, by=by, at=at, from_state=before, to_state=assignment.state)
