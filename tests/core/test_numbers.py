"""Numbers and sentences as a message shows them."""

from __future__ import annotations

import pytest
import torch

from grader.core.numbers import listed, point, sentence, shown


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("that is the mean", "That is the mean."),
        ("Is it inside the loop?", "Is it inside the loop?"),
        ("`net(X)` stopped with ValueError: no.", "`net(X)` stopped with ValueError: no."),
    ],
)
def test_a_sentence_begins_with_a_capital_letter_and_ends(text: str, whole: str) -> None:
    assert sentence(text) == whole


@pytest.mark.parametrize(("numbers", "shown"), [([3.0], "3"), ([3.0, 0.5], "(3, 0.5)")])
def test_a_row_of_several_numbers_is_in_parentheses(numbers: list[float], shown: str) -> None:
    assert point(torch.tensor(numbers)) == shown


def test_minus_0_is_0() -> None:
    assert shown(-0.0) == "0"


@pytest.mark.parametrize(
    ("names", "told"), [(["a"], "`a`"), (["a", "b"], "`a` and `b`"), (["a", "b", "c"], "`a`, `b` and `c`")]
)
def test_names_are_listed_as_in_a_sentence(names: list[str], told: str) -> None:
    assert listed(names) == told
