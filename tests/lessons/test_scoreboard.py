"""Lesson 5's pictures: always the same, as bright and as dead as they are said to be, in fonts that fit the picture."""

from __future__ import annotations

import pytest
import torch

from grader.devtools.calibrate import readers
from grader.lessons.batch_by_batch import scoreboard
from grader.lessons.batch_by_batch.scoreboard import (
    BRIGHTEST,
    DEAD,
    DIGITS,
    DIMMEST,
    FONTS,
    LAMPS,
    NOISE,
    SHIFTS,
    SYMBOLS,
    VARIANTS,
    boards,
    lamps,
    lit,
    readable,
)

THERE_ARE = 4000


def test_pictures_and_labels_have_the_shapes_and_dtypes_that_the_lesson_says():
    images, labels = scoreboard.scoreboard(50, 1)
    assert (images.shape, images.dtype) == ((50, 12, 8), torch.float32)
    assert (labels.shape, labels.dtype) == ((50,), torch.int64)


def test_the_same_arguments_give_the_same_pictures_and_leave_the_random_numbers_of_the_notebook_alone():
    before = torch.get_rng_state()
    one, other = scoreboard.scoreboard(20, 2**60 + 7), scoreboard.scoreboard(20, 2**60 + 7)
    assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))
    assert not torch.equal(one[0], scoreboard.scoreboard(20, 8)[0])
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("variant", [VARIANTS[0], VARIANTS[-1]])
def test_a_students_boards_are_sorted_by_label_and_hold_every_digit(variant: int):
    train_images, train_labels, val_images, val_labels = boards(variant)
    assert (len(train_images), len(val_images)) == (scoreboard.TRAINING, scoreboard.VALIDATION)
    for labels in (train_labels, val_labels):
        assert labels.tolist() == sorted(labels.tolist())
        assert labels.unique().tolist() == [*DIGITS]


def test_a_label_is_the_place_in_the_symbols():
    images, labels = scoreboard.scoreboard(THERE_ARE, 3, symbols=(8, 1))
    bright = images.clamp(min=0).sum(dim=(1, 2))
    assert labels.unique().tolist() == [0, 1]
    assert bright[labels == 0].mean() > bright[labels == 1].mean()  # an 8 has seven lamps, a 1 has two


def test_symbols_differ_from_one_another():
    assert len({frozenset(symbol) for symbol in SYMBOLS}) == len(SYMBOLS)
    assert all(set(symbol) <= set(LAMPS) for symbol in SYMBOLS)


@pytest.mark.parametrize("font", FONTS)
def test_every_lamp_is_in_the_picture_in_every_place(font):
    light = lamps(font).sum(dim=2)  # (shifts, lamps)
    in_the_middle = light[SHIFTS.index((0, 0))]
    assert float(in_the_middle.min()) > 5  # pixels
    assert float((light / in_the_middle).min()) > 0.8  # a symbol that leans loses a little at the edge


def test_lamps_are_dead_and_pictures_grainy_as_often_as_the_lesson_says():
    images, _ = scoreboard.scoreboard(THERE_ARE, 5, font=FONTS[1], symbols=(8,))
    corner = images[:, 0, 0]
    assert float(corner.std()) == pytest.approx(NOISE, abs=0.01)
    images, _ = scoreboard.scoreboard(10 * THERE_ARE, 6, font=FONTS[1], symbols=(1,))
    upper, lower = (lamps(FONTS[1])[:, LAMPS.index(lamp)] for lamp in "bc")
    alone = lower.amax(dim=0) == 0  # pixels that only the upper lamp of a 1 lights
    always_on = (scoreboard.DIMMEST + scoreboard.BRIGHTEST) / 2 * float(upper[:, alone].mean(dim=0).sum())
    assert float(images.flatten(1)[:, alone].sum(dim=1).mean()) == pytest.approx((1 - DEAD) * always_on, rel=0.01)


class TestReadable:
    def test_two_symbols_by_hand(self):
        """A 0 and an 8: nobody can tell them apart when lamp g of the 8 is dead, and then a 0 is more likely."""
        assert readable((0, 8)) == pytest.approx((1 + (1 - DEAD)) / 2)

    def test_it_is_what_the_best_guess_gets_of_many_boards(self):
        random = torch.Generator().manual_seed(0)
        labels = torch.randint(10, (200_000,), generator=random)
        on = lit()[labels] * (torch.rand(len(labels), 7, generator=random) >= DEAD)
        patterns = (on * 2 ** torch.arange(7)).sum(dim=1).long()
        best = torch.zeros(128, 10).index_put_((patterns, labels), torch.ones(()), accumulate=True).amax(dim=1)
        assert float(best.sum()) / len(labels) == pytest.approx(readable(), abs=0.003)

    def test_the_numbers_that_the_lesson_tells(self):
        assert readable() == pytest.approx(0.956, abs=0.0005)
        as_zero, eight_as_zero = (1 - DEAD) ** 6, DEAD * (1 - DEAD) ** 6
        assert (as_zero, eight_as_zero) == pytest.approx((0.78, 0.03), abs=0.005)


def frames_of_the_same_digits(digits: int, frames: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return rows (frames, digits, pixels) and labels (digits,): place and dead lamps stay, light and grain do not."""
    random = torch.Generator().manual_seed(9)
    labels = torch.randint(10, (digits,), generator=random)
    on = lit()[labels] * (torch.rand(digits, len(LAMPS), generator=random) >= DEAD)
    places = torch.randint(len(SHIFTS), (digits,), generator=random)
    picture = (on.unsqueeze(2) * lamps(FONTS[6])[places]).amax(dim=1)
    brightness = DIMMEST + (BRIGHTEST - DIMMEST) * torch.rand(frames, digits, 1, generator=random)
    return brightness * picture + NOISE * torch.randn(frames, *picture.shape, generator=random), labels


def test_a_reader_is_as_good_as_the_lesson_tells():
    """83 % are right without a hidden layer, 88 % with one, and almost 95 % by the commonest answer of ten frames."""
    rows, labels = readers.filmed(scoreboard.TRAINING, [0], FONTS[6], DIGITS)
    film, right = frames_of_the_same_digits(1000, 10)
    reached = []
    for recipe in (readers.OWN._replace(hidden=0), readers.OWN):
        parameters = readers.train(recipe, rows, labels, len(DIGITS), torch.Generator().manual_seed(1))
        scores = readers.network(recipe.hidden, len(DIGITS)).forward(film, *parameters)
        answers = scores.argmax(dim=2)
        reached += [
            float((answers == right).double().mean()),
            float((answers.mode(dim=0).values == right).double().mean()),
        ]
    straight, _, reader, film_reader = reached
    assert (straight, reader) == pytest.approx((0.83, 0.88), abs=0.015)
    assert film_reader == pytest.approx(0.945, abs=0.01)
