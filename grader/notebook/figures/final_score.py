"""The closing scene of lesson 5: a board with the goals of both teams, read by the learner's own model."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from grader.core.palette import BLUE, RED
from grader.notebook.figures.controls import Slider
from grader.notebook.figures.readings import Readings, picture_on, present
from grader.notebook.figures.scene import Scene, State, Told

FRAMES = 20  # of film, of each digit
SURE = 0.9
TEAMS = ("home", "away")
DIGITS = 10


class FinalScore(Scene):
    """State: the goals of both teams, and which frame of the film is read."""

    size = (6.4, 3.2)
    photo = True
    controls = (
        Slider("home", "goals of the home team", 0, 9, 1, 2),
        Slider("away", "goals of the away team", 0, 9, 1, 1),
        Slider("frame", "frame of the film", 1, FRAMES, 1, 1),
    )

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self._places = [np.flatnonzero(readings.labels == digit) for digit in range(DIGITS)]

    def read(self, state: State) -> list[int]:
        """Return the places of the two pictures. The away team's comes from other frames than the home team's."""
        frames = (state["frame"] - 1, state["frame"] - 1 + FRAMES)
        return [
            int(self._places[state[team]][frame % len(self._places[state[team]])])
            for team, frame in zip(TEAMS, frames, strict=True)
        ]

    def tell(self, state: State) -> Told:
        read, places = self.readings, self.read(state)
        home, away = (int(read.answers[place]) for place in places)
        sure = [float(read.chances[place].max()) for place in places]
        advice = (
            "Both are sure enough, so the score goes into the archive."
            if min(sure) >= SURE
            else f"Less than {SURE:.0%} is not sure enough: somebody should look at this frame."
        )
        right = "" if (home, away) == (state["home"], state["away"]) else " That is wrong."
        says = (
            f"The board shows {state['home']} : {state['away']}. Your model reads {home} : {away}, with probabilities "
            f"of {sure[0]:.0%} and {sure[1]:.0%}.{right} {advice}"
        )
        alt = (
            "Two grainy pictures of digits beside each other like a score, with a colon between them. Below each, what "
            f"the model reads and how probable it is. {says}"
        )
        return Told(alt, says)

    def open(self, figure: Figure) -> list[Artist]:
        shape = self.readings.images.shape[1:]
        figure.text(0.5, 0.6, ":", ha="center", va="center", fontsize=40, weight="bold")
        self._pictures, self._words = [], []
        for team, left in zip(TEAMS, (0.14, 0.56), strict=True):
            self._pictures.append(picture_on(figure.add_axes((left, 0.25, 0.3, 0.66)), shape))
            figure.text(left + 0.15, 0.95, team, ha="center", va="center")
            self._words.append(figure.text(left + 0.15, 0.13, "", ha="center", va="center", fontsize=12))
        return [*self._pictures, *self._words]

    def paint(self, state: State) -> None:
        read = self.readings
        for place, picture, words in zip(self.read(state), self._pictures, self._words, strict=True):
            picture.set_data(read.images[place])
            right = read.answers[place] == read.labels[place]
            words.set(
                text=f"reads {read.answers[place]}, {read.chances[place].max():.0%}", color=BLUE if right else RED
            )


def final_score(model: Any, images: Any, labels: Any, **settings: Any) -> None:
    """Show a score on the board, read by `model`, with sliders for the goals and the frame of the film."""
    present(_final_score, model, images, labels, **settings)


def _final_score(readings: Readings) -> FinalScore | None:
    """Return the scene; None if the classes are not the ten digits, each of them with pictures."""
    return FinalScore(readings) if readings.classes == len(set(readings.labels.tolist())) == DIGITS else None
