"""scikit-learn's errors, as learners meet them who use its metrics and scalers."""

from __future__ import annotations

import ast
import re

from torch import Tensor

from grader.notebook.errors.rules import explains
from grader.notebook.errors.situation import PAIR, Explanation, Situation


@explains("ValueError", r"^Classification metrics can't handle a mix of ([\w-]+) and ([\w-]+) targets", ast.Call)
def mixed_targets(s: Situation, call: ast.Call, first: str, second: str) -> Explanation | None:
    if len(call.args) < PAIR or [first, second].count("continuous") != 1:
        return None
    argument = call.args[0 if first == "continuous" else 1]
    called, odd, value = ast.unparse(call.func), ast.unparse(argument), s.value(argument)
    return Explanation(
        f"`{called}` compares classes, and `{odd}` holds other numbers",
        f"{s.met} compares the two row by row. `{odd}` has numbers with decimals, such as probabilities, and "
        "they are not equal to 0 or 1.",
        f"Make a class of each probability first: `({odd} >= 0.5).float()`."
        if isinstance(value, Tensor) or "(" in odd
        else "Make a class of each probability first: 1 from 0.5 on, and 0 below.",
    )


@explains("ValueError", r"^Found input variables with inconsistent numbers of samples: \[(\d+), (\d+)\]", ast.Call)
def other_rows(s: Situation, call: ast.Call, first: str, second: str) -> Explanation | None:
    return Explanation(
        f"The two have {first} and {second} rows",
        f"{s.met} gives them to `{ast.unparse(call.func)}`, which compares row with row.",
        "Print the `.shape` of both. Do they belong to the same examples?",
    )


@explains("ValueError", r"^Expected 2D array, got (1D|scalar) array instead", ast.Call)
def flat_rows(s: Situation, call: ast.Call, kind: str) -> Explanation | None:
    if not call.args:
        return None
    text, value = ast.unparse(call.args[0]), s.value(call.args[0])
    return Explanation(
        f"`{ast.unparse(call.func)}` needs rows and columns",
        f"{s.met} gives it `{text}`, which has no columns.",
        f"Make one column of it: `{text}.reshape(-1, 1)`."
        if kind == "1D" and hasattr(value, "reshape")
        else "Give it one row for each example, with one column for each feature.",
    )


@explains("NotFittedError", r"^This (\w+) instance is not fitted yet")
def not_fitted(s: Situation, kind: str) -> Explanation | None:
    found = re.search(r"(\w+)\.(?:inverse_)?(?:transform|predict)", s.line)
    if found is None:
        return None
    return Explanation(
        f"`{found[1]}` has not seen any data yet",
        f"{s.met} uses this `{kind}`, but it computes with numbers that `fit` finds in data, and it has none yet.",
        f"Call `{found[1]}.fit(...)` on the training rows first.",
    )
