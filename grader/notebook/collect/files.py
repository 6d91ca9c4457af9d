"""Read a file that a student saved a network's state in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from grader.evidence.errors import Raised
from grader.evidence.files import StateFile
from grader.evidence.networks import MAX_PARAMETERS
from grader.evidence.values import Value
from grader.notebook.recording.recorder import recorder

MAX_FILE_BYTES = 4 * 2**20  # bytes


def collect_state_file(value: Any, name: str) -> StateFile:
    described = Value.collect(value, name)
    if not isinstance(value, (str, os.PathLike)):
        return StateFile(value=described)
    path = Path(value)
    if not path.is_file():
        return StateFile(value=described, is_path=True)
    try:
        with recorder.paused():
            tensors = _read(path)
    except Exception as error:  # noqa: BLE001 - a file may hold anything
        return StateFile(value=described, is_path=True, exists=True, raised=Raised.collect(error))
    return StateFile(value=described, is_path=True, exists=True, tensors=tensors)


def _read(path: Path) -> dict[str, Tensor]:
    """Read tensors and nothing that runs code. Raises ValueError, and the errors of the readers."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError(f"the file has {path.stat().st_size:,} bytes")
    try:
        held = load_file(path)
    except Exception:  # noqa: BLE001 - no file of safetensors, then
        held = torch.load(path, map_location="cpu", weights_only=True)
    found = _state(held)
    if found is None:
        raise ValueError(f"the file holds a {type(held).__name__}, no tensors by name")
    if sum(tensor.numel() for tensor in found.values()) > MAX_PARAMETERS:
        raise ValueError("the file holds more numbers than any network of this lesson")
    return {key: tensor.detach().clone() for key, tensor in found.items()}


def _state(held: Any) -> dict[str, Tensor] | None:
    """Return the tensors by name, be they in a dictionary of a dictionary, as a checkpoint has them."""
    if not isinstance(held, dict) or not held:
        return None
    if all(isinstance(key, str) and isinstance(item, Tensor) for key, item in held.items()):
        return dict(held)
    return next((state for item in held.values() if (state := _state(item)) is not None), None)
