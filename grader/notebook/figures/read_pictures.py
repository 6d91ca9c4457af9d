"""Pictures of the scoreboard above the model's probabilities: page by page, all of them or only the mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from numpy.typing import NDArray

from grader.core.palette import BLUE, GREY, RED
from grader.notebook.figures.controls import Slider, Switch
from grader.notebook.figures.readings import Readings, picture_on, present
from grader.notebook.figures.scene import Scene, State, Told, panel

SHOWN = 6  # pictures on a page
PAGES = 20
SEED = 0  # of the order in which the pictures come


class ReadPictures(Scene):
    """State: the page, and whether it shows only pictures that were read wrongly."""

    size = (7.8, 3.0)
    photo = True
    controls = (Slider("page", "page", 1, PAGES, 1, 1), Switch("wrong", "only mistakes", value=False))

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self._order = np.random.default_rng(SEED).permutation(len(readings.labels))
        self._mistakes = self._order[np.isin(self._order, readings.wrong)]

    def on_page(self, state: State) -> NDArray[np.int64]:
        """Return the places of the pictures on the page. The pages begin again after the last picture."""
        places = self._mistakes if state["wrong"] else self._order
        if len(places) == 0:
            return places
        return np.take(places, np.arange(SHOWN) + SHOWN * (state["page"] - 1), mode="wrap")[: len(places)]

    def tell(self, state: State) -> Told:
        read = self.readings
        each = "; ".join(
            f"{read.labels[place]} is read as {read.answers[place]} ({read.chances[place].max():.0%})"
            for place in self.on_page(state)
        )
        says = (
            f"{'Mistakes' if state['wrong'] else 'Pictures'}, page {state['page']}: {each or 'there are none'}. "
            f"Of all {len(read.labels)} pictures {len(read.wrong)} are read wrongly, so the accuracy is "
            f"{read.accuracy:.1%}."
        )
        alt = (
            f"A row of {SHOWN} grainy pictures of digits, each with its label above it. Below each picture a bar for "
            "each class shows the probability that the model gives it; the highest bar is blue if the answer is "
            f"right and red if it is wrong. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        classes, shape = self.readings.classes, self.readings.images.shape[1:]
        self._pictures, self._bars, self._labels, self._words = [], [], [], []
        for place in range(SHOWN):
            left = 0.035 + place * 0.162
            above = figure.add_axes((left, 0.47, 0.135, 0.42))
            self._pictures.append(picture_on(above, shape))
            self._labels.append(above.set_title("", fontsize=10))
            below = panel(figure, (left, 0.2, 0.135, 0.22), ylim=(0, 1), xlim=(-0.6, classes - 0.4), yticks=())
            below.set_xticks(range(classes))
            below.tick_params(labelsize=7, length=0, pad=1)
            below.spines["left"].set_visible(False)
            self._bars.append(below.bar(range(classes), 0, width=0.8))
            self._words.append(below.text(0.5, -0.52, "", transform=below.transAxes, ha="center", fontsize=9))
        return [*self._pictures, *self._labels, *self._words, *(bar for bars in self._bars for bar in bars)]

    def paint(self, state: State) -> None:
        places = self.on_page(state)
        for column, (picture, bars, label, words) in enumerate(
            zip(self._pictures, self._bars, self._labels, self._words, strict=True)
        ):
            is_used = column < len(places)
            for artist in (picture, label, words, *bars):
                artist.set_visible(is_used)
            if is_used:
                self._paint_one(places[column], picture, bars, label, words)

    def _paint_one(self, place: int, picture: Any, bars: Any, label: Any, words: Any) -> None:
        read = self.readings
        answer, right = read.answers[place], read.answers[place] == read.labels[place]
        picture.set_data(read.images[place])
        label.set_text(f"label {read.labels[place]}")
        words.set(text=f"{answer}: {read.chances[place].max():.0%}", color=BLUE if right else RED)
        for number, (bar, chance) in enumerate(zip(bars, read.chances[place], strict=True)):
            bar.set_height(chance)
            bar.set_color((BLUE if right else RED) if number == answer else GREY)


def read_pictures(model: Any, images: Any, labels: Any, **settings: Any) -> None:
    """Show pictures and the probabilities that `model` gives them."""
    present(ReadPictures, model, images, labels, **settings)
