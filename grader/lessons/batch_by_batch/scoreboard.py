"""The stadium's scoreboard on film: symbols of seven lamps, 12 x 8 pixels each.

Each symbol lights its lamps, and each lamp is dead with a chance of DEAD. An 8 whose middle lamp is dead looks exactly
like a 0, so nobody can be right about every picture. `readable` works out how many can be read.

A picture shows the lamps that work, moved by up to one pixel in each direction. It has a brightness of its own, and
grain with a standard deviation of NOISE. A font is how thick the lamps are and how far the symbols lean.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

HEIGHT, WIDTH = 12, 8
PIXELS = HEIGHT * WIDTH
LAMPS = "abcdefg"
"""Their names, as on data sheets: a at the top, then clockwise b to f, and g in the middle."""
SYMBOLS = (
    "abcdef", "bc", "abdeg", "abcdg", "bcfg", "acdfg", "acdefg", "abc", "abcdefg", "abcdfg",
    "bcefg", "abcefg", "adefg", "def", "abefg", "bcdef",
)  # fmt: skip
"""The lamps of each symbol: the digits 0 to 9, then H, A, E, L, P and U."""
DIGITS = range(10)
DEAD = 0.04  # the chance of each lamp
NOISE = 0.25  # standard deviation of the grain
DIMMEST, BRIGHTEST = 0.6, 1.0
SHIFTS = tuple(itertools.product((-1, 0, 1), repeat=2))  # pixels down, pixels to the right
TRAINING, VALIDATION = 4000, 1000

_TOP, _MIDDLE, _BOTTOM = 1.5, 5.5, 9.5  # rows of the level lamps
_LEFT, _RIGHT = 1.5, 5.5  # columns of the upright ones
_LINES = (  # of each lamp: first and last row, first and last column
    (_TOP, _TOP, _LEFT, _RIGHT),
    (_TOP, _MIDDLE, _RIGHT, _RIGHT),
    (_MIDDLE, _BOTTOM, _RIGHT, _RIGHT),
    (_BOTTOM, _BOTTOM, _LEFT, _RIGHT),
    (_MIDDLE, _BOTTOM, _LEFT, _LEFT),
    (_TOP, _MIDDLE, _LEFT, _LEFT),
    (_MIDDLE, _MIDDLE, _LEFT, _RIGHT),
)


class Font(NamedTuple):
    """How a board's symbols look: thickness of a lamp in pixels, and the columns that a symbol leans for each row."""

    thickness: float
    slant: float


class Boards(NamedTuple):
    """The lesson's data: float32 pictures (n, 12, 8) and int64 labels (n,), for training and for validation."""

    train_images: Tensor
    train_labels: Tensor
    val_images: Tensor
    val_labels: Tensor


THICKNESSES = (1.8, 1.95, 2.1, 2.25, 2.4)
SLANTS = (-0.05, 0.0, 0.05, 0.1)
FONTS = tuple(Font(*both) for both in itertools.product(THICKNESSES, SLANTS))
"""The fonts of the boards. Never change the place of one: a student's font is a place in this list."""
VARIANTS = tuple(range(len(FONTS)))
"""The places of the fonts that students get."""


def font_of(variant: int) -> Font:
    """Return the font of a student who has this variant."""
    return FONTS[variant]


@functools.lru_cache(maxsize=64)
def lamps(font: Font) -> Tensor:
    """Return how brightly each lamp lights each pixel, from 0 to 1: (shifts, lamps, pixels), float32."""
    rows = torch.arange(HEIGHT, dtype=torch.float64).reshape(-1, 1)
    columns = torch.arange(WIDTH, dtype=torch.float64).reshape(1, -1)
    shifted = ((rows - down, columns - right) for down, right in SHIFTS)
    drawn = [torch.stack([_lamp(line, font, *places).reshape(-1) for line in _LINES]) for places in shifted]
    return torch.stack(drawn).to(torch.float32)


def _lamp(line: tuple[float, float, float, float], font: Font, rows: Tensor, columns: Tensor) -> Tensor:
    """Return which part of each pixel (12, 8) a lamp covers."""
    columns = columns - font.slant * (_MIDDLE - rows)
    covered = []
    for first, last, place in ((line[0], line[1], rows), (line[2], line[3], columns)):
        half = (last - first) / 2 if last > first else font.thickness / 2
        covered.append((half + 0.5 - (place - (first + last) / 2).abs()).clamp(0, 1))
    return covered[0] * covered[1]


def lit(symbols: Sequence[int] = DIGITS) -> Tensor:
    """Return which lamps each symbol lights: (symbols, lamps), float32 of 0 and 1."""
    return torch.tensor([[float(lamp in SYMBOLS[symbol]) for lamp in LAMPS] for symbol in symbols])


def scoreboard(n: int, seed: int, font: Font = FONTS[6], symbols: Sequence[int] = DIGITS) -> tuple[Tensor, Tensor]:
    """Return `n` pictures, float32 (n, 12, 8), and their labels, int64 (n,): places in `symbols`.

    `symbols` are places in SYMBOLS. The same arguments always give the same pictures.
    """
    random = torch.Generator().manual_seed(seed)
    labels = torch.randint(len(symbols), (n,), generator=random)
    works = torch.rand(n, len(LAMPS), generator=random) >= DEAD
    shift = torch.randint(len(SHIFTS), (n,), generator=random)
    brightness = DIMMEST + (BRIGHTEST - DIMMEST) * torch.rand(n, 1, generator=random)
    grain = NOISE * torch.randn(n, PIXELS, generator=random)
    on = lit(symbols)[labels] * works
    picture = (on.unsqueeze(2) * lamps(font)[shift]).amax(dim=1)
    return (brightness * picture + grain).reshape(n, HEIGHT, WIDTH), labels


@functools.lru_cache(maxsize=64)
def boards(variant: int) -> Boards:
    """Return the lesson's pictures in a student's font. Always the same tensors, so give copies to a learner.

    They are sorted by label, as if somebody had put them into ten folders.
    """
    train = _sorted(*scoreboard(TRAINING, 2 * variant, font_of(variant)))
    return Boards(*train, *_sorted(*scoreboard(VALIDATION, 2 * variant + 1, font_of(variant))))


def _sorted(images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    order = labels.argsort(stable=True)
    return images[order], labels[order]


def readable(symbols: Sequence[int] = DIGITS) -> float:
    """Return the highest accuracy that dead lamps leave, if a picture shows exactly which of its lamps are on.

    Many symbols can be the cause of the same lamps. The best answer is the likeliest of them.
    """
    shown = torch.tensor(list(itertools.product((0.0, 1.0), repeat=len(LAMPS)))).unsqueeze(1)  # (128, 1, lamps)
    chance_on = (1 - DEAD) * lit(symbols)
    chances = torch.where(shown > 0, chance_on, 1 - chance_on).prod(dim=2)  # (128, symbols)
    return float(chances.amax(dim=1).sum()) / len(symbols)
