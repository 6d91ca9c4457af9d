"""Numbers that somebody types, and which predictions are right: plain functions, without a kernel."""

from __future__ import annotations

import pytest

from grader.notebook.prompts.prediction import Choice, Number, kind_of, typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3), (" 0.25 ", 0.25), ("-1e-3", -0.001), ("0,25", 0.25), ("1,5", 1.5), (",5", 0.5), ("1,2345", 1.2345),
        ("\N{MINUS SIGN}2", -2), ("+7", 7),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(text: str, number: float):
    assert typed_number(text) == number


@pytest.mark.parametrize("text", ["", "  ", "abc", "3 euro", "5 %", "1/3", "nan", "inf", "1e999", "1.2.3", "1,2,3"])
def test_anything_else_gets_one_line_that_says_what_to_type(text: str):
    with pytest.raises(ValueError, match=r"^[^\n]+ Type one number and nothing else, for example 0\.25 or 3\.$"):
        typed_number(text)


def test_a_long_text_is_repeated_in_part():
    with pytest.raises(ValueError, match='^"' + "x" * 24 + r'\.\.\." is not a number'):
        typed_number("x" * 500)


@pytest.mark.parametrize("text", ["1,000", "12,345", "-1,500"])
def test_a_comma_that_can_be_read_in_two_ways_is_asked_about(text: str):
    with pytest.raises(ValueError, match="can be read in two ways") as caught:
        typed_number(text)
    assert text.replace(",", "") in str(caught.value)
    assert text.replace(",", ".") in str(caught.value)


@pytest.mark.parametrize(
    ("said", "measured", "right"),
    [
        ("1.05", 1.0, True), ("0.95", 1.0, True), ("1.0501", 1.0, False), ("-1.05", -1.0, True), ("1", -1.0, False),
        ("0", 0.0, True), ("0.0001", 0.0, False), ("105", 100.0, True), ("2.1e-8", 2e-8, True), ("3e-8", 2e-8, False),
    ],
)  # fmt: skip
def test_a_number_is_right_within_a_fraction_of_what_was_measured(said: str, measured: float, *, right: bool):
    assert Number(0.05).is_right(said, measured) is right


def test_ranges_end_before_their_upper_limit():
    kind = kind_of({"less than 8": (0, 8), "8 or more": (8, 99)}, 0.05)
    assert kind.is_right("8 or more", 8.0)
    assert not kind.is_right("less than 8", 8.0)


def test_names_alone_stand_for_themselves():
    kind = kind_of(["SGD", "Adam"], 0.05)
    assert kind == Choice(("SGD", "Adam"))
    assert kind.is_right("Adam", "Adam")
    assert kind.usable(3) is None
    assert kind.told("SGD", "RMSprop", "it was {}") == "You said: SGD.\nIt was:   none of these: it was {}."


@pytest.mark.parametrize("measured", [float("nan"), float("inf")])
@pytest.mark.parametrize("kind", [Number(0.05), Choice(("a",), {"a": (0, 1)})])
def test_a_number_that_is_none_is_not_compared(kind: Choice | Number, measured: float):
    assert kind.usable(measured) is None
