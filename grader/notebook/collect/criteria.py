"""Call a criterion on probe pairs."""

from __future__ import annotations

import warnings
from typing import Any

from grader.evidence.criteria import Criterion, Pairs
from grader.evidence.errors import Raised
from grader.evidence.values import Value
from grader.notebook.recording.recorder import recorder


def collect_criterion(value: Any, name: str, probes: Pairs) -> Criterion:
    described = Value.collect(value, name)
    if not callable(value) or isinstance(value, type) or value is ...:
        return Criterion(value=described)
    losses: list[Value] = []
    try:
        with recorder.paused(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for predictions, targets in probes.pairs:
                # A criterion is called in a loop that needs gradients, so it is called here with some.
                loss = value(predictions.clone().requires_grad_(), targets.clone())
                losses.append(Value.collect(loss, "the loss"))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's criterion may raise anything
        return Criterion(value=described, losses=tuple(losses), raised=Raised.collect(error))
    return Criterion(value=described, losses=tuple(losses))
