"""An answer is judged where its cells can have an effect, and nowhere else."""

from __future__ import annotations

import pytest

from grader.devtools.touched_exercises import CellSource, touched

CELLS = [
    CellSource("setup", "import torch\nfrom torch import nn, optim", None),
    CellSource("data", "x = torch.ones(3)", None),
    CellSource("test_data", "check.data(x)", "data"),
    CellSource("model", "net = nn.Linear(1, 1)", None),
    CellSource("test_model", "check.model(net)", "model"),
    CellSource("training", "for epoch in range(3):\n    loss = net(x).sum()", None),
    CellSource("test_training", "check.training(net)", "training"),
    CellSource("function", "def f(a):\n    net, x = a\n    return optim.SGD(net)", None),
    CellSource("test_function", "check.function(f)", "function"),
]


@pytest.mark.parametrize(
    ("replaced", "expected"),
    [
        ({"function": "def f(a):\n    return a"}, {"function"}),
        ({"model": "net = 3"}, {"model", "training"}),
        ({"training": "net = nn.Linear(1, 1)\nnn.init.zeros_(net.weight)"}, {"training"}),
        ({"data": "x = 1"}, {"data", "training"}),  # training names x
        ({"data": "y = 1"}, {"data", "training"}),  # x is missing
        ({"data": "x = torch.ones(3)\ndef f(a): ..."}, {"data", "training", "function"}),
        ({"function": "def f(a):\n    x = 3\n    return [net for net in x]"}, {"function"}),  # names of its own
        ({"function": "def f(a):\n    return net"}, {"function"}),
        ({"function": "def f(a):\n    global x\n    x = a"}, {"function"}),
    ],
)
def test_exercises_that_use_what_a_cell_names(replaced: dict[str, str], expected: set[str]):
    assert touched(CELLS, replaced) == expected


@pytest.mark.parametrize(
    "source",
    ["x = (", "import numpy", "torch = 3", "nn.Linear.forward = None", "torch.set_default_dtype(torch.float64)",
     "exec('x = 1')", "del torch"],
)  # fmt: skip
def test_cell_that_may_change_anything(source: str):
    assert touched(CELLS, {"function": source}) is None
