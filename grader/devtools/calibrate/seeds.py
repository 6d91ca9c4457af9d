"""The losses of each epoch of a lesson's own training from many starts, for the figure about seeds.

`grader calibrate --seeds` writes them into the package, so that no notebook has to train thousands of networks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from grader.devtools.calibrate.starts import Study, batches, draw
from grader.devtools.calibrate.studies import STUDIES
from grader.notebook.figures.seeds import DATA, HUNDREDTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = {
    "01_linear_regression": (0, 1, 3, 19, 44, 99),
    "02_soccer_winner": (9, 19, 29, 39, 49),
}
"""Epochs, counted from 0, whose losses are stored. A published run printed the same ones."""


def histories(study: Study, starts: int, epochs: Sequence[int]) -> Tensor:
    """Return the losses (epochs, starts) of the reference, before each epoch's update, including dead networks."""
    reference = study.variations[0]
    random = torch.Generator().manual_seed(1)
    parts = []
    for count in batches(starts):
        parameters = draw(study.network, count, random)
        optimizer = reference.optimize(parameters)
        kept = []
        for epoch in range(max(epochs) + 1):
            losses = reference.loss(study.network.forward(study.inputs, *parameters), study.targets)
            if epoch in epochs:
                kept.append(losses.detach())
            optimizer.zero_grad()
            losses.sum().backward()
            optimizer.step()
        parts.append(torch.stack(kept))
    return torch.cat(parts, dim=1)


def write(starts: int) -> None:
    """Write the quantiles of every lesson's losses, 0 to 100 %, into the package."""
    lessons = {}
    for name, epochs in SHOWN.items():
        ordered = histories(STUDIES[name], starts, epochs).sort(dim=1).values
        places = torch.linspace(0, starts - 1, HUNDREDTHS + 1).round().long()
        rows = [[float(f"{value:.4g}") for value in row] for row in ordered[:, places].tolist()]
        lessons[name] = dict(zip(map(str, epochs), rows, strict=True))
    text = json.dumps({"starts": starts, "quantiles": lessons}, indent=1)
    # One line for each row, so that people can read it.
    lines = text.replace("\n    ", " ").replace("\n   ]", "]")
    DATA.write_text(lines + "\n", encoding="utf-8")
    print(f"written: {DATA}")
