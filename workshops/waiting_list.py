"""The waiting list: served in order, by a person's decision, and able to explain itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from partners.events import record
from partners.models import Person
from partners.permissions import require
from partners.refusals import Refusal
from partners.states import move

from .models import Registration, Workshop
from .registrations import MOVES, SEATING, lock_workshop, tell_place
from .signals import registration_changed


def place_in_line(registration: Registration) -> int:
    """1 for whoever is next; 0 for somebody who is not waiting."""
    if registration.state != Registration.State.WAITLISTED:
        return 0
    line = registration.workshop.registrations.waiting().values_list("pk", flat=True)
    return list(line).index(registration.pk) + 1


@transaction.atomic
def promote_from_waiting_list(*, workshop: Workshop, by: Person | None, at: datetime) -> list[Registration]:
    """Give every free seat to whoever has waited longest; return those who moved up.

    A person asks for it: moves on a waiting list are no automatic decision about people (UU 27/2022 art. 10).
    Raises Refusal ``no_seat`` or ``nobody_waiting``.
    """
    workshop = lock_workshop(workshop)
    require(by, "workshops.manage_workshop", workshop, _("Only a coordinator may move people up."))
    if workshop.state not in SEATING:
        raise Refusal(
            _("Seats are given while a workshop is scheduled, open or running; this one is not."), code="closed"
        )
    free = workshop.capacity - workshop.registrations.seated().count()
    if free <= 0:
        raise Refusal(_("Every seat is taken. Somebody must withdraw before the next one moves up."), code="no_seat")
    promoted = list(workshop.registrations.waiting().select_related("person")[:free])
    if not promoted:
        raise Refusal(_("Nobody is waiting. The free seats are open for registration."), code="nobody_waiting")
    for registration in promoted:
        registration.workshop = workshop
        before, after = move(registration, Registration.State.CONFIRMED, MOVES)
        registration.confirmed_at = at
        registration.save(update_fields=["state", "confirmed_at"])
        record("promote_from_waiting_list", registration, by=by, at=at, from_state=before, to_state=after)
        tell_place(registration, at=at)
        registration_changed.send(Registration, registration=registration, by=by, at=at)
    return promoted
