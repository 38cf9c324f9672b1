"""What is to come: planned together by the machine, published by a person, and at every stage of filling."""

from partners.models import Person
from scheduling.timetables import discard_timetable, draft_timetable, publish_timetable
from workshops.models import Proposal, Workshop
from workshops.proposals import save_proposal
from workshops.registrations import register, withdraw_registration
from workshops.waiting_list import promote_from_waiting_list
from workshops.workshops import cancel_workshop, override_agreement, set_online_link

from .attending import name_people, registration_of, seat_people
from .ideas import idea
from .proposing import MODEST, Says, Side, approve, finish, hand_in, judge, outline_of, write
from .stage import Stage
from .teaching import accept, ask, assignments_of, confirm_all, decline

PLANNED_ON = -12
# What a reviewer found too short: the simulation got one JP more in the second version.
FIRST_OUTLINE = [
    ("Tim tanggap insiden dan perannya", 2),
    ("Simulasi: situs layanan diretas", 2),
    ("Laporan dan komunikasi pascainsiden", 2),
]
# Seconds of search: a handful of workshops in five rooms has its answer long before.
SEARCH = 0.3


def walk_coming(stage: Stage) -> None:
    _prepare(stage)
    _publish(stage)
    _open_with_seats(stage)
    _open_and_full(stage)
    _scheduled(stage)
    _cancelled(stage)


def _prepare(stage: Stage) -> None:
    """Approve them; one only in its second version, which needs the cooperation officer's word besides."""
    for key, code, period in (
        ("village", "DM-005", (4, 15)),
        ("minutes", "DM-006", (5, 16)),
        ("online", "DM-008", (8, 20)),
        ("haze", "DM-009", (9, 20)),
        ("forum", "DM-010", (10, 24)),
    ):
        approve(stage, idea(key), code, period, on=-16)
    proposal = write(stage, idea("incident"), (6, 18), -24, outline=FIRST_OUTLINE)
    hand_in(stage, proposal, -23)
    judge(stage, proposal, Side.CITY, -22)
    judge(
        stage,
        proposal,
        Side.UNIVERSITY,
        -21,
        says=Says.REVISE,
        scores=MODEST,
        comment="Dua JP terlalu singkat untuk simulasi. Mohon dijadikan tiga JP.",
    )
    proposal.refresh_from_db()
    _rewrite(stage, proposal)
    hand_in(stage, proposal, -19)
    workshop = finish(stage, proposal, idea("incident"), "DM-007", on=-16)
    # Its dates lie before the first day of the new agreement, which still waits for its signatures.
    override_agreement(
        workshop=workshop,
        by=stage.person("maria"),
        at=stage.moment(-13),
        reason="Naskah PKS sudah disepakati kedua pihak dan hanya menunggu tanda tangan; simulasi tidak dapat ditunda.",
    )
    set_online_link(
        workshop=workshop, link="https://rapat.demo.example/simulasi", by=stage.person("dewi"), at=stage.moment(-13)
    )
    set_online_link(
        workshop=stage.workshops["DM-008"],
        link="https://rapat.demo.example/arsip",
        by=stage.person("dewi"),
        at=stage.moment(-13),
    )
    for number, key in ((2, "andika"), (3, "kornelius"), (4, "imam")):
        workshop.sessions.get(order=number).preferred.add(stage.person(key))


def _rewrite(stage: Stage, proposal: Proposal) -> None:
    proposal.outline = outline_of(idea("incident").outline)
    budget = [(line.item, line.amount) for line in proposal.budget_lines.all()]
    save_proposal(proposal=proposal, budget=budget, by=stage.person(idea("incident").proposer), at=stage.moment(-20))


def _publish(stage: Stage) -> None:
    """A first draft is put away; the second becomes the truth."""
    by, at = stage.person("dewi"), stage.moment(PLANNED_ON, 10)
    first = draft_timetable(programme=stage.programme, by=by, at=at, seconds=SEARCH, name="Rancangan pertama")
    discard_timetable(timetable=first, by=by, at=stage.moment(PLANNED_ON, 11))
    at = stage.moment(PLANNED_ON + 1, 10)
    second = draft_timetable(programme=stage.programme, by=by, at=at, seconds=SEARCH, name="Rancangan kedua")
    publish_timetable(timetable=second, by=by, at=stage.moment(PLANNED_ON + 1, 13))
    for workshop in stage.workshops.values():
        workshop.refresh_from_db()
        assert workshop.state != Workshop.State.PREPARING, f"{workshop.code} found no place"


def _open_with_seats(stage: Stage) -> None:
    """Open to all: units have named people, others came by themselves, one had to leave again."""
    workshop = stage.workshops["DM-005"]
    workshop.registration_policy = Workshop.RegistrationPolicy.OPEN
    workshop.save(update_fields=["registration_policy"])
    confirm_all(stage, workshop, -9)
    seat_people(stage, workshop, stage.crowd[24:36], -8)
    for person in map(stage.person, ("rizky", "tri", "herlina", "nyabang", "intan")):
        if not workshop.registrations.filter(person=person).exists():
            register(workshop=workshop, person=person, by=person, at=stage.moment(-4, 9))
    _withdraw(stage, workshop, stage.crowd[25], "Mendampingi kunjungan kerja pada hari yang sama.")


def _open_and_full(stage: Stage) -> None:
    """More people than seats; one seat was given on to whoever had waited longest."""
    workshop = stage.workshops["DM-006"]
    for assignment in assignments_of(workshop):
        accept(stage, assignment, -9)
    rizky = stage.person("rizky")
    crowd = [person for person in stage.crowd[12:29] if person != rizky]
    people = [*crowd[:14], rizky, *crowd[14:]]
    seat_people(stage, workshop, people, -7)
    _withdraw(stage, workshop, people[4], "Ditugaskan mengikuti rapat anggaran.")
    promote_from_waiting_list(workshop=workshop, by=stage.person("dewi"), at=stage.moment(-2, 13))


def _scheduled(stage: Stage) -> None:
    """Not open yet. The lecturers of the first have given every answer there is; those of the second are not asked."""
    workshop = stage.workshops["DM-007"]
    # Whom the demonstration lets sign in shall find something to do: the lecturer an offer, the dean's office a yes.
    lecturer, home = stage.person("andika"), stage.organisations["FT"]
    open_question, accepted, *others = sorted(
        assignments_of(workshop), key=lambda row: (row.person != lecturer, row.person.unit != home)
    )
    accept(stage, accepted, -6)
    for assignment in others:
        decline(stage, assignment, -6)
    ask(stage, open_question, -1)
    name_people(stage, workshop, stage.crowd[20:34], -3)
    name_people(stage, stage.workshops["DM-008"], stage.crowd[30:40], -2)
    forum = assignments_of(stage.workshops["DM-010"])
    ask(stage, forum[0], -1)
    name_people(stage, stage.workshops["DM-010"], stage.crowd[:8], -2)


def _cancelled(stage: Stage) -> None:
    workshop = stage.workshops["DM-009"]
    confirm_all(stage, workshop, -8)
    seat_people(stage, workshop, stage.crowd[36:46], -6)
    cancel_workshop(
        workshop=workshop,
        by=stage.person("dewi"),
        at=stage.moment(-2, 15),
        reason="Seluruh petugas siaga ditugaskan ke lapangan; lokakarya diusulkan kembali pada periode berikutnya.",
    )


def _withdraw(stage: Stage, workshop: Workshop, person: Person, reason: str) -> None:
    registration = registration_of(workshop, person)
    withdraw_registration(registration=registration, reason=reason, by=person, at=stage.moment(-3, 10))
