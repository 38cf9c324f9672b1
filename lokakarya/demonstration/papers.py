"""Agreements of both sides in every stage that a reader of the list should meet."""

from dataclasses import dataclass
from datetime import date, timedelta

from partners.agreements import SignedParty, draft_agreement, move_agreement, sign_agreement
from partners.models import Agreement

from .stage import Stage

Kind, State = Agreement.Kind, Agreement.State


@dataclass(frozen=True)
class Paper:
    """An agreement: ``term`` are days from today, ``steps`` the way to its present state, ``signatories`` positions."""

    key: str
    kind: str
    title: str
    parties: tuple[str, str]
    term: tuple[int, int]
    steps: tuple[str, ...]
    signatories: tuple[str, str] = ("", "")


SIGNING = (State.OFFERED, State.UNDER_REVIEW, State.AGREED, State.AWAITING_SIGNATURE, State.SIGNED)
HEAD = "Kepala BKPSDM"

PAPERS = (
    Paper(
        "mou",
        Kind.MOU,
        "Tridarma Perguruan Tinggi untuk Pembangunan Kota",
        ("PTK", "UNTAN"),
        (-800, 1026),
        SIGNING,
        ("Wali Kota", "Rektor"),
    ),
    Paper(
        "fisip",
        Kind.PKS,
        "Peningkatan Mutu Pelayanan dan Komunikasi Publik",
        ("BKPSDM", "FISIP"),
        (-330, 700),
        SIGNING,
        (HEAD, "Dekan"),
    ),
    Paper(
        "ft",
        Kind.PKS,
        "Peningkatan Kecakapan Digital Aparatur",
        ("BKPSDM", "FT"),
        (-330, 700),
        SIGNING,
        (HEAD, "Dekan"),
    ),
    Paper(
        "fkip",
        Kind.PKS,
        "Pembinaan Bahasa dan Penulisan Kedinasan",
        ("BKPSDM", "FKIP"),
        (-240, 490),
        SIGNING,
        (HEAD, "Dekan"),
    ),
    Paper(
        "fmipa",
        Kind.PKS,
        "Penataan Arsip Elektronik Perangkat Daerah",
        ("BKPSDM", "FMIPA"),
        (-655, 75),
        SIGNING,
        (HEAD, "Dekan"),
    ),
    Paper(
        "feb",
        Kind.PKS,
        "Penguatan Tata Kelola Aset dan Keuangan",
        ("BKPSDM", "FEB"),
        (-770, -40),
        SIGNING,
        (HEAD, "Dekan"),
    ),
    Paper(
        "siber", Kind.PKS, "Peningkatan Ketahanan Siber Pemerintah Kota", ("DISKOMINFO", "FT"), (45, 775), SIGNING[:-1]
    ),
    Paper(
        "lppm",
        Kind.PKS,
        "Riset Kebijakan dan Pengabdian kepada Masyarakat",
        ("BAPPERIDA", "LPPM"),
        (45, 775),
        (State.OFFERED, State.UNDER_REVIEW, State.REVISION, State.UNDER_REVIEW),
    ),
    Paper("dinkes", Kind.PKS, "Layanan Kesehatan yang Ramah Warga", ("DINKES", "FISIP"), (60, 425), ()),
)
DAYS_A_STEP = 3
WISH = "Mohon lengkapi pasal pembiayaan dan hak kekayaan intelektual."


def make_agreements(stage: Stage) -> None:
    """Draw all of them up, step by step, by the city's cooperation officer."""
    officer = stage.person("maria")
    for number, paper in enumerate(PAPERS, 1):
        starts, ends = (stage.days.on_or_after(stage.today + timedelta(days=days)) for days in paper.term)
        # Signed ones were begun in time for their first day; the others are in the works since last month.
        signed = starts - timedelta(days=DAYS_A_STEP * len(SIGNING))
        begun = stage.days.hour(signed, 9) if starts < stage.today else stage.days.moment(-20)
        agreement = draft_agreement(
            kind=paper.kind,
            title=paper.title,
            parties=[stage.organisations[code] for code in paper.parties],
            starts_on=starts,
            ends_on=ends,
            parent=stage.agreements.get("mou"),
            by=officer,
            at=begun,
        )
        for step, state in enumerate(paper.steps, 1):
            at = begun + timedelta(days=DAYS_A_STEP * step)
            if state == State.SIGNED:
                parties = _signed_parties(stage, paper, number, starts)
                agreement = sign_agreement(
                    agreement=agreement, parties=parties, signed_on=starts, place="Pontianak", by=officer, at=at
                )
            else:
                reason = WISH if state == State.REVISION else ""
                agreement = move_agreement(agreement=agreement, to=state, by=officer, at=at, reason=reason)
        stage.agreements[paper.key] = agreement


def _signed_parties(stage: Stage, paper: Paper, number: int, signed_on: date) -> list[SignedParty]:
    """Numbers with a D in them: no register of a real season holds such."""
    first, second = (stage.organisations[code] for code in paper.parties)
    return [
        SignedParty(first, f"100.3.7.1/D-{number:02d}/{first.letter_code}/{signed_on.year}", paper.signatories[0]),
        SignedParty(second, f"D-{900 + number}/{second.letter_code}/KS.00/{signed_on.year}", paper.signatories[1]),
    ]
