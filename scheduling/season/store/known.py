"""What the database knows, as the rules want it."""

from collections import defaultdict

from django.db.models import Q, Sum

from partners.models import AgreementParty, Expertise, Organisation, Person
from scheduling.models import Booking, Room
from scheduling.models.booking import HOLDING
from workshops.models import Programme, Workshop

from ..known import Held, Known, KnownAgreement, KnownPerson
from ..references import code_key


def recall(programme: Programme | None) -> Known:
    """Everything a workbook of this programme may refer to, in nine queries."""
    organisations = list(Organisation.objects.values_list("code", "path", "timezone"))
    agreements, numbers = _recall_agreements()
    workshops = Workshop.objects.filter(programme=programme) if programme else Workshop.objects.none()
    jp = workshops.annotate(jp=Sum("sessions__jp", default=0)).values_list("code", "jp")
    people = Person.objects.values_list("pk", "full_name", "nip", "nuptk", "email")
    return Known(
        organisations={code_key(code): path for code, path, _zone in organisations},
        zones={code_key(code): zone for code, _path, zone in organisations},
        rooms={code_key(code): code_key(owner) for code, owner in Room.objects.values_list("code", "owner__code")},
        uses=_recall_uses(),
        agreements=agreements,
        numbers=numbers,
        workshops={code_key(code): total for code, total in jp},
        people=[KnownPerson(pk, name, nip, nuptk, email or "") for pk, name, nip, nuptk, email in people],
        expertise={
            name.casefold()
            for name in Expertise.objects.filter(people__isnull=False).values_list("name", flat=True).distinct()
        },
    )


def _recall_uses() -> dict[str, list[Held]]:
    """What holds rooms, and what was imported before, whatever became of it."""
    uses: dict[str, list[Held]] = defaultdict(list)
    bookings = Booking.objects.filter(Q(state__in=HOLDING) | Q(imported=True)).values_list(
        "room__code", "held_from", "held_until", "title", "session__title", "pk", "imported", "state"
    )
    for room, starts, ends, title, session, pk, imported, state in bookings:
        uses[code_key(room)].append(Held(starts, ends, title or session, pk, imported, state in HOLDING))
    return uses


def _recall_agreements() -> tuple[dict[str, KnownAgreement], dict[tuple[str, str], int]]:
    parties: dict[int, list[AgreementParty]] = defaultdict(list)
    for party in AgreementParty.objects.select_related("agreement", "organisation").order_by("agreement", "order"):
        parties[party.agreement_id].append(party)
    agreements: dict[str, KnownAgreement] = {}
    numbers: dict[tuple[str, str], int] = {}
    for pk, sides in parties.items():
        agreement = sides[0].agreement
        described = KnownAgreement(
            sides[0].organisation.code,
            sides[-1].organisation.code,
            agreement.state == agreement.State.SIGNED,
            agreement.starts_on,
            agreement.ends_on,
        )
        for party in filter(lambda side: side.number, sides):
            agreements.setdefault(code_key(party.number), described)
            numbers[code_key(party.organisation.code), code_key(party.number)] = pk
    return agreements, numbers
