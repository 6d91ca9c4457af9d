"""Collect what the check of an exercise asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from grader.core import guard
from grader.core.exercise import AlsoNeeds, Exercise, SeededProbes
from grader.evidence.challenges import Challenge, ChallengeInputs
from grader.evidence.criteria import Criterion
from grader.evidence.datasets import Dataset, Loader
from grader.evidence.engines import Differences, Engine, OnObjects
from grader.evidence.evidence import Evidence
from grader.evidence.files import StateFile
from grader.evidence.functions import Function
from grader.evidence.losses import CriterionOnForms, Losses
from grader.evidence.networks import Network, NetworkClass
from grader.evidence.optimizers import Optimizer, Owner
from grader.evidence.values import Value, type_name
from grader.notebook.collect.criteria import collect_criterion
from grader.notebook.collect.datasets import collect_dataset, collect_loader
from grader.notebook.collect.engines import collect_engine
from grader.notebook.collect.files import collect_state_file
from grader.notebook.collect.functions import collect_function
from grader.notebook.collect.left import left_behind
from grader.notebook.collect.losses import collect_criterion_on_forms, collect_losses
from grader.notebook.collect.networks import collect_network, collect_network_class
from grader.notebook.collect.on_objects import collect_differences, collect_on_objects
from grader.notebook.collect.optimizers import collect_optimizer, collect_owner
from grader.notebook.recording.recorder import recorder

# A tuple, since code of a student's could change a dictionary.
COLLECTORS: tuple[tuple[type, Callable[..., Any]], ...] = (
    (Criterion, collect_criterion),
    (CriterionOnForms, collect_criterion_on_forms),
    (Differences, collect_differences),
    (Engine, collect_engine),
    (Dataset, collect_dataset),
    (Function, collect_function),
    (Loader, collect_loader),
    (Losses, collect_losses),
    (Network, collect_network),
    (NetworkClass, collect_network_class),
    (OnObjects, collect_on_objects),
    (Optimizer, collect_optimizer),
    (Owner, collect_owner),
    (StateFile, collect_state_file),
)
NO_NAMES: Mapping[str, Any] = MappingProxyType({})


def collect(
    exercise: Exercise,
    values: Sequence[Any],
    challenge: int | ChallengeInputs | None = None,
    nonce: str | None = None,
    variant: int | None = None,
    namespace: Mapping[str, Any] = NO_NAMES,
) -> Evidence:
    """Turn the learner's objects into evidence; `MISSING` stands for a name that does not exist.

    `challenge` is its seed, or the data of a grader's request, which does not tell the seed. Without one, a function
    is called on the exercise's practice challenge. `nonce` is what the grader asked with, and `variant` says whose
    data it asked about: by default those of the person who has this notebook open. `namespace` holds the notebook's
    names.
    """
    variant = exercise.lesson.variant_here() if variant is None else variant
    if isinstance(challenge, ChallengeInputs):
        seed, inputs = None, challenge
    else:
        seed, inputs = challenge, exercise.inputs(challenge, variant)
    with guard.usual():
        collected = _collected(exercise, values, inputs)
        left = tuple(left_behind(namespace, exercise.earlier, exercise.lesson.data))
    return exercise.evidence_type(
        exercise=exercise.name,
        seed=seed,
        nonce=nonce,
        variant=variant,
        raised=recorder.raised_for(exercise.own_names),
        left=left,
        **collected,
    )


def _collected(exercise: Exercise, values: Sequence[Any], inputs: ChallengeInputs) -> dict[str, Any]:
    collected = {}
    given = dict(zip(exercise.collectors, values, strict=True))
    for (name, (kind, *how)), value in zip(exercise.collectors.items(), values, strict=True):
        try:
            # A kind that a lesson defines itself has a `collect` of its own.
            collector = next((collector for each, collector in COLLECTORS if each is kind), None) or kind.collect
            collected[name] = collector(value, name, *_resolved(name, how, inputs, given))
        except Exception:  # noqa: BLE001 - an object may refuse to be looked at; then its class is all there is to tell
            odd = Value(name=name, kind="other", type_name=type_name(value))
            collected[name] = odd if kind is Value else kind(value=odd)
    return collected


def _resolved(name: str, how: list[Any], inputs: ChallengeInputs, given: dict[str, Any]) -> Iterator[Any]:
    for item in how:
        if isinstance(item, SeededProbes):
            yield inputs.probes[name]
        elif isinstance(item, Challenge):
            yield tuple(call for call in inputs.calls if call.parameter in ("", name))
        elif isinstance(item, AlsoNeeds):
            yield tuple(given[other] for other in item.names)
        else:
            yield item
