"""Sites, rooms, and the uses that rooms already have."""

from partners.models import Person
from scheduling.models import Booking, Room, Site
from scheduling.models.booking import HOLDING
from workshops.models import Feature

from ..draft import Draft, given
from ..plan import Plan
from ..references import code_key
from ..rows import RoomRow


def store_rooms(plan: Plan, draft: Draft) -> None:
    usable = [row for row in plan.rooms if row.usable]
    sites = {code_key(site.code): site for site in Site.objects.all()}
    described: set[str] = set()
    draft.rooms = {code_key(room.code): room for room in Room.objects.all()}
    standing = dict(draft.rooms)
    draft.respect(standing[code_key(row.code)] for row in usable if code_key(row.code) in standing)
    through = Room.features.through
    equipped = set(through._default_manager.values_list("room", "feature"))
    for row in usable:
        changed = _store_site(row, draft, sites, described)
        key = code_key(row.code)
        opens, closes = row.hours or (None, None)
        values = given(
            name=row.name,
            site=sites[code_key(row.site_code)],
            owner=draft.organisations[code_key(row.owner)],
            capacity=row.capacity,
            theatre_capacity=row.theatre_capacity,
            opens_at=opens,
            closes_at=closes,
            setup_minutes=row.setup_minutes,
            teardown_minutes=row.teardown_minutes,
        )
        room = standing.get(key)
        if room is None:
            room = draft.rooms[key] = draft.add(Room(code=row.code, **values))
            draft.create[row.KIND] += 1
        else:
            changed |= bool(draft.update(row, room, values))
        for feature in draft.words(Feature, row.features):
            if room.pk is None or (room.pk, feature.pk) not in equipped:
                draft.link(through, room=room, feature=feature)
                changed = True
        if room.pk is not None:
            draft.count(row, changed=changed)


def _store_site(row: RoomRow, draft: Draft, sites: dict[str, Site], described: set[str]) -> bool:
    """The first row of a site describes it. Return whether that changes one that stands."""
    key = code_key(row.site_code)
    if key in described:
        return False
    described.add(key)
    values = given(name=row.site_name, address=row.site_address)
    if key in sites:
        return bool(draft.amend(sites[key], **values))
    sites[key] = draft.add(Site(code=row.site_code, **values))
    return False


def store_room_uses(plan: Plan, draft: Draft, *, by: Person | None) -> None:
    """Other uses hold a room at exactly their times. One that was released here stays released."""
    usable = [row for row in plan.room_uses if row.usable]
    standing = Booking.objects.in_bulk([row.known_as for row in usable if row.known_as is not None])
    draft.respect(standing.values())
    for row in usable:
        values = {
            "title": row.title,
            "starts_at": row.starts,
            "ends_at": row.ends,
            "held_from": row.starts,
            "held_until": row.ends,
        }
        booking = standing.get(row.known_as or 0)
        if booking is None:
            room = draft.rooms[code_key(row.room)]
            # A room that asks for approval asks here too, unless its own office hands in the file.
            waits = room.needs_approval and not draft.reach.includes(room.owner)
            state = Booking.State.REQUESTED if waits else Booking.State.CONFIRMED
            draft.add(Booking(room=room, booked_by=by, imported=True, state=state, **values))
            draft.create[row.KIND] += 1
        else:
            changed = booking.state in HOLDING and draft.update(row, booking, values)
            draft.count(row, changed=bool(changed))
