"""Runs cells without a kernel and explains the error that the last one ends with."""

from __future__ import annotations

import itertools
import linecache
import warnings
from typing import TYPE_CHECKING, Any

from grader.notebook.errors.explain import explain

if TYPE_CHECKING:
    from grader.notebook.errors.situation import Explanation

SETUP = """import copy
from pathlib import Path
import torch
from torch import nn, optim
import matplotlib.pyplot as plt
x_data = torch.tensor([[1.0], [2.0], [3.0]])
y_data = torch.tensor([[3.0], [5.0], [7.0]])
net = nn.Sequential(nn.Linear(1, 1))
criterion = nn.MSELoss()
optimizer = optim.SGD(net.parameters(), lr=0.01)
"""
MADE_BY = {"net": "model", "criterion": "criterion", "optimizer": "optimizer", "losses": "training", "x_data": "data"}
_numbers = itertools.count()


def explained(*cells: str, setup: str = SETUP) -> tuple[BaseException, Explanation | None]:
    """Run cells one after the other; return the error that the last one raises, and its explanation."""
    names: dict[str, Any] = {"__name__": "__main__"}
    sources = (setup, *cells)
    for i, source in enumerate(sources):
        file = f"/tmp/ipykernel_1/{next(_numbers)}.py"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        try:
            with warnings.catch_warnings():  # a kernel shows Python's warning of a missing comma, and runs the cell
                warnings.simplefilter("ignore", SyntaxWarning)
                code = compile(source, file, "exec")
            exec(code, names)
        except BaseException as error:
            assert i == len(sources) - 1, f"cell {i} raised {error!r}"
            return error, explain(error, names, sources, MADE_BY)
    raise AssertionError("no cell raised an error")
