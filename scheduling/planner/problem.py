"""What the planner is given and gives back. Times are minutes since 1970-01-01 in the city's local time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

type Interval = tuple[int, int]  # half-open, minutes
# Rows' primary keys; anything hashable in tests.
type Key = Any

MINUTES_A_DAY = 24 * 60
EPOCH = date(1970, 1, 1)


def minutes_of(moment: datetime) -> int:
    """Minutes of a naive local datetime."""
    return (moment.date() - EPOCH).days * MINUTES_A_DAY + moment.hour * 60 + moment.minute


def moment_of(minutes: int) -> datetime:
    """The naive local datetime of ``minutes``."""
    return datetime(1970, 1, 1) + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Room:
    key: Key
    site: Key
    capacity: int
    features: frozenset[str]
    opens: int  # minutes of the day
    closes: int
    setup: int
    teardown: int
    busy: tuple[Interval, ...] = ()  # held periods and closures


@dataclass(frozen=True)
class Lecturer:
    key: Key
    skills: frozenset[Key]
    busy: tuple[Interval, ...] = ()
    # Where the lecturer already is: (start, end, site); site None is online.
    placed: tuple[tuple[int, int, Key | None], ...] = ()
    load: int = 0  # minutes already planned


@dataclass(frozen=True)
class Session:
    key: Key
    workshop: Key
    order: int
    minutes: int
    features: frozenset[str]
    skill: Key | None
    lecturers: int
    preferred: tuple[Key, ...] = ()
    # A published session keeps its place: (start, room, lecturers).
    fixed: tuple[int, Key | None, tuple[Key, ...]] | None = None


@dataclass(frozen=True)
class Workshop:
    key: Key
    sessions: tuple[Session, ...]  # in order
    size: int
    online: bool
    windows: tuple[Interval, ...]  # open windows on its allowed days, in order
    refused: str = ""  # why there are no windows at all: "period_without_open_day" or "no_agreement"
    shared: Mapping[Key, int] = field(default_factory=dict)  # participants in common with another workshop
    home: Key | None = None  # lecturers of the partner come first


@dataclass(frozen=True)
class Problem:
    workshops: tuple[Workshop, ...]
    rooms: tuple[Room, ...]
    lecturers: tuple[Lecturer, ...]
    travel: Mapping[tuple[Key, Key], int]  # minutes between two sites, both ways
    default_travel: int = 30
    step: int = 15
    lecturer_homes: Mapping[Key, Key] = field(default_factory=dict)

    def travel_minutes(self, one: Key | None, other: Key | None) -> int:
        """Minutes from one site to another; an online session moves nobody."""
        if one is None or other is None or one == other:
            return 0
        return self.travel.get((one, other), self.travel.get((other, one), self.default_travel))


@dataclass(frozen=True)
class Placement:
    session: Key
    start: int
    end: int
    room: Key | None
    lecturers: tuple[Key, ...]


@dataclass
class Plan:
    """Placements by session, and for every other session the codes of the rules that stopped it."""

    placed: dict[Key, Placement] = field(default_factory=dict)
    unplaced: dict[Key, list[str]] = field(default_factory=dict)
    score: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.score.values())
