"""The palette, as eyes without one kind of cone see it."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from grader.core import palette

# Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency",
# table 1, severity 1.0, for linear RGB: https://doi.org/10.1109/TVCG.2009.113
EYES = {
    "all cones": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
# sRGB to XYZ, and the white of D65: IEC 61966-2-1.
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = XYZ.sum(axis=1)
TOGETHER = [  # colours that meet in one panel and mean different things
    (palette.BLUE, palette.ORANGE), (palette.BLUE, palette.RED), (palette.BLUE, palette.GREEN),
    (palette.ORANGE, palette.GREEN), (palette.BLUE, palette.GREY), (palette.ORANGE, palette.GREY),
]  # fmt: skip
CLEARLY = 15  # of CIE 1976 Lab; 2.3 is just noticeable


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour, eyes):
    parts = XYZ @ np.clip(np.array(EYES[eyes]) @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(parts > (6 / 29) ** 3, np.cbrt(parts), parts / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("eyes", EYES)
def test_colours_that_meet_in_one_panel_differ_clearly(eyes):
    for one, other in TOGETHER:
        assert np.linalg.norm(lab(one, eyes) - lab(other, eyes)) > CLEARLY, (one, other)


@pytest.mark.parametrize("eyes", EYES)
def test_no_two_colours_of_the_palette_look_the_same(eyes):
    colours = [value for name, value in vars(palette).items() if name.isupper()]
    assert len(colours) == 7
    for one, other in itertools.combinations(colours, 2):
        assert np.linalg.norm(lab(one, eyes) - lab(other, eyes)) > 5, (one, other)


def test_the_simulation_takes_red_and_green_for_one_another():
    # Two colours that a protanope confuses: the test above would let nothing else tell them apart.
    one, other = "#9A7B00", "#5F8A12"
    assert np.linalg.norm(lab(one, "protanopia") - lab(other, "protanopia")) < 0.5 * np.linalg.norm(
        lab(one, "all cones") - lab(other, "all cones")
    )
