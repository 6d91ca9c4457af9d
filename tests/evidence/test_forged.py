"""Evidence that was changed at random: the result is always a verdict, and it comes soon."""

from __future__ import annotations

import base64
import copy
import json
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from safetensors.torch import load, save

from grader import lessons
from grader.evidence import bundle
from grader.grading.verdicts.notebook_verdicts import judge_cell
from tests.support.answers import answers, executed

MUTATIONS = 12  # of each answer's evidence of each exercise
ANYTHING: list[Any] = [
    None, True, False, -1, 0, 1, 7, 2**31, 2**63 - 1, 2**70, -(2**63), 0.5, 1e308, math.nan, math.inf, "", "tensor",
    "x" * 30_000, "\ud800", [], [0], [-1, 3], [[1]], {}, {"tensor": 0}, {"tensor": 1}, {"tensor": -1},
    json.loads("[" * 60 + "]" * 60), json.loads("1e400"),
]  # fmt: skip
TENSORS: list[Callable[[torch.Tensor], torch.Tensor]] = [
    lambda t: t[:0] if t.dim() else t.reshape(1),
    lambda t: t.reshape(-1)[:1],
    lambda t: t.reshape(-1)[0].clone() if t.numel() else t,
    lambda t: torch.cat([t, t]) if t.dim() else t,
    lambda t: t[None],
    lambda t: torch.ones(t.shape, dtype=torch.float64),
    lambda t: torch.ones(t.shape, dtype=torch.int8),
    lambda t: torch.ones(t.shape, dtype=torch.float16),
    lambda t: torch.ones(t.shape, dtype=torch.bool),
    lambda t: torch.ones(t.shape, dtype=torch.complex64),
    lambda t: torch.full_like(t, math.nan) if t.is_floating_point() else torch.full_like(t, -5, dtype=torch.int64),
    lambda t: t * 1e30 if t.is_floating_point() else t,
    lambda t: t + torch.randn(t.shape, generator=torch.Generator().manual_seed(1)),
    torch.zeros_like,
    lambda t: torch.zeros(300, 300),
    lambda t: t.flip(0) if t.dim() else t,
]


def places(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container of a tree with each of its keys."""
    for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
        yield tree, key
        if isinstance(value, (dict, list)):
            yield from places(value)


def mutated(packed: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    packed = copy.deepcopy(packed)
    for _ in range(chance.choice([1, 1, 2, 5])):
        container, key = chance.choice(list(places(packed["tree"])))
        what = chance.randrange(6)
        if key == "nonce":
            continue
        if what == 0:
            container[key] = copy.deepcopy(chance.choice(ANYTHING))
        elif what == 1:
            container[key] = copy.deepcopy(chance.choice(list(places(packed["tree"])))[0])
        elif what == 2 and isinstance(container[key], list):
            container[key] = container[key] * chance.choice([0, 2, 20])
        elif what <= 3:
            alike = [other for other in ANYTHING if type(other) is type(container[key])]
            container[key] = copy.deepcopy(chance.choice(alike or ANYTHING))
        elif packed["tensors"]:
            tensors = load(base64.b64decode(packed["tensors"]))
            if tensors:
                number = chance.choice(sorted(tensors))
                tensors[number] = chance.choice(TENSORS)(tensors[number]).contiguous().clone()
                packed["tensors"] = base64.b64encode(save(tensors)).decode()
    return packed


@pytest.mark.parametrize("lesson", lessons.MODULES)
@pytest.mark.parametrize("which", [0, -1], ids=["right", "wrong"])
def test_whatever_is_changed_a_verdict_comes_of_it(lesson: str, which: int) -> None:
    chance = random.Random(f"{lesson} {which}")  # noqa: S311 - a test that does the same each time
    for name, (place, requests) in executed(answers(lesson)[which]).items():
        exercise = lessons.find(lesson).exercises[name]
        for _ in range(MUTATIONS):
            cell = copy.deepcopy(place.cell)
            output = chance.choice(cell["outputs"])
            output["data"][bundle.MIME_TYPE] = mutated(output["data"][bundle.MIME_TYPE], chance)
            judged = judge_cell(exercise, place._replace(cell=cell), requests)
            assert 0 <= judged.verdict.points <= exercise.points
            assert not judged.verdict.is_undecided
            json.dumps(judged.verdict.to_json()).encode()
