"""Reading one cell. Every reader takes what openpyxl found there, never blank, and returns a value or raises CellError.

Dates and times are read only in forms that have one reading; nothing is guessed.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from partners.identifiers import IdentifierError, Nip, parse_nip, parse_phone

from . import words

Reader = Callable[[Any], Any]

SMALLINT = 32767
# Forms of Excel's own error values, as openpyxl hands them over.
ERROR_VALUES = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!")
)
DASHES = frozenset("-–—")
# ！…～ are the ASCII signs as East Asian input methods widen them.
FULL_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(94)}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
# What is left of a long number after Excel has shown it in scientific notation.
SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
EMAIL = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])",
    re.IGNORECASE,
)
WEEKDAY = r"(?:(?P<weekday>[a-z]+)(?:\s*,\s*|\s+))?"
DATES = (
    re.compile(rf"{WEEKDAY}(?P<day>[0-9]{{1,2}})([/.\-])(?P<month>[0-9]{{1,2}})\3(?P<year>[0-9]{{4}})"),
    re.compile(rf"{WEEKDAY}(?P<day>[0-9]{{1,2}})[\s\-]+(?P<month>[a-z]+)\.?[\s\-]+(?P<year>[0-9]{{4}})"),
    re.compile(
        r"(?P<weekday>)(?P<year>[0-9]{4})([/\-])(?P<month>[0-9]{1,2})\3(?P<day>[0-9]{1,2})(?:[t ]00:00(?::00)?)?"
    ),
)
CLOCK = re.compile(r"([0-9]{1,2})[.:]([0-9]{2})(?:[.:]00)?")
RANGE = re.compile(r"(.+?)\s*(?:-|–|—|s\.?/?d\.?|sampai)\s*(.+)", re.IGNORECASE)


class CellError(ValueError):
    """A cell that cannot be what its column wants.

    ``code`` names the kind of fault; ``sentence`` picks a more telling sentence where one code has several causes,
    ``facts`` are what that sentence names.
    """

    def __init__(self, code: str, sentence: str = "", **facts: Any):
        super().__init__(code)
        self.code, self.sentence, self.facts = code, sentence or code, facts


# Before any reader ------------------------------------------------------------------------------


def tidy(text: str) -> str:
    """Plain single spaces, no invisible signs, full-width letters made narrow: what the eye reads."""
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", text.translate(FULL_WIDTH)))
    return " ".join(CONTROL.sub(" ", text).split())


def is_blank(value: object) -> bool:
    """Empty, white space, or the lone dash that people write for *none*."""
    return value is None or (isinstance(value, str) and (not (plain := tidy(value)) or plain in DASHES))


def refuse_unreadable(value: object) -> None:
    """Raise CellError for what no column takes: formulas (whatever object they come as) and Excel's error values."""
    if isinstance(value, str):
        plain = tidy(value)
        if plain.startswith("="):
            raise CellError("formula")
        if plain.upper() in ERROR_VALUES:
            raise CellError("error_value")
    elif not isinstance(value, (bool, int, float, date, time, timedelta)):
        raise CellError("formula")


def shown(value: object) -> str:
    """The cell as a person would recognise it in a report."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H.%M}"
    # Array formulas and data tables are objects; their own text is what was typed.
    return str(getattr(value, "text", value))[:200]


# Text -------------------------------------------------------------------------------------------


def _plain(value: object) -> str:
    if isinstance(value, bool):
        raise CellError("text", "text_is_boolean")
    if isinstance(value, (date, time, timedelta)):
        raise CellError("text", "text_is_date")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value))


def text(limit: int) -> Reader:
    """One line of at most ``limit`` characters."""

    def read(value: object) -> str:
        line = _plain(value)
        if len(line) > limit:
            raise CellError("too_long")
        return line

    return read


def code(value: object) -> str:
    """A short code as it stands in web addresses: letters, digits, hyphen, underscore."""
    plain = text(40)(value)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", plain):
        raise CellError("code")
    return plain


def listed(separators: str, limit: int, read: Reader = _plain) -> Reader:
    """Several entries in one cell, each at most ``limit`` characters, without repetition."""

    def read_all(value: object) -> tuple:
        if isinstance(value, str):
            # Full-width signs separate too, and so do line breaks, which tidy would make spaces.
            parts = re.split(f"[{separators}\n\r]", value.translate(FULL_WIDTH))
            entries = [read(tidy(part)) for part in parts if not is_blank(part)]
        else:
            entries = [read(value)]
        if any(len(entry) > limit for entry in entries if isinstance(entry, str)):
            raise CellError("too_long")
        return tuple(dict.fromkeys(entries))

    return read_all


def choice(vocabulary: Mapping[str, Any], fault: str) -> Reader:
    """One of the words of a vocabulary, however it is spaced and capitalised."""
    meanings = {words.key(word): meaning for word, meaning in vocabulary.items()}

    def read(value: object) -> Any:
        try:
            return meanings[words.key(tidy(str(value)))]
        except KeyError:
            raise CellError(fault, words=", ".join(vocabulary)) from None

    return read


# Numbers ----------------------------------------------------------------------------------------


def whole(least: int, most: int = SMALLINT, outside: str = "number", sentence: str = "") -> Reader:
    """A whole number from ``least`` to ``most``; ``outside`` is the fault of one that is not in that span."""

    def read(value: object) -> int:
        if isinstance(value, (bool, date, time, timedelta)):
            raise CellError("number")
        if isinstance(value, str):
            plain = tidy(value)
            if not re.fullmatch(r"[+-]?[0-9]{1,9}", plain):
                raise CellError("number")
            value = int(plain)
        if isinstance(value, float):
            if not value.is_integer():
                raise CellError("number")
            value = int(value)
        if not isinstance(value, int):
            raise CellError("number")
        if not least <= value <= most:
            raise CellError(outside, sentence)
        return value

    return read


# Days and hours ---------------------------------------------------------------------------------


def day(value: object) -> date:
    """A date cell, ``11/01/2027`` (day first), ``2027-01-11``, ``11 Januari 2027`` or ``Senin, 11 Januari 2027``."""
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, str):
        found = _day_in_words(tidy(value))
    else:
        raise CellError("date", "date_is_number")
    if not 1900 <= found.year <= 2100:
        raise CellError("date", "date_year")
    return found


def _day_in_words(typed: str) -> date:
    # Jum'at is one word.
    plain = re.sub(r"['’`]", "", typed).casefold()
    match = next(filter(None, (form.fullmatch(plain) for form in DATES)), None)
    if match is None:
        raise CellError("date")
    month = match["month"]
    try:
        found = date(int(match["year"]), int(month) if month.isdecimal() else words.MONTHS[month], int(match["day"]))
    except (ValueError, KeyError):
        raise CellError("date", "date_impossible") from None
    if match["weekday"]:
        named = words.WEEKDAYS.get(match["weekday"])
        if named is None:
            raise CellError("date")
        if named != found.weekday():
            raise CellError("date", "date_weekday")
    return found


def hour(value: object) -> time:
    """A time cell, ``08.00`` or ``8:00``."""
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        value = (datetime.min + value).time()
    if isinstance(value, time):
        # Excel keeps hours as fractions of a day: 08:00 may come back as 07:59:59.99.
        minutes = round((value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6) / 60)
        return time(*divmod(minutes, 60)) if minutes < 24 * 60 else time(23, 59)
    if not isinstance(value, str):
        raise CellError("time", "time_is_number")
    match = CLOCK.fullmatch(tidy(value))
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise CellError("time")
    return time(int(match[1]), int(match[2]))


def opening_hours(value: object) -> tuple[time, time]:
    """``07.30-16.00``, the later time second."""
    match = RANGE.fullmatch(tidy(value)) if isinstance(value, str) else None
    if match is None:
        raise CellError("opening_hours")
    try:
        opens, closes = hour(match[1]), hour(match[2])
    except CellError:
        raise CellError("opening_hours") from None
    if closes <= opens:
        raise CellError("opening_hours")
    return opens, closes


# People -----------------------------------------------------------------------------------------


def _digits(value: object, as_number: str) -> str:
    """The digits of an identifier; one that went through a number has lost some of them."""
    if isinstance(value, (int, float)) or SCIENTIFIC.fullmatch(plain := tidy(str(value))):
        raise CellError(as_number)
    # An apostrophe is how people tell Excel to keep the text; copied along, it means nothing.
    return re.sub(r"[\s.\-]", "", plain.lstrip("'’`"))


def nip(value: object) -> Nip:
    try:
        return parse_nip(_digits(value, "nip_as_number"))
    except IdentifierError as error:
        raise CellError(error.code) from error


def nuptk(value: object) -> str:
    digits = _digits(value, "nuptk_as_number")
    if not re.fullmatch(r"[0-9]{16}", digits):
        raise CellError("nuptk_length")
    return digits


def email(value: object) -> str:
    plain = tidy(str(value))
    if len(plain) > 254 or not EMAIL.fullmatch(plain):
        raise CellError("email")
    name, _, domain = plain.rpartition("@")
    return f"{name}@{domain.casefold()}"


def phone(value: object) -> str:
    try:
        # A number is safe here: a telephone number is shorter than the 15 digits that Excel keeps.
        return parse_phone(_plain(value).lstrip("'’`"))
    except (CellError, IdentifierError):
        raise CellError("phone") from None


def grade(value: object) -> str:
    """``III/c`` or ``IX`` in the spelling of the lists of grades; whether it fits the person is a rule."""
    plain = re.sub(r"\s", "", tidy(str(value)))
    match = re.fullmatch(r"([IVX]+)(?:[/.\-]?([A-E]))?", plain.upper())
    if match is None:
        raise CellError("grade")
    return f"{match[1]}/{match[2].lower()}" if match[2] else match[1]


def reference(as_number: str = "") -> Reader:
    """The number or address by which another sheet names a person: ``("nip" | "nuptk" | "email", key)``."""

    def read(value: object) -> tuple[str, str]:
        lost = as_number or (
            "nip_as_number" if isinstance(value, (int, float)) and value >= 1e16 else "nuptk_as_number"
        )
        if isinstance(value, str) and "@" in value:
            return "email", tidy(value).casefold()
        digits = _digits(value, lost)
        return ("nuptk" if len(digits) == 16 else "nip"), digits

    return read
