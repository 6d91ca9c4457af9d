"""The networks of lesson 4's figure of capacity: `python -m tools.capacity_runs` trains them and writes them.

The rows are those that the lesson's cells draw: sixty players, days of rest, and their form on the day of the match.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch import Tensor, nn, optim

from grader.notebook.figures import capacity

ROWS = 20  # in each of the three sets
WIDTHS = (1, 2, 4, 8, 16, 32, 64)
EPOCHS = 1500
FILE = Path(capacity.__file__).with_suffix(".json")


def players() -> tuple[Tensor, Tensor]:
    """Return what the lesson draws: days of rest (60, 1) and form (60, 1)."""
    torch.manual_seed(1)
    days = 2 + 12 * torch.rand(60, 1)
    form = 1.5 - ((days - 8) / 3) ** 2 + 0.9 * torch.randn(60, 1)
    return days, form


def trained(width: int, epochs: int = EPOCHS) -> dict[str, list[float]]:
    """Return the curve of a network of this width after training, and its losses on the three sets."""
    days, form = (tensor.double() for tensor in players())
    scaled = (days - days[:ROWS].mean()) / days[:ROWS].std()
    torch.manual_seed(1)
    net = nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1)).double()
    optimizer = optim.Adam(net.parameters(), lr=0.03)
    for _ in range(epochs):
        loss = ((net(scaled[:ROWS]) - form[:ROWS]) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    at = (torch.tensor(capacity.DAYS, dtype=torch.float64) - days[:ROWS].mean()) / days[:ROWS].std()
    with torch.no_grad():
        errors = (net(scaled) - form) ** 2
        curve = net(at.reshape(-1, 1)).reshape(-1)
    return {"curve": curve.tolist(), "losses": errors.reshape(3, ROWS).mean(dim=1).tolist()}


def rounded(numbers: list[float]) -> list[float]:
    return [round(number, 4) for number in numbers]


def main() -> None:
    days, form = players()
    made = {
        "days": rounded(days.reshape(-1).tolist()),
        "form": rounded(form.reshape(-1).tolist()),
        "widths": {str(width): {name: rounded(each) for name, each in trained(width).items()} for width in WIDTHS},
    }
    FILE.write_text(json.dumps(made) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
