"""All patients of lesson 3 at once: each complaint before and after a repair, and every stand's forecast."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor, nn

from grader.core.palette import BLUE, RED
from grader.notebook.figures.clinic_axes import draw_kept, in_bytes, mark_powers, short
from grader.notebook.figures.clinic_runs import EPOCHS, Seen, Train, called, loss_of, seen_of
from grader.notebook.figures.show import show

LEAKING = 5  # the case whose complaint is memory
COMPARING = 4  # the case whose function compares two learning rates, and may leave the network as it is
MARGINS = {"left": 0.07, "right": 0.99, "bottom": 0.1, "top": 0.92, "wspace": 0.3, "hspace": 0.5}
MAX_CUPS = 10_000


class Treated(NamedTuple):
    """One case: what is seen of the patient and of the repair, and their networks' own loss afterwards."""

    number: int
    sick: Seen
    yours: Seen
    own: tuple[float, float]


def ward(sick: Sequence[Train], yours: Sequence[Train], new_net: Callable[[], nn.Module], x: Tensor, y: Tensor) -> None:
    """Show six small figures, each function of `sick` beside its counterpart in `yours`, and print their complaints."""
    cases = [_treated(number, pair, new_net, x, y) for number, pair in enumerate(zip(sick, yours, strict=True), 1)]

    def draw(figure: Figure) -> None:
        for axes, case in zip(figure.subplots(2, 3, gridspec_kw=MARGINS).flat, cases, strict=False):
            _draw(axes, case)

    table = [f"{'case':6}{'complaint':34}{'sick':>10}{'yours':>10}"]
    for case in cases:
        what, values = _complaint(case)
        table.append(f"{case.number:<6}{what:34}" + "".join(f"{value:>10}" for value in values))
    alt = (
        "Six small figures, one for each case: the loss by epoch of the patient (red) and of your repair (blue), with "
        "a dot at the loss that the network itself has afterwards. For case 5: the memory that the losses keep. "
    )
    show(
        (7.5, 4.6),
        draw,
        alt + " ".join(" ".join(table).split()),
        "Red: the patient. Blue: your repair. A dot: the network itself.",
    )
    print("\n".join(table))


def forecasts(
    temperature: float, functions: Sequence[Train], new_net: Callable[[], nn.Module], x: Tensor, y: Tensor
) -> None:
    """Print how many cups the network that each function leaves behind forecasts at `temperature`."""
    for train in functions:
        net = new_net()
        _, said = called(train, net, x, y, 2 * EPOCHS)
        with torch.no_grad():
            cups = float(net(torch.tensor([[float(temperature)]])))
        stopped = " (it stopped with an error)" if "stopped" in said else ""
        shown = f"{cups:,.0f}" if abs(cups) < MAX_CUPS else f"{cups:.3g}"
        print(f"{getattr(train, '__name__', 'function'):8} {shown:>10} cups at {temperature:g} °C{stopped}")


def _treated(number: int, pair: tuple[Train, Train], new_net: Callable[[], nn.Module], x: Tensor, y: Tensor) -> Treated:
    seen, own = [], []
    for train in pair:
        net = new_net()
        _, each = seen_of(train, net, x, y)
        seen.append(each)
        own.append(loss_of(net, x, y))
    return Treated(number, seen[0], seen[1], (own[0], own[1]))


def _complaint(case: Treated) -> tuple[str, list[str]]:
    """Return what a patient's trouble is measured by, and that for the patient and for the repair."""
    both = (case.sick, case.yours)
    if case.number == COMPARING:
        starts = [each.losses[0][EPOCHS] if len(each.losses[0]) > EPOCHS else None for each in both]
        return "first loss of the second run", ["none" if start is None else short(start) for start in starts]
    if case.number == LEAKING:
        return "memory that the losses keep", [in_bytes(each.kept[-1] if each.kept else 0) for each in both]
    return "loss of the network afterwards", [short(own) for own in case.own]


def _draw(axes: Axes, case: Treated) -> None:
    axes.set_title(f"case {case.number}", fontsize=10)
    if case.number == LEAKING:
        none = Seen([[]], (0, 0), [0] * EPOCHS, "")
        draw_kept(axes, none, [case.sick.kept, case.yours.kept])
        axes.title.set(text=f"case {case.number}: {axes.get_title()}", fontsize=9)
        axes.set_xlabel("")
        return
    for seen, own, colour, style in zip((case.sick, case.yours), case.own, (RED, BLUE), ("-", "--"), strict=True):
        losses = seen.losses[0]
        axes.plot([v if math.isfinite(v) else math.nan for v in losses], color=colour, ls=style)
        if case.number != COMPARING and math.isfinite(own):
            axes.plot(max(0, len(losses) - 1), own, "o", color=colour, ms=5)
    mark_powers(axes)
    axes.tick_params(labelsize=8)
    axes.spines[["top", "right"]].set_visible(False)
