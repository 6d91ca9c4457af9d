"""Figures for lesson 1: a line y = a x + b, its errors, its training and its loss surface."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn

from grader.explore.losses import as_floats
from grader.explore.palette import BLUE, GREEN, GREY, ORANGE, PURPLE, RED
from grader.explore.show import show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    Parameters = tuple[float, float]  # (a, b) at one moment of a training run

COLOURS = (BLUE, RED, GREEN, PURPLE)
LARGEST_LOSS = 1e12
"""Losses above this, and those that are infinite or not a number, are left out of a curve."""
SMALLEST_LOSS = 1e-12
"""A loss of zero has no place on a logarithmic axis: it is drawn here."""
LARGEST_PARAMETER = 1e4
"""Steps beyond this are left out of a path."""
GRID = 50
"""Points along each side of the loss surface."""
PUBLISHED_LOSSES = {
    0: 107.59871673583984,
    1: 48.02556610107422,
    2: 21.50349235534668,
    3: 9.694835662841797,
    17: 0.18192727863788605,
    18: 0.17925120890140533,
    19: 0.17664769291877747,
    42: 0.12660643458366394,
    43: 0.12478689104318619,
    44: 0.12299361079931259,
    97: 0.057106103748083115,
    98: 0.056285560131073,
    99: 0.05547652766108513,
}
"""Epoch and loss of a published run of lesson 1: the same data, criterion, optimizer and learning rate, unseeded."""
NOT_YET = "Nothing to draw yet: solve the exercises above, then run this cell again."


def watch(net: object) -> list[Parameters]:
    """Return a list to which every later forward pass of `net` adds its (a, b), if they changed.

    `net` has two parameters, its weight first. Anything that is not a module is not watched.
    """
    history: list[Parameters] = []

    def note(module: nn.Module, _inputs: object) -> None:
        now = _read(module)
        if now is not None and now != (history[-1] if history else None):
            history.append(now)

    if isinstance(net, nn.Module):
        net.register_forward_pre_hook(note)
    return history


def errors(x: Tensor, y: Tensor, slope: float, intercept: float) -> None:
    """Show points, the line y = slope x + intercept and the error at each point. `x` and `y`: (n, 1)."""
    points = list(zip(x.flatten().tolist(), y.flatten().tolist(), strict=True))
    gaps = [slope * at + intercept - target for at, target in points]

    def draw() -> Figure:
        figure = Figure(figsize=(4.6, 3.2))
        axes = figure.add_axes((0.13, 0.17, 0.84, 0.78))
        for (at, target), gap in zip(points, gaps, strict=True):
            axes.plot([at, at], [target + gap, target], color=RED, linewidth=2)
            axes.annotate(f" {gap:+g}", (at, target + gap / 2), color=RED, va="center", fontsize=11)
        _draw_line(axes, x, slope, intercept)
        axes.plot(x.flatten().tolist(), y.flatten().tolist(), "o", color="black", markersize=7)
        axes.set(xlabel="x", ylabel="y")
        axes.margins(x=0.12)
        return figure

    listed = ", ".join(f"{gap:+g}" for gap in gaps)
    show(
        draw,
        alt=f"{len(gaps)} points and the line {_equation(slope, intercept)}. Vertical bars join each point to the "
        f"line; the errors, prediction minus target, are {listed}.",
        says=f"The figure shows the error of each point: {listed}.",
    )


def line_and_history(net: object, x: object, y: object, losses: object, history: list[Parameters]) -> None:
    """Show the line that `net` has learned, the loss of each epoch, and a and b as they changed.

    `x` and `y` have shape (n, 1); `losses` has one number an epoch; `history` comes from `watch`.
    """
    now = _read(net)
    if now is None or not isinstance(x, Tensor) or not isinstance(y, Tensor):
        print(NOT_YET)
        return
    (slope, intercept), numbers = now, as_floats(losses)
    run = [*_this_run(history, x, y, numbers), now]

    def draw() -> Figure:
        figure = Figure(figsize=(7, 2.7))
        fitted, curve, values = (figure.add_axes((left, 0.2, 0.25, 0.66)) for left in (0.065, 0.4, 0.735))
        if math.isfinite(slope) and math.isfinite(intercept):
            _draw_line(fitted, x, slope, intercept)
        fitted.plot(x.flatten().tolist(), y.flatten().tolist(), "o", color="black")
        fitted.set_title("line and points", fontsize=11)
        fitted.set(xlabel="x")
        _draw_curve(curve, numbers, BLUE)
        curve.set_title("loss", fontsize=11)
        _make_logarithmic(curve)
        curve.set(xlabel="epoch")
        for name, column, colour in (("a", 0, GREEN), ("b", 1, ORANGE)):
            track = [parameters[column] for parameters in run]
            values.plot(track, color=colour, linewidth=2)
            values.annotate(
                f" {name}", (len(track) - 1, track[-1]), color=colour, va="center", weight="bold", fontsize=12
            )
        values.set_xlim(-0.05 * len(run), 1.15 * len(run))
        values.set_title("a and b", fontsize=11)
        values.set(xlabel="epoch")
        return figure

    (a_start, b_start), ends = run[0], [numbers[i] for i in (0, -1)] if numbers else [math.nan, math.nan]
    show(
        draw,
        alt=f"Three panels. Left: the points and the fitted line {_equation(slope, intercept)}. Middle: the "
        f"loss over {len(numbers)} epochs on a logarithmic axis, from {ends[0]:.3g} to {ends[1]:.3g}. Right: a goes "
        f"from {a_start:.3g} to {slope:.3g}, b from {b_start:.3g} to {intercept:.3g}.",
        says=f"The figure shows the line {_equation(slope, intercept)} and how the loss, a and b came there.",
    )


def path(history: list[Parameters], x: object, y: object) -> None:
    """Show the way of (a, b) over the contours of the summed squared error on `x` and `y`, both (n, 1)."""
    run = [parameters for parameters in history if all(abs(value) < LARGEST_PARAMETER for value in parameters)]
    if not run or not isinstance(x, Tensor) or not isinstance(y, Tensor):
        print(NOT_YET)
        return
    x, y = (given.detach().to(torch.float32).reshape(-1, 1) for given in (x, y))
    design = torch.cat([x, torch.ones_like(x)], dim=1)
    best_a, best_b = torch.linalg.lstsq(design, y).solution.flatten().tolist()
    (a_start, b_start), (a_end, b_end) = run[0], run[-1]

    def draw() -> Figure:
        reach = 1.2 * max([1.5, *(abs(a - best_a) for a, _ in run), *(abs(b - best_b) for _, b in run)])
        a_axis = torch.linspace(best_a - reach, best_a + reach, GRID)
        b_axis = torch.linspace(best_b - reach, best_b + reach, GRID)
        surface = _loss_surface(a_axis, b_axis, x, y)
        figure = Figure(figsize=(5.2, 3.5))
        axes = figure.add_axes((0.13, 0.16, 0.84, 0.8))
        levels = [float(surface.max()) * fraction for fraction in (0.002, 0.01, 0.03, 0.08, 0.2, 0.4, 0.7)]
        axes.contour(a_axis.tolist(), b_axis.tolist(), surface.tolist(), levels=levels, colors=GREY, linewidths=0.8)
        axes.plot([a for a, _ in run], [b for _, b in run], ".-", color=BLUE, markersize=5)
        axes.plot([best_a], [best_b], "*", color=RED, markersize=13)
        above = 4 if b_end <= best_b else -16  # on the side that the path does not come from
        axes.annotate("lowest loss", (best_a, best_b), (9, above), textcoords="offset points", color=RED, fontsize=11)
        axes.annotate("start", run[0], (4, -14), textcoords="offset points", color=BLUE, fontsize=11)
        axes.annotate("now", run[-1], (9, -3), textcoords="offset points", color=BLUE, fontsize=11)
        axes.set(xlabel="a", ylabel="b")
        return figure

    lengths = [math.dist(before, after) for before, after in pairwise(run)]
    told = f" The first step is {lengths[0]:.2g} long, the last {lengths[-1]:.2g}." if lengths else ""
    show(
        draw,
        alt=f"Contours of the loss over a and b: long, narrow ellipses around a = {best_a:.3g}, b = {best_b:.3g}. "
        f"A path of {len(run)} points leads from a = {a_start:.3g}, b = {b_start:.3g} to a = {a_end:.3g}, "
        f"b = {b_end:.3g}.{told}",
        says="The figure shows the path of (a, b) over the loss surface. Each dot is one epoch.",
    )


def loss_curves(curves: Mapping[str, Sequence[float]]) -> None:
    """Show one loss curve for each name, on a logarithmic axis, with its name at its end."""

    def draw() -> Figure:
        figure = Figure(figsize=(6, 3))
        axes = figure.add_axes((0.15, 0.18, 0.62, 0.77))
        ends = []
        for (name, losses), colour in zip(curves.items(), COLOURS, strict=False):
            drawn = _draw_curve(axes, losses, colour)
            if drawn:
                ends.append((*drawn[-1], name, colour))
        _make_logarithmic(axes)
        axes.set(xlabel="epoch", ylabel="loss")
        bottom, top = (math.log(limit) for limit in axes.get_ylim())
        # Names sit at their curve's end, pushed apart where two of them would overlap.
        lowest = -math.inf
        for _, loss, name, colour in sorted(ends, key=lambda end: end[1]):
            lowest = max((math.log(loss) - bottom) / (top - bottom), lowest + 0.09)
            axes.text(1.02, lowest, name, color=colour, transform=axes.transAxes, va="center", fontsize=11)
        return figure

    told = "; ".join(f"{name}: {_describe(losses)}" for name, losses in curves.items())
    show(
        draw,
        alt=f"Loss by epoch on a logarithmic axis. {told}.",
        says=f"The figure shows the loss by epoch. {told}.",
    )


def _equation(slope: float, intercept: float) -> str:
    return f"y = {slope:.3g} x {'-' if intercept < 0 else '+'} {abs(intercept):.3g}"


def _read(net: object) -> Parameters | None:
    """Return the weight and the bias of a module with exactly two numbers, else None."""
    if not isinstance(net, nn.Module):
        return None
    numbers = [number for parameter in net.parameters() for number in parameter.detach().flatten().tolist()]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


def _this_run(history: list[Parameters], x: Tensor, y: Tensor, losses: Sequence[float]) -> list[Parameters]:
    """Return the part of `history` that belongs to `losses`: it may hold earlier runs and later calls too."""
    if not losses:
        return []
    starts = [
        index
        for index, (a, b) in enumerate(history)
        if math.isclose(float(((a * x + b - y) ** 2).sum()), losses[0], rel_tol=1e-3, abs_tol=1e-6)
    ]
    start = starts[-1] if starts else 0
    return history[start : start + len(losses)]


def _loss_surface(a_axis: Tensor, b_axis: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Return the summed squared error, one row for each b and one column for each a."""
    predicted = a_axis[None, :, None] * x.flatten() + b_axis[:, None, None]  # (b, a, n)
    return ((predicted - y.flatten()) ** 2).sum(dim=2)


def _draw_line(axes: Axes, x: Tensor, slope: float, intercept: float) -> None:
    ends = [float(x.min()) - 0.3, float(x.max()) + 0.3]
    axes.plot(ends, [slope * end + intercept for end in ends], color=BLUE, linewidth=2)


def _draw_curve(axes: Axes, losses: Sequence[float], colour: str) -> list[tuple[int, float]]:
    """Draw the losses that have a place on a logarithmic axis; return them with their epochs."""
    drawn = [
        (epoch, max(loss, SMALLEST_LOSS))
        for epoch, loss in enumerate(losses)
        if math.isfinite(loss) and loss <= LARGEST_LOSS
    ]
    style: dict[str, Any] = {"color": colour, "linewidth": 2}
    axes.plot([epoch for epoch, _ in drawn], [loss for _, loss in drawn], **style)
    return drawn


def _make_logarithmic(axes: Axes) -> None:
    axes.set_yscale("log")
    # Minor ticks and powers set in mathematical type would cost more time than the rest of the figure.
    axes.minorticks_off()
    axes.yaxis.set_major_formatter("{x:g}")


def _describe(losses: Sequence[float]) -> str:
    if not losses:
        return "no losses"
    rises = sum(later > earlier for earlier, later in pairwise(losses))
    ways = f", up in {rises} of {len(losses) - 1} steps" if rises else ""
    return f"from {losses[0]:.4g} to {losses[-1]:.4g}{ways}"
