"""The made-up leagues: always the same, balanced, bounded, and no straight cut."""

from __future__ import annotations

import pytest
import torch

from grader.lessons.capstone.league import LEAGUES, ROWS, League, public

SOME = (*LEAGUES[:3], LEAGUES[-1], 2**55)


@pytest.mark.parametrize("seed", SOME)
def test_a_league_has_rows_of_four_features_each_only_once(seed: int):
    x, y = public(seed)
    assert (x.shape, y.shape, x.dtype, y.dtype) == ((ROWS, 4), (ROWS, 1), torch.float32, torch.float32)
    assert len({tuple(row) for row in x.tolist()}) == ROWS


@pytest.mark.parametrize("seed", SOME)
def test_half_of_the_matches_are_won(seed: int):
    assert float(League(seed).matches(20_000, 1)[1].mean()) == pytest.approx(0.5, abs=0.02)


def test_a_league_is_the_same_every_time_and_another_for_another_seed():
    again = League(3).matches(ROWS, 3)
    assert all(torch.equal(one, other) for one, other in zip(public(3), again, strict=True))
    assert not torch.equal(public(3)[0], public(4)[0])


def test_rows_are_these_on_every_machine():
    x, y = public(2)
    assert x[0].tolist() == pytest.approx([3.7, 0.4, 10.5, 10.8])
    assert int(y.sum()) == 286


@pytest.mark.parametrize("seed", SOME)
def test_eight_of_a_hundred_results_are_upsets(seed: int):
    """The same rows without upsets differ in so many results."""
    made = League(seed)
    x, y = made.matches(20_000, 5)
    won = made._height(x.to(torch.float64)) > 0
    assert float((won.reshape(-1, 1) != (y > 0.5)).float().mean()) == pytest.approx(0.08, abs=0.006)
