"""Compute what a criterion says of a network's predictions."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from grader.core import guard
from grader.evidence.criteria import Pairs
from grader.evidence.losses import CriterionOnForms, Losses
from grader.evidence.values import Value
from grader.notebook.collect.criteria import collect_criterion
from grader.notebook.collect.tables import scaled_like_training_input
from grader.notebook.recording.recorder import recorder


def collect_criterion_on_forms(value: Any, name: str, forms: tuple[tuple[str, Pairs], ...]) -> CriterionOnForms:
    given = {form: collect_criterion(value, name, pairs) for form, pairs in forms}
    guard.undo()
    return CriterionOnForms(value=Value.collect(value, name), forms=given)


def collect_losses(value: Any, name: str, beside: tuple[Any, ...]) -> Losses:
    """`beside` is the network, then features and targets of the training rows, and of the validation rows."""
    described = Value.collect(value, name)
    network, X_train, y_train, X_val, y_val = beside
    if not callable(value) or isinstance(value, type) or value is ... or not isinstance(network, nn.Module):
        return Losses(value=described)
    tables = scaled_like_training_input(network, (X_train, X_val))
    if tables is None:
        return Losses(value=described)
    with recorder.paused(), warnings.catch_warnings(), torch.no_grad(), torch.random.fork_rng(devices=[]):
        warnings.simplefilter("ignore")
        training, validation = (
            tuple(_losses(value, network, x, y)) for x, y in zip(tables, (y_train, y_val), strict=True)
        )
    guard.undo()
    return Losses(value=described, training=training, validation=validation)


def _losses(criterion: Any, network: nn.Module, x: Tensor, y: Any) -> Iterator[float]:
    if not isinstance(y, Tensor):
        return
    modes = {m: m.training for m in network.modules()}
    try:
        network.eval()
        output = network(x.clone())
        for prediction, target in _ways(output, y.detach()):
            try:
                loss = criterion(prediction, target)
                yield float(loss)
            except (Exception, SystemExit):  # noqa: BLE001, S112 - a way that this criterion does not take
                continue
    except (Exception, SystemExit):  # noqa: BLE001 - a student's forward may raise anything
        return
    finally:
        for m, mode in modes.items():
            m.training = mode


def _ways(output: Any, y: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
    if not isinstance(output, Tensor) or not output.is_floating_point():
        return
    flat = y.reshape(-1)
    if output.dim() == 2 and output.shape[1] == 2:
        for prediction in (output, output.softmax(dim=1), output.log_softmax(dim=1)):
            yield prediction, flat.long()
            yield prediction, torch.stack([1 - flat, flat], dim=1).to(output.dtype)
        output = output[:, 1:]
    column, flat = output.reshape(len(output), -1)[:, :1], flat.to(output.dtype)
    for prediction in (column, column.sigmoid()):
        yield prediction, flat.reshape(-1, 1)
        yield prediction.reshape(-1), flat
    yield column, 2 * flat.reshape(-1, 1) - 1
