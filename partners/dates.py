"""Dates, times and numbers as Indonesian offices write them."""

from datetime import date, datetime, time, tzinfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]


def zone_name(moment: datetime) -> str:
    """WIB, WITA or WIT for an aware local time; its own name elsewhere."""
    offset = moment.utcoffset()
    hours = offset.total_seconds() / 3600 if offset is not None else 0
    return ZONE_NAMES.get(int(hours), moment.tzname() or "")


def local(moment: datetime, zone: tzinfo | None = None) -> datetime:
    return timezone.localtime(moment, zone)


def long_day(day: date) -> str:
    """``Selasa, 24 November 2026`` (``Tuesday, 24 November 2026`` in English)."""
    return date_format(day, "l, j F Y")


def plain_day(day: date) -> str:
    """``24 November 2026``."""
    return date_format(day, "j F Y")


def short_day(day: date) -> str:
    """``Sel, 24 Nov 2026``."""
    return date_format(day, "D, j M Y")


def clock(moment: datetime | time) -> str:
    """``08.00``: offices write a dot, in English here too, so that papers and screens agree."""
    return f"{moment.hour:02d}.{moment.minute:02d}"


def span(start: datetime, end: datetime, zone: tzinfo | None = None) -> str:
    """``Selasa, 24 November 2026, pukul 08.00–11.15 WIB``."""
    start, end = local(start, zone), local(end, zone)
    at = "pukul " if get_language() == "id" else ""
    return f"{long_day(start)}, {at}{clock(start)}–{clock(end)} {zone_name(start)}"


def days_span(first: date, last: date) -> str:
    """``12–14 Mei 2026``, ``30 April–2 Mei 2026``, ``24 November 2026``."""
    if first == last:
        return plain_day(first)
    if first.year != last.year:
        return f"{plain_day(first)}–{plain_day(last)}"
    if first.month != last.month:
        return f"{date_format(first, 'j F')}–{plain_day(last)}"
    return f"{first.day}–{plain_day(last)}"


def in_words(number: int) -> str:
    """Spell a whole number in Indonesian (*terbilang*): 24 → ``dua puluh empat``."""
    if number < 0:
        return f"minus {in_words(-number)}"
    if number < 12:
        return UNITS[number]
    if number < 20:
        return f"{UNITS[number - 10]} belas"
    for size, name in (
        (10**12, "triliun"),
        (10**9, "miliar"),
        (10**6, "juta"),
        (1000, "ribu"),
        (100, "ratus"),
        (10, "puluh"),
    ):
        if number >= size:
            count, rest = divmod(number, size)
            # One hundred and one thousand have their own short form: seratus, seribu.
            head = f"se{name}" if count == 1 and size in (100, 1000) else f"{in_words(count)} {name}"
            return f"{head} {in_words(rest)}" if rest else head
    raise AssertionError("every number from 12 on has a size")


def deed_date(day: date) -> str:
    """The clause that opens an agreement; weekday and words are computed, never typed."""
    from django.utils.translation import override

    with override("id"):
        return (
            f"Pada hari ini, {date_format(day, 'l')}, tanggal {in_words(day.day).title()}, "
            f"bulan {date_format(day, 'F')}, tahun {in_words(day.year).title()} ({day:%d-%m-%Y})"
        )


def rupiah(amount: int) -> str:
    """``Rp1.700.000``."""
    return "Rp" + f"{amount:,}".replace(",", ".")
