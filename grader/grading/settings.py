"""Points and thresholds that a course sets in nbgrader_config.py, checked before they are used.

    c.LessonSettings.points = {"01_linear_regression": {"training": 6, "loss_by_hand": 0}}
    c.LessonSettings.thresholds = {"01_linear_regression": {"training.loss": 0.2}}
    c.LessonSettings.dropped = ["03_debugging_clinic"]

An exercise that is worth 0 points is dropped: it stays in the notebook and counts for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from traitlets import Dict, List, TraitError, Unicode
from traitlets.config import Config, Configurable

from grader import lessons
from grader.grading.errors import CourseError

SETTINGS = "c.LessonSettings"


class LessonSettings(Configurable):
    """What a course changes in its lessons."""

    points = Dict(help="The points of exercises, by lesson and exercise. 0 drops an exercise.").tag(config=True)
    thresholds = Dict(help="Thresholds, by lesson and EXERCISE.THRESHOLD; `grader settings` lists them.").tag(
        config=True
    )
    dropped = List(
        Unicode(), help="Lessons that do not count: exports and reports leave them out, and their grades stay."
    ).tag(config=True)


class Setting(NamedTuple):
    """One setting of a lesson: EXERCISE for points or EXERCISE.THRESHOLD, its value, and its default's source."""

    name: str
    value: float
    default: float
    decides: str
    source: str


def use(config: Config, more: Mapping[str, Mapping[str, float]] | None = None) -> None:
    """Use the settings of a course from now on, and `more` of them by lesson and name. Raises CourseError."""
    try:
        configured = LessonSettings(config=config)
    except TraitError as error:
        raise CourseError(f"{SETTINGS} of nbgrader_config.py cannot be used: {error}") from error
    names = {**configured.points, **configured.thresholds, **(more or {})}
    for name in (*names, *configured.dropped):
        if name not in lessons.MODULES:
            raise CourseError(f"{SETTINGS} names {name!r}, and the lessons are: {', '.join(lessons.MODULES)}")
    lessons.use_settings({})  # so that the declared names and numbers are compared with
    lessons.use_settings(
        {
            name: _of_lesson(
                name,
                _pairs(configured.points, name, "points"),
                _pairs(configured.thresholds, name, "thresholds"),
                (more or {}).get(name, {}),
            )
            for name in names
        }
    )


def dropped(config: Config) -> frozenset[str]:
    """Return the lessons that do not count. `use` has checked the names."""
    return frozenset(LessonSettings(config=config).dropped)


def _pairs(values: Mapping[str, Any], lesson: str, kind: str) -> Mapping[str, Any]:
    pairs = values.get(lesson, {})
    if not hasattr(pairs, "items"):
        raise CourseError(f"{SETTINGS}.{kind}[{lesson!r}] is {pairs!r}, and not a dictionary of names and numbers")
    return pairs


def _of_lesson(
    lesson: str, points: Mapping[str, Any], thresholds: Mapping[str, Any], more: Mapping[str, float]
) -> lessons.LessonSettings:
    exercises = lessons.find(lesson).exercises
    all_points = {**points, **{name: value for name, value in more.items() if "." not in name}}
    all_thresholds = {**thresholds, **{name: value for name, value in more.items() if "." in name}}
    for name, value in all_points.items():
        if name not in exercises:
            raise CourseError(f"{lesson} has no exercise {name!r}; there are: {', '.join(exercises)}")
        _refuse_odd(f"{lesson} {name}", value, at_least=0.0)
    known = {f"{name}.{each}" for name, exercise in exercises.items() for each in exercise.thresholds}
    by_exercise: dict[str, dict[str, float]] = {}
    for name, value in all_thresholds.items():
        if name not in known:
            raise CourseError(f"{lesson} has no threshold {name!r}; there are: {', '.join(sorted(known)) or 'none'}")
        _refuse_odd(f"{lesson} {name}", value, at_least=-math.inf)
        exercise, _, threshold = name.partition(".")
        by_exercise.setdefault(exercise, {})[threshold] = float(value)
    return lessons.LessonSettings({name: _plain(value) for name, value in all_points.items()}, by_exercise)


def _refuse_odd(name: str, value: Any, at_least: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not at_least <= value < math.inf:
        raise CourseError(f"the setting of {name} is {value!r}, and not a number{' of 0 or more' * (at_least == 0)}")


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def read_pairs(given: Iterable[str]) -> dict[str, float]:
    """Return settings that were typed as NAME=NUMBER. Raises CourseError."""
    read = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            read[name.strip()] = float(value)
        except ValueError:
            raise CourseError(f"{text!r} is not NAME=NUMBER, such as training=6 or training.loss=0.2") from None
    return read


def listed(lesson: str) -> Iterator[Setting]:
    """Yield the settings of a lesson, with the values that are in use."""
    for exercise in lessons.find(lesson).exercises.values():
        yield Setting(
            exercise.name,
            exercise.points,
            exercise.declared_points,
            f"the points of {exercise.name}",
            f"declared in {exercise.judge_function.__module__}",
        )
        for name, threshold in exercise.thresholds.items():
            value = exercise.threshold_values[name]
            yield Setting(f"{exercise.name}.{name}", value, threshold.default, threshold.decides, threshold.source)
