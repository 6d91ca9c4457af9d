"""Describe an optimizer, and whose parameters it holds."""

from __future__ import annotations

from typing import Any

import torch

from grader.evidence.optimizers import Optimizer, Owner
from grader.evidence.values import Value
from grader.notebook.recording.steps import settings_of


def collect_optimizer(value: Any, name: str) -> Optimizer:
    described = Value.collect(value, name)
    if not isinstance(value, torch.optim.Optimizer):
        return Optimizer(value=described)
    held = tuple(id(p) for group in value.param_groups for p in group["params"])
    return Optimizer(value=described, settings=settings_of(value), held=held)


def collect_owner(value: Any, name: str) -> Owner:
    described = Value.collect(value, name)
    if not isinstance(value, torch.nn.Module):
        return Owner(value=described)
    return Owner(value=described, owned={key: id(p) for key, p in value.named_parameters()})
