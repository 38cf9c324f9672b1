"""What is found while a workbook is read: one fault a cell at most, in the order of the sheets."""

from typing import Any

from . import words
from .cells import shown
from .faults import Fault
from .rows import SHEETS, Row, columns_of

RANKS = {words.key(kind.TITLE): rank for rank, kind in enumerate(SHEETS)}


class Report:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self._reported: set[tuple[Row, str]] = set()

    def fault(self, row: Row, field: str, code: str, *, sentence: str = "", **facts: Any) -> None:
        """Record a fault of a cell. A cell that already has one is left with it."""
        row.faulty.add(field)
        if (row, field) not in self._reported:
            self._reported.add((row, field))
            self.faults.append(_entry(row, field, code, sentence, facts))

    def silence(self, row: Row, field: str) -> None:
        """Nothing more is said of a cell whose fault stands elsewhere, for example in its header."""
        row.faulty.add(field)
        self._reported.add((row, field))

    def warn(self, row: Row, field: str, code: str, *, sentence: str = "", **facts: Any) -> None:
        self.warnings.append(_entry(row, field, code, sentence, facts))

    def sheet_fault(self, title: str, number: int, header: str, code: str) -> None:
        """Record a fault of a sheet or of its header row."""
        self.faults.append(_sheet_entry(title, number, header, code))

    def sheet_warning(self, title: str, number: int, header: str, code: str) -> None:
        self.warnings.append(_sheet_entry(title, number, header, code))

    def sort(self) -> None:
        for entries in (self.faults, self.warnings):
            entries.sort(key=lambda entry: entry.place)


def _sheet_entry(title: str, number: int, header: str, code: str) -> Fault:
    place = RANKS.get(words.key(title), 0), number, 0
    return Fault(title, number, header, "", code, code, {"name": header or title}, place)


def _entry(row: Row, field: str, code: str, sentence: str, facts: dict[str, Any]) -> Fault:
    columns = columns_of(type(row))
    place = RANKS[words.key(row.TITLE)], row.number, list(columns).index(field)
    header = row.headers.get(field, columns[field].header)
    return Fault(row.sheet, row.number, header, shown(row.raw.get(field)), code, sentence or code, facts, place)
