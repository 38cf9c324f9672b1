"""Sessions get their times and their lecturers: by hand for the past, and with every answer a lecturer can give."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from partners.events import record
from partners.models import Person
from partners.states import move
from scheduling.eligibility import reasons_against
from scheduling.models import Assignment, Offer, Room, Timetable, TimetableEntry
from scheduling.offers import MOVES, accept_offer, consent_for_faculty, decline_offer, send_offer
from scheduling.timetables import publish_timetable
from workshops.models import Session, Workshop

from .stage import Stage

State = Assignment.State
PAUSE = 15  # minutes
BUSY = "Bersamaan dengan ujian tesis yang tidak dapat dipindahkan. Mohon maaf."


@dataclass(frozen=True)
class Plan:
    """A timetable made by hand: how many sessions on which working day, and in which room."""

    room: str
    days: Sequence[tuple[int, int]]
    published_on: int


def publish_by_hand(stage: Stage, workshop: Workshop, plan: Plan) -> None:
    """Write a draft whose days were still to come when it was published, and publish it."""
    room, at, by = stage.rooms[plan.room], stage.moment(plan.published_on, 11), stage.person("dewi")
    timetable = Timetable.objects.create(
        programme=stage.programme, name=f"Jadwal {workshop.code}", created_by=by, created_at=at
    )
    record("draft_timetable", timetable, by=by, at=at, to_state=timetable.state)
    sessions = list(workshop.sessions.select_related("expertise", "workshop__organiser").order_by("order"))
    for offset, count in plan.days:
        todays, sessions = sessions[:count], sessions[count:]
        times = stage.days.lay_out(
            stage.days.day(offset),
            [session.minutes for session in todays],
            max(PAUSE, room.setup_minutes + room.teardown_minutes),
        )
        for session, (start, end) in zip(todays, times, strict=True):
            entry = TimetableEntry.objects.create(
                timetable=timetable, session=session, starts_at=start, ends_at=end, room=room
            )
            entry.facilitators.set(_lecturers_for(session, start, end, room))
    assert not sessions, f"{workshop.code}: the plan leaves {len(sessions)} sessions out"
    publish_timetable(timetable=timetable, by=by, at=at)
    workshop.refresh_from_db()


def _lecturers_for(session: Session, start: datetime, end: datetime, room: Room) -> list[Person]:
    if session.expertise is None:
        return []
    people = list(session.expertise.people.order_by("pk"))
    first = session.order % len(people)
    # In turn, but those of the partner before the others.
    home = session.workshop.partner_id
    people = sorted(people[first:] + people[:first], key=lambda person: person.unit_id != home)
    free = [person for person in people if not reasons_against(person, session, start, end, room)]
    assert len(free) >= session.facilitators_needed, f"too few lecturers for {session}"
    return free[: session.facilitators_needed]


def ask(stage: Stage, assignment: Assignment, on: int) -> Offer:
    return send_offer(assignment=assignment, by=stage.person("dewi"), at=stage.moment(on, 13))


def accept(stage: Stage, assignment: Assignment, on: int) -> None:
    """Ask on one working day, and be accepted on the next."""
    offer = ask(stage, assignment, on)
    accept_offer(offer=offer, by=assignment.person, at=stage.moment(on + 1, 15))


def decline(stage: Stage, assignment: Assignment, on: int) -> None:
    offer = ask(stage, assignment, on)
    decline_offer(offer=offer, reason=BUSY, by=assignment.person, at=stage.moment(on + 1, 10))


def confirm(stage: Stage, assignment: Assignment, on: int) -> None:
    """Ask, be accepted, and have the faculty's letter on the third working day."""
    accept(stage, assignment, on)
    unit = assignment.person.unit
    assert unit is not None
    dean = _dean_of(stage, unit.code)
    at = stage.moment(on + 2, 10)
    number = f"{3000 + assignment.pk}/{unit.letter_code}/TD.06/{at.year}"
    consent_for_faculty(assignment=assignment, letter_number=number, by=dean, at=at)


def confirm_all(stage: Stage, workshop: Workshop, on: int) -> None:
    """Every lecturer is asked and agrees, and so do the deans that the demonstration has."""
    for assignment in assignments_of(workshop):
        assert assignment.person.unit is not None
        step = confirm if _has_dean(assignment.person.unit.code) else accept
        step(stage, assignment, on)


def settle(stage: Stage, workshop: Workshop, to: str = State.DONE, *, only: Sequence[Assignment] = ()) -> None:
    """Say what became of those whose sessions are over. No action does this yet, so the table of moves decides."""
    for assignment in only or assignments_of(workshop):
        if assignment.ends_at is None or assignment.ends_at > stage.at:
            continue
        assignment.refresh_from_db(fields=["state"])
        if assignment.state in (State.ACCEPTED, State.CONFIRMED):
            turn(stage, assignment, to, at=assignment.ends_at)


def turn(stage: Stage, assignment: Assignment, to: str, *, at: datetime, reason: str = "") -> None:
    """Move an assignment where no action leads: the same table of moves, the same audit row."""
    assignment.refresh_from_db(fields=["state"])
    before, after = move(assignment, to, MOVES)
    assignment.reason = reason or assignment.reason
    assignment.save(update_fields=["state", "reason"])
    record(
        f"{to}_assignment", assignment, by=stage.person("dewi"), at=at, from_state=before, to_state=after, reason=reason
    )


def assignments_of(workshop: Workshop) -> list[Assignment]:
    return list(
        Assignment.objects.filter(session__workshop=workshop)
        .select_related("person__unit", "session")
        .order_by("session__order", "pk")
    )


DEANS = {"FT": "yosef", "FISIP": "veronika", "FMIPA": "burhan", "FKIP": "tuti"}


def _has_dean(code: str) -> bool:
    return code in DEANS


def _dean_of(stage: Stage, code: str) -> Person:
    return stage.person(DEANS[code])
