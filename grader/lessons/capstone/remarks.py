"""What lesson 4 says after a pass: another way to write it, or what an expert sees in the learner's own design."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.core.numbers import counted
from grader.judges.parts.accuracy import fraction_equal
from grader.lessons.curves import after_the_best

if TYPE_CHECKING:
    from torch import Tensor

    from grader.evidence.functions import Function
    from grader.evidence.networks import Network
    from grader.evidence.optimizers import Optimizer
    from grader.evidence.values import Value

PATIENCE = 10
CRITERION = (
    "Another way to choose: two scores for each row with `nn.CrossEntropyLoss()`, or one score with "
    "`nn.BCEWithLogitsLoss()`. For two classes both can learn the same."
)
SAVED_STATE = (
    "Another way to write it: `safetensors.torch.save_file(model.state_dict(), path)` writes tensors and nothing "
    "else, so that a file from a stranger cannot run code when you load it."
)


def split(X_train: Value, y_train: Value, X_val: Value, y_val: Value) -> str:
    train, validation = (len(value.tensor()) for value in (X_train, X_val))
    won, also_won = (float(value.tensor().mean()) for value in (y_train, y_val))
    return (
        f"What an expert looks at: {train} rows for training with {won:.0%} wins, and {validation} for validation with "
        f"{also_won:.0%} wins. The two percentages should be close, or the two sets would ask different questions."
    )


def model(model: Network) -> str:
    return (
        f"What an expert counts: your model has {counted(len(model.flat), 'parameter')}, and there are 600 matches. "
        "The more parameters there are for each row, the easier a network learns its rows by heart."
    )


def optimizer(optimizer: Optimizer) -> str:
    used = optimizer.settings.class_name if optimizer.settings else ""
    if used == "AdamW":
        return "AdamW pulls all weights a little towards 0 in each step. `weight_decay` says how strongly."
    return (
        f"Another choice: with `optim.AdamW` and its `weight_decay`, learning rows by heart is harder than with {used}."
    )


def training(train_losses: Value, val_losses: Value) -> str:
    return after_the_best(train_losses.flat(), val_losses.flat())


def stopping(best_epoch: Value, val_losses: Value) -> str:
    numbers, best = val_losses.flat(), int(best_epoch.number or 0)
    if len(numbers) - best < PATIENCE:
        return f"Your best epoch, {best} of {len(numbers)}, is near the end. With more epochs, a better one may come."
    return (
        f"What an expert would have done: stop after {PATIENCE} epochs without a lower validation loss. After your "
        f"best epoch, {best} of {len(numbers)}, this rule ends the training in epoch {best + PATIENCE} at the latest."
    )


def predictions(predict: Function, labels: Tensor, upsets: int) -> str:
    """Say how often `predict` is right for new matches with these labels (n, 1), of which so many in 100 are upsets."""
    answers = predict.calls[0].result
    if answers is None:
        return ""
    reached = fraction_equal(answers.flat(), labels.reshape(-1).to(answers.flat().dtype))
    return (
        f"Your predictions are right for {reached:.1%} of {len(labels)} matches that nobody trained on. In your "
        f"league, {upsets} of 100 matches end as an upset, so in the long run no prediction is right for more than "
        f"{100 - upsets}%."
    )
