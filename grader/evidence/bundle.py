"""Evidence on its way out of the student's process: JSON for the tree, safetensors for the tensors, never pickle."""

from __future__ import annotations

import base64
import binascii
from typing import Any, TypeVar

import msgspec
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

MIME_TYPE = "application/vnd.grader.evidence+json"
VERSION = 1
LARGEST = 8 * 2**20  # bytes of base64; a full bundle of lesson 2 has some 200 thousand

T = TypeVar("T")


class EvidenceError(ValueError):
    """The bundle is not evidence: too large, not of the schema, or its tensors cannot be read."""


def pack(evidence: msgspec.Struct) -> dict[str, Any]:
    """Return `evidence` as a JSON-able dictionary: {"version", "tree", "tensors"}.

    Raises EvidenceError where the evidence is larger than a grader would read.
    """
    tensors: list[Tensor] = []

    def store(value: Any) -> Any:
        if isinstance(value, Tensor):
            tensors.append(value.detach().contiguous().clone())  # safetensors refuses tensors that share memory
            return {"tensor": len(tensors) - 1}
        raise EvidenceError(f"evidence holds a {type(value).__name__}")

    tree = msgspec.to_builtins(evidence, enc_hook=store)
    blob = base64.b64encode(save({str(i): tensor for i, tensor in enumerate(tensors)})).decode("ascii")
    if len(blob) > LARGEST:
        raise EvidenceError(f"the evidence has {len(blob):,} bytes, more than {LARGEST:,}")
    return {"version": VERSION, "tree": tree, "tensors": blob}


def unpack(bundle: Any, kind: type[T]) -> T:
    """Read a bundle that `pack` made, checking every field against `kind`. Raises EvidenceError for anything else."""
    if not isinstance(bundle, dict) or bundle.get("version") != VERSION:
        raise EvidenceError("not a bundle of this version")
    blob = bundle.get("tensors")
    if not isinstance(blob, str) or len(blob) > LARGEST:
        raise EvidenceError("the tensors are missing or too large")
    try:
        tensors = load(base64.b64decode(blob, validate=True))
    except (binascii.Error, SafetensorError, ValueError, KeyError) as error:
        raise EvidenceError(f"the tensors cannot be read: {error}") from error

    def fetch(wanted: type, value: Any) -> Any:
        if wanted is Tensor and isinstance(value, dict) and str(value.get("tensor")) in tensors:
            return tensors[str(value["tensor"])]
        raise ValueError(f"no {wanted.__name__} there")

    try:
        return msgspec.convert(bundle.get("tree"), kind, dec_hook=fetch)
    except (msgspec.ValidationError, ValueError, RecursionError) as error:
        raise EvidenceError(f"the evidence is malformed: {error}") from error
