"""Figures of lesson 3: a training function examined beside a healthy one, and all patients before and after."""

from __future__ import annotations

import copy
import html
import math
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from IPython.display import display
from torch import Tensor, nn, optim

from grader.core.catalogue import CATALOGUE
from grader.core.palette import BLUE, GREY, ORANGE, RED
from grader.notebook.figures.losses import as_floats
from grader.notebook.figures.show import show

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Train = Callable[[nn.Module, Tensor, Tensor, int], Any]

EPOCHS = 30
MARGINS = {
    "left": 0.09,
    "right": 0.99,
    "bottom": 0.18,
    "top": 0.89,
    "wspace": 0.15,
}  # laying out costs more than drawing
STYLES = ((RED, "-"), (BLUE, "-."))  # of a patient's first and second run


class Seen(NamedTuple):
    """What came of one training: its losses run by run, the line (a, b) that the network gives now, what was said."""

    losses: list[list[float]]
    line: tuple[float, float]
    said: str


def examine(train: Train, net: nn.Module, x: Tensor, y: Tensor, runs: int = 1) -> Any:
    """Call `train` on `net` for 30 epochs and show it beside a healthy training from the same start.

    `x` and `y` are (n, 1), `runs` is how many runs of 30 epochs `train` makes. Returns what `train` returned.
    """
    healthy = _healthy(net, x, y)
    returned, said = _called(train, net, x, y)
    seen = Seen(_split(as_floats(returned), runs), _line(net), said)
    name = getattr(train, "__name__", "the function")

    def draw() -> Figure:
        from matplotlib.figure import Figure

        figure = Figure(figsize=(7, 2.8))
        left, right = figure.subplots(1, 2, gridspec_kw=MARGINS)
        _draw_losses(left, healthy, seen, name)
        left.set(title="Loss by epoch", xlabel="epoch")
        left.legend(frameon=False, fontsize=9)
        _draw_lines(right, healthy, seen, x, y)
        return figure

    says = _sentences(name, healthy, seen)
    alt = (
        f"Left: the loss of {name} by epoch on a logarithmic axis, beside a healthy training. Right: the mornings, "
        f"temperature against cups, with the lines of both. {' '.join(says.split())}"
    )
    show(draw, alt, says)
    return returned


def complaints(
    sick: Sequence[Train], yours: Sequence[Train], new_net: Callable[[], nn.Module], x: Tensor, y: Tensor
) -> None:
    """Print what was wrong with each function of `sick` as a number, and that number for its counterpart in `yours`."""
    print(f"{'case':6}{'complaint':34}{'sick':>10}{'yours':>10}")
    for number, pair in enumerate(zip(sick, yours, strict=True), 1):
        what, measure = COMPLAINTS.get(number, COMPLAINTS[0])
        values = [measure(train, new_net(), x, y) for train in pair]
        shown = "".join(f"{'none' if value is None else _short(value):>10}" for value in values)
        print(f"{number:<6}{what:34}{shown}")


def codes(choices: Sequence[str]) -> None:
    """Show the codes that a diagnosis may be, with the stage of training that each belongs to, and its meaning."""
    rows = [(CATALOGUE[code].section, code, CATALOGUE[code].means) for code in choices]
    left = 'style="text-align: left"'
    cells = "".join(
        f"<tr><td {left}>{stage}</td><td {left}><code>{code}</code></td><td {left}>{html.escape(means)}</td></tr>"
        for stage, code, means in rows
    )
    head = "".join(f'<th scope="col" {left}>{title}</th>' for title in ("stage", "code", "what it means"))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>"
    text = "\n".join(f"{code:24}{means}" for _, code, means in rows)
    display({"text/html": table, "text/plain": text}, raw=True)


def graph_nodes(losses: object) -> int:
    """Return how many steps of computation the graphs of these losses keep alive."""
    waiting = [loss.grad_fn for loss in losses if isinstance(loss, Tensor)] if isinstance(losses, list) else []
    seen = set()
    while waiting:
        node = waiting.pop()
        if node is not None and node not in seen:
            seen.add(node)
            waiting += [following for following, _ in node.next_functions]
    return len(seen)


def _healthy(net: nn.Module, x: Tensor, y: Tensor) -> Seen:
    net = copy.deepcopy(net)
    criterion, optimizer = nn.MSELoss(), optim.SGD(net.parameters(), lr=0.1)
    losses = []
    for _ in range(EPOCHS):
        loss = criterion(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return Seen([losses], _line(net), "")


def _called(train: Train, net: nn.Module, x: Tensor, y: Tensor) -> tuple[Any, str]:
    """Return what a training returned, and the first warning or the error that came of it, as a line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            returned = train(net, x, y, EPOCHS)
        except Exception as error:  # noqa: BLE001 - a learner's function may raise anything
            return None, f"\nIt stopped with {type(error).__name__}: {error}."
    return returned, f"\nPyTorch warns: {' '.join(str(caught[0].message).split())}" if caught else ""


def _line(net: nn.Module) -> tuple[float, float]:
    """Return slope and intercept of what a network of one input and one output gives."""
    with torch.no_grad():
        low, high = net(torch.tensor([[0.0], [1.0]])).reshape(-1).tolist()
    return high - low, low


def _loss_after(train: Train, net: nn.Module, x: Tensor, y: Tensor) -> float:
    _called(train, net, x, y)
    with torch.no_grad():
        return float(((net(x) - y) ** 2).mean())


def _second_start(train: Train, net: nn.Module, x: Tensor, y: Tensor) -> float | None:
    losses = as_floats(_called(train, net, x, y)[0])
    return losses[EPOCHS] if len(losses) > EPOCHS else None


def _kept(train: Train, net: nn.Module, x: Tensor, y: Tensor) -> float:
    return float(graph_nodes(_called(train, net, x, y)[0]))


# What shows a patient's trouble as a number: for most of them the loss that their network is left with.
COMPLAINTS: dict[int, tuple[str, Callable[..., float | None]]] = {
    0: ("loss of the network afterwards", _loss_after),
    4: ("first loss of the second run", _second_start),
    5: ("computations kept in memory", _kept),
}


def _split(losses: list[float], runs: int) -> list[list[float]]:
    length = max(1, len(losses) // runs)
    return [losses[i * length : (i + 1) * length] for i in range(runs)]


def _draw_losses(axes: Axes, healthy: Seen, seen: Seen, name: str) -> None:
    axes.plot(healthy.losses[0], color=GREY, ls="--", lw=3, alpha=0.7, label="a healthy run")
    for number, (losses, (colour, style)) in enumerate(zip(seen.losses, STYLES, strict=False), 1):
        label = f"{name}, run {number}" if len(seen.losses) > 1 else name
        axes.plot([v if math.isfinite(v) else math.nan for v in losses], color=colour, ls=style, label=label)
    axes.set(yscale="log")
    axes.minorticks_off()
    axes.yaxis.set_major_formatter("{x:g}")  # typeset powers of ten would take half of the drawing time
    axes.spines[["top", "right"]].set_visible(False)


def _draw_lines(axes: Axes, healthy: Seen, seen: Seen, x: Tensor, y: Tensor) -> None:
    axes.plot(x.reshape(-1), y.reshape(-1), "o", color=ORANGE, markeredgecolor="black", ms=6)
    ends = torch.tensor([float(x.min()) - 0.3, float(x.max()) + 0.3])
    for (a, b), colour, style, width in ((healthy.line, GREY, "--", 3), (seen.line, RED, "-", 1.5)):
        if math.isfinite(a) and math.isfinite(b) and max(abs(a), abs(b)) < 1e4:
            axes.plot(ends, a * ends + b, color=colour, ls=style, lw=width)
        else:
            axes.text(0, 0, "its own line lies far outside", color=colour, ha="center")
    axes.set(title="Cups by temperature", xlabel="°C", ylim=(-8, float(y.max()) + 8))
    axes.spines[["top", "right"]].set_visible(False)


def _sentences(name: str, healthy: Seen, seen: Seen) -> str:
    runs = [f"from {_short(run[0])} to {_short(run[-1])}" for run in seen.losses if run]
    if len(runs) > 1:
        went = f"loss of run 1 {runs[0]}, of run 2 {runs[1]}"
    else:
        went = f"loss {runs[0]}" if runs else "no losses"
    first, last = healthy.losses[0][0], healthy.losses[0][-1]
    other = "" if seen.losses == healthy.losses else f" (healthy: from {_short(first)} to {_short(last)})"
    a, b = seen.line
    return f"{name}: {went}{other}; line {_short(a)} x {'-' if b < 0 else '+'} {_short(abs(b))}.{seen.said}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if 100 <= abs(value) < 1e6 else f"{value:.3g}"
