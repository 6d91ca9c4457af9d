"""What being late costs: the course's late plugin, asked the same way when grading, judging again and moving a date."""

from __future__ import annotations

import functools

from nbgrader.plugins import BasePlugin
from nbgrader.preprocessors import AssignLatePenalties
from traitlets import TraitError
from traitlets.config import Config

from grader.grading.errors import CourseError
from grader.grading.log import LOG


class LatePenalties:
    """The penalties of `c.AssignLatePenalties.plugin_class`, which may be in a file beside the configuration."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @functools.cached_property
    def _plugin(self) -> BasePlugin:
        try:
            preprocessor = AssignLatePenalties(config=self._config)
            preprocessor.init_plugin()
        except TraitError as error:
            raise CourseError(f"c.AssignLatePenalties.plugin_class cannot be used: {error}") from error
        return preprocessor.plugin_inst

    def of(self, student: str, score: float, seconds_late: float) -> float | None:
        """Return the penalty in points, within 0 and `score` like nbgrader's. None if there is none.

        Raises CourseError if the plugin cannot be loaded or fails.
        """
        if seconds_late <= 0:
            return None
        plugin = self._plugin
        try:
            penalty = plugin.late_submission_penalty(student, score, seconds_late)
            within = None if penalty is None else min(max(0.0, float(penalty)), score)
        except Exception as error:
            LOG.exception("late plugin, %s", student)
            raise CourseError(f"the late plugin {type(plugin).__name__} stopped with {error!r}") from error
        if penalty is not None and within != penalty:
            LOG.warning("%s: late penalty of %s is limited to %s", student, penalty, within)
        return within
