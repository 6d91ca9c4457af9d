"""What lesson 1 says after a pass: another way to write it, or what an expert sees in the learner's own run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import counted, shown
from grader.lessons.curves import SPAN, first_tenth, steady_fall

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.evidence.criteria import Criterion
    from grader.evidence.functions import Function
    from grader.evidence.networks import Network
    from grader.evidence.values import Value
    from grader.judges.functions.lines import Line

DATA = (
    "Another way to write it: `y_data = 2 * x_data + 1`. PyTorch computes with all numbers of a tensor at once, and "
    "the shape stays (3, 1)."
)
MODEL = (
    "Another way to write it: `nn.Sequential(nn.Linear(1, 1))` needs no class of your own. A class lets you name the "
    "layer, and decide yourself what `forward` does."
)
LOSS_BY_HAND = "PyTorch gives the same number: `criterion(1 * x_data + 0, y_data)`."
OPTIMIZER = (
    'Another way to read the learning rate: `optimizer.param_groups[0]["lr"]`. If you assign a number there, the next '
    "steps use it."
)
PARAMETERS = (
    "Another way to write it: `for name, p in net.named_parameters(): print(name, p.item())` shows each parameter with "
    "its name."
)
REPAIR = (
    "Another way to write it: you can also clear the gradients at the end of a round, after the step. It only matters "
    "that `.grad` is empty before each `backward()`."
)


def criterion(criterion: Criterion) -> str:
    if criterion.value.type_name == "MSELoss":
        return (
            "Another way to write it: any function of predictions and targets can be a criterion, for example "
            "`lambda prediction, target: ((prediction - target) ** 2).sum()`."
        )
    return 'Another way to write it: PyTorch has this loss ready-made, `nn.MSELoss(reduction="sum")`.'


def training(losses: Value) -> str:
    seen = first_tenth(losses.flat())
    return (
        seen and f"{seen} This is usual: far from the lowest point the slope is steep, and near it the slope is flat."
    )


def convergence(long_net: Network) -> str:
    run = long_net.history.runs[-1]
    factor = steady_fall(run.losses)
    if factor is None:
        return f"Your `long_net` needed {counted(run.steps, 'step')} to get there."
    return (
        f"What an expert sees in your run: near the end, every {SPAN} steps made the loss {shown(factor)} times "
        "smaller. A loss that shrinks by the same factor again and again is a straight line on a logarithmic axis."
    )


def off_by(fit_line: Function, tasks: Sequence[Line]) -> str:
    """Say how far the answers of a function that fits lines were off at most."""
    off = 0.0
    for call, task in zip(fit_line.calls, tasks, strict=True):
        a, b = call.result.flat().tolist() if call.result else (float("nan"),) * 2
        off = max(off, abs(a - task.slope), abs(b - task.intercept))
    return (
        f"Your function was off by at most {shown(off)} on {len(tasks)} lines that it had not seen. Another way to "
        "find a line: `torch.linalg.lstsq` computes it with a formula, without a loop. For a network with a hidden "
        "layer nobody knows such a formula."
    )
