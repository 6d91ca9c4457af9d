"""What an accuracy is told, from evidence that was made here: no notebook and no training."""

from __future__ import annotations

import math

import pytest
import torch

from grader.evidence.networks import Network, Probes
from grader.evidence.values import Value
from grader.judges.parts.accuracy import Question, Rows, expect_accuracy
from grader.judges.parts.scale import scale_of
from grader.lessons import soccer_winner as soccer
from grader.notebook.collect.networks import collect_network
from grader.notebook.recorder import recorder
from tests.support.training import train

KNOWN = Rows(torch.tensor([[0.0, 0.0], [1.0, 1.0]]), torch.tensor([[0.0], [1.0]]), ("X", "y"))
ASKED = Rows(torch.rand(10, 2), torch.tensor([[1.0]] * 6 + [[0.0]] * 4), ("X_season", "y_season"))
# 5 of the 6 wins are called wins, and 3 of the others: right about 6 of 10
OUTPUTS = torch.tensor([0.1, 0.9, 0.9, 0.8, 0.7, 0.6, 0.9, 0.3, 0.95, 0.85, 0.99, 0.2])
OLD, NEW = OUTPUTS[:2], OUTPUTS[2:]


def _network() -> Network:
    value = Value(name="model", kind="network", type_name="Sequential")
    return Network(value=value, output=Value.collect(OUTPUTS.reshape(-1, 1), "output"))


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (0.6, None, ""),
        (0.604, None, ""),
        (torch.tensor(0.6), "wrong-type", "a tensor of shape () that holds 0.6"),
        (True, "wrong-type", "True or False"),
        (1.0, "wrong-values", "on which the model was trained"),
        (60, "wrong-values", "percentage"),
        (6, "wrong-values", "number of right answers, not"),
        (4, "wrong-values", "number of wrong answers"),
        (0.8, "wrong-values", "for which the model says 1"),
        (5 / 8, "wrong-values", "precision"),
        (5 / 6, "wrong-values", "recall"),
        (float(NEW.mean()), "wrong-values", "mean of the probabilities"),
        (0.8 * 0.6 + 0.2 * 0.4, "broadcast-target", "100 comparisons"),
        (0.77, "wrong-values", "right about 6 of the 10"),
        (
            -math.log(0.9),
            "wrong-values",
            "result for the 2 rows of `X`, on which the model was trained. It is the loss",
        ),
    ],
)
def test_a_number_that_is_no_accuracy_is_known_by_its_value(number: float, code: str | None, words: str) -> None:
    found = list(expect_accuracy(Value.collect(number, "accuracy"), _network(), Question(ASKED, KNOWN, ())))
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(words in finding.message for finding in found)


@pytest.mark.parametrize(
    ("rows", "factor"),
    [
        (soccer.FEATURES, None),
        (soccer.FEATURES / 10, 0.1),
        ((soccer.FEATURES - 1.5).flip(0), 1.0),  # in another order
        (soccer.FEATURES**2, None),  # no scale makes these of the rows
        (soccer.FEATURES[:6] / 10, None),
    ],
)
def test_the_scale_of_a_run_is_seen_from_its_inputs(rows: torch.Tensor, factor: float | None) -> None:
    model = soccer.new_model()
    train(model, torch.nn.BCELoss(), rows, torch.ones(len(rows), 1), 5)
    scale = scale_of(collect_network(model, "model", Probes(soccer.FEATURES)), soccer.FEATURES)
    assert (None if scale is None else scale.factor.tolist()) == (
        None if factor is None else pytest.approx([factor, factor], rel=1e-4)
    )


@pytest.mark.parametrize(("layer", "differs"), [(torch.nn.Dropout(0.5), True), (torch.nn.Identity(), False)])
def test_train_mode_is_tried_and_put_back(layer: torch.nn.Module, differs: bool) -> None:  # noqa: FBT001
    recorder.start()
    model = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.BatchNorm1d(8) if differs else layer, layer).eval()
    before = {name: buffer.clone() for name, buffer in model.named_buffers()}
    network = collect_network(model, "model", Probes(soccer.FEATURES, both_modes=True))
    assert torch.equal(network.output.numbers, network.in_train_mode.numbers) is not differs
    assert not any(m.training for m in model.modules())
    assert all(torch.equal(buffer, before[name]) for name, buffer in model.named_buffers())
