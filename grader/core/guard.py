"""What protects the grader while the student's code runs during collecting.

`undo` runs after it: in a grader's kernel it restores what the code may have patched; elsewhere it does
nothing. `usual` is the context of all of it, since a notebook may have changed PyTorch's defaults.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def nothing() -> None:
    """Do nothing."""


undo: Callable[[], None] = nothing


@contextmanager
def usual() -> Iterator[None]:
    """Work with PyTorch's usual defaults inside: new tensors are float32, on the CPU, and graphs are recorded.

    A notebook that sets another dtype or device is told so by the exercise that asks for one. How it is judged
    afterwards does not depend on it.
    """
    dtype, device, mode = torch.get_default_dtype(), torch.get_default_device(), torch.is_grad_enabled()
    if dtype == torch.float32 and device.type == "cpu" and mode:  # nearly always, and then it costs nothing
        yield
        return
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)
    try:
        with torch.device("cpu"):
            yield
    finally:
        torch.set_default_dtype(dtype)
        torch.set_grad_enabled(mode)
