"""Slopes from differences, by the places at which a function was evaluated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.lessons import backward_by_hand as check

SEEDS = (1, 77, 2**55 + 1)

RIGHT: list[Callable[..., Any]] = [
    lambda f, w, h: (f(w + h) - f(w - h)) / (2 * h),
    lambda f, w, h: ((f(w + h) - f(w)) / h + (f(w) - f(w - h)) / h) / 2,
    lambda f, w, h: np.diff(f(np.array([w - h, w + h])))[0] / (2 * h),
    lambda f, w, h: (f(w + h / 2) - f(w - h / 2)) / h,
    lambda f, w, h: (8 * (f(w + h) - f(w - h)) - (f(w + 2 * h) - f(w - 2 * h))) / (12 * h),
]
WRONG: list[tuple[str, Callable[..., Any]]] = [
    ("one-sided-difference", lambda f, w, h: (f(w + h) - f(w)) / h),
    ("one-sided-difference", lambda f, w, h: (f(w) - f(w - h)) / h),
    ("one-sided-difference", lambda f, w, h: (f(w + 1e-6) - f(w)) / 1e-6),
    ("one-sided-difference", lambda f, w, h: np.diff(f(np.array([w, w + h])))[0] / h),
    ("step-too-small", lambda f, w, h: (f(w + 1e-15) - f(w - 1e-15)) / 2e-15),
    ("wrong-values", lambda f, w, h: (f(w + 1e-6) - f(w - 1e-6)) / 2e-6),
    ("wrong-values", lambda f, w, h: (f(w + h) - f(w - h)) / h),
    ("wrong-values", lambda f, w, h: (f(w - h) - f(w + h)) / (2 * h)),
    ("wrong-values", lambda f, w, h: f(w)),
    ("wrong-type", lambda f, w, h: [f(w + h)]),
]


def codes(function: Callable[..., Any], seed: int) -> tuple[str, ...]:
    return check.numeric_slope.verdict(check.numeric_slope.collect([function], seed)).codes


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("function", RIGHT)
def test_a_slope_from_both_sides_is_right(function: Callable[..., Any], seed: int) -> None:
    assert codes(function, seed) == ()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("code", "function"), WRONG)
def test_what_else_was_done_is_named(code: str, function: Callable[..., Any], seed: int) -> None:
    assert codes(function, seed) == (code,)
