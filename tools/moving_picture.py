"""Draw README's moving picture, the decision boundary of lesson 2 by epoch: `python -m tools.moving_picture`."""

from __future__ import annotations

import io
from pathlib import Path

import matplotlib as mpl
import torch
from PIL import Image
from torch import nn

from grader.lessons import soccer_winner
from grader.notebook.figures.boundary import EPOCHS, Boundary
from grader.notebook.figures.soccer import parameters_of

TO = Path(__file__).parents[1] / "docs" / "images" / "boundary.gif"
SEED = 4  # of the network before training, which gets half of the matches wrong
EVERY = 2  # epochs
MILLISECONDS, LAST_MILLISECONDS = 120, 2500
DOTS_PER_INCH = 80
COLOURS = 96  # which keeps the file below half a megabyte


def frames() -> list[Image.Image]:
    """Return a picture of every second epoch, in one palette."""
    torch.manual_seed(SEED)
    network = nn.Sequential(nn.Linear(2, 10), nn.ReLU(), nn.Linear(10, 1), nn.Sigmoid())
    scene = Boundary(parameters_of(network), soccer_winner.MATCHES)
    state = scene.initial()
    figure, _ = scene.draw(state)
    drawn = []
    for epoch in range(0, EPOCHS + 1, EVERY):
        scene.paint(state | {"epoch": epoch})
        picture = io.BytesIO()
        figure.savefig(picture, format="png", dpi=DOTS_PER_INCH)
        drawn.append(Image.open(picture).convert("RGB"))
    palette = drawn[len(drawn) // 2].quantize(COLOURS)
    return [each.quantize(palette=palette, dither=Image.Dither.NONE) for each in drawn]


def main() -> None:
    """Write the picture."""
    mpl.use("agg")
    first, *others = frames()
    durations = [MILLISECONDS] * len(others) + [LAST_MILLISECONDS]
    first.save(TO, save_all=True, append_images=others, duration=durations, loop=0, optimize=True)
    print(f"{TO.relative_to(TO.parents[2])}: {len(durations)} frames, {TO.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
