"""Season workbooks for tests: read one into rows of cells, change them, write them again in any layout."""

import random
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl

from scheduling.season.known import Known
from scheduling.season.plan import Plan, read_plan, read_sheets
from scheduling.season.store.known import recall

DATA = Path(__file__).parents[2] / "data" / "season"
CLEAN = DATA / "rencana-2027.xlsx"
DIRTY = DATA / "rencana-2027-kotor.xlsx"
KEY = DATA / "rencana-2027-kotor.key.json"

Cells = dict[str, object]


@cache
def _read(path: Path) -> dict[str, tuple[tuple, list[tuple]]]:
    """Headers and rows of each sheet."""
    content = {}
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        for sheet in book:
            top, *rows = sheet.iter_rows(values_only=True)
            content[sheet.title] = top, rows
    return content


@dataclass
class Layout:
    """How a person might have arranged the same plan."""

    shuffle_columns: bool = False
    empty_rows: bool = False
    extra_columns: bool = False
    loud_headers: bool = False


@dataclass
class Workbook:
    """Sheets as lists of rows, cells by header. ``write`` remembers at which Excel row each of them went."""

    sheets: dict[str, list[Cells]]
    headers: dict[str, list[str]]
    numbers: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path = CLEAN) -> "Workbook":
        sheets = {
            title: [dict(zip(top, row, strict=True)) for row in rows] for title, (top, rows) in _read(path).items()
        }
        return cls(sheets, {title: list(top) for title, (top, _rows) in _read(path).items()})

    @classmethod
    def read_small(cls) -> "Workbook":
        """The clean plan with fewer nominations, for tests that do not count them."""
        book = cls.read()
        book.sheets["Peserta"] = book.sheets["Peserta"][::8]
        return book

    def add(self, sheet: str, like: int, **cells: object) -> Cells:
        row = {**self.sheets[sheet][like], **cells}
        self.sheets[sheet].append(row)
        return row

    def write(self, rng: random.Random | None = None, layout: Layout | None = None) -> bytes:
        rng, layout = rng or random.Random(0), layout or Layout()
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in self.sheets.items():
            sheet = book.create_sheet(title.upper() if layout.loud_headers else title)
            names = list(self.headers[title])
            if layout.extra_columns:
                names.insert(rng.randrange(len(names) + 1), "catatan")
            if layout.shuffle_columns:
                rng.shuffle(names)
            sheet.append([f" {name.upper()} \u00a0" if layout.loud_headers else name for name in names])
            number = 1
            for row in rows:
                number += 1
                while layout.empty_rows and rng.random() < 0.1:
                    if rng.random() < 0.5:
                        sheet.cell(number, 1 + rng.randrange(len(names)), " \u00a0 ")
                    number += 1
                self.numbers[id(row)] = number
                for index, name in enumerate(names, start=1):
                    value = "lihat surat" if name == "catatan" else row.get(name)
                    if value is not None:
                        sheet.cell(number, index, value)
        buffer = BytesIO()
        book.save(buffer)
        return buffer.getvalue()


def judge(data: bytes, known: Known | None = None) -> Plan:
    return read_plan(read_sheets(data), known or Known())


def places(plan: Plan) -> list[tuple[str, int, str, str]]:
    return [(fault.sheet, fault.row, fault.column, fault.code) for fault in plan.report.faults]


def small_book(**sheets: list[Cells]) -> bytes:
    """A workbook of only these sheets; ``_`` in a name stands for a space. Headers are those of the first row."""
    titles = {name: name.replace("_", " ") for name in sheets}
    return Workbook(
        {titles[name]: rows for name, rows in sheets.items()},
        {titles[name]: list(rows[0]) for name, rows in sheets.items()},
    ).write()


__all__ = ["CLEAN", "DATA", "DIRTY", "KEY", "Layout", "Workbook", "judge", "places", "recall", "small_book"]
