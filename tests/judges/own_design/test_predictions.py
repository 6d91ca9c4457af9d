"""What a function answered for new rows, beside what the network gives for them, and what is found of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from grader.core.verdict import Finding
from grader.evidence.functions import Call, Function
from grader.evidence.networks import Network
from grader.evidence.runs import History, OptimizerSettings, Run
from grader.evidence.values import Value
from grader.judges.own_design.others_rows import Tables
from grader.judges.own_design.predictions import Asked, Tier, expect_predictions
from grader.lessons.capstone.league import league, public

NEW = league(0).matches(500, 77)
ASKED = Asked(NEW, public(0))
NOISE = torch.rand(500, generator=torch.Generator().manual_seed(1)).reshape(-1, 1)
SCORES = (NEW[1] - 0.5) * 8 * NOISE + 0.02  # a network that is right for every match, surely or hardly
TIERS = (Tier(0.80, 4), Tier(0.65, 2))
NOTHING = torch.zeros(0, 1)


def network(outputs: Tensor, *batches: Tensor) -> Network:
    run = Run(
        optimizer=OptimizerSettings("SGD", ("SGD", "Optimizer"), ({"lr": 0.1},)), optimizers=1, shapes=((1,),), steps=1,
        sampled=torch.zeros(0, dtype=torch.int64), before=NOTHING, gradient=NOTHING, after=NOTHING, arrived=NOTHING,
        backwards=torch.zeros(0, dtype=torch.int64), stale=torch.zeros(0, dtype=torch.bool),
        pace=torch.zeros(0, 2, dtype=torch.float64), batch=torch.zeros(0, dtype=torch.int64), inputs=batches,
        targets=(None,) * len(batches), losses=torch.ones(1, dtype=torch.float64),
        marks=torch.zeros(1, dtype=torch.float64), last=torch.zeros(1),
    )  # fmt: skip
    value = Value(name="model", kind="network", type_name="Sequential")
    return Network(value=value, output=Value.collect(outputs, "output"), history=History(runs=(run,)))


def findings(answer: Callable[[Tensor], object], model: Network) -> list[Finding]:
    """Judge a function that answers by the network's outputs (n, 1) for the rows that it gets."""
    outputs = model.output.numbers
    given = [outputs, outputs, outputs[:250].flip(0), outputs[:1], torch.zeros(600, 1)]
    calls = tuple(Call(result=Value.collect(answer(o), "result")) for o in given)
    function = Function(value=Value(name="predict", kind="callable", type_name="function"), calls=calls)
    return list(expect_predictions(function, model, ASKED, TIERS, Tables("league 0", lambda: ())))


@pytest.mark.parametrize(
    ("answer", "outputs"),
    [
        (lambda o: (o > 0).float(), SCORES),
        (lambda o: o > 0, SCORES),
        (lambda o: (o.sigmoid() > 0.5).float(), SCORES),
        (lambda o: (o > 0.3).float(), SCORES),
        (lambda o: (o > 0.5).float(), SCORES.sigmoid()),
        (lambda o: (o > 0.5).float(), NEW[1] + 0.4 * (0.5 - NOISE)),
    ],
    ids=["scores", "booleans", "sigmoid first", "a limit of one's own", "probabilities", "squared error"],
)
def test_right(answer: Callable[[Tensor], object], outputs: Tensor) -> None:
    assert findings(answer, network(outputs)) == []


@pytest.mark.parametrize(
    ("answer", "outputs", "code", "cost"),
    [
        (lambda o: (o > 0.5).float(), SCORES, "wrong-values", 1),
        (lambda o: (o > 0).float(), NEW[1] + 0.4 * (0.5 - NOISE), "wrong-values", 2),
        (lambda o: (o > 0).float().numpy(), SCORES, "wrong-type", 1),
        (lambda o: (o > 0).float().reshape(-1), SCORES, "wrong-shape", 1),
        (lambda o: o, SCORES, "wrong-values", 1),
        (lambda o: (o < 0).float(), SCORES, "wrong-values", 4),
        (lambda o: (o > o.mean()).float(), SCORES, "mixed-rows", 4),
        (lambda o: torch.ones(len(o), 1), SCORES, "constant-prediction", 4),
        (lambda o: (o > 0).float(), SCORES * torch.nan, "learning-rate-too-high", 4),
        (lambda o: "won", SCORES, "wrong-type", None),
    ],
    ids=["0.5 for scores", "0 for squares", "array", "flat", "scores themselves", "the other way", "the mean as limit",
         "always a win", "no numbers", "a text"],
)  # fmt: skip
def test_wrong(answer: Callable[[Tensor], object], outputs: Tensor, code: str, cost: float | None) -> None:
    assert [(finding.code, finding.cost) for finding in findings(answer, network(outputs))] == [(code, cost)]


@pytest.mark.parametrize("one_by_one", [True, False], ids=["rows", "batch"])
def test_rows_of_another_scale(one_by_one: bool) -> None:  # noqa: FBT001 - a case
    random = torch.rand(500, 1, generator=torch.Generator().manual_seed(5)) - 0.5
    small = NEW[0] / 20
    model = network(random, *(small if one_by_one else (small,)))
    (finding,) = findings(lambda o: (o > 0).float(), model)
    assert finding.code == "scale-differs"
