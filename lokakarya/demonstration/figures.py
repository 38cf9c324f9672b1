"""Everybody with a part, as texts/people.csv has them. All of them are invented."""

import csv
from dataclasses import dataclass
from pathlib import Path

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True)
class Figure:
    """One person: ``key`` is the part of the address before the @, ``roles`` are (role, organisation code) pairs.

    ``part`` is staff, lecturer or participant; ``sex`` is L or P, as a NIP tells it.
    """

    part: str
    key: str
    name: str
    sex: str
    unit: str
    position: str
    grade: str
    front: str
    back: str
    employment: str
    birth_place: str
    roles: tuple[tuple[str, str], ...]
    teaches: tuple[str, ...]


def read_figures() -> list[Figure]:
    with (TEXTS / "people.csv").open(encoding="utf-8", newline="") as file:
        return [_figure(row) for row in csv.DictReader(file)]


def _figure(row: dict[str, str]) -> Figure:
    roles = tuple((role, code) for role, _at, code in (word.partition("@") for word in row.pop("roles").split()))
    teaches = tuple(filter(None, row.pop("teaches").split(";")))
    return Figure(**row, roles=roles, teaches=teaches)
