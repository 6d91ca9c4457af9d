"""A tensor's numbers in the plain form that evidence has, for a tensor of any form."""

from __future__ import annotations

import torch
from torch import Tensor


def dense(value: Tensor, most: int | None = None) -> Tensor | None:
    """Return the numbers of `value` as a strided tensor in the computer's own memory, without its graph.

    None for a tensor that holds no numbers (on the device meta), whose numbers cannot be read, or that has more than
    `most` of them: a sparse tensor may claim any number of zeros.
    """
    if most is not None and value.numel() > most:
        return None
    if value.is_cpu and value.layout is torch.strided and not value.is_quantized:
        return value.detach()
    if value.is_meta:
        return None
    plain = value.detach()
    try:
        plain = plain if plain.layout is torch.strided else plain.to_dense()
        return (plain.dequantize() if plain.is_quantized else plain).cpu()
    except (RuntimeError, NotImplementedError, ValueError):  # a layout or a device that cannot be read
        return None
