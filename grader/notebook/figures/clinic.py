"""Figures of lesson 3: a training function examined beside a healthy one, watched, tested, and before and after."""

from __future__ import annotations

import copy
import functools
import html
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from IPython.display import display
from matplotlib.figure import Figure
from torch import Tensor, nn

from grader.core.catalogue import CATALOGUE
from grader.core.palette import GREY
from grader.notebook.figures import clinic_ward
from grader.notebook.figures.clinic_axes import (
    STYLES,
    draw_kept,
    draw_lines,
    draw_losses,
    draw_watched,
    in_bytes,
    short,
)
from grader.notebook.figures.clinic_runs import (
    EPOCHS,
    Seen,
    Train,
    Watched,
    called,
    changed,
    healthy,
    healthy_seen,
    in_runs,
    loss_of,
    seen_of,
    watched,
)
from grader.notebook.figures.learner import as_floats
from grader.notebook.figures.show import show
from grader.notebook.frontend import Medium, medium

Figures = TypeVar("Figures", bound="Callable[..., None]")

# Fixed margins: laying out costs more than drawing.
MARGINS = {"left": 0.11, "right": 0.99, "bottom": 0.18, "top": 0.89, "wspace": 0.17}
LEFT_OUT = "This figure is left out when a submission is graded."
MAX_WEIGHTS = 7  # in the line that says what a figure shows
NOTHING_TESTED = (
    "Nothing is tested yet. Replace the first ... by a piece of the function, in quotation marks,\n"
    "and the second by what should be there instead."
)


def _left_out_when_grading(figure: Figures) -> Figures:
    """Make `figure` print one line when a submission is graded: it trains once more, and that is worth no points."""

    @functools.wraps(figure)
    def shown(*given: Any, **settings: Any) -> None:
        if medium() is Medium.WORDS:
            print(LEFT_OUT)
        else:
            figure(*given, **settings)

    return cast("Figures", shown)


forecasts, ward = _left_out_when_grading(clinic_ward.forecasts), _left_out_when_grading(clinic_ward.ward)


def examine(train: Train, net: nn.Module, x: Tensor, y: Tensor, runs: int = 1) -> Any:
    """Call `train` on `net` for 30 epochs and show it beside a healthy training from the same start.

    `x` and `y` are (n, 1), `runs` is how many runs of 30 epochs `train` makes. Returns what `train` returned.
    """
    sound = healthy_seen(net, x, y)
    returned, seen = seen_of(train, net, x, y, runs)
    name = getattr(train, "__name__", "the function")
    is_same = seen.losses == sound.losses and seen.line == sound.line
    other = "" if is_same else f"\na healthy run: {_went(sound)}."
    _show(sound, [(name, seen)], x, y, f"{name}: {_went(seen)}.{other}{seen.said}")
    return returned


@_left_out_when_grading
def test(train: Train, change: dict[str, str], net: nn.Module, x: Tensor, y: Tensor) -> None:
    """Make one `change` of the text of `train`, {old: new}, and show what comes of it beside the function as it was."""
    if any(text is ... for pair in change.items() for text in pair):
        print(NOTHING_TESTED)
        return
    try:
        other, difference = changed(train, change)
    except ValueError as error:
        print(error)
        return
    sound, name = healthy_seen(net, x, y), train.__name__
    returned, before = seen_of(train, copy.deepcopy(net), x, y)
    runs = max(1, len(before.losses[0]) // EPOCHS)
    before = before._replace(losses=in_runs(as_floats(returned), runs))
    _, after = seen_of(other, net, x, y, runs)
    print(f"One change in {name}, and nothing else:\n{difference}\n")
    news = "" if after.said == before.said else after.said
    says = f"As it was: {_went(before)}.\nChanged:   {_went(after)}.{news}"
    _show(sound, [(name, before), (f"{name}, changed", after)], x, y, says)


@_left_out_when_grading
def watch(train: Train, net: nn.Module, x: Tensor, y: Tensor, steps: int = EPOCHS) -> None:
    """Call `train` on `net`, and show the network's own weight and its gradient's size in the first `steps` steps."""
    sound = watched(healthy, copy.deepcopy(net), x, y).first(steps)
    seen = watched(train, net, x, y).first(steps)
    name = getattr(train, "__name__", "the function")

    def draw(figure: Figure) -> None:
        draw_watched(figure.subplots(1, 2, gridspec_kw=MARGINS), sound, seen)

    says = _watching(name, seen)
    alt = (
        "Left: the weight after each step. Right: the size of its gradient, on a logarithmic axis. A dashed line in "
        f"both shows a healthy run. {_one_line(says)}"
    )
    show((7, 2.6), draw, alt, says)


@_left_out_when_grading
def first_aid(train: Train, new_net: Callable[[], nn.Module], x: Tensor, y: Tensor, epochs: int = 60) -> None:
    """Print the two checks that any training function should pass before anything else is asked of it."""
    losses, ends, net = as_floats(called(train, new_net(), x, y)[0]), [0, -1], new_net()
    called(train, net, x[ends], y[ends], epochs)
    first, two = losses[0] if losses else None, loss_of(net, x[ends], y[ends])
    print(f"first loss:        {_told(first):8} (always answering 0 would give {short(float((y**2).mean()))})")
    print(f"two rows by heart: {_told(two):8} (the loss after {epochs} epochs on two rows alone; should be near 0)")


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


def _show(sound: Seen, seen: list[tuple[str, Seen]], x: Tensor, y: Tensor, says: str) -> None:
    """Show the losses of a healthy run and of what was `seen`; beside them the lines, or the memory that is kept."""
    curves = [
        (f"{name}, run {n}" if len(each.losses) > 1 else name, run)
        for name, each in seen
        for n, run in enumerate(each.losses, 1)
    ]
    if len(curves) > len(STYLES):  # two runs of two functions: the changed one's are the news
        curves = curves[len(curves) // 2 :]
    leaks = any(each.kept and each.kept[-1] for _, each in seen)
    names = " and of ".join(name for name, _ in seen)

    def draw(figure: Figure) -> None:
        left, right = figure.subplots(1, 2, gridspec_kw=MARGINS)
        draw_losses(left, sound, curves)
        if leaks:
            draw_kept(right, sound, [each.kept for _, each in seen])
        else:
            own = [(each.line, *style, 1.5) for (_, each), style in zip(seen, STYLES, strict=False)]
            draw_lines(right, x, y, [(sound.line, GREY, "--", 3), *own])

    lines = "the mornings, temperature against cups, with the lines of both"
    right = "the memory that the returned losses keep, by epoch" if leaks else lines
    alt = (
        f"Left: the loss of {names} by epoch on a logarithmic axis, beside a healthy training. Right: {right}. "
        f"{_one_line(says)}"
    )
    show((7, 2.8), draw, alt, says)


def _went(seen: Seen) -> str:
    """Say how the losses went, and where the network or the memory is now."""
    runs = [f"from {short(run[0])} to {short(run[-1])}" for run in seen.losses if run]
    if len(runs) > 1:
        went = f"loss of run 1 {runs[0]}, of run 2 {runs[1]}"
    else:
        went = f"loss {runs[0]}" if runs else "no losses"
    a, b = seen.line
    kept = f"; the losses keep {in_bytes(seen.kept[-1])} in memory" if seen.kept and seen.kept[-1] else ""
    return f"{went}; line {short(a)} x {'-' if b < 0 else '+'} {short(abs(b))}{kept}"


def _watching(name: str, seen: Watched) -> str:
    first = seen.weights[0]
    shown = ", ".join(f"{weight:.4g}" for weight in seen.weights[:MAX_WEIGHTS])
    sizes = [size for size in seen.gradients if size is not None]
    if not seen.gradients:
        gradient = "no optimizer took a step"
    elif not sizes:
        gradient = f"it had no gradient at any of the {len(seen.gradients)} steps (`.grad` was None)"
    else:
        gradient = f"the size of its gradient went from {short(sizes[0])} to {short(sizes[-1])}"
    more = ", …" if len(seen.weights) > MAX_WEIGHTS else ""
    went = f"the weight stayed {first:.4g}" if {*seen.weights} == {first} else f"the weight was {shown}{more}"
    return f"{name}: {went};\n{gradient}."


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _told(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:.4f}" if value < 0.01 else short(value)
