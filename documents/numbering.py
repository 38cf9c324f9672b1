"""What a document number looks like, and how the next one is taken: gapless, never twice."""

import re
from dataclasses import dataclass
from datetime import date

from django.db import connection

from partners.models import Organisation

from .models import NumberSeries

# 800.2.4.2 is "conduct of training" in the classification of Permendagri 83/2022.
PATTERNS = {"certificate": "800.2.4.2/{number:04d}/{unit}/{year}"}
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

_PLACEHOLDER = re.compile(r"\{(?:number(?::0(?P<width>[1-9])d)?|unit|roman_month|year)\}")


@dataclass(frozen=True)
class Number:
    sequence: int
    text: str


class NumberTaken(Exception):
    """Somebody else took the number that was expected; look again."""


def series_for(organisation: Organisation, kind: str, day: date) -> NumberSeries:
    """The register of this unit, kind and year, opened with its first use."""
    series, _ = NumberSeries.objects.select_related("organisation").get_or_create(
        organisation=organisation, kind=kind, year=day.year, defaults={"pattern": PATTERNS[kind]}
    )
    return series


def peek_number(series: NumberSeries, day: date) -> Number:
    """The number that would come next, without taking it."""
    last = NumberSeries.objects.values_list("last", flat=True).get(pk=series.pk)
    return _number(series, last + 1, day)


def next_number(series: NumberSeries, day: date, *, expected: Number | None = None) -> Number:
    """Take the next number. It is given back if the caller's transaction fails, so that no gap appears.

    Raises NumberTaken, and takes nothing, if ``expected`` is no longer the next.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number may only be taken in the transaction that issues the document.")
    locked = NumberSeries.objects.select_for_update().get(pk=series.pk)
    number = _number(series, locked.last + 1, day)
    if expected is not None and expected != number:
        raise NumberTaken(expected.text)
    locked.last = number.sequence
    locked.save(update_fields=["last"])
    return number


def format_number(pattern: str, *, number: int, unit: str, day: date) -> str:
    """Fill the four placeholders of a register's pattern, and nothing else.

    Patterns are typed by people: ``str.format`` would let them walk into attributes. Raises ValueError for
    an unknown placeholder, and for a pattern without ``{number}`` and ``{year}``, which would repeat itself.
    """
    if "{year}" not in pattern or "{number" not in pattern:
        raise ValueError("A number pattern needs {number} and {year}.")

    def fill(match: re.Match[str]) -> str:
        match match[0].strip("{}").partition(":")[0]:
            case "number":
                return f"{number:0{match['width'] or 1}d}"
            case "unit":
                return unit
            case "roman_month":
                return ROMAN_MONTHS[day.month - 1]
            case _:
                return str(day.year)

    if re.search(r"[{}]", _PLACEHOLDER.sub("", pattern)):
        raise ValueError(f"Unknown placeholder in the number pattern {pattern!r}.")
    return _PLACEHOLDER.sub(fill, pattern)


def _number(series: NumberSeries, sequence: int, day: date) -> Number:
    unit = series.organisation.letter_code or series.organisation.code
    return Number(sequence, format_number(series.pattern, number=sequence, unit=unit, day=day))
