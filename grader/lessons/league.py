"""A made-up league: matches of four features, and a rule for who wins that is a function of the league's seed.

A match is won where strength, rest and travel together pass a level; rest helps neither when it is short nor when it is
long, so no straight cut separates the classes. After that UPSETS of 100 results are turned round, whatever the features
say: nobody who knows the rule, and nobody at all, is right about more than 100 - UPSETS of 100 new matches in the long
run. Only additions and products of float64 decide, and nothing near the level is used: every machine makes the same
rows.
"""

from __future__ import annotations

import torch
from torch import Tensor

LEAGUE = 2  # the seed of the lesson's league
ROWS = 600
UPSETS = 8
FEATURES = ("goals scored", "goals conceded", "days of rest", "travel in 100 km")
_LOW = torch.tensor([0.0, 0.0, 2.0, 0.0], dtype=torch.float64)
_HIGH = torch.tensor([4.0, 4.0, 14.0, 20.0], dtype=torch.float64)
_NEAR = 0.05  # this near the level no match is used
_MANY = 20_001


class League:
    """One league: its rule, and as many matches as are asked for."""

    def __init__(self, seed: int) -> None:
        random = torch.Generator().manual_seed(seed)
        chance = torch.rand(5, generator=random, dtype=torch.float64).tolist()
        self._scored, self._conceded = 0.8 + 0.4 * chance[0], 0.8 + 0.4 * chance[1]
        self._best_rest, self._bend = -0.25 + 0.5 * chance[2], 2.25 + 0.5 * chance[3]
        self._travel = 0.3 + 0.3 * chance[4]
        self._level = 0.0
        self._level = float(self._height(_draw(_MANY, random)).median())  # half of the matches are won

    def _height(self, rows: Tensor) -> Tensor:
        scored, conceded, rest, travel = ((rows - _LOW) / (_HIGH - _LOW) * 2 - 1).unbind(dim=1)
        strength = self._scored * scored - self._conceded * conceded
        return strength - self._bend * (rest - self._best_rest) ** 2 - self._travel * travel - self._level

    def matches(self, count: int, seed: int) -> tuple[Tensor, Tensor]:
        """Return features (count, 4) and results (count, 1), 1 for a win; float32. `seed` chooses the matches."""
        random = torch.Generator().manual_seed(seed)
        rows = _draw(2 * count + 100, random)
        height = self._height(rows)
        clear = height.abs() > _NEAR
        rows, won = rows[clear][:count], height[clear][:count] > 0
        upset = torch.rand(count, generator=random, dtype=torch.float64) < UPSETS / 100
        return rows.to(torch.float32), (won ^ upset).to(torch.float32).reshape(-1, 1)


def league(seed: int) -> tuple[Tensor, Tensor]:
    """Return the public matches of the league of this seed: features (600, 4) and results (600, 1), float32."""
    return League(seed).matches(ROWS, seed)


def _draw(count: int, random: torch.Generator) -> Tensor:
    """Draw features (count, 4), float64 in tenths, evenly between their bounds."""
    chance = torch.rand(count, 4, generator=random, dtype=torch.float64)
    return ((chance * (_HIGH - _LOW) + _LOW) * 10).round() / 10
