"""Verification codes: ten random symbols and one that checks them. Pure, no database.

Crockford's base32 leaves out I, L, O and U, so that a code read aloud or typed from paper cannot be
misheard. The check symbol is the sum of the others weighted by powers of a generator of GF(32); as
the weights are all different and none is zero, one wrong symbol or two swapped ones never pass.
"""

import secrets
from collections.abc import Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 10
LENGTH = RANDOM_SYMBOLS + 1

_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
# x⁵ + x² + 1 is primitive over GF(2): its root generates every element of GF(32) but zero.
_POLYNOMIAL = 0b100101


class CodeError(ValueError):
    """A text that cannot be a code: ``length``, ``symbol`` or ``check`` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


def new_code() -> str:
    """Eleven symbols without hyphens, from 50 random bits."""
    values = [secrets.randbelow(32) for _ in range(RANDOM_SYMBOLS)]
    return "".join(ALPHABET[value] for value in [*values, _check(values)])


def parse_code(text: str) -> str:
    """Read what somebody typed: any case, spaces or hyphens; O is 0, I and L are 1.

    Raises CodeError with code ``length``, ``symbol`` or ``check``; a typo is told before the database is asked.
    """
    symbols = "".join(text.upper().split()).replace("-", "")
    if len(symbols) != LENGTH:
        raise CodeError("length")
    if any(symbol not in _VALUES for symbol in symbols):
        raise CodeError("symbol")
    values = [_VALUES[symbol] for symbol in symbols]
    if _check(values[:-1]) != values[-1]:
        raise CodeError("check")
    return "".join(ALPHABET[value] for value in values)


def format_code(code: str) -> str:
    """``F3JM95H9T1N`` → ``F3JM-95H9-T1N``."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def _check(values: Iterable[int]) -> int:
    """``Σ αⁱ⁺¹·vᵢ`` over GF(32). The check symbol itself has weight 1 = α⁰, unlike any of the ten before it."""
    total = 0
    for power, value in enumerate(values, start=1):
        for _ in range(power):
            value <<= 1
            if value & 0b100000:
                value ^= _POLYNOMIAL
        total ^= value
    return total
