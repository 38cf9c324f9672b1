"""From an idea to an approved workshop, by the steps that people take."""

from datetime import date

from partners.models import Person
from workshops.models import Feature, Proposal, Review, Session, Workshop
from workshops.proposals import review_proposal, save_proposal, submit_proposal

from .ideas import Idea
from .stage import Stage

Side, Says = Review.Side, Review.Recommendation

REVIEWERS = {Side.CITY: "ratna", Side.UNIVERSITY: "hendrawan"}
PRAISE = {
    Side.CITY: "Sejalan dengan rencana pengembangan kompetensi tahun ini; unit kerja sudah menanyakan.",
    Side.UNIVERSITY: "Materi sesuai dengan keahlian fakultas dan dapat diakui sebagai pengabdian kepada masyarakat.",
}
GOOD = {"relevance": 5, "feasibility": 4, "impact": 4}
MODEST = {"relevance": 4, "feasibility": 2, "impact": 3}
POOR = {"relevance": 2, "feasibility": 1, "impact": 2}


def write(stage: Stage, idea: Idea, period: tuple[int, int], on: int, outline=None) -> Proposal:
    """Save a draft on working day ``on``; ``period`` are the first and last working day wished for."""
    by = stage.person(idea.proposer)
    proposal = Proposal(
        programme=stage.programme,
        title=idea.title,
        theme=idea.theme,
        dimension=idea.dimension,
        organiser=stage.organisations[idea.sides[0]],
        partner=stage.organisations[idea.sides[1]],
        agreement=stage.agreements[idea.agreement],
        audience=idea.audience,
        aims=idea.aims,
        outcomes=idea.outcomes,
        outline=outline_of(outline or idea.outline),
        wanted_expertise=stage.subjects[idea.subject],
        participants=idea.seats,
        delivery_mode=idea.mode,
        earliest_on=_day(stage, period[0]),
        latest_on=_day(stage, period[1]),
    )
    return save_proposal(proposal=proposal, budget=_budget(idea), by=by, at=stage.moment(on, 9))


def hand_in(stage: Stage, proposal: Proposal, on: int, hour: int = 13) -> None:
    submit_proposal(proposal=proposal, by=_proposer(stage, proposal), at=stage.moment(on, hour))


def judge(
    stage: Stage, proposal: Proposal, side: str, on: int, *, says: str = Says.APPROVE, scores=None, comment: str = ""
) -> None:
    """One side's word on a working day."""
    review_proposal(
        proposal=proposal,
        side=side,
        recommendation=says,
        scores=scores or GOOD,
        comment=comment or PRAISE[Side(side)],
        by=stage.person(REVIEWERS[Side(side)]),
        at=stage.moment(on, 10 if side == Side.CITY else 14),
    )


def approve(stage: Stage, idea: Idea, code: str, period: tuple[int, int], on: int) -> Workshop:
    """Write, submit and approve within five working days ending on ``on``; return the workshop under its code."""
    proposal = write(stage, idea, period, on - 5)
    hand_in(stage, proposal, on - 4)
    return finish(stage, proposal, idea, code, on)


def finish(stage: Stage, proposal: Proposal, idea: Idea, code: str, on: int) -> Workshop:
    """Both sides approve a submitted proposal; the city two days before the university."""
    judge(stage, proposal, Side.CITY, on - 2)
    judge(stage, proposal, Side.UNIVERSITY, on)
    workshop = Workshop.objects.select_related("organiser", "programme__secretariat").get(proposal=proposal)
    # The action numbers workshops LK…, as real seasons do. No two workshops of two programmes shall share a code here.
    workshop.code = code
    workshop.save(update_fields=["code"])
    _equip(workshop, idea.feature)
    stage.workshops[code] = workshop
    return workshop


def outline_of(lines) -> str:
    return "\n".join(f"{title}; {jp}" for title, jp in lines)


def _equip(workshop: Workshop, name: str) -> None:
    """What the lessons need of a room; a proposal does not ask for it."""
    feature = Feature.objects.get(name=name)
    through = Session.features.through
    through._default_manager.bulk_create(
        through(session_id=pk, feature_id=feature.pk)
        for pk in workshop.sessions.filter(kind=Session.Kind.LESSON).values_list("pk", flat=True)
    )


def _budget(idea: Idea) -> list[tuple[str, int]]:
    hours = sum(jp for _title, jp in idea.outline)
    return [
        ("Honorarium narasumber", 450_000 * hours),
        ("Konsumsi peserta dan panitia", 65_000 * (idea.seats + 6)),
        ("Penggandaan materi", 25_000 * idea.seats),
    ]


def _day(stage: Stage, offset: int) -> date:
    return stage.days.day(offset)


def _proposer(stage: Stage, proposal: Proposal) -> Person:
    return next(person for person in stage.people.values() if person.pk == proposal.proposer_id)
