"""From a sheet of plain values to its typed rows: headers, blank cells, and one reader for each cell."""

from typing import Any

from . import words
from .cells import CellError, is_blank, refuse_unreadable, tidy
from .report import Report
from .rows import Column, Row, columns_of
from .workbook import Sheet


def read_rows[R: Row](sheet: Sheet | None, kind: type[R], report: Report) -> list[R]:
    """Read the rows of a sheet that are not empty. What is wrong with headers or cells goes into the report."""
    if sheet is None:
        return []
    if sheet.header_row is None:
        report.sheet_fault(sheet.title, 1, "", "missing_header")
        return []
    columns = columns_of(kind)
    absent = _check_headers(sheet, columns, report)
    placed = {
        name: sheet.columns[column.key]
        for name, column in columns.items()
        if column.key in sheet.columns and name not in absent
    }
    headers = {name: text for name, (_index, text) in placed.items()}
    rows = []
    for number, values in sheet.rows:
        raw = {name: values[index] if index < len(values) else None for name, (index, _text) in placed.items()}
        # A row that only has a remark in a column of its own is no row of the plan; nor are repeated headers.
        if all(map(is_blank, raw.values())) or _repeats_headers(raw, headers):
            continue
        row = kind(sheet.title, number, raw, headers)
        for name, value in raw.items():
            _read_cell(row, name, columns[name], value, report)
        for name in absent:
            report.silence(row, name)
        rows.append(row)
    return rows


def is_incomplete(sheet: Sheet | None, kind: type[Row]) -> bool:
    """A column that the kind cannot do without is missing, or all of them."""
    return sheet is not None and any(
        column.expected and column.key not in sheet.columns for column in columns_of(kind).values()
    )


def _check_headers(sheet: Sheet, columns: Any, report: Report) -> set[str]:
    """Report missing and doubled headers; return the fields that no row of this sheet can have because of it."""
    number = sheet.header_row or 1
    absent = set()
    for name, column in columns.items():
        if column.key in sheet.twins:
            report.sheet_fault(sheet.title, number, sheet.twins[column.key], "duplicate_column")
            absent.add(name)
        elif column.key not in sheet.columns and column.expected:
            report.sheet_fault(sheet.title, number, column.header, "missing_column")
            absent.add(name)
        elif column.key not in sheet.columns:
            report.sheet_warning(sheet.title, number, column.header, "column_not_read")
    return absent


def _repeats_headers(raw: dict[str, Any], headers: dict[str, str]) -> bool:
    return all(
        isinstance(value, str) and words.key(tidy(value)) == words.key(headers[name])
        for name, value in raw.items()
        if not is_blank(value)
    )


def _read_cell(row: Row, name: str, column: Column, value: Any, report: Report) -> None:
    if is_blank(value):
        if column.required:
            report.fault(row, name, "required")
        return
    try:
        refuse_unreadable(value)
        setattr(row, name, column.read(value))
    except CellError as error:
        report.fault(row, name, error.code, sentence=error.sentence, **error.facts)
