"""The texts of the workshops, as texts/workshops.toml has them."""

import tomllib
from dataclasses import dataclass
from functools import cache

from .figures import TEXTS


@dataclass(frozen=True)
class Idea:
    """What a proposal says. ``outline`` are pairs of a title and its JP; ``agreement`` is a key of the papers."""

    title: str
    theme: str
    dimension: str
    sides: tuple[str, str]
    agreement: str
    subject: str
    proposer: str
    audience: str
    aims: str
    outcomes: str
    outline: list[tuple[str, int]]
    seats: int
    mode: str
    feature: str


def idea(key: str) -> Idea:
    return _read()[key]


@cache
def _read() -> dict[str, Idea]:
    with (TEXTS / "workshops.toml").open("rb") as file:
        return {key: Idea(**table) for key, table in tomllib.load(file).items()}
