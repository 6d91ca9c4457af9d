"""Evidence on its way out of the student's process: JSON for the tree, safetensors for the tensors, never pickle.

A bundle was written by a student's process, so it is read within fixed bounds, and refused beyond them.
"""

from __future__ import annotations

import base64
import math
from typing import Any, TypeVar

import msgspec
import torch
from safetensors import TensorSpec, serialize
from safetensors.torch import load
from torch import Tensor

from grader.evidence.dense import dense

MIME_TYPE = "application/vnd.grader.evidence+json"
VERSION = 1
MAX_BUNDLE_BYTES = 8 * 2**20  # bytes of base64; a full bundle of lesson 2 has some 200 thousand
MAX_TREE_VALUES = 200_000  # values in the tree; a full bundle of lesson 2 has some 2,000
MAX_TEXT_CHARACTERS = 20_000  # the source of a function, the longest text that is collected
MAX_TREE_BYTES = 4 * 2**20  # bytes of the tree: once read, it takes up to thirty times as many
MAX_DEPTH = 40
MAX_DIMENSIONS = 8

T = TypeVar("T")


class EvidenceError(ValueError):
    """The bundle is not evidence: too large, not of the schema, or its tensors cannot be read."""


def pack(evidence: msgspec.Struct) -> dict[str, Any]:
    """Return `evidence` as a JSON-able dictionary: {"version", "tree", "tensors"}.

    Raises EvidenceError if the evidence is larger than a grader reads, or of a kind that it does not read.
    """
    tensors: list[Tensor] = []

    def store(value: Any) -> Any:
        if isinstance(value, Tensor):
            tensors.append(_plain(value))
            return {"tensor": len(tensors) - 1}
        raise EvidenceError(f"evidence holds a {type(value).__name__}")

    try:
        tree = _sendable(msgspec.to_builtins(evidence, enc_hook=store))
    except (TypeError, ValueError, RecursionError) as error:
        raise EvidenceError(f"the evidence cannot be sent: {error}") from error
    size = sum(tensor.nbytes for tensor in tensors)
    if size > MAX_BUNDLE_BYTES:  # before as much again is made of it
        raise EvidenceError(f"the evidence has {size:,} bytes of numbers, more than {MAX_BUNDLE_BYTES:,}")
    blob = base64.b64encode(serialize({str(i): _spec(tensor) for i, tensor in enumerate(tensors)})).decode("ascii")
    if len(blob) > MAX_BUNDLE_BYTES:
        raise EvidenceError(f"the evidence has {len(blob):,} bytes, more than {MAX_BUNDLE_BYTES:,}")
    return {"version": VERSION, "tree": tree, "tensors": blob}


def _plain(tensor: Tensor) -> Tensor:
    plain = (
        dense(tensor, None if tensor.layout is torch.strided else MAX_BUNDLE_BYTES) if tensor.dtype in DTYPES else None
    )
    if plain is None:
        raise EvidenceError(f"evidence holds a tensor of {tensor.dtype} on {tensor.device}, {tensor.layout}")
    return plain.resolve_neg().contiguous()


def _spec(tensor: Tensor) -> TensorSpec:
    """Describe a contiguous tensor, which must live on, for safetensors: its own way there takes ten times as long."""
    return TensorSpec(
        dtype=str(tensor.dtype).removeprefix("torch."),
        shape=tensor.shape,
        data_ptr=tensor.data_ptr(),
        data_len=tensor.nbytes,
    )


def unreadable(exercise: str, nonce: str | None, why: str) -> dict[str, Any]:
    """Return a bundle that replaces evidence which cannot be sent; `unpack` raises EvidenceError with `why`."""
    return {"version": VERSION, "tree": {"exercise": exercise, "nonce": nonce}, "tensors": "", "error": why[:200]}


def redeemed(bundle: dict[str, Any], seed: int | None, variant: int | None = None) -> dict[str, Any]:
    """Return a bundle that `unpack` has read, with the challenge's seed, and the variant, in the place of its nonce.

    They replace what the student's process said of either.
    """
    tree = bundle["tree"] | {"seed": seed, "variant": variant, "nonce": None}
    return {"version": VERSION, "tree": tree, "tensors": bundle["tensors"]}


def read(encoded: bytes | memoryview) -> dict[str, Any] | None:
    """Return what may be a bundle, from its JSON; None if it is not one, or too large to be read."""
    try:
        parts = msgspec.json.decode(encoded, type=dict[str, msgspec.Raw])
        tensors = parts.pop("tensors", msgspec.Raw(b"null"))
        if sum(len(memoryview(part)) for part in parts.values()) > MAX_TREE_BYTES:
            return None
        packed = {name: msgspec.json.decode(part) for name, part in parts.items()}
        return packed | {"tensors": msgspec.json.decode(tensors, type=str | None)}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def nonce_of(bundle: Any) -> str | None:
    """Return the nonce that a bundle claims, even if other things in it are wrong."""
    tree = bundle.get("tree") if isinstance(bundle, dict) else None
    nonce = tree.get("nonce") if isinstance(tree, dict) else None
    return nonce if isinstance(nonce, str) else None


def unpack(bundle: Any, kind: type[T]) -> T:
    """Read a bundle that `pack` made, checking every field against `kind`. Raises EvidenceError for anything else."""
    if not isinstance(bundle, dict) or bundle.get("version") != VERSION:
        raise EvidenceError("not a bundle of this version")
    if isinstance(bundle.get("error"), str):
        raise EvidenceError(bundle["error"][:200])
    blob = bundle.get("tensors")
    if not isinstance(blob, str) or len(blob) > MAX_BUNDLE_BYTES:
        raise EvidenceError("the tensors are missing or too large")
    tree = _looked_over(bundle.get("tree"))
    try:
        tensors = load(base64.b64decode(blob, validate=True))
    except Exception as error:  # what a forged file does to its reader is the reader's own affair
        raise EvidenceError(f"the tensors cannot be read: {error}") from error
    left = MAX_BUNDLE_BYTES

    def fetch(wanted: type, value: Any) -> Any:
        nonlocal left
        if wanted is not Tensor or not isinstance(value, dict) or str(value.get("tensor")) not in tensors:
            raise ValueError(f"a {wanted.__name__} is missing")
        tensor = tensors[str(value["tensor"])]
        left -= tensor.nbytes  # one tensor may be named many times
        if left < 0:
            raise ValueError(f"more than {MAX_BUNDLE_BYTES:,} bytes of numbers")
        if tensor.dtype not in DTYPES or tensor.dim() > MAX_DIMENSIONS:
            raise ValueError(f"a tensor of {tensor.dtype} with {tensor.dim()} dimensions")
        return tensor

    try:
        return msgspec.convert(tree, kind, dec_hook=fetch)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise EvidenceError(f"the evidence is malformed: {error}") from error


def _sendable(value: Any) -> Any:
    """Replace what a file of JSON cannot hold.

    Numbers that are not finite become {"float": "nan"}, since most writers of JSON turn them into `null`. Halves of
    surrogate pairs, which Python allows in its texts, become question marks.
    """
    if isinstance(value, str):
        return _as_unicode(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else {NUMBER: repr(value)}
    if isinstance(value, dict):
        return {_as_unicode(key): _sendable(item) for key, item in value.items()}
    return [_sendable(item) for item in value] if isinstance(value, (list, tuple)) else value


def _as_unicode(text: Any) -> Any:
    if not isinstance(text, str) or text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def _with_numbers(value: Any) -> Any:
    """Put the numbers back that are not finite."""
    if isinstance(value, dict):
        if _stands_for_number(value):
            return NOT_FINITE[value[NUMBER]]
        return {key: _with_numbers(item) for key, item in value.items()}
    return [_with_numbers(item) for item in value] if isinstance(value, (list, tuple)) else value


def _stands_for_number(value: dict[Any, Any]) -> bool:
    return len(value) == 1 and isinstance(value.get(NUMBER), str) and value[NUMBER] in NOT_FINITE


NUMBER = "float"  # the one key of an object that replaces a number
NOT_FINITE = {repr(number): number for number in (math.nan, math.inf, -math.inf)}
DTYPES = {
    torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
    torch.float16, torch.bfloat16, torch.float32, torch.float64,
}  # fmt: skip


def _within_bounds(value: str | int) -> None:
    """Raise EvidenceError for a text or a number that no `pack` could have written."""
    if isinstance(value, int):
        if not -(2**63) <= value < 2**64:
            raise EvidenceError("a number of more than 64 bits")
    elif len(value) > MAX_TEXT_CHARACTERS or not (value.isascii() or value == _as_unicode(value)):
        raise EvidenceError(f"a text that is too long or not Unicode, of {len(value):,} characters")


def _looked_over(tree: Any) -> Any:
    """Return a tree with its numbers that are not finite.

    Raises EvidenceError for a tree that is too large, too deep, or that no `pack` could have written.
    """
    level, seen, replaced = [tree], 0, False
    for _ in range(MAX_DEPTH + 1):
        seen += len(level)
        if seen > MAX_TREE_VALUES:
            break
        below: list[Any] = []
        for value in level:
            kind = type(value)
            if kind is dict:
                replaced = replaced or _stands_for_number(value)
                below += value.keys()
                below += value.values()
            elif kind is list or kind is tuple:
                below += value
            elif kind is str or kind is int:
                _within_bounds(value)
        if not below:
            return _with_numbers(tree) if replaced else tree
        level = below
    raise EvidenceError("the evidence is too large or too deep")
