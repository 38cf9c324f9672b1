"""Files that are no season workbook, or meant to hurt, are refused quickly and with a sentence."""

import time
import zipfile
from io import BytesIO

import openpyxl
import pytest

from scheduling.season.archive import MAX_BYTES, MAX_ROWS, Unreadable, open_archive
from scheduling.season.plan import read_sheets

from .workbooks import CLEAN, Workbook

SHEET = "xl/worksheets/sheet1.xml"


def rebuilt(change=lambda name, content: content, extra: dict[str, bytes] | None = None) -> bytes:
    """The clean workbook with its parts changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(CLEAN) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return buffer.getvalue()


def refusal_of(data: bytes) -> str:
    started = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        read_sheets(data)
    assert time.monotonic() - started < 5
    assert refused.value.code == "unreadable"
    return str(refused.value)


def test_clean_workbook_opens():
    assert len(open_archive(CLEAN.read_bytes()).namelist()) > 10
    assert set(read_sheets(rebuilt())) == set(read_sheets(CLEAN.read_bytes()))


@pytest.mark.parametrize(
    "data",
    [b"", b"kode,nama\nPTK,Kota\n", b"PK\x03\x04 broken", CLEAN.read_bytes()[:5000], b"\x00" * 100, b"%PDF-1.7"],
)
def test_what_is_no_workbook(data):
    refusal_of(data)


def test_protected_or_old_files_are_named_as_such():
    assert "xls" in refusal_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)


def test_zip_that_is_no_workbook():
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        target.writestr("readme.txt", "halo")
    refusal_of(buffer.getvalue())


def test_workbook_of_something_else():
    book = openpyxl.Workbook()
    book.active.append(["kode", "nama"])
    buffer = BytesIO()
    book.save(buffer)
    refusal_of(buffer.getvalue())


def test_file_of_twenty_megabytes():
    refusal_of(b"PK\x03\x04" + b"\x00" * 20 * 1024 * 1024)
    assert MAX_BYTES < 20 * 1024 * 1024


def test_hundred_thousand_rows():
    row = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>LK27-001</t></is></c></row>'
    rows = b"".join(row % (number, number) for number in range(1, 100_001))
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    refusal_of(rebuilt(lambda name, content: sheet % rows if name == SHEET else content))
    assert MAX_ROWS < 100_000


def test_bomb_with_an_honest_directory():
    refusal_of(rebuilt(extra={"xl/media/bomb.xml": b" " * 200 * 1024 * 1024}))


def test_bomb_below_the_limit_is_known_by_its_ratio():
    refusal_of(rebuilt(extra={"xl/media/bomb.xml": b" " * 50 * 1024 * 1024}))


def test_bomb_with_a_lying_directory():
    data = bytearray(rebuilt(extra={"xl/bomb.xml": b" " * 150 * 1024 * 1024}))
    real = (150 * 1024 * 1024).to_bytes(4, "little")
    assert data.count(real) >= 1
    refusal_of(bytes(data.replace(real, (1000).to_bytes(4, "little"))))


def test_many_small_bombs():
    refusal_of(rebuilt(extra={f"xl/b{index}.xml": b" " * 3 * 1024 * 1024 for index in range(60)}))


def test_more_parts_than_any_workbook():
    refusal_of(rebuilt(extra={f"xl/p{index}.xml": b"<a/>" for index in range(1000)}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_cannot_be_declared(encoding):
    laughs = '<?xml version="1.0" encoding="%s"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><a>&lol2;</a>'
    evil = (laughs % encoding).encode(encoding)
    refusal_of(rebuilt(lambda name, content: evil if name == "xl/workbook.xml" else content))


def test_encrypted_parts():
    data = bytearray(CLEAN.read_bytes())
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) != -1:
        data[start + 8] |= 1
        start += 4
    refusal_of(bytes(data))


def test_row_numbers_beyond_any_sheet():
    evil = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>kode</t></is></c></row>'
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData></worksheet>'
    )
    refusal_of(rebuilt(lambda name, content: evil if name == SHEET else content))


def test_one_cell_at_the_end_of_the_sheet_is_no_harm():
    evil = b'<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    data = rebuilt(lambda name, content: content.replace(b"</sheetData>", evil) if name == SHEET else content)
    started = time.monotonic()
    assert len(read_sheets(data)["instansi"].rows) == 18
    assert time.monotonic() - started < 5


def test_broken_xml_and_numbers():
    refusal_of(rebuilt(lambda name, content: content[: len(content) // 2] if name == SHEET else content))
    nines = b'<row r="20"><c r="A20"><v>' + b"9" * 5000 + b"</v></c></row></sheetData>"
    refusal_of(rebuilt(lambda name, content: content.replace(b"</sheetData>", nines) if name == SHEET else content))


def test_declared_size_of_a_sheet_is_not_believed():
    data = rebuilt(lambda name, content: content.replace(b'ref="A1:G19"', b'ref="A1:B3"') if name == SHEET else content)
    assert data != rebuilt()
    assert len(read_sheets(data)["instansi"].rows) == 18


def test_dates_that_no_calendar_has_do_not_stop_the_reading():
    book = Workbook.read()
    data = book.write()
    assert len(read_sheets(data)["orang"].rows) == 314
