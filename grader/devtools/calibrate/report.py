"""Write docs/calibration.md: a table for each lesson, and two pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.devtools.calibrate import engines, readers, season, tiers
from grader.devtools.calibrate.rendering import Panel, Row, dots, draw, markdown_table, spans
from grader.devtools.calibrate.starts import Study, VariationResult, holds, outcomes, quantiles
from grader.devtools.calibrate.studies import STUDIES
from grader.lessons import UnknownLessonError

if TYPE_CHECKING:
    from pathlib import Path

TABLE, PICTURE, ACCURACIES = "calibration.md", "calibration.png", "calibration_accuracies.png"
QUANTILES = (0.0, 0.01, 0.5, 0.99, 0.9999, 1.0)
OTHERS = {module.LESSON: module for module in (season, tiers, readers, engines)}
"""Lessons with numbers that are not losses of one training. Each module has a section of its own."""


def calibrate(lessons: Sequence[str], starts: int, docs: Path | None) -> bool:
    """Run the studies of `lessons` (all if empty), print their tables, and tell whether all thresholds hold.

    Table and pictures are written to `docs` if `lessons` is empty. Raises UnknownLessonError.
    """
    known = dict.fromkeys((*STUDIES, *OTHERS))
    for name in lessons:
        if name not in known:
            raise UnknownLessonError(f"there is no training to calibrate in {name!r}; there is in: {', '.join(known)}")
    sections: list[str] = []
    panels, all_hold = [], True
    for name in lessons or known:
        found = []
        if name in STUDIES:
            results = list(outcomes(STUDIES[name], starts))
            panels.append(panel(STUDIES[name], results))
            found.append((table(STUDIES[name], results), holds(STUDIES[name], results[0])))
        if name in OTHERS:
            found.append(OTHERS[name].section(starts))
        for section, section_holds in found:
            print(section, end="\n\n")
            sections.append(section)
            all_hold = all_hold and section_holds
    if docs and not lessons:
        docs.mkdir(exist_ok=True)
        losses = "final loss; thin: all starts, thick: 1 % to 99 %, dot: median"
        draw(panels, spans, docs / PICTURE, losses, xscale="log")
        accuracies = "accuracy on new rows; blue: a right way to train, red: a mistake, dot: one start"
        draw([readers.panel(starts), engines.panel(starts)], dots, docs / ACCURACIES, accuracies, xlim=(0, 1.02))
        (docs / TABLE).write_text(page(sections, starts), encoding="utf-8")
        print(f"written: {docs / TABLE}, {docs / PICTURE}, {docs / ACCURACIES}")
    return all_hold


def page(sections: Sequence[str], starts: int) -> str:
    """Return the page with the measurements, with a section for each lesson."""
    measured = "\n\n".join(sections)
    return f"""# Calibration

Made by `grader calibrate --starts {starts}`. Each reference is the lesson's own training from that many starts, drawn
as PyTorch draws them; each known mistake is trained from up to 10,000. The loss is the lesson's own, measured after the
last step. A threshold holds if no more than 1 in 10,000 correct, unseeded runs fall short of it, dead networks aside.

A threshold alone cannot tell every mistake: some of them end as low as a correct run. The grader therefore judges the
recorded updates too, and names the mistake from them.

![Final losses of the references and of known mistakes, by lesson]({PICTURE})

![Accuracies of right ways to train and of known mistakes, in lessons 5 and 6]({ACCURACIES})

{measured}
"""


def table(study: Study, results: Sequence[VariationResult]) -> str:
    """Return the distributions as a Markdown table."""
    reference = results[0]
    high = f"{1 - reference.passing(study.threshold):.4%} end above it"
    if reference.dead:
        dead = reference.dead / (len(reference.losses) + reference.dead)
        high += f", and {reference.dead} more were dead networks ({dead:.3%})"
    rows = [
        [
            outcome.variation.description,
            outcome.variation.code or "none",
            f"{len(outcome.losses):,}",
            *(f"{value:.4g}" for value in quantiles(outcome.losses, QUANTILES)),
            f"{outcome.passing(study.threshold):.2%}",
        ]
        for outcome in results
    ]
    heads = (
        "trained by", "code", "starts", "lowest", "1 %", "median", "99 %", "99.99 %", "highest", "pass the threshold",
    )  # fmt: skip
    parts = [
        f"## {study.lesson}",
        f"Loss threshold {study.threshold:g}. Of {len(reference.losses):,} correct runs {high}.",
        markdown_table(heads, rows, words=2),
    ]
    for index, (name, _, true, allowed) in enumerate(study.ranges):
        largest = float((reference.parameters[index].reshape(-1) - true).abs().max())
        parts.append(f"`{name}` is at most {largest:.3f} from {true:g} in a correct run; {allowed:g} is allowed.")
    return "\n\n".join(parts)


def panel(study: Study, results: Sequence[VariationResult]) -> Panel:
    """Return where the final losses of every variation lie, cut to what a logarithmic axis can show."""
    rows = []
    for variation, losses, *_ in results:
        shown = [min(max(value, 1e-8), 1e6) for value in quantiles(losses, (0.0, 0.01, 0.5, 0.99, 1.0))]
        rows.append(Row(variation.description, not variation.code, shown))
    return Panel(study.lesson, study.threshold, f"threshold {study.threshold:g}", rows)
