"""`grader try`: run sample answers, and compare what they get with what their docstrings expect."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import torch

from grader.core.verdict import points
from grader.devtools import recorded_messages
from grader.devtools.answer_runner import AnswerRunner
from grader.devtools.sample_answers import ANSWERS, Answer, files_of, read, sources, write_expected
from grader.grading.workers import spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.core.verdict import Verdict
    from grader.grading.course import Course

MESSAGES = Path("tests", "messages")


class Tried(NamedTuple):
    """One answer, where it is, and the verdict of each exercise that it can change."""

    path: Path
    answer: Answer
    verdicts: dict[str, Verdict]
    touched: set[str]

    @property
    def got(self) -> dict[str, tuple[float, tuple[str, ...]]]:
        return {name: (verdict.points, verdict.codes) for name, verdict in self.verdicts.items()}

    @property
    def is_as_expected(self) -> bool:
        return self.got == self.answer.expected

    @property
    def advice(self) -> str | None:
        """What the tests will say of the file's name, None if they are content with it."""
        codes = {code for _, codes in self.got.values() for code in codes}
        folder, name = self.path.parent.name, self.answer.name
        if folder == "right" and codes:
            return f"it is in right/, but shows {', '.join(sorted(codes))}"
        if folder == "wrong" and not any(name == code or name.startswith(f"{code}-") for code in codes):
            shown = ", ".join(sorted(codes)) or "none"
            return f"it is in wrong/, so its name has to begin with a code that it shows; it shows {shown}"
        return None


def paths(course: Course, lesson: str, files: Sequence[str]) -> list[Path]:
    """Return the files of these answers: a path, or a name in the lesson's folder; without `files`, all of the lesson.

    Raises FileNotFoundError with one line that says where it looked.
    """
    everything = files_of(course.root / ANSWERS, lesson)
    if not files:
        if not everything:
            raise FileNotFoundError(
                f"there is no answer in {ANSWERS / lesson}/: add right/NAME.py or wrong/CODE-NAME.py"
            )
        return everything
    by_name = {path.stem: path for path in everything}
    return [_found(file, by_name, ANSWERS / lesson) for file in files]


def _found(file: str, by_name: dict[str, Path], folder: Path) -> Path:
    path = Path(file)
    if path.is_file():
        return path.resolve()
    if file.removesuffix(".py") in by_name:
        return by_name[file.removesuffix(".py")]
    raise FileNotFoundError(f"there is no answer {file}: it is neither a file nor the name of one in {folder}/")


def run(course: Course, lesson: str, files: Sequence[Path], *, jobs: int | None = None) -> Iterator[Tried]:
    """Run these answers in several processes, and yield each as it is done. Raises ValueError for another format."""
    torch.set_num_threads(1)  # a process with threads cannot be forked safely
    runner = AnswerRunner(course.source(lesson).parent)
    answers = [(path, read(path, lesson)) for path in files]
    for _, answer in answers:
        sources(answer, runner.notebook(lesson))  # refuses cells that the notebook does not have, before anything runs
    yield from spread(lambda item: _tried(runner, *item), answers, jobs)


def _tried(runner: AnswerRunner, path: Path, answer: Answer) -> Tried:
    return Tried(path, answer, runner.run(answer), runner.touched(answer))


def write(course: Course, lesson: str, tried: Sequence[Tried]) -> list[Path]:
    """Write what these answers got into their docstrings and into the recorded messages; return the files changed."""
    changed = []
    for each in tried:
        if not each.is_as_expected:
            write_expected(each.path, each.answer._replace(expected=each.got))
            changed.append(each.path)
    place = course.root / MESSAGES / f"{lesson}.txt"
    names = [path.stem for path in paths(course, lesson, ())]
    told = {each.answer.name: recorded_messages.lines(each.answer.name, each.verdicts) for each in tried}
    before = place.read_bytes() if place.exists() else b""
    recorded_messages.record(place, {name: lines for name, lines in told.items() if name in names}, names)
    return [*changed, *([place] if place.read_bytes() != before else [])]


def told(tried: Tried) -> Iterator[str]:
    """Yield the lines about one answer: each exercise that it can change, with points, codes and messages."""
    yield f"{tried.path.parent.name}/{tried.path.name}: {tried.answer.title}"
    for name, verdict in tried.verdicts.items():
        if name not in tried.touched:
            continue
        yield f"  {name}: {points(verdict)}"
        yield from (f"    {finding.code}: {finding.message}" for finding in verdict.findings)
        if tried.got[name] != tried.answer.expected[name]:
            expected, codes = tried.answer.expected[name]
            yield f"    but the docstring expects {' '.join([f'{expected:g}', *codes])}"
    if tried.advice:
        yield f"  note: {tried.advice}"


def try_answers(
    course: Course, lesson: str, files: Sequence[str], *, rewrite: bool, jobs: int | None
) -> tuple[list[str], int]:
    """Run answers and return the lines to print, and how many expectations are not met. Raises ValueError, OSError.

    Without `files`, only the answers that are not as expected are told in full.
    """
    done = sorted(run(course, lesson, paths(course, lesson, files), jobs=jobs), key=lambda each: str(each.path))
    shown = [each for each in done if files or not each.is_as_expected or each.advice]
    lines = [line for each in shown for line in told(each)]
    unexpected = sum(not each.is_as_expected for each in done)
    if rewrite:
        lines += [f"wrote {_relative(path, course)}" for path in write(course, lesson, done)]
        return [*lines, f"{len(done)} tried, {unexpected} rewritten"], 0
    return [*lines, f"{len(done)} tried, {len(done) - unexpected} as expected, {unexpected} not"], unexpected


def _relative(path: Path, course: Course) -> Path:
    return path.relative_to(course.root) if path.is_relative_to(course.root) else path
