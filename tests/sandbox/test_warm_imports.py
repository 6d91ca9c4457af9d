"""What a notebook imports is imported once, before kernels are forked, whatever its modules do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.sandbox.forkserver import OTHERS, ForkServer
from grader.sandbox.limits import Sandbox
from grader.sandbox.warm_imports import modules_in
from tests.sandbox.running import session

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("import torch\nimport torch.nn as nn", ("torch", "torch.nn")),
        ("from matplotlib import pyplot as plt", ("matplotlib", "matplotlib.pyplot")),
        ("from torch.nn import *", ("torch.nn",)),
        ("def f():\n    import pandas", ("pandas",)),
        ("%matplotlib inline\n!ls\nimport csv", ("csv",)),
        ("from . import helpers\nfrom .helpers import f", ()),
        ("import csv\na b", ()),
        ("x = 'import csv'", ()),
    ],
)
def test_modules_of_a_cell(source: str, modules: tuple[str, ...]) -> None:
    assert modules_in([source]) == modules


def test_modules_of_a_notebook_are_named_once() -> None:
    assert modules_in(["import csv", "import json\nimport csv"]) == ("csv", "json")


@pytest.fixture(scope="module")
def fork_server() -> Iterator[ForkServer]:
    """Return the process for notebooks that are not lessons, with modules that are there, missing or odd."""
    modules = ["colorsys", "sklearn.linear_model", "nowhere", "torch.nothing", "this"]
    started = ForkServer(Sandbox(imports=modules), OTHERS)
    started.start()
    yield started
    started.close()


def test_kernel_begins_with_them(fork_server: ForkServer) -> None:
    with session(fork_server) as kernel:
        names = ["colorsys", "sklearn.linear_model", "nowhere", "antigravity"]
        told = kernel.run(f"import sys; print([name in sys.modules for name in {names}])")
        assert told == "[True, True, False, False]\n"


def test_kernel_is_as_in_jupyter(fork_server: ForkServer) -> None:
    """Nothing of a lesson is in it: torch has its own settings, and no optimizer is watched."""
    with session(fork_server) as kernel:
        told = kernel.run(
            "import torch\nfrom torch.optim.optimizer import Optimizer\n"
            "print(torch.are_deterministic_algorithms_enabled(), 'grader.lessons' in __import__('sys').modules)\n"
            "print(type(Optimizer.step).__name__, torch.rand(1).item() > 0)"
        )
        assert told == "False False\nfunction True\n"
