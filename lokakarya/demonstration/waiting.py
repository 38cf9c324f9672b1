"""What waits for somebody: proposals at every stage, workshops in preparation, and a draft nobody has published."""

from partners.events import record
from partners.states import move
from scheduling.timetables import draft_timetable
from workshops.models import Workshop
from workshops.proposals import withdraw_proposal
from workshops.workshops import MOVES

from .ideas import idea
from .proposing import MODEST, POOR, Says, Side, approve, hand_in, judge, write
from .stage import Stage

SEARCH = 0.3


def walk_waiting(stage: Stage) -> None:
    _proposals(stage)
    _preparing(stage)
    _postponed(stage)
    draft_timetable(
        programme=stage.programme,
        by=stage.person("dewi"),
        at=stage.at,
        seconds=SEARCH,
        name="Rancangan untuk lokakarya baru",
    )


def _proposals(stage: Stage) -> None:
    write(stage, idea("passwords"), (30, 40), -1)

    submitted = write(stage, idea("complaints"), (28, 40), -4)
    hand_in(stage, submitted, -3)

    half = write(stage, idea("audit"), (30, 42), -6)
    hand_in(stage, half, -5)
    judge(stage, half, Side.CITY, -3)

    returned = write(stage, idea("flood"), (25, 38), -9)
    hand_in(stage, returned, -8)
    judge(stage, returned, Side.CITY, -6)
    judge(
        stage,
        returned,
        Side.UNIVERSITY,
        -5,
        says=Says.REVISE,
        scores=MODEST,
        comment="Topiknya penting. Mohon tambahkan sesi uji coba pesan bersama warga, satu atau dua JP.",
    )

    refused = write(stage, idea("abroad"), (35, 45), -15)
    hand_in(stage, refused, -14)
    judge(
        stage,
        refused,
        Side.CITY,
        -11,
        says=Says.REJECT,
        scores=POOR,
        comment="Tujuan ini dapat dicapai dengan lokakarya di dalam kota; biaya perjalanan tidak sebanding.",
    )

    taken_back = write(stage, idea("twice"), (30, 40), -13)
    hand_in(stage, taken_back, -12)
    withdraw_proposal(proposal=taken_back, by=stage.person(idea("twice").proposer), at=stage.moment(-10))


def _preparing(stage: Stage) -> None:
    """Two find a place in the draft; the third has no agreement in force, and the draft says so."""
    approve(stage, idea("pictures"), "DM-011", (14, 28), on=-3)
    approve(stage, idea("friendly"), "DM-012", (16, 30), on=-2)
    approve(stage, idea("asset"), "DM-013", (18, 32), on=-2)


def _postponed(stage: Stage) -> None:
    """No action postpones yet, so the table of moves decides."""
    workshop = approve(stage, idea("children"), "DM-014", (12, 24), on=-14)
    reason = "Menunggu penetapan perubahan anggaran."
    before, after = move(workshop, Workshop.State.POSTPONED, MOVES)
    workshop.state_reason = reason
    workshop.save(update_fields=["state", "state_reason"])
    record(
        "postpone_workshop",
        workshop,
        by=stage.person("dewi"),
        at=stage.moment(-4),
        from_state=before,
        to_state=after,
        reason=reason,
    )
