"""What lesson 3's figures show of a training function: its losses, its network, and the memory that they keep."""

from __future__ import annotations

import copy
import inspect
import textwrap
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn, optim
from torch.optim.optimizer import register_optimizer_step_post_hook

from grader.notebook.figures.learner import as_floats
from grader.notebook.figures.show import MAX_LINE_CHARACTERS

Train = Callable[[nn.Module, Tensor, Tensor, int], Any]

EPOCHS = 30
RATE = 0.1
MAX_HEALTHY_RUNS = 8


class Seen(NamedTuple):
    """What came of one training.

    `losses` run by run, the line (a, b) that the network gives afterwards, the bytes that the returned losses keep in
    memory up to each epoch, and what PyTorch said (a warning or an error, empty for neither).
    """

    losses: list[list[float]]
    line: tuple[float, float]
    kept: list[int]
    said: str


class Watched(NamedTuple):
    """The network's own weight after each step of a training, and the size of its gradient; None for no gradient."""

    weights: list[float]
    gradients: list[float | None]

    def first(self, steps: int) -> Watched:
        return Watched(self.weights[: steps + 1], self.gradients[:steps])


# A lesson examines many functions from the same start: what a healthy one makes of that is worked out once.
_healthy: dict[tuple[bytes, ...], Seen] = {}


def seen_of(train: Train, net: nn.Module, x: Tensor, y: Tensor, runs: int = 1) -> tuple[Any, Seen]:
    """Call `train` on `net`; return what it returned, and what can be seen of it."""
    given = [x, y, *net.parameters()]
    returned, said = called(train, net, x, y)
    return returned, Seen(in_runs(as_floats(returned), runs), line_of(net), kept_bytes(returned, given), said)


def healthy(net: nn.Module, x: Tensor, y: Tensor, epochs: int = EPOCHS) -> list[float]:
    """Train `net` as the lesson's healthy function does."""
    criterion, optimizer = nn.MSELoss(), optim.SGD(net.parameters(), lr=RATE)
    losses = []
    for _ in range(epochs):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def called(train: Train, net: nn.Module, x: Tensor, y: Tensor, epochs: int = EPOCHS) -> tuple[Any, str]:
    """Return what a training returned, and the first warning or the error that came of it, as a line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            returned = train(net, x, y, epochs)
        except Exception as error:  # noqa: BLE001 - a learner's function may raise anything
            return None, f"\nIt stopped with {type(error).__name__}: {error}."
    if not caught:
        return returned, ""
    return returned, "\n" + textwrap.fill(
        f"PyTorch warns: {' '.join(str(caught[0].message).split())}", MAX_LINE_CHARACTERS
    )


def watched(train: Train, net: nn.Module, x: Tensor, y: Tensor) -> Watched:
    """Call `train` on `net`, and note the network's weight and its gradient at every step of any optimizer."""
    weight = next(net.parameters())
    seen = Watched([weight.detach().reshape(-1)[0].item()], [])

    def note(*_: object) -> None:
        seen.weights.append(weight.detach().reshape(-1)[0].item())
        seen.gradients.append(None if weight.grad is None else weight.grad.norm().item())

    handle = register_optimizer_step_post_hook(note)
    try:
        called(train, net, x, y)
    finally:
        handle.remove()
    return seen


def line_of(net: nn.Module) -> tuple[float, float]:
    """Return slope and intercept of what a network of one input and one output gives."""
    with torch.no_grad():
        low, high = net(torch.tensor([[0.0], [1.0]])).reshape(-1).tolist()
    return high - low, low


def loss_of(net: nn.Module, x: Tensor, y: Tensor) -> float:
    with torch.no_grad():
        return float(((net(x) - y) ** 2).mean())


def kept_bytes(losses: object, given: list[Tensor]) -> list[int]:
    """Return for each loss how many bytes this list keeps in memory up to it, apart from those of `given`.

    A loss that was computed with gradients keeps a graph, and the graph keeps the tensors that a backward pass would
    need. After `backward()` they are freed, and reading them raises.
    """
    if not isinstance(losses, list):
        return []
    counted = {tensor.untyped_storage().data_ptr() for tensor in given}
    total, totals = 0, []
    nodes: set[Any] = set()
    for loss in losses:
        for tensor in _saved_for_backward(loss, nodes):
            storage = tensor.untyped_storage()
            if storage.data_ptr() not in counted:
                counted.add(storage.data_ptr())
                total += storage.nbytes()
        totals.append(total)
    return totals


def _saved_for_backward(loss: object, seen: set[Any]) -> Iterator[Tensor]:
    """Find the tensors that the graph of `loss` keeps in the nodes that are not `seen`."""
    waiting = [loss.grad_fn] if isinstance(loss, Tensor) else []
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        waiting += [following for following, _ in node.next_functions]
        for name in dir(node):
            if name.startswith("_saved_"):
                try:
                    saved = getattr(node, name)
                except RuntimeError:  # freed by a backward pass, or changed since: nobody can use it any more
                    continue
                if isinstance(saved, Tensor):
                    yield saved


def changed(train: Train, change: dict[str, str]) -> tuple[Train, str]:
    """Return `train` with one piece of its text replaced, as `change` says {old: new}, and the change as two lines.

    Raises ValueError, with words for a learner, if the piece does not occur exactly once or the result is not Python.
    """
    if len(change) != 1:
        raise ValueError("Change one thing at a time: {old: new} has one old piece of text and one new one.")
    ((old, new),) = change.items()
    try:
        source = textwrap.dedent(inspect.getsource(train))
    except (OSError, TypeError):
        raise ValueError("There is no code to change: pass a function that is defined in this notebook.") from None
    name, places = train.__name__, source.count(old) if old else 0
    if places != 1:
        copied = "Copy a longer piece, which occurs only once." if places else "Copy a piece of its code exactly."
        raise ValueError(
            f"The text {old!r} occurs {places} times in {name}, so it is not clear what to change. {copied}"
        )
    start = source.index(old)
    begin, end = source.rfind("\n", 0, start) + 1, source.find("\n", start + len(old))
    after = source[:start] + new + source[start + len(old) :]
    before, now = source[begin:end], after[begin : end + len(new) - len(old)]
    namespace = dict(train.__globals__)
    try:
        exec(compile(after, f"<{name}, changed>", "exec"), namespace)  # noqa: S102 - the learner's own text
    except SyntaxError as error:
        raise ValueError(f"With this change {name} is not Python any more: {error.msg}.") from None
    return namespace[name], f"- {before}\n+ {now}"


def in_runs(losses: list[float], runs: int) -> list[list[float]]:
    """Return the losses of each of `runs` runs of the same length."""
    length = max(1, len(losses) // runs)
    return [losses[i * length : (i + 1) * length] for i in range(runs)]


def healthy_seen(net: nn.Module, x: Tensor, y: Tensor) -> Seen:
    """Return what can be seen of a healthy training from the start of `net`, which stays as it is."""
    key = tuple(tensor.detach().numpy().tobytes() for tensor in (*net.parameters(), x, y))
    if key not in _healthy:
        if len(_healthy) >= MAX_HEALTHY_RUNS:
            _healthy.clear()
        net = copy.deepcopy(net)
        losses = healthy(net, x, y)
        _healthy[key] = Seen([losses], line_of(net), [0] * len(losses), "")
    return _healthy[key]
