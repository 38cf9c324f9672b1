"""A workbook as plain values: sheets by name, columns by header, rows by the number Excel shows."""

import re
import warnings
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.cell import range_boundaries

from . import words
from .archive import Unreadable, open_archive
from .cells import is_blank, tidy

# A title or a few empty rows may stand above the headers.
HEADER_WITHIN = 20
MAX_COLUMNS = 200
LAST_EXCEL_ROW = 1_048_576


@dataclass
class Sheet:
    """One sheet. ``columns`` finds the index and the text of a header by its key; twice-used keys stand in ``twins``.

    ``header_row`` is None where no headers were found.
    """

    title: str
    header_row: int | None = None
    columns: dict[str, tuple[int, str]] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)


def read_workbook(data: bytes, headers: dict[str, set[str]]) -> dict[str, Sheet]:
    """Read the sheets named by ``headers`` (sheet key → header keys it may have) from the bytes of an .xlsx.

    Formulas come as their text, never as results. Raises Unreadable.
    """
    archive = open_archive(data)
    sheets: dict[str, Sheet] = {}
    try:
        with warnings.catch_warnings():
            # openpyxl warns of drawings and odd dates; the first do not matter, the second become faults.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
            for source in book.worksheets:
                key = words.key(tidy(source.title))
                if key in headers and key not in sheets and (sheet := _read_sheet(source, archive, headers[key])):
                    sheets[key] = sheet
    except Unreadable:
        raise
    except Exception as error:
        # The file comes from anybody, and openpyxl meets broken ones with whatever exception lies near.
        raise Unreadable(_("The file is not an Excel workbook (.xlsx), or it is damaged.")) from error
    if not sheets:
        raise Unreadable(
            _("The file has none of the sheets of a season plan (Instansi, Orang, Lokakarya …). Choose another file.")
        )
    return sheets


def _read_sheet(source: Any, archive: zipfile.ZipFile, known: set[str]) -> Sheet | None:
    # The declared size of a sheet is only a claim; without it every row comes as it is.
    source.reset_dimensions()
    sheet = Sheet(tidy(source.title))
    rows: dict[int, list[Any]] = {}
    for number, cells in enumerate(source.iter_rows(values_only=True), start=1):
        if number > LAST_EXCEL_ROW:
            raise Unreadable(_("The file numbers rows that no sheet can have. Save it again with Excel."))
        if not cells:
            continue
        values = list(cells[:MAX_COLUMNS])
        if any(not is_blank(value) for value in values):
            rows[number] = values
    if not rows:
        return None
    _spread_merged(rows, _merged_ranges(archive, source))
    sheet.header_row = header = _find_header(rows, known)
    if header is None:
        return sheet
    for index, value in enumerate(rows[header]):
        # A formula is no header, whatever it would show.
        text = tidy(value) if isinstance(value, str) else ""
        if (key := words.key(text)) in known and key in sheet.columns:
            sheet.twins[key] = text
        elif key in known:
            sheet.columns[key] = index, text
    sheet.rows = [(number, values) for number, values in sorted(rows.items()) if number > header]
    return sheet


def _find_header(rows: dict[int, list[Any]], known: set[str]) -> int | None:
    """The first row near the top in which at least two headers stand, or all there are."""
    for number in sorted(rows):
        if number > HEADER_WITHIN:
            break
        found = {words.key(tidy(value)) for value in rows[number] if isinstance(value, str)} & known
        if len(found) >= min(2, len(known)):
            return number
    return None


def _merged_ranges(archive: zipfile.ZipFile, source: Any) -> Iterator[tuple[int, int, int]]:
    """Column, first and last row of what is merged downwards; openpyxl tells nobody while it only reads."""
    content = archive.read(source._worksheet_path)
    for match in re.finditer(rb'<(?:[A-Za-z0-9]+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]+)"', content):
        left, top, _right, bottom = range_boundaries(match[1].decode())
        if left is not None and top is not None and bottom is not None and bottom > top:
            yield left, top, bottom


def _spread_merged(rows: dict[int, list[Any]], merged: Iterator[tuple[int, int, int]]) -> None:
    """Give every row under a merged cell the value that the eye sees beside it."""
    numbers = sorted(rows)
    budget = len(rows) * MAX_COLUMNS
    for column, top, bottom in merged:
        index = column - 1
        if top not in rows or index >= len(rows[top]):
            continue
        below = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
        budget -= len(below)
        if budget < 0:
            # Merged cells never overlap, unless somebody made them to.
            raise Unreadable(_("The file merges the same cells again and again. Save it again with Excel."))
        for number in below:
            values = rows[number]
            values.extend([None] * (index + 1 - len(values)))
            values[index] = rows[top][index]
