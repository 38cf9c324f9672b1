from datetime import date

import pytest
from django.db import IntegrityError, transaction

from documents.models import NumberSeries
from documents.numbering import NumberTaken, format_number, next_number, peek_number, series_for
from partners.models import Organisation

DAY = date(2026, 11, 24)


@pytest.fixture
def series(db):
    unit = Organisation.objects.create(code="DISKOMINFO", name="Dinas Komunikasi dan Informatika", kind="agency")
    return series_for(unit, "certificate", DAY)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("800.2.4.2/{number:04d}/{unit}/{year}", "800.2.4.2/0007/BKPSDM/2026"),
        ("800/{number}/{unit}/{roman_month}/{year}", "800/7/BKPSDM/XI/2026"),
        ("{year}-{number:03d}", "2026-007"),
    ],
)
def test_a_pattern_is_filled(pattern, text):
    assert format_number(pattern, number=7, unit="BKPSDM", day=DAY) == text


def test_a_unit_with_braces_is_printed_as_it_is():
    assert format_number("{number}/{unit}/{year}", number=1, unit="{year}", day=DAY) == "1/{year}/2026"


@pytest.mark.parametrize(
    "pattern",
    [
        "{number}",
        "{year}",
        "{number}/{year}/{unit.__class__}",
        "{number!r}/{year}",
        "{number:>999999d}/{year}",
        "{0}{number}/{year}",
        "{number}/{year}/{",
        "{number.real}/{year}",
        "{number:04x}/{year}",
    ],
)
def test_a_pattern_that_is_not_one_is_refused(pattern):
    with pytest.raises(ValueError, match="pattern"):
        format_number(pattern, number=1, unit="X", day=DAY)


def test_numbers_have_no_gap_even_when_issuing_fails(series):
    with transaction.atomic():
        assert next_number(series, DAY).text == "800.2.4.2/0001/DISKOMINFO/2026"
    with transaction.atomic():
        assert next_number(series, DAY).sequence == 2
        transaction.set_rollback(True)
    with transaction.atomic():
        assert next_number(series, DAY).sequence == 2


def test_a_peeked_number_is_taken_only_if_it_is_still_the_next(series):
    expected = peek_number(series, DAY)
    with transaction.atomic():
        next_number(series, DAY)
    with transaction.atomic(), pytest.raises(NumberTaken):
        next_number(series, DAY, expected=expected)
    assert peek_number(series, DAY).sequence == 2


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_only_in_a_transaction():
    unit = Organisation.objects.create(code="X", name="X", kind="agency")
    with pytest.raises(RuntimeError, match="transaction"):
        next_number(series_for(unit, "certificate", DAY), DAY)


def test_each_unit_and_year_has_its_own_register_opened_once(series):
    assert series_for(series.organisation, "certificate", date(2026, 1, 1)) == series
    assert series_for(series.organisation, "certificate", date(2027, 1, 1)) != series
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberSeries.objects.create(organisation=series.organisation, kind="certificate", year=2026, pattern="x")


def test_the_letter_code_of_a_unit_wins_over_its_code(series):
    series.organisation.letter_code = "434.100"
    assert peek_number(series, DAY).text == "800.2.4.2/0001/434.100/2026"
