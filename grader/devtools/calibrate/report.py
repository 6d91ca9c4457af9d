"""Write docs/calibration.md: a table for each lesson, and two pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grader.core import palette
from grader.devtools.calibrate import engines, panels, readers, season, tiers
from grader.devtools.calibrate.starts import Study, VariationResult, holds, outcomes
from grader.devtools.calibrate.studies import STUDIES
from grader.lessons import UnknownLessonError

if TYPE_CHECKING:
    from pathlib import Path

TABLE, PICTURE, ACCURACIES = "calibration.md", "calibration.png", "calibration_accuracies.png"
OTHERS = {module.LESSON: module for module in (tiers, readers, engines)}
"""Lessons whose thresholds are not losses of one training. Each module has a section of its own."""


def calibrate(lessons: Sequence[str], starts: int, docs: Path | None) -> bool:
    """Run the studies of `lessons` (all if empty), print their tables, and tell whether all thresholds hold.

    Table and pictures are written to `docs` if `lessons` is empty. Raises UnknownLessonError.
    """
    for name in lessons:
        if name not in (*STUDIES, *OTHERS):
            known = ", ".join((*STUDIES, *OTHERS))
            raise UnknownLessonError(f"there is no training to calibrate in {name!r}; there is in: {known}")
    done, sections, all_hold = [], [], True
    for name in (name for name in lessons or STUDIES if name not in OTHERS):
        results = list(outcomes(STUDIES[name], starts))
        done.append((STUDIES[name], results))
        sections.append(table(STUDIES[name], results))
        print(sections[-1], end="\n\n")
        if name == season.LESSON:
            of_season, all_hold = season.section(starts)
            sections.append(of_season)
            print(of_season, end="\n\n")
    for name in (name for name in lessons or OTHERS if name in OTHERS):
        of_lesson, lesson_holds = OTHERS[name].section(starts)
        sections.append(of_lesson)
        all_hold = all_hold and lesson_holds
        print(of_lesson, end="\n\n")
    if docs and not lessons:
        docs.mkdir(exist_ok=True)
        picture(done, docs / PICTURE)
        panels.draw([readers.panel(starts), engines.panel(starts)], docs / ACCURACIES)
        (docs / TABLE).write_text(page(sections, starts), encoding="utf-8")
        print(f"written: {docs / TABLE}, {docs / PICTURE}, {docs / ACCURACIES}")
    return all_hold and all(holds(study, results[0]) for study, results in done)


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
    lines = [
        f"## {study.lesson}",
        "",
        f"Loss threshold {study.threshold:g}. Of {len(reference.losses):,} correct runs "
        f"{1 - reference.passing(study.threshold):.4%} end above it"
        + (
            f", and {reference.dead} more were dead networks "
            f"({reference.dead / (len(reference.losses) + reference.dead):.3%})."
            if reference.dead
            else "."
        ),
        "",
        "| trained by | code | starts | lowest | 1 % | median | 99 % | 99.99 % | highest | pass the threshold |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for outcome in results:
        shown = " | ".join(f"{value:.4g}" for value in outcome.quantiles())
        lines.append(
            f"| {outcome.variation.description} | {outcome.variation.code or 'none'} | {len(outcome.losses):,} | "
            f"{shown} | "
            f"{outcome.passing(study.threshold):.2%} |"
        )
    for index, (name, _, true, allowed) in enumerate(study.ranges):
        errors = (reference.parameters[index].reshape(-1) - true).abs()
        lines += [
            "",
            f"`{name}` is at most {float(errors.max()):.3f} from {true:g} in a correct run; {allowed:g} is allowed.",
        ]
    return "\n".join(lines)


def picture(studies: Sequence[tuple[Study, Sequence[VariationResult]]], path: Path) -> None:
    """Draw, for each lesson, where the final losses of every variation lie, with its threshold."""
    import matplotlib as mpl  # noqa: PLC0415 - 0.4 s to import, and only a run of all lessons draws

    mpl.use("agg")
    import matplotlib.pyplot as plt  # noqa: PLC0415 - after the backend is chosen

    rows = [len(results) for _, results in studies]
    figure, axes = plt.subplots(len(studies), 1, figsize=(9, 0.42 * sum(rows) + 2.2), height_ratios=rows, squeeze=False)
    for axis, (study, results) in zip(axes[:, 0], studies, strict=True):
        for y, outcome in enumerate(results):
            low, one, median, ninety_nine, _, high = (min(max(q, 1e-8), 1e6) for q in outcome.quantiles())
            colour = palette.BLUE if not outcome.variation.code else palette.RED
            axis.plot([low, high], [y, y], color=colour, linewidth=1)
            axis.plot([one, ninety_nine], [y, y], color=colour, linewidth=6, solid_capstyle="butt")
            axis.plot([median], [y], "o", color="white", markeredgecolor=colour, markersize=6)
        axis.axvline(study.threshold, color=palette.GREY, linestyle="--")
        axis.annotate(f"  threshold {study.threshold:g}", (study.threshold, -0.75), color=palette.GREY)
        axis.set(xscale="log", ylim=(len(results) - 0.5, -1.2), title=study.lesson)
        axis.set_yticks(range(len(results)), [outcome.variation.description for outcome in results])
        axis.spines[["top", "right"]].set_visible(False)
    axes[-1, 0].set_xlabel("final loss; thin: all starts, thick: 1 % to 99 %, dot: median")
    figure.tight_layout()
    figure.savefig(path, dpi=110, facecolor="white")
    plt.close(figure)
