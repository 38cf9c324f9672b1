"""What each racing process does. Imports nothing of the project before Django is set up in it."""

import random
from datetime import UTC, datetime, timedelta


def book_many(seed: int) -> dict:
    """150 bookings of random half hours in few rooms; every refusal must be a RoomTaken."""
    from scheduling.bookings import RoomTaken, book_room
    from scheduling.models import Room

    chance = random.Random(seed)
    rooms = list(Room.objects.select_related("owner"))
    outcome = {"booked": 0, "refused": 0}
    base = datetime(2027, 1, 18, 0, 0, tzinfo=UTC)
    for _attempt in range(150):
        start = base + timedelta(minutes=30 * chance.randrange(200))
        try:
            book_room(
                room=chance.choice(rooms),
                starts_at=start,
                ends_at=start + timedelta(minutes=30 * chance.randint(1, 4)),
                title="Rapat",
                organiser=rooms[0].owner,
                by=None,
                at=base,
            )
            outcome["booked"] += 1
        except RoomTaken:
            outcome["refused"] += 1
    return outcome


def register_some(pks: list[int]) -> list[str]:
    from django.utils import timezone

    from partners.models import Person
    from workshops.models import Workshop
    from workshops.registrations import register

    workshop = Workshop.objects.get()
    return [
        str(register(workshop=workshop, person=person, by=person, at=timezone.now()).state)
        for person in Person.objects.filter(pk__in=pks).select_related("unit")
    ]


def accept(pk: int) -> str:
    from django.utils import timezone

    from scheduling.models import Offer
    from scheduling.offers import FacilitatorBusy, OfferClosed, accept_offer

    offer = Offer.objects.select_related("assignment__person").get(pk=pk)
    try:
        accept_offer(offer=offer, by=offer.assignment.person, at=timezone.now())
    except (FacilitatorBusy, OfferClosed) as refusal:
        return refusal.code
    return "accepted"


def publish(pk: int) -> str:
    from django.utils import timezone

    from partners.refusals import Refusal
    from scheduling.models import Timetable
    from scheduling.timetables import publish_timetable

    try:
        publish_timetable(timetable=Timetable.objects.get(pk=pk), by=None, at=timezone.now())
    except Refusal as refusal:
        return refusal.code
    return "published"
