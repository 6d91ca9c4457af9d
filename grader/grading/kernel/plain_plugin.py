"""What the fork server does once before it forks kernels for assignments that are not lessons.

Such a kernel is as in Jupyter: nothing is recorded, no check is asked, and torch has its own settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn, optim

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from IPython.core.interactiveshell import InteractiveShell


def prepare(modules: Sequence[str]) -> Callable[[str, dict[str, Any]], None]:
    """Do once what is slow the first time in the `modules` that notebooks use.

    Returns the function that answers requests. Here there are none.
    """
    torch.set_num_threads(1)  # as for lessons: a kernel must not take the processors of the others
    if any(name.partition(".")[0] == "torch" for name in modules):
        net = nn.Linear(1, 1)
        net(torch.zeros(1, 1)).sum().backward()
        optim.SGD(net.parameters(), lr=0.1).step()  # the first optimizer imports torch._dynamo
    return _answer


def _answer(code: str, namespace: dict[str, Any]) -> None:
    """Take everything for a cell."""


def begin(shell: InteractiveShell) -> None:
    """Watch nothing."""
