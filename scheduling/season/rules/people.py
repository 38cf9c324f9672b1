"""People: numbers, grades, roles; whom the database knows under them; and who another sheet means."""

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from partners.identifiers import PNS_GRADES, PPPK_GRADES

from .. import words
from ..cells import shown
from ..known import Known, KnownPerson
from ..references import Index
from ..report import Report
from ..rows import OrganisationRow, PersonRow, Row

GRADES = {"pns": PNS_GRADES, "pppk": PPPK_GRADES}
ROLES = {words.key(word): role for word, role in words.ROLES.items()}
KEPT_BY_EXCEL = 15
# Number or address → the field of a person's row it stands in.
NUMBERS = ("nip", "nuptk", "email")


def check_people(
    rows: list[PersonRow], organisations: Index[OrganisationRow], known: Known, report: Report, *, numbered: bool
) -> None:
    """``numbered``: the sheet has all its columns of numbers, so that their absence in a row means something."""
    _refuse_doubles(rows, report)
    people = KnownPeople(known.people)
    claimed: dict[int, PersonRow] = {}
    for row in rows:
        organisations.find(row, "unit")
        _check_employment(row, report, numbered=numbered)
        _check_roles(row, report)
        people.match(row, report)
        if row.known_as is not None:
            earlier = claimed.setdefault(row.known_as, row)
            if earlier is not row:
                # Two rows of the file are one person to the database: by the number of one, the address of the other.
                report.fault(row, _strongest(row), "duplicate_row", other=earlier.number)


def numbers_of(row: PersonRow) -> dict[str, str]:
    """What identifies the person, strongest first: NIP, then NUPTK, then e-mail."""
    found = {"nip": row.nip.digits if row.nip else "", "nuptk": row.nuptk, "email": row.email.casefold()}
    return {name: value for name, value in found.items() if value}


def _strongest(row: PersonRow) -> str:
    return next(iter(numbers_of(row)), "email")


def _refuse_doubles(rows: list[PersonRow], report: Report) -> None:
    seen: dict[tuple[str, str], PersonRow] = {}
    for row in rows:
        repeated: set[PersonRow] = set()
        for name, value in numbers_of(row).items():
            earlier = seen.setdefault((name, value), row)
            if earlier is row:
                continue
            if earlier in repeated:
                # The same person once more: that is one fault, not one a number.
                report.silence(row, name)
            else:
                report.fault(row, name, f"{name}_duplicate", other=earlier.number)
            repeated.add(earlier)


def _check_employment(row: PersonRow, report: Report, *, numbered: bool) -> None:
    """The NIP tells PNS from PPPK; the grade follows the NIP, else the employment. A faulty NIP says nothing."""
    nip = row.nip if "nip" not in row.faulty else None
    if nip and row.employment and row.employment != nip.kind:
        report.fault(row, "employment", "employment_mismatch")
    if nip and row.birth_date and row.birth_date != nip.born:
        # A warning: courts and BKN correct records, the NIP often stays.
        report.warn(row, "birth_date", "birth_date_differs")
    kind = nip.kind if nip else row.employment
    if row.grade and row.grade not in GRADES.get(kind, PNS_GRADES | PPPK_GRADES):
        report.fault(row, "grade", "grade")
    if not numbered:
        return
    if row.employment in GRADES and row.nip is None:
        report.fault(row, "nip", "required")
    elif not numbers_of(row) and not row.faulty & set(NUMBERS):
        report.fault(row, "email", "required", sentence="identity")


def _check_roles(row: PersonRow, report: Report) -> None:
    roles = {word: ROLES.get(words.key(word)) for word in row.role_words}
    for word, role in roles.items():
        if role is None:
            report.fault(row, "role_words", "role", word=word, words=", ".join(words.ROLES))
    row.roles = tuple(dict.fromkeys(role for role in roles.values() if role))


class KnownPeople:
    """Whom the database knows under a number or address."""

    def __init__(self, people: Iterable[KnownPerson]):
        self.by_number: dict[tuple[str, str], KnownPerson] = {}
        for person in people:
            for name in NUMBERS:
                if value := getattr(person, name).casefold():
                    self.by_number[name, value] = person

    def match(self, row: PersonRow, report: Report) -> None:
        """Set ``known_as``: by NIP, then NUPTK, then e-mail; a fault where they name two people."""
        found = {
            name: person
            for name, value in numbers_of(row).items()
            if name not in row.faulty and (person := self.by_number.get((name, value)))
        }
        if not found:
            return
        first, *others = found.items()
        row.known_as = first[1].pk
        for name, person in others:
            if person.pk != row.known_as:
                report.fault(row, name, "ambiguous_person", one=first[1].name, other=person.name)
        person = first[1]
        if row.nip and first[0] != "nip" and person.nip and person.nip[:8] != row.nip.digits[:8]:
            # A new contract brings a new NIP, but nobody is born twice: this address has passed to somebody else.
            report.fault(row, first[0], "ambiguous_person", one=row.full_name, other=person.name)
        elif row.full_name and first[0] == "email" and words.key(row.full_name) != words.key(person.name):
            report.warn(row, "full_name", "name_differs", name=person.name)


class PeopleIndex:
    """Finds the person whom another sheet names by number or address."""

    def __init__(self, rows: list[PersonRow], known: Known, *, absent: bool, incomplete: bool):
        self.rows = rows
        self.known = KnownPeople(known.people).by_number
        self.absent, self.incomplete = absent, incomplete
        self.by_number: dict[tuple[str, str], PersonRow] = {}
        for row in rows:
            for name, value in numbers_of(row).items():
                self.by_number.setdefault((name, value), row)
        self.unsound = {
            mark for row in rows for name in row.faulty & set(NUMBERS) for mark in _marks_of_faulty(row, name)
        }
        self.missed = False

    def find(self, row: Row, field: str, wanted: tuple[str, str], report: Report, *, name: str = "") -> None:
        """Report ``wanted`` if nobody has it; else let ``row`` need the person's row, unless the database has them."""
        target = self.by_number.get(wanted)
        if wanted in self.known:
            self._compare_name(row, name, target.full_name if target else self.known[wanted].name, report)
        elif target is not None:
            row.needs.append(target)
            self._compare_name(row, name, target.full_name, report)
        elif self.absent or self.incomplete or self._is_meant(wanted, name):
            self.missed = True
            row.faulty.add(field)
        else:
            report.fault(row, field, "unknown_person", word=wanted[1])

    def identity(self, wanted: tuple[str, str]) -> object:
        """One thing for one person, whichever number or address names them."""
        target = self.by_number.get(wanted)
        if target is not None:
            return target.known_as or target
        return self.known[wanted].pk if wanted in self.known else wanted

    def settle(self, report: Report) -> None:
        if self.absent and self.missed:
            report.sheet_fault(PersonRow.TITLE, 1, "", "missing_sheet")

    def _is_meant(self, wanted: tuple[str, str], name: str) -> bool:
        """Somebody whose own number is faulty: of the same name, or with nearly that number."""
        kind, value = wanted
        marks = {(kind, "name", words.key(name)), *_marks_of_number(kind, value)}
        # One digit is missing from the faulty number.
        marks |= {(kind, "whole", value[:index] + value[index + 1 :]) for index in range(len(value))}
        return bool(marks & self.unsound)

    def _compare_name(self, row: Row, name: str, expected: str, report: Report) -> None:
        typed, real = words.key(name), words.key(expected)
        # The sheet may write titles around the name, or shorten it.
        if typed and real and real not in typed and typed not in real:
            report.warn(row, "name", "name_differs", name=expected)


def _marks_of_number(kind: str, digits: str) -> Iterator[tuple[str, str, str]]:
    """What two numbers have in common that differ in one digit, or only after the fifteen that Excel keeps."""
    if len(digits) >= KEPT_BY_EXCEL:
        yield kind, "start", digits[:KEPT_BY_EXCEL]
    for index in range(len(digits)):
        yield kind, "but one", f"{digits[:index]}.{digits[index + 1 :]}"


def _marks_of_faulty(row: PersonRow, kind: str) -> Iterator[tuple[str, str, str]]:
    typed: Any = row.raw.get(kind)
    if isinstance(typed, float) and isfinite(typed):
        typed = int(typed)
    digits = "".join(filter(str.isdigit, shown(typed)))
    yield from _marks_of_number(kind, digits)
    yield kind, "whole", digits
    if row.full_name:
        yield kind, "name", words.key(row.full_name)
