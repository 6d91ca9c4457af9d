"""`grader new`: make an exercise or a lesson that passes every test as it is, for an author to fill in."""

from __future__ import annotations

import importlib.util
import json
import keyword
import re
import secrets
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import lessons
from grader.devtools.new_templates import KINDS, LESSON_MODULE, Kind, exercise_cells, lesson_cells
from grader.devtools.run_solution import run_module, write_notebook
from grader.devtools.sample_answers import ANSWERS
from grader.grading.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.core.exercise import Lesson
    from grader.grading.course import Course

WHAT_COUNTS = Path("docs", "what_counts.md")
SEED_BITS = 60
_BEFORE = re.compile(r"^learning = Learning\(", re.MULTILINE)
_IMPORTS = re.compile(r"^from __future__ import annotations\n", re.MULTILINE)


class WrongNameError(ValueError):
    """A name or a number cannot be taken. One line says why."""


def new_exercise(course: Course, lesson_name: str, name: str, points: float, kind: str) -> Iterator[str]:
    """Add an exercise to a lesson, and yield a line for each file made or changed. Raises WrongNameError, CourseError.

    The exercise has placeholder texts and numbers. Its cells have been run and released, and its answers tried.
    """
    lesson = lessons.find(lesson_name)
    module = _module_of(course, lesson)
    if not name.isidentifier() or keyword.iskeyword(name):
        raise WrongNameError(f"{name!r} is not a name that Python can call an exercise")
    if name in lesson.exercises or hasattr(sys.modules[lessons.MODULES[lesson_name]], name):
        raise WrongNameError(f"{module.relative_to(course.root)} already has something called {name}")
    template = KINDS[kind]
    _declare(module, template, name, points)
    yield str(module.relative_to(course.root))
    notebook = course.source(lesson_name) / f"{lesson.notebook}.ipynb"
    seed = secrets.randbits(SEED_BITS) if template.has_challenge else None
    _insert(notebook, exercise_cells(template, name, points, seed))
    yield str(notebook.relative_to(course.root))
    answers = _answers(course, lesson_name, template, name, points)
    yield from (str(path.relative_to(course.root)) for path in answers)
    yield from _docs(course, lesson_name, template, name, points, lesson.points + points)
    yield from _finish(course, lesson_name, answers)


def new_lesson(course: Course, lesson_name: str, points: float) -> Iterator[str]:
    """Make a lesson with one exercise. Yield a line for each file made or changed. Raises WrongNameError."""
    named = re.fullmatch(r"\d\d_([a-z]\w*)", lesson_name)
    if named is None:
        raise WrongNameError(f"{lesson_name!r} is not the name of a lesson, such as 07_convolutions")
    topic, name = named[1], "first_exercise"
    package = course.root / "grader" / "lessons"
    module = (package if package.is_dir() else course.root / lessons.FOLDER) / f"{topic}.py"
    notebook = course.source(lesson_name) / f"{topic}.ipynb"
    taken = [path for path in (module, module.with_suffix(""), notebook) if path.exists()]
    if taken or lesson_name in lessons.MODULES:
        raise WrongNameError(f"there is already {taken[0].relative_to(course.root) if taken else lesson_name}")
    module.parent.mkdir(exist_ok=True)
    module.write_text(LESSON_MODULE.format(lesson=lesson_name, notebook=topic), encoding="utf-8")
    _declare(module, KINDS["number"], name, points)
    yield str(module.relative_to(course.root))
    notebook.parent.mkdir(parents=True, exist_ok=True)
    language = {"name": "python", "version": "{}.{}.{}".format(*sys.version_info[:3])}
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": language}
    write_notebook(notebook, {"cells": lesson_cells(topic), "metadata": about, "nbformat": 4, "nbformat_minor": 5})
    _insert(notebook, exercise_cells(KINDS["number"], name, points, None))
    yield str(notebook.relative_to(course.root))
    answers = _answers(course, lesson_name, KINDS["number"], name, points)
    yield from (str(path.relative_to(course.root)) for path in answers)
    yield from _docs(course, lesson_name, KINDS["number"], name, points, points)
    yield from _finish(course, lesson_name, answers)
    for changed in run_module(course, "grader.devtools.lesson_links").split():
        run_module(course, "grader.cli", "release", changed)
        yield f"{course.source(changed).relative_to(course.root)}: the links in its last cell"


def _finish(course: Course, lesson_name: str, answers: list[Path]) -> Iterator[str]:
    """Run the solution notebook, release it, and record what the answers are told. Raises CourseError."""
    run_module(course, "grader.cli", "release", lesson_name, "--run")
    yield str(course.release(lesson_name).relative_to(course.root))
    run_module(course, "grader.cli", "try", lesson_name, *map(str, answers), "--write")
    yield f"tests/messages/{lesson_name}.txt"


def _module_of(course: Course, lesson: Lesson) -> Path:
    """Return the file that declares a lesson's exercises. Raises CourseError if it is not in this course."""
    found = importlib.util.find_spec(lessons.MODULES[lesson.name])
    path = Path(found.origin if found and found.origin else "").resolve()
    if not path.is_relative_to(course.root):
        raise CourseError(f"the module of {lesson.name} is {path}, which is not in this course")
    return path


def _declare(module: Path, template: Kind, name: str, points: float) -> None:
    """Put the declaration of an exercise above the line that ends a lesson's exercises. Raises CourseError."""
    text = module.read_text(encoding="utf-8")
    if len(_BEFORE.findall(text)) != 1:
        raise CourseError(f"{module.name} does not have one line `learning = Learning(...)` after its exercises")
    declaration = template.declaration.format(name=name, points=f"{points:g}")
    text = _BEFORE.sub(lambda match: f"{declaration}\n\n{match[0]}", text)
    needed = ["from grader.lessons import answers", *(["import torch"] if template.needs_torch else [])]
    missing = [line for line in needed if not re.search(rf"^{re.escape(line)}$", text, re.MULTILINE)]
    text = _IMPORTS.sub(lambda match: match[0] + "".join(f"{line}\n" for line in missing), text, count=1)
    module.write_text(text, encoding="utf-8")
    for command in (["check", "--select=I", "--fix"], ["format"]):
        subprocess.run(  # noqa: S603 - our own command; without ruff the file is right, and not yet tidy
            [sys.executable, "-m", "ruff", *command, "--quiet", str(module)], capture_output=True, check=False
        )


def _insert(notebook: Path, cells: list[dict[str, Any]]) -> None:
    """Put cells above the summary of a notebook, or above its last cell."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    heads = ["".join(cell["source"]).startswith("## Summary") for cell in content["cells"]]
    at = heads.index(True) if True in heads else len(heads) - 1
    content["cells"][at:at] = cells
    write_notebook(notebook, content)


def _answers(course: Course, lesson: str, template: Kind, name: str, points: float) -> list[Path]:
    """Write the sample answers of an exercise, and return their files."""
    made = []
    for stem, (title, code, source) in template.answers.items():
        kind = "wrong" if code else "right"
        path = course.root / ANSWERS / lesson / kind / f"{code or name}-{name if code else stem}.py".replace("_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        expected = f"\n\n{name}: 0 {code}\n" if code else ""
        body = source.format(name=name, points=points)
        path.write_text(f'"""{title}{expected}"""\n# %% {name}\n{body}\n', encoding="utf-8")
        made.append(path)
    return made


def _docs(course: Course, lesson: str, template: Kind, name: str, points: float, total: float) -> Iterator[str]:  # noqa: PLR0913, PLR0917 - what a row holds
    """Add the exercise to README's table of lessons and to docs/what_counts.md, if the course has these files."""
    readme = course.root / "README.md"
    if readme.exists():
        of_lesson = re.compile(rf"^(\| `{lesson}` \| .+ \|) [\d.]+ \|$", re.MULTILINE)
        text = readme.read_text(encoding="utf-8")
        if of_lesson.search(text):
            text = of_lesson.sub(lambda match: f"{match[1]} {total:g} |", text)
        else:
            *_, last = re.finditer(r"^\| `\d\d_\w+` \| .+ \|$\n", text, re.MULTILINE)
            added = f"| `{lesson}` | say here what the lesson is about | {total:g} |\n"
            text = text[: last.end()] + added + text[last.end() :]
        readme.write_text(text, encoding="utf-8")
        yield readme.name
    page = course.root / WHAT_COUNTS
    if page.exists():
        before, heading, rest = page.read_text(encoding="utf-8").partition(f"## {lesson}\n")
        section, again, after = rest.partition("\n## ")
        if not heading:
            before, heading = before.rstrip("\n") + "\n\n", f"## {lesson}\n"
            section = (
                "\n| exercise | points | it asks for | also accepted | not accepted, and why |\n|---|--:|---|---|---|\n"
            )
        row = f"| `{name}` | {points:g} | {template.asks} | {template.accepted} | {template.refused} |"
        section = section.rstrip("\n") + f"\n{row}\n"
        page.write_text(before + heading + section + again + after, encoding="utf-8")
        yield str(WHAT_COUNTS)
