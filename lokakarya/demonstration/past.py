"""What has been: workshops that are closed, reported, completed, and one that runs today."""

from partners.models import Person
from scheduling.models import Assignment
from workshops.models import Session, Workshop
from workshops.workshops import close_workshop, report_workshop

from .attending import close, give_certificates, mark_all, seat_people
from .ideas import Idea, idea
from .proposing import approve
from .stage import Stage
from .teaching import Plan, accept, ask, assignments_of, confirm_all, publish_by_hand, settle, turn

State = Assignment.State


def walk_past(stage: Stage) -> None:
    _closed(stage)
    _reported(stage)
    _completed(stage)
    _running(stage)


def _closed(stage: Stage) -> None:
    """With certificates. Its lessons have two lecturers each; two of the six did not come as planned."""
    workshop = _prepare(stage, idea("counter"), "DM-001", -34, in_pairs=3)
    publish_by_hand(stage, workshop, Plan("D-KELAS", ((-34, 3), (-33, 2)), published_on=-48))
    first, second, *others = assignments_of(workshop)
    accept(stage, first, -47)
    turn(stage, first, State.REPLACED, at=stage.moment(-40), reason="Ditugaskan fakultas ke luar kota.")
    for assignment in (second, *others):
        accept(stage, assignment, -47)
    _hold(stage, workshop, stage.crowd[5:20], seated_on=-44)
    settle(stage, workshop, State.NO_SHOW, only=others[-1:])
    settle(stage, workshop)
    close(stage, workshop, -32)
    give_certificates(stage, workshop, -30)
    report_workshop(workshop=workshop, by=stage.person("dewi"), at=stage.moment(-26))
    close_workshop(workshop=workshop, by=stage.person("dewi"), at=stage.moment(-22))


def _reported(stage: Stage) -> None:
    """One lecturer never answered, and the other taught alone."""
    workshop = _prepare(stage, idea("letters"), "DM-002", -24, in_pairs=1)
    publish_by_hand(stage, workshop, Plan("D-SEMINAR", ((-24, 3), (-23, 2)), published_on=-38))
    silent, *others = assignments_of(workshop)
    offer = ask(stage, silent, -37)
    turn(stage, silent, State.LAPSED, at=offer.answer_by)
    for assignment in others:
        accept(stage, assignment, -37)
    _hold(stage, workshop, stage.crowd[10:22], seated_on=-33)
    settle(stage, workshop)
    close(stage, workshop, -22)
    report_workshop(workshop=workshop, by=stage.person("dewi"), at=stage.moment(-14))


def _completed(stage: Stage) -> None:
    """Attendance is closed; the certificates wait for somebody to issue them."""
    workshop = _prepare(stage, idea("records"), "DM-003", -9)
    publish_by_hand(stage, workshop, Plan("D-LABKOM", ((-9, 3), (-8, 2)), published_on=-24))
    confirm_all(stage, workshop, -23)
    _hold(stage, workshop, stage.crowd[4:20], seated_on=-20)
    settle(stage, workshop)
    close(stage, workshop, -7)


def _running(stage: Stage) -> None:
    """It began on the last working day, goes on today, and ends on the next."""
    workshop = _prepare(stage, idea("defence"), "DM-004", -1)
    publish_by_hand(stage, workshop, Plan("D-LABKOM", ((-1, 3), (0, 2), (1, 2)), published_on=-15))
    confirm_all(stage, workshop, -14)
    _hold(stage, workshop, stage.crowd[2:20], seated_on=-12)
    settle(stage, workshop)


def _prepare(stage: Stage, what: Idea, code: str, first_day: int, *, in_pairs: int = 0) -> Workshop:
    """Approve a workshop for the days around ``first_day``; its first ``in_pairs`` lessons need two lecturers."""
    workshop = approve(stage, what, code, (first_day - 1, first_day + 4), on=first_day - 18)
    lessons = workshop.sessions.filter(kind=Session.Kind.LESSON).order_by("order")[:in_pairs]
    Session.objects.filter(pk__in=[lesson.pk for lesson in lessons]).update(facilitators_needed=2)
    return workshop


def _hold(stage: Stage, workshop: Workshop, people: list[Person], *, seated_on: int) -> None:
    seat_people(stage, workshop, people, seated_on)
    mark_all(stage, workshop)
    workshop.refresh_from_db()
