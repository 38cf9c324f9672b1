"""NIP, NUPTK, grades and phone numbers: what they must look like (domain rules, no database)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

# PNS: golongan I–IV with ruang; PPPK: golongan I–XVII without (PP 11/2017, PP 49/2018).
PNS_GRADES = frozenset(f"{roman}/{letter}" for roman in ("I", "II", "III") for letter in "abcd") | frozenset(
    f"IV/{letter}" for letter in "abcde"
)
PPPK_GRADES = frozenset(
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"]
)
RANKS = {
    "I/a": "Juru Muda",
    "I/b": "Juru Muda Tingkat I",
    "I/c": "Juru",
    "I/d": "Juru Tingkat I",
    "II/a": "Pengatur Muda",
    "II/b": "Pengatur Muda Tingkat I",
    "II/c": "Pengatur",
    "II/d": "Pengatur Tingkat I",
    "III/a": "Penata Muda",
    "III/b": "Penata Muda Tingkat I",
    "III/c": "Penata",
    "III/d": "Penata Tingkat I",
    "IV/a": "Pembina",
    "IV/b": "Pembina Tingkat I",
    "IV/c": "Pembina Utama Muda",
    "IV/d": "Pembina Utama Madya",
    "IV/e": "Pembina Utama",
}


class IdentifierError(ValueError):
    """A number that cannot be what it claims to be; ``code`` names the rule it breaks."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Nip:
    """A parsed NIP: 18 digits YYYYMMDD YYYYMM S NNN (PNS) or YYYYMMDD YYYYKK S NNN, KK ≥ 21 (PPPK)."""

    digits: str
    kind: Literal["pns", "pppk"]
    born: date
    sex: Literal["L", "P"]


def parse_nip(text: str) -> Nip:
    """Read a NIP, ignoring spaces, dots and hyphens.

    Raises IdentifierError with code ``nip_length``, ``nip_birth_date``, ``nip_appointment``, ``nip_sex``
    or ``nip_sequence``.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{18}", digits):
        raise IdentifierError("nip_length")
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError as error:
        raise IdentifierError("nip_birth_date") from error
    if not 1920 <= born.year <= 2015:
        raise IdentifierError("nip_birth_date")
    appointed, month = int(digits[8:12]), int(digits[12:14])
    if not (1 <= month <= 12 or month >= 21) or appointed - born.year < 16 or appointed > 2100:
        raise IdentifierError("nip_appointment")
    if digits[14] not in "12":
        raise IdentifierError("nip_sex")
    if digits[15:] == "000":
        raise IdentifierError("nip_sequence")
    return Nip(digits, "pns" if month <= 12 else "pppk", born, "L" if digits[14] == "1" else "P")


def format_nip(digits: str) -> str:
    """Print form ``19860926 201505 1 001``."""
    if len(digits) != 18:
        return digits
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def parse_phone(text: str) -> str:
    """Return an Indonesian number as E.164 (+62…). Raises IdentifierError("phone")."""
    digits = re.sub(r"[\s().\-]", "", text)
    if digits.startswith("0"):
        digits = "+62" + digits[1:]
    elif digits.startswith("62"):
        digits = "+" + digits
    elif digits.startswith("8"):
        digits = "+62" + digits
    if not re.fullmatch(r"\+[1-9][0-9]{7,14}", digits):
        raise IdentifierError("phone")
    return digits


def rank_with_grade(grade: str) -> str:
    """``Pembina Tingkat I (IV/b)`` for PNS; PPPK have a golongan but no rank."""
    return f"{RANKS[grade]} ({grade})" if grade in RANKS else grade
