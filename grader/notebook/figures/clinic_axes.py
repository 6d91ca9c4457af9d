"""What lesson 3's figures draw on a pair of axes, and how they write numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from matplotlib.axes import Axes
from torch import Tensor

from grader.core.palette import BLUE, GREY, ORANGE, RED
from grader.notebook.figures.clinic_runs import Seen, Watched

STYLES = ((RED, "-"), (BLUE, "-."))  # of a patient's first and second run, or of a patient and its changed version
MAX_MARKS = 7
MAX_COEFFICIENT = 1e4  # a line whose slope or intercept is larger would only squeeze the mornings flat
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "bytes"))


def short(value: float) -> str:
    return f"{value:,.0f}" if 100 <= abs(value) < 1e6 else f"{value:.3g}"


def in_bytes(number: float) -> str:
    """Return a number of bytes with a fitting unit."""
    size, unit = next((each for each in UNITS if number >= each[0]), UNITS[-1])
    return f"{number / size:.3g} {unit}"


def draw_losses(axes: Axes, healthy: Seen, curves: Sequence[tuple[str, list[float]]]) -> None:
    """Draw a healthy run, and each of `curves`, a label and its losses."""
    axes.plot(healthy.losses[0], color=GREY, ls="--", lw=3, alpha=0.7, label="a healthy run")
    for (label, losses), (colour, style) in zip(curves, STYLES, strict=False):
        axes.plot([v if math.isfinite(v) else math.nan for v in losses], color=colour, ls=style, label=label)
    step = mark_powers(axes)
    axes.set(title="Loss by epoch", xlabel="epoch", ylabel=f"each mark: {10**step:,} times the one below")
    axes.yaxis.label.set_fontsize(8)
    axes.legend(frameon=False, fontsize=9)
    _bare(axes)


def mark_powers(axes: Axes) -> int:
    """Give the y-axis a logarithmic scale with a mark at every 10^step; return that step."""
    axes.set(yscale="log")
    low, high = axes.get_ylim()
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    step = math.ceil((last - first) / MAX_MARKS)
    exponents = range(first, last + 1, step)
    axes.set_yticks(
        [10.0**n for n in exponents],
        [f"{10.0**n:,g}" if -3 <= n < 6 else f"10{str(n).translate(SUPERSCRIPTS)}" for n in exponents],
    )
    axes.set_ylim(low, high)
    axes.minorticks_off()
    return step


def draw_lines(axes: Axes, x: Tensor, y: Tensor, lines: Sequence[tuple[tuple[float, float], str, str, float]]) -> None:
    """Draw the mornings, and each of `lines`: (a, b), colour, style, width."""
    axes.plot(x.reshape(-1), y.reshape(-1), "o", color=ORANGE, markeredgecolor="black", ms=6)
    ends = torch.tensor([float(x.min()) - 0.3, float(x.max()) + 0.3])
    for number, ((a, b), colour, style, width) in enumerate(lines):
        if math.isfinite(a) and math.isfinite(b) and max(abs(a), abs(b)) < MAX_COEFFICIENT:
            axes.plot(ends, a * ends + b, color=colour, ls=style, lw=width)
        else:
            axes.text(0, 12 - 9 * number, "its line is off the chart", color=colour, ha="center")
    axes.set(title="Cups by temperature", xlabel="°C", ylim=(-8, float(y.max()) + 8))
    _bare(axes)


def draw_kept(axes: Axes, healthy: Seen, kept: Sequence[list[int]]) -> None:
    """Draw the memory that lists of losses keep, by epoch."""
    most = max((amounts[-1] for amounts in kept if amounts), default=0)
    size, unit = next((each for each in UNITS if most >= each[0]), UNITS[-1])
    axes.plot(healthy.kept, color=GREY, ls="--", lw=3, alpha=0.7)
    for amounts, (colour, style) in zip(kept, STYLES, strict=False):
        axes.plot([amount / size for amount in amounts], color=colour, ls=style)
    axes.set(title=f"{unit} that the losses keep", xlabel="epoch")
    _bare(axes)


def draw_watched(axes: Sequence[Axes], healthy: Watched, seen: Watched) -> None:
    """Draw the weight step by step on the first of two axes, the size of its gradient on the second."""
    for watched, colour, style, width in ((healthy, GREY, "--", 3), (seen, RED, "-", 1.5)):
        axes[0].plot(watched.weights, color=colour, ls=style, lw=width, marker="." if colour == RED else "")
        sizes = [math.nan if size is None else size for size in watched.gradients]
        axes[1].plot(range(1, len(sizes) + 1), sizes, color=colour, ls=style, lw=width)
    axes[0].set(title="The weight after each step", xlabel="step")
    mark_powers(axes[1])
    axes[1].set(title="Size of its gradient", xlabel="step")
    if not any(size is not None for size in seen.gradients):
        axes[1].text(0.5, 0.85, "none at any step", color=RED, ha="center", transform=axes[1].transAxes)
    for each in axes:
        _bare(each)


def _bare(axes: Axes) -> None:
    axes.spines[["top", "right"]].set_visible(False)
