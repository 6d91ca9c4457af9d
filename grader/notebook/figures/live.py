"""A scene in a notebook, with controls: labelled widgets, the picture with its alternative text, and its line.

Picture and line are an ordinary output that the controls update (`panel.py`). The picture is an `<img alt="…">`: the
front ends show no alternative text of an output that is an image. It is drawn off screen: what stands still once, as a
background, then only what moves; and it is packed at the lowest level. Whether a slider sends its values during a drag
depends on the connection (`connection.py`).

Callbacks may come on a thread of their own: JupyterLab has comms answered beside a running cell. A scene
therefore trains nothing through torch's modules or optimizers; the recorder would take it for the learner's own.
"""

from __future__ import annotations

import contextvars
import html
import io
import threading
from itertools import islice
from typing import Any

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from grader.notebook.figures.connection import TRIES, connection
from grader.notebook.figures.controls import Button, Choice, Control, LogSlider, Number, Player, Slider, Switch
from grader.notebook.figures.scene import Scene, State, Told
from grader.notebook.figures.show import DOTS_PER_INCH, SHARPNESS, as_html
from grader.notebook.panel import Panel

# The handles are dark: JupyterLab's own are white, on the white of its light theme.
WIDE = {"description_width": "initial", "handle_color": "#3a6ea5"}
APART = "2px 1em 2px 2px"  # a margin
SLIDER = {"width": "300px", "margin": APART}
WITHOUT = "Run this cell again to use the {}."


class Live:
    """A scene whose controls work. `state` is what it shows, `png` the picture, `told` its words."""

    def __init__(self, scene: Scene, state: State | None = None) -> None:
        self.scene = scene
        self.state: State = scene.initial() if state is None else state
        self.told: Told = scene.tell(self.state)
        self._lock = threading.RLock()
        self._settling = False
        self.widgets: dict[str, widgets.Widget] = {}
        self.players: dict[str, Playing] = {}
        built = [self._build(control) for control in scene.controls]
        self._settle({name: value for name, value in self.state.items() if name in self.widgets})
        figure, self._moving = scene.draw(self.state)
        figure.set_dpi(SHARPNESS * DOTS_PER_INCH)
        self._canvas = FigureCanvasAgg(figure)
        self._background = self._draw_background()
        self.png = b""
        left = iter(built)
        rows = [list(islice(left, size)) for size in (*scene.row_sizes, len(built))]
        wrap = widgets.Layout(flex_flow="row wrap", align_items="center")
        controls = widgets.VBox([widgets.HBox(row, layout=wrap) for row in rows if row])
        has_sliders = any(isinstance(control, (Slider, LogSlider, Choice)) for control in scene.controls)
        self._draw()
        self.panel = Panel(controls, WITHOUT.format("sliders" if has_sliders else "controls"), *self._drawn())

    def show(self) -> None:
        """Display controls, picture and line."""
        self.panel.show()
        connection().measure(TRIES)

    def _drawn(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the picture and its words by MIME type, and what is known of the picture."""
        width, height = (pixels // SHARPNESS for pixels in self._canvas.get_width_height())
        alt, says = self.told
        line = f'<div role="status" aria-live="polite" style="line-height: 1.4">{html.escape(says)}</div>'
        data = {
            "text/html": f"{as_html(self.png, alt, width, height, photo=self.scene.photo)}\n{line}",
            "image/png": self.png,
            "text/plain": f"Figure: {alt}\n{says}",
        }
        return data, {"image/png": {"alt": alt, "width": width, "height": height}}

    def set(self, name: str, value: Any) -> None:
        """Use the control `name`: set its value, let the scene follow, and redraw."""
        with self._lock:
            if self._settling or self._is_echo(name, value):
                return
            self.state[name] = value
            self._settle(self.scene.act(name, self.state))
            self._redraw()
        connection().measure()

    def _is_echo(self, name: str, value: Any) -> bool:
        """Tell whether a front end only rounds, to the slider's steps, what it was told."""
        control = next(c for c in self.scene.controls if c.name == name)
        return isinstance(control, Slider) and abs(value - self.state[name]) <= control.step / 2

    def press(self, name: str) -> None:
        """Press the button `name`."""
        with self._lock:
            self._settle(self.scene.act(name, self.state))
            self._redraw()

    def _settle(self, changes: State) -> None:
        self.state |= changes
        self._settling = True
        try:
            for name, value in changes.items():
                if name in self.widgets:
                    self.widgets[name].value = value
        finally:
            self._settling = False

    def _draw_background(self) -> Any:
        """Draw all but what moves: axes, ticks and contours take most of a picture's time."""
        for artist in self._moving:
            artist.set_animated(True)
        self._canvas.draw()
        return self._canvas.copy_from_bbox(self._canvas.figure.bbox)

    def _redraw(self) -> None:
        self.scene.paint(self.state)
        self._draw()
        self.panel.update(*self._drawn())

    def _draw(self) -> None:
        """Draw the picture of what the artists are set to, and find its words."""
        self._canvas.restore_region(self._background)
        for artist in sorted(self._moving, key=lambda artist: artist.zorder):
            self._canvas.figure.draw_artist(artist)
        buffer = io.BytesIO()
        Image.fromarray(np.asarray(self._canvas.buffer_rgba())[..., :3]).save(buffer, "png", compress_level=1)
        self.png = buffer.getvalue()
        self.told = self.scene.tell(self.state)

    def _build(self, control: Control) -> widgets.Widget:
        """Return the widget of one control, joined to the state."""
        match control:
            case Slider() | LogSlider():
                kind = widgets.FloatLogSlider if isinstance(control, LogSlider) else widgets.FloatSlider
                kind = widgets.IntSlider if isinstance(control, Slider) and control.is_whole else kind
                shown = {} if kind is widgets.IntSlider else {"readout_format": control.shown}
                widget = kind(
                    value=control.value, min=control.low, max=control.high, step=control.step, style=WIDE,
                    description=control.label, tooltip=control.label, layout=widgets.Layout(**SLIDER), **shown,
                )  # fmt: skip
            case Number():
                widget = widgets.BoundedFloatText(
                    value=control.value, min=control.low, max=control.high, step=control.step,
                    description=control.label, tooltip=control.label, layout=widgets.Layout(width="260px"),
                    style={"description_width": "initial"},
                )  # fmt: skip
            case Choice():
                # A slider too: JupyterLab takes the arrow keys of a dropdown for its own.
                widget = widgets.SelectionSlider(
                    options=control.options, value=control.value, description=control.label, style=WIDE,
                    tooltip=control.label, layout=widgets.Layout(**SLIDER),
                )  # fmt: skip
            case Switch():
                layout = widgets.Layout(width="auto", margin=APART)
                widget = widgets.Checkbox(value=control.value, description=control.label, indent=False, layout=layout)
            case Button():
                widget = _button(control.label, control.tip)
                widget.on_click(lambda _: self.press(control.name))
                return widget
            case Player():
                playing = self.players[control.name] = Playing(self.widgets[control.name], control)
                return playing.box
        if not isinstance(control, Switch):
            connection().follow(widget)
        widget.observe(lambda change: self.set(control.name, change["new"]), "value")
        self.widgets[control.name] = widget
        return widget


class Playing:
    """Play and pause, step, reset: buttons that move a slider over whole numbers or over choices."""

    def __init__(self, slider: widgets.IntSlider | widgets.SelectionSlider, control: Player) -> None:
        self._slider = slider
        chooses = isinstance(slider, widgets.SelectionSlider)
        self._values = [v for _, v in slider.options] if chooses else [*range(slider.min, slider.max + 1)]
        self._seconds = control.seconds
        self._stop = threading.Event()
        self._stop.set()
        self.play = _button("Play", f"Play: {control.label} from here to the end")
        self.step = _button("Step", f"One {control.label} on")
        self.reset = _button("Reset", f"Back to the first {control.label}")

        def one_on(_: Any) -> None:
            self.pause()
            self.advance()

        def back(_: Any) -> None:
            self.pause()
            self._go(0)

        self.play.on_click(lambda _: self.pause() if self.running else self.start())
        self.step.on_click(one_on)
        self.reset.on_click(back)
        self.box = widgets.HBox([self.play, self.step, self.reset], layout=widgets.Layout(margin="0 1em 0 0"))

    @property
    def running(self) -> bool:
        return not self._stop.is_set()

    def start(self) -> None:
        """Play on a thread of its own, from the first frame if the last one is shown. A kernel's end does not wait."""
        self._stop = threading.Event()
        self.play.description = "Pause"
        if self._place >= len(self._values) - 1:
            self._go(0)
        run = contextvars.copy_context().run  # the messages sent belong to the request that pressed the button
        threading.Thread(target=run, args=[self._play, self._stop], daemon=True).start()

    def pause(self) -> None:
        self._stop.set()
        self.play.description = "Play"

    def advance(self) -> bool:
        """Go one frame on; tell whether there is another one after it."""
        last = len(self._values) - 1
        self._go(min(self._place + 1, last))
        return self._place < last

    @property
    def _place(self) -> int:
        """Where the slider is, counted from 0."""
        return self._values.index(self._slider.value)

    def _go(self, place: int) -> None:
        self._slider.value = self._values[place]

    def _play(self, stop: threading.Event) -> None:
        while not stop.wait(self._seconds) and self.advance():
            pass
        if not stop.is_set():
            self.pause()


def _button(label: str, tip: str) -> widgets.Button:
    return widgets.Button(description=label, tooltip=tip, layout=widgets.Layout(width="auto"))
