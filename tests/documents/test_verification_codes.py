from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.verification_codes import ALPHABET, LENGTH, CodeError, format_code, new_code, parse_code

codes = st.builds(new_code)


@given(codes)
def test_a_code_survives_being_read_aloud_and_typed_by_hand(code):
    assert len(code) == LENGTH
    typed = f" {format_code(code).lower().replace('0', 'o').replace('1', 'l')} "
    assert parse_code(typed) == code
    assert parse_code(" ".join(code).replace("1", "I").replace("0", "O")) == code


@given(codes)
def test_every_single_wrong_symbol_is_noticed(code):
    for place in range(LENGTH):
        for symbol in ALPHABET.replace(code[place], ""):
            with pytest.raises(CodeError) as error:
                parse_code(code[:place] + symbol + code[place + 1 :])
            assert error.value.code == "check"


@given(codes)
def test_every_two_swapped_neighbours_are_noticed(code):
    for place in range(LENGTH - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code:
            with pytest.raises(CodeError) as error:
                parse_code(swapped)
            assert error.value.code == "check"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("F3JM-95H9-T1", "length"),
        ("F3JM-95H9-T1NN", "length"),
        ("F3JM-95H9-T1U", "symbol"),
        ("F3JM_95H9T1", "symbol"),
        ("F3JM95H9T1Ñ", "symbol"),
    ],
)
def test_what_cannot_be_a_code_says_why(text, code):
    with pytest.raises(CodeError) as error:
        parse_code(text)
    assert error.value.code == code


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_a_code_error(text):
    with suppress(CodeError):
        assert set(parse_code(text)) <= set(ALPHABET)


def test_a_code_is_shown_in_groups():
    assert format_code("F3JM95H9T1N") == "F3JM-95H9-T1N"
