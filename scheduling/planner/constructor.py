"""A constructive planner: workshops one after another, each where it fits best; the hard-pressed ones first.

Squeaky-wheel search: whoever could not be placed goes to the front of the next round, until the time is up.
"""

import random
import time
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterator

from .problem import MINUTES_A_DAY, Interval, Key, Placement, Plan, Problem, Room, Session, Workshop

UNPLACED = 1000
SPAN_DAY = 3
ROOM_CHANGE = 2
SHARED_PERSON = 5


class Occupancy:
    """Sorted, disjoint busy intervals of one room or person."""

    def __init__(self, busy: tuple[Interval, ...] = ()):
        self.busy = _merge(busy)

    def free(self, start: int, end: int) -> bool:
        at = bisect_left(self.busy, (end,))
        return at == 0 or self.busy[at - 1][1] <= start

    def add(self, start: int, end: int) -> None:
        insort(self.busy, (start, end))

    def remove(self, start: int, end: int) -> None:
        self.busy.remove((start, end))


class State:
    """A partial plan: who and what is taken when."""

    def __init__(self, problem: Problem):
        self.problem = problem
        self.rooms = {room.key: Occupancy(room.busy) for room in problem.rooms}
        self.lecturers = {person.key: Occupancy(person.busy) for person in problem.lecturers}
        self.stays: dict[Key, list[tuple[int, int, Key | None]]] = defaultdict(list)
        for person in problem.lecturers:
            self.stays[person.key] = sorted(person.placed, key=_start)
        self.load = {person.key: person.load for person in problem.lecturers}
        self.workshops: dict[Key, list[Placement]] = defaultdict(list)
        self.room_of = {room.key: room for room in problem.rooms}
        self.skilled: dict[Key, list[Key]] = defaultdict(list)
        for person in problem.lecturers:
            for skill in person.skills:
                self.skilled[skill].append(person.key)

    def add(self, workshop: Workshop, session: Session, placement: Placement) -> None:
        room = self.room_of[placement.room] if placement.room is not None else None
        if room is not None:
            self.rooms[room.key].add(placement.start - room.setup, placement.end + room.teardown)
        for person in placement.lecturers:
            self.lecturers[person].add(placement.start, placement.end)
            insort(self.stays[person], (placement.start, placement.end, room.site if room else None), key=_start)
            self.load[person] += session.minutes
        self.workshops[workshop.key].append(placement)

    def remove(self, workshop: Workshop, session: Session, placement: Placement) -> None:
        room = self.room_of[placement.room] if placement.room is not None else None
        if room is not None:
            self.rooms[room.key].remove(placement.start - room.setup, placement.end + room.teardown)
        for person in placement.lecturers:
            self.lecturers[person].remove(placement.start, placement.end)
            self.stays[person].remove((placement.start, placement.end, room.site if room else None))
            self.load[person] -= session.minutes
        self.workshops[workshop.key].remove(placement)

    def reachable(self, stays: list[tuple[int, int, Key | None]], start: int, end: int, site: Key | None) -> bool:
        """Whether somebody can be at ``site`` in [start, end), given where they are that day."""
        day = start // MINUTES_A_DAY
        for other_start, other_end, other_site in stays:
            if other_start // MINUTES_A_DAY != day:
                continue
            way = self.problem.travel_minutes(site, other_site)
            if other_start < end + way and start < other_end + way:
                return False
        return True


def plan(problem: Problem, *, seconds: float = 3.0, seed: int = 1, clock: Callable[[], float] = time.monotonic) -> Plan:
    """Place every session that is not fixed. Breaks no hard rule; what it leaves out, it explains."""
    deadline = clock() + seconds
    randomness = random.Random(seed)  # noqa: S311  (a search, not a secret)
    pressed = {workshop.key: 0.0 for workshop in problem.workshops}
    best: Plan | None = None
    rounds = 0
    while best is None or (clock() < deadline and rounds < 400 and best.total > 0):
        order = sorted(problem.workshops, key=lambda workshop: (-pressed[workshop.key], _slack(workshop)))
        candidate = _construct(problem, order)
        if best is None or candidate.total < best.total:
            best = candidate
        for workshop in problem.workshops:
            missing = sum(session.key in candidate.unplaced for session in workshop.sessions)
            pressed[workshop.key] = pressed[workshop.key] * 0.7 + 10 * missing + randomness.random() * 4
        rounds += 1
    return best


def _construct(problem: Problem, order: list[Workshop]) -> Plan:
    state = State(problem)
    result = Plan(score={"unplaced": 0, "span": 0, "room_changes": 0, "room_waste": 0, "shared": 0})
    for workshop in problem.workshops:
        for session in workshop.sessions:
            if session.fixed is not None:
                start, room, lecturers = session.fixed
                # Rooms and lecturers of fixed sessions already stand in their busy times.
                state.workshops[workshop.key].append(
                    Placement(session.key, start, start + session.minutes, room, lecturers)
                )
    for workshop in order:
        placements, unplaced, score = _best_of(state, workshop)
        for session in workshop.sessions:
            if session.key in placements:
                state.add(workshop, session, placements[session.key])
        result.placed |= placements
        result.unplaced |= unplaced
        for rule, value in score.items():
            result.score[rule] += value
    return result


def _best_of(state: State, workshop: Workshop) -> tuple[dict[Key, Placement], dict[Key, list[str]], dict[str, int]]:
    """Try every first day of the workshop's period; keep the cheapest way."""
    free = [session for session in workshop.sessions if session.fixed is None]
    if not free:
        return {}, {}, {}
    days = sorted({start // MINUTES_A_DAY for start, _end in workshop.windows})
    best = None
    for day in days or [0]:
        placements, unplaced = _place_from(state, workshop, free, day * MINUTES_A_DAY)
        score = _score(state, workshop, placements, unplaced)
        if best is None or sum(score.values()) < sum(best[2].values()):
            best = placements, unplaced, score
        if not days:
            break
    assert best is not None
    return best


def _place_from(state: State, workshop: Workshop, free: list[Session], not_before: int):
    placements: dict[Key, Placement] = {}
    unplaced: dict[Key, list[str]] = {}
    for session in free:
        earliest, latest = _between(state, workshop, session, not_before)
        placement = _place(state, workshop, session, earliest, latest)
        if placement is None:
            unplaced[session.key] = explain(state, workshop, session)
            continue
        placements[session.key] = placement
        state.add(workshop, session, placement)
    for session in free:
        if session.key in placements:
            state.remove(workshop, session, placements[session.key])
    return placements, unplaced


def _between(state: State, workshop: Workshop, session: Session, not_before: int) -> tuple[int, int]:
    """After the placed sessions that come before it, and before those that come after."""
    orders = {other.key: other.order for other in workshop.sessions}
    earliest, latest = not_before, 10**12
    for placement in state.workshops[workshop.key]:
        if orders[placement.session] < session.order:
            earliest = max(earliest, placement.end)
        else:
            latest = min(latest, placement.start)
    return earliest, latest


def _place(state: State, workshop: Workshop, session: Session, earliest: int, latest: int) -> Placement | None:
    """The earliest possible place; the room the workshop already sits in, if that costs no further day."""
    rooms: list[Room | None] = [None] if workshop.online else list(_rooms_for(state, workshop, session))
    people = _people_for(state, workshop, session)
    if not rooms or len(people) < session.lecturers:
        return None
    first = _earliest(state, workshop, session, rooms, people, earliest, latest)
    used = {placement.room for placement in state.workshops[workshop.key]} - {None}
    if first is None or not used or first.room in used:
        return first
    end_of_day = (first.start // MINUTES_A_DAY + 1) * MINUTES_A_DAY
    same: list[Room | None] = [room for room in rooms if room is not None and room.key in used]
    return _earliest(state, workshop, session, same, people, first.start, min(latest, end_of_day)) or first


def _earliest(
    state: State,
    workshop: Workshop,
    session: Session,
    rooms: list[Room | None],
    people: list[Key],
    earliest: int,
    latest: int,
) -> Placement | None:
    group = [
        (placement.start, placement.end, state.room_of[placement.room].site if placement.room is not None else None)
        for placement in state.workshops[workshop.key]
    ]
    for start in _starts(state.problem, workshop, session, earliest, latest):
        end = start + session.minutes
        for room in rooms:
            if room is not None and not _room_is_free(state, room, start, end):
                continue
            site = room.site if room is not None else None
            if not state.reachable(group, start, end, site):
                continue
            chosen = _choose(state, people, session.lecturers, start, end, site)
            if chosen is not None:
                return Placement(session.key, start, end, room.key if room else None, chosen)
    return None


def _starts(problem: Problem, workshop: Workshop, session: Session, earliest: int, latest: int) -> Iterator[int]:
    for opens, closes in workshop.windows:
        if closes < earliest + session.minutes:
            continue
        first = max(opens, earliest)
        first += -first % problem.step
        yield from range(first, min(closes, latest) - session.minutes + 1, problem.step)


def _room_is_free(state: State, room: Room, start: int, end: int) -> bool:
    if start % MINUTES_A_DAY < room.opens or end % MINUTES_A_DAY > room.closes:
        return False
    return state.rooms[room.key].free(start - room.setup, end + room.teardown)


def _rooms_for(state: State, workshop: Workshop, session: Session) -> list[Room]:
    """Rooms that fit, the ones the workshop already sits in first, then the least wasteful."""
    used = {placement.room for placement in state.workshops[workshop.key]}
    fitting = [
        room for room in state.problem.rooms if room.capacity >= workshop.size and session.features <= room.features
    ]
    return sorted(fitting, key=lambda room: (room.key not in used, room.capacity))


def _people_for(state: State, workshop: Workshop, session: Session) -> list[Key]:
    """Qualified lecturers: the wished ones, then those of the partner, then whoever teaches least so far."""
    if not session.lecturers:
        return []
    homes = state.problem.lecturer_homes
    people = state.skilled[session.skill] if session.skill is not None else list(state.lecturers)
    taught = {person for placement in state.workshops[workshop.key] for person in placement.lecturers}
    return sorted(
        people,
        key=lambda key: (
            key not in session.preferred,
            homes.get(key) != workshop.home,
            key not in taught,
            state.load[key],
            str(key),
        ),
    )


def _choose(state: State, people: list[Key], count: int, start: int, end: int, site: Key | None):
    chosen: list[Key] = []
    for person in people:
        if len(chosen) == count:
            break
        if state.lecturers[person].free(start, end) and state.reachable(state.stays[person], start, end, site):
            chosen.append(person)
    return tuple(chosen) if len(chosen) == count else None


def explain(state: State, workshop: Workshop, session: Session) -> list[str]:
    """Codes of the rules that stop a session, the most basic one alone if one suffices."""
    if workshop.refused:
        return [workshop.refused]
    if not any(closes - opens >= session.minutes for opens, closes in workshop.windows):
        return ["no_window_long_enough"]
    stops = []
    rooms: list[Room | None] = [None]
    if not workshop.online:
        big = [room for room in state.problem.rooms if room.capacity >= workshop.size]
        fitting = [room for room in big if session.features <= room.features]
        if not big:
            stops.append("no_room_big_enough")
        elif not fitting:
            stops.append("no_room_with_features")
        rooms = list(fitting)
    people = _people_for(state, workshop, session)
    if len(people) < session.lecturers:
        stops.append("no_lecturer_with_expertise")
    if stops:
        return stops
    starts = list(_starts(state.problem, workshop, session, 0, 10**12))
    with_room = [
        (start, room)
        for start in starts
        for room in rooms
        if room is None or _room_is_free(state, room, start, start + session.minutes)
    ]
    if not with_room:
        return ["rooms_taken"]
    staffed = [
        (start, room)
        for start, room in with_room
        if _choose(state, people, session.lecturers, start, start + session.minutes, room.site if room else None)
        is not None
    ]
    return ["order_of_sessions"] if staffed else ["lecturers_taken"]


def _score(state: State, workshop: Workshop, placements, unplaced) -> dict[str, int]:
    everywhere = [*state.workshops[workshop.key], *placements.values()]
    days = {placement.start // MINUTES_A_DAY for placement in everywhere}
    rooms = {placement.room for placement in everywhere if placement.room is not None}
    waste = sum(
        (state.room_of[placement.room].capacity - workshop.size) // 10
        for placement in placements.values()
        if placement.room is not None
    )
    shared = 0
    for other, people in workshop.shared.items():
        for there in state.workshops.get(other, ()):
            shared += people * sum(here.start < there.end and there.start < here.end for here in placements.values())
    return {
        "unplaced": UNPLACED * len(unplaced),
        "span": SPAN_DAY * (max(days) - min(days)) if days else 0,
        "room_changes": ROOM_CHANGE * max(0, len(rooms) - 1),
        "room_waste": waste,
        "shared": SHARED_PERSON * shared,
    }


def _slack(workshop: Workshop) -> float:
    """Minutes open for every minute needed: the tightest first."""
    needed = sum(session.minutes for session in workshop.sessions) or 1
    return sum(end - start for start, end in workshop.windows) / needed


def _merge(intervals: tuple[Interval, ...]) -> list[Interval]:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _start(stay: tuple[int, int, Key | None]) -> int:
    return stay[0]
