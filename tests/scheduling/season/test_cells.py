"""One cell at a time: every form that has one reading is read, everything else is refused with its reason."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from scheduling.season import cells
from scheduling.season.cells import CellError

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
MONDAY = date(2027, 1, 11)


def code_of(read, value) -> str:
    with pytest.raises(CellError) as refused:
        read(value)
    return refused.value.code


def spellings(day: date) -> list[object]:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    return [
        day,
        datetime(day.year, day.month, day.day),
        f"{day.day:02d}/{day.month:02d}/{day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3]} {day.year}",
        f"{weekday}, {day.day} {month} {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"{weekday.upper()},  {day.day} {month.lower()}\u00a0{day.year} ",
    ]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
@example(MONDAY)
@example(date(2028, 2, 29))
def test_every_spelling_of_a_day_is_that_day(day):
    assert {cells.day(spelling) for spelling in spellings(day)} == {day}


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(1, 6))
def test_weekday_that_is_not_the_dates_is_refused(day, off):
    wrong = WEEKDAYS[(day.weekday() + off) % 7]
    assert code_of(cells.day, f"{wrong}, {day.day} {MONTHS[day.month - 1]} {day.year}") == "date"


@pytest.mark.parametrize(
    "typed",
    ["Jum'at, 15 Januari 2027", "Jum’at 15 Jan 2027", "１５/０１/２０２７", "15 January 2027", "jumat, 15/1/2027"],
)
def test_friday_in_many_hands(typed):
    assert cells.day(typed) == date(2027, 1, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "kapan-kapan", "31 Februari 2027", "29/02/2027", "11/13/2027", "11/01/27", "2027/13/01", "Januari 2027",
        "11 Januari", "Kliwon, 11 Januari 2027", "0/1/2027", "11/01-2027", "11/01/1827", "11/01/3027", "²/01/2027",
        46398, 46398.0, True, time(8), timedelta(hours=8), "",
    ],
)  # fmt: skip
def test_what_is_no_day(typed):
    assert code_of(cells.day, typed) == "date"


@given(st.text(max_size=40))
def test_any_text_is_a_day_or_a_cell_error(text):
    try:
        found: object = cells.day(text)
    except CellError as error:
        found = error.code
    assert found == "date" or isinstance(found, date)


@given(st.times(timezones=st.none()))
def test_hours_with_dot_or_colon_or_as_cells(clock):
    whole = clock.replace(second=0, microsecond=0)
    spelled = [f"{whole.hour:02d}.{whole.minute:02d}", f"{whole.hour}:{whole.minute:02d}", f"{whole:%H:%M:%S}", whole]
    spelled.append(timedelta(hours=whole.hour, minutes=whole.minute))
    assert {cells.hour(form) for form in spelled} == {whole}


def test_hour_that_excel_keeps_a_moment_short():
    assert cells.hour(time(7, 59, 59, 990_000)) == time(8)


@pytest.mark.parametrize(
    "typed", ["24.00", "08.60", "8", "0800", "pagi", "08.00-09.00", 8, 7.3, 0.5, True, MONDAY, timedelta(days=1)]
)
def test_what_is_no_hour(typed):
    assert code_of(cells.hour, typed) == "time"


@pytest.mark.parametrize(
    "typed", ["07.30-16.00", "7:30 – 16:00", "07.30 s.d. 16.00", "07.30 s/d 16.00", " 07.30—16.00 "]
)
def test_opening_hours(typed):
    assert cells.opening_hours(typed) == (time(7, 30), time(16))


@pytest.mark.parametrize("typed", ["16.00-07.30", "08.00-08.00", "08.00", "a-b", "-", 8, None])
def test_what_are_no_opening_hours(typed):
    assert code_of(cells.opening_hours, typed) == "opening_hours"


@pytest.mark.parametrize(
    ("typed", "number"), [(30, 30), (30.0, 30), ("30", 30), (" 30 ", 30), ("３０", 30), ("+30", 30)]
)
def test_whole_numbers(typed, number):
    assert cells.whole(1)(typed) == number


@pytest.mark.parametrize(
    "typed", ["tiga puluh", 30.5, "30.5", "30,0", True, MONDAY, float("nan"), float("inf"), "9" * 30]
)
def test_what_is_no_whole_number(typed):
    assert code_of(cells.whole(1), typed) == "number"


def test_number_outside_its_span_has_the_fault_of_its_column():
    assert [code_of(cells.whole(1, 10, "capacity"), value) for value in (0, -5, 11, "-5")] == ["capacity"] * 4


@pytest.mark.parametrize(
    "typed", ["198609262015051001", " 19860926 201505 1 001", "'198609262015051001", "１９８６09262015051001"]
)
def test_nip_as_people_write_it(typed):
    nip = cells.nip(typed)
    assert (nip.digits, nip.kind, nip.born, nip.sex) == ("198609262015051001", "pns", date(1986, 9, 26), "L")


@pytest.mark.parametrize(
    "typed", [198609262015051001, 1.98609262015051e17, "1.98609E+17", "1,98609262015051E+17", True]
)
def test_nip_that_was_a_number_is_refused_with_the_reason(typed):
    assert code_of(cells.nip, typed) == "nip_as_number"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("19860926201505100", "nip_length"),
        ("ABC", "nip_length"),
        ("198613262015051001", "nip_birth_date"),
        ("198609262015151001", "nip_appointment"),
        ("198609262015053001", "nip_sex"),
        ("198609262015051000", "nip_sequence"),
    ],
)
def test_nip_that_cannot_be(typed, code):
    assert code_of(cells.nip, typed) == code


def test_nuptk():
    assert cells.nuptk("5268 9797 7931 6168") == "5268979779316168"
    assert code_of(cells.nuptk, 5268979779316168) == "nuptk_as_number"
    assert code_of(cells.nuptk, "526897977931616") == "nuptk_length"


@pytest.mark.parametrize(
    "typed", ["+62 811-0000-0001", "0811 0000 0001", "62811-0000-0001", 81100000001, "(0811) 0000.0001"]
)
def test_phones_become_international(typed):
    assert cells.phone(typed) == "+6281100000001"


@pytest.mark.parametrize("typed", ["tidak ada", "0811/0812", "+62", 12, True, MONDAY])
def test_what_is_no_phone(typed):
    assert code_of(cells.phone, typed) == "phone"


@pytest.mark.parametrize(
    ("typed", "address"), [("a.b@Pontianak.Example", "a.b@pontianak.example"), (" a@b.id\u200b", "a@b.id")]
)
def test_addresses(typed, address):
    assert cells.email(typed) == address


@pytest.mark.parametrize(
    "typed", ["tanpa-at.pontianak", "a@b", "a b@c.id", "a@@b.id", "<a@b.id>", "a@b..id", 5, "a@b.id, c@d.id"]
)
def test_what_is_no_address(typed):
    assert code_of(cells.email, typed) == "email"


@pytest.mark.parametrize(
    ("typed", "grade"), [("III/c", "III/c"), ("iii/C", "III/c"), ("III c", "III/c"), ("III-c", "III/c"), ("ix", "IX")]
)
def test_grades(typed, grade):
    assert cells.grade(typed) == grade


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("5268979779316168", ("nuptk", "5268979779316168")),
        ("19860926 201505 1 001", ("nip", "198609262015051001")),
        ("A@B.example", ("email", "a@b.example")),
    ],
)
def test_references_to_people(typed, reference):
    assert cells.reference()(typed) == reference


# Before any reader ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        " =1+1",
        "\u200b=1+1",
        "＝1+1",
        ArrayFormula("A1:A2", "=SUM(B1:B2)"),
        '=HYPERLINK("https://evil.example")',
    ],
)
def test_formulas_are_refused_whatever_they_look_like(value):
    assert code_of(cells.refuse_unreadable, value) == "formula"


@pytest.mark.parametrize("value", ["#REF!", "#n/a", " #DIV/0! "])
def test_error_values_are_refused(value):
    assert code_of(cells.refuse_unreadable, value) == "error_value"


@pytest.mark.parametrize("value", [None, "", "   ", "\u00a0", "\u200b", "-", " – ", "\n"])
def test_blank(value):
    assert cells.is_blank(value)


@pytest.mark.parametrize("value", [0, False, "0", "--", "tidak ada"])
def test_not_blank(value):
    assert not cells.is_blank(value)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  a\u00a0 b\tc\nd ", "a b c d"),
        ("\u202eevil\u202c", "evil"),
        ("a\x00b\x1bc", "a b c"),
        ("Ａｎｄｉ", "Andi"),
        ("<script>alert('x')</script>", "<script>alert('x')</script>"),
        ("Ny. O’Brien – Ngabang", "Ny. O’Brien – Ngabang"),
    ],
)
def test_text_reads_as_the_eye_reads_it(typed, plain):
    assert cells.text(100)(typed) == plain


@pytest.mark.parametrize(("value", "plain"), [(101, "101"), (101.0, "101"), (1.5, "1.5")])
def test_numbers_may_stand_for_text(value, plain):
    assert cells.text(100)(value) == plain


@pytest.mark.parametrize("value", [True, MONDAY, time(8), timedelta(hours=30)])
def test_what_excel_made_of_text_is_refused(value):
    assert code_of(cells.text(100), value) == "text"


def test_too_long():
    assert cells.text(3)("abc") == "abc"
    assert code_of(cells.text(3), "abcd") == "too_long"


def test_lists():
    assert cells.listed(";,", 20)("proyektor; tata suara,daring\nproyektor；komputer;-;") == (
        "proyektor", "tata suara", "daring", "komputer",
    )  # fmt: skip


@given(st.text(max_size=60))
def test_tidying_twice_changes_nothing(text):
    assert cells.tidy(cells.tidy(text)) == cells.tidy(text)
