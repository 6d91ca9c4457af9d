"""How long a redraw takes: `python -m tools.redraws` prints median and worst of a sweep over each figure's controls."""

from __future__ import annotations

import gc
import time
from typing import Any

import ipywidgets as widgets
from rich.table import Table

from grader.grading.command_line.console import show
from grader.notebook.figures.controls import Button
from grader.notebook.figures.live import Live
from tests.notebook.figures.scenes import every_scene

SWEEP = 12


def positions(widget: widgets.Widget) -> list[Any]:
    """Return values from one end of a control to the other."""
    if isinstance(widget, widgets.SelectionSlider):
        return [value for _, value in widget.options]
    if isinstance(widget, widgets.Checkbox):
        return [not widget.value, widget.value]
    low, high = widget.min, widget.max
    values = [low + (high - low) * i / SWEEP for i in range(SWEEP + 1)]
    if isinstance(widget, widgets.IntSlider):
        return [round(value) for value in values]
    return [10**value for value in values] if isinstance(widget, widgets.FloatLogSlider) else values


def sweep(live: Live) -> list[float]:
    """Use each control from end to end, and each button; return the seconds until picture and words were new."""
    times = []
    for widget in live.widgets.values():
        for value in positions(widget):
            begin = time.perf_counter()
            widget.value = value
            times.append(time.perf_counter() - begin)
    for control in live.scene.controls:
        if isinstance(control, Button):
            begin = time.perf_counter()
            live.press(control.name)
            times.append(time.perf_counter() - begin)
    return sorted(times)


def main() -> None:
    table = Table("figure", "redraws", "median, ms", "worst, ms", "opening, ms", "picture, kB")
    for name, scene in every_scene().items():
        begin = time.perf_counter()
        live = Live(scene)
        opening = time.perf_counter() - begin
        gc.collect()  # what torch's import left behind does not belong to a figure
        times = sweep(live)
        table.add_row(
            name, str(len(times)), f"{1e3 * times[len(times) // 2]:.0f}", f"{1e3 * times[-1]:.0f}",
            f"{1e3 * opening:.0f}", f"{len(live.png) / 1e3:.0f}",
        )  # fmt: skip
    show(table)


if __name__ == "__main__":
    main()
