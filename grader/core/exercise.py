"""An exercise is declared once: a function from evidence to findings, whose annotations say what to collect.

    lesson = Lesson("01_linear_regression", "linear_regression")

    @lesson.exercise(points=2)
    def criterion(criterion: Annotated[Criterion, PROBES]) -> Iterator[Finding]:
        yield from expect_criterion(criterion, ...)

The name then stands for the exercise: in a notebook `check.criterion(criterion)` collects, judges and shows; a grader
calls `lesson.exercises["criterion"].judge(evidence)` in its own process.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Protocol, cast, get_args, get_origin, get_type_hints

import msgspec
from torch import Tensor

from grader.core import guard
from grader.core.catalogue import found
from grader.core.finding import Finding
from grader.core.left_behind import with_cause
from grader.core.numbers import counted
from grader.core.unanswered import cut_short, why_unanswered
from grader.core.variants import draw, student_here
from grader.core.verdict import CHECK_FAILED, Verdict, WrongCallError
from grader.evidence.challenges import Challenge, ChallengeInputs
from grader.evidence.errors import trace_of
from grader.evidence.evidence import Evidence
from grader.evidence.networks import Network, Probes

Judge = Callable[..., Iterator[Finding]]
Remark = str | Callable[..., str]  # what a learner reads below a check that passed
# Parameters of judges that are not names of a student's.
CONTEXT_PARAMETERS = frozenset({"seed", "variant", "raised", "thresholds"})


NO_THRESHOLDS: Mapping[str, Threshold] = MappingProxyType({})


class SeededProbes(msgspec.Struct, frozen=True):
    """Probes that depend on the challenge's seed, and on the variant in a lesson that draws one."""

    make: Callable[..., Probes]


class Threshold(msgspec.Struct, frozen=True):
    """A number that decides about points, and that a course may change.

    `decides` says what it decides, and `source` where the `default` comes from.
    """

    default: float
    decides: str
    source: str


class AlsoNeeds(msgspec.Struct, frozen=True):
    """Other values that a collector looks at too, by the names of their parameters: the rows a network is called on."""

    names: tuple[str, ...]


class Session(Protocol):
    """The learner's process, as an exercise needs it; `grader.notebook.session` has the real one."""

    def check(
        self, exercise: Exercise, values: Sequence[Any], challenge: int | None, namespace: Mapping[str, Any]
    ) -> None:
        """Collect, judge and show."""

    @property
    def collect(self) -> Callable[..., Evidence]:
        """Turn the learner's objects into evidence."""


class Exercise:
    """One exercise of a lesson: its name, its points, what it collects, and its judge."""

    remark: Remark = ""

    def __init__(  # noqa: PLR0913, PLR0917 - what an exercise is declared with
        self, judge: Judge, points: float, lesson: Lesson, given: str | None, optional: tuple[str, ...],
        thresholds: Mapping[str, Threshold],
    ) -> None:  # fmt: skip
        self.name = judge.__name__
        self.points = self.declared_points = points
        self.thresholds = dict(thresholds)
        self.threshold_values = {name: threshold.default for name, threshold in thresholds.items()}
        self.lesson = lesson
        self.given = given
        self.optional = optional
        self.__doc__ = judge.__doc__
        self.judge_function = judge
        hints = get_type_hints(judge, include_extras=True)
        self.collectors = {
            name: (get_args(hint) if get_origin(hint) is Annotated else (hint,))
            for name, hint in hints.items()
            if name not in CONTEXT_PARAMETERS | {"return"}
        }
        self.challenge = next(
            (h for _, *how in self.collectors.values() for h in how if isinstance(h, Challenge)), None
        )
        self._takes = _parameters(judge) & CONTEXT_PARAMETERS
        fields = [(name, kind | None, None) for name, (kind, *_) in self.collectors.items()]
        made = msgspec.defstruct(f"{self.name}_evidence", fields, bases=(Evidence,), frozen=True, kw_only=True)
        self.evidence_type = cast("type[Evidence]", made)

    def __repr__(self) -> str:
        return f"<exercise {self.name} of {self.lesson.name}, {self.points:g} points>"

    def __call__(self, *values: Any, challenge: int | None = None, **others: Any) -> None:
        """Collect, judge and show. Raises WrongCallError for wrong arguments, and CheckFailed as `present` does."""
        if others or len(values) != len(self.collectors):
            asked = f"check.{self.name}({', '.join(self.collectors)})"
            given = len(values) + len(others)
            raise WrongCallError(
                f"This check was called with {counted(given, 'value')}. Write it as it was handed out: {asked}"
            )
        # The cell that calls this: its names are the notebook's.
        namespace = sys._getframe(1).f_globals  # noqa: SLF001 - as `inspect` does, in less time
        if self._in_another_order(values, namespace):
            raise WrongCallError(
                "This check was called with its values in another order. Write it as it was handed out: "
                f"check.{self.name}({', '.join(self.collectors)})"
            )
        self.lesson.session.check(self, values, challenge, namespace)

    def _in_another_order(self, values: Sequence[Any], namespace: Mapping[str, Any]) -> bool:
        """Tell whether a call of the check has the right objects of the notebook, but not in the right places."""
        right, given = [id(namespace.get(name)) for name in self.collectors], [id(value) for value in values]
        return given != right and sorted(given) == sorted(right)

    def collect(self, values: Sequence[Any], challenge: int | ChallengeInputs | None = None, **about: Any) -> Evidence:
        """Turn the learner's objects into evidence, as `grader.notebook.collect.exercise.collect` says."""
        return self.lesson.session.collect(self, values, challenge, **about)

    @functools.cached_property
    def own_names(self) -> tuple[str, ...]:
        """The names that the exercise's own cell assigns: those that no earlier exercise of the lesson asks for."""
        return tuple(name for name in self.collectors if name not in self.earlier)

    @functools.cached_property
    def earlier(self) -> dict[str, tuple[str, type]]:
        """For each name that an earlier exercise of the lesson asks for, the first that does, and what collects it."""
        known: dict[str, tuple[str, type]] = {}
        for name, exercise in self.lesson.exercises.items():
            if exercise is self:
                break
            known = {each: (name, kind) for each, (kind, *_) in exercise.collectors.items()} | known
        return known

    def inputs(self, challenge: int | None, variant: int | None = None) -> ChallengeInputs:
        """Return what collecting needs, made from a challenge's seed or the practice seed. Raises NotSerializableError.

        `variant` is None in a lesson that draws none.
        """
        seed = self.seed(challenge)
        if self.challenge is None or seed is None:
            return ChallengeInputs()
        made_from = (seed,) if variant is None else (seed, variant)
        with guard.usual():  # the inputs are cached for the next request
            probes = {
                name: item.make(*made_from)
                for name, (_, *how) in self.collectors.items()
                for item in how
                if isinstance(item, SeededProbes)
            }
            return ChallengeInputs(self.challenge.inputs(*made_from), probes)

    def configure(self, points: float | None, thresholds: Mapping[str, float]) -> None:
        """Take over a course's points, None for the declared ones, and thresholds. Others have their defaults."""
        self.points = self.declared_points if points is None else points
        defaults = {name: threshold.default for name, threshold in self.thresholds.items()}
        self.threshold_values = defaults | dict(thresholds)

    @property
    def has_variants(self) -> bool:
        """Whether the verdict depends on the variant that a student got."""
        return "variant" in self._takes

    def seed(self, challenge: int | None) -> int | None:
        if self.challenge is None:
            return None
        return self.challenge.practice if challenge is None else challenge

    def judge(self, evidence: Evidence) -> Verdict:
        """Return the verdict: a pure function of the evidence."""
        with guard.usual():  # in a notebook it judges too
            declared = Verdict.of(self.name, self.declared_points, list(self._findings(evidence)))
        return declared.worth(self.points)

    def verdict(self, evidence: Evidence) -> Verdict:
        """Return the verdict; if the judge itself stops, one that decides nothing, with the traceback."""
        try:
            return self.judge(evidence)
        except Exception as error:  # noqa: BLE001 - any error here is a fault of the judge
            finding = found(
                CHECK_FAILED,
                f"The check of `{self.name}` stopped with an error of its own, {type(error).__name__}. This is a fault "
                "of the check and not of your answer, so your answer has not been judged yet.",
            )
            return Verdict.of(self.name, self.points, [msgspec.structs.replace(finding, trace=trace_of(error))])

    def remark_on(self, evidence: Evidence) -> str:
        """Return what to say of an answer that passed, "" for nothing. A remark that fails says nothing."""
        if isinstance(self.remark, str):
            return self.remark
        parts = {name: getattr(evidence, name) for name in self.collectors} | self._around(evidence)
        try:
            with guard.usual():
                return self.remark(**{name: parts[name] for name in _parameters(self.remark)})
        except Exception:  # noqa: BLE001 - the answer is right, whatever else is in it
            return ""

    def lost(self, code: str, message: str) -> Verdict:
        """Return a verdict of no points for a reason outside the evidence, for example a kernel that died."""
        return Verdict.of(self.name, self.points, [found(code, message)])

    def _findings(self, evidence: Evidence) -> Iterator[Finding]:
        parts = {name: getattr(evidence, name) for name in self.collectors}
        nothing_to_judge = why_unanswered(self, evidence, parts)
        if nothing_to_judge is not None:
            yield nothing_to_judge
            return
        around = self._around(evidence)
        judged = self.judge_function(**parts, **{name: around[name] for name in self._takes})
        networks = [part for part in parts.values() if isinstance(part, Network)]
        raised = None if "raised" in self._takes else evidence.raised  # a judge that takes the error tells it itself
        for number, finding in enumerate(judged):
            if finding.code == "not-attempted" and evidence.raised is not None:
                finding = cut_short(finding.message, evidence.raised)  # noqa: PLW2901 - the same finding, told rightly
            yield finding if number else with_cause(finding, evidence.left, raised, networks)

    def _around(self, evidence: Evidence) -> dict[str, Any]:
        """Return what a judge may take besides the names of the learner's."""
        return {
            "seed": self.seed(evidence.seed),
            "variant": evidence.variant,
            "raised": evidence.raised,
            "thresholds": self.threshold_values,
        }


def _parameters(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters)


class Lesson:
    """The exercises of one notebook. `name` is its folder and nbgrader's assignment, `notebook` its file's stem.

    A lesson that offers `variants` draws one for each student, and makes the student's data from that number.
    """

    def __init__(self, name: str, notebook: str, variants: Sequence[int] = ()) -> None:
        self.name = name
        self.notebook = notebook
        self.variants = tuple(variants)
        self.exercises: dict[str, Exercise] = {}
        self.results: dict[str, Verdict] = {}
        self.session: Session  # set when the lesson is imported
        # The learner's predictions and mistakes in this kernel, as the module progress_file describes them.
        self.predicted: dict[str, bool] = {}
        self.slips: dict[str, dict[str, Any]] = {}
        self.cards: dict[str, Any] = {}
        self.data: dict[str, Tensor] = {}  # the numbers that names of an exercise hold, for those that build on it

    def exercise(
        self,
        points: float,
        given: str | None = None,
        optional: tuple[str, ...] = (),
        thresholds: Mapping[str, Threshold] = NO_THRESHOLDS,
        remark: Remark = "",
    ) -> Callable[[Judge], Exercise]:
        """Declare a judge as an exercise worth `points`.

        `given` is the source of a function that is handed out to be fixed. A name in `optional` may be missing
        or still `...`: the judge says what that costs. The numbers of `thresholds` may be changed by a course. A judge
        with a parameter `thresholds` gets the numbers that count, by name. `remark` is what a learner reads after a
        pass: a text, or a function of some of the judge's arguments that returns one.
        """

        def declare(judge: Judge) -> Exercise:
            exercise = Exercise(judge, points, self, given, optional, thresholds)
            exercise.remark = remark
            self.exercises[exercise.name] = exercise
            return exercise

        return declare

    def variant_of(self, student: str) -> int | None:
        """Return the variant of the student with this id, None if the lesson has no variants."""
        return draw(self.name, self.variants, student) if self.variants else None

    def variant_here(self) -> int | None:
        """Return the variant of the person whose notebook this is, None if the lesson has no variants."""
        return self.variant_of(student_here()) if self.variants else None

    @property
    def points(self) -> float:
        """The points of all exercises together."""
        return sum(exercise.points for exercise in self.exercises.values())
