"""A learner's class is tried on expressions: plain numbers come back, and the class is left as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

from grader.core import guard
from grader.core.verdict import Verdict
from grader.evidence import bundle
from grader.evidence.consistency import contradiction
from grader.evidence.values import MISSING
from grader.lessons import backward_by_hand as check
from grader.notebook.collect import patience
from grader.notebook.recording.recorder import recorder

SEED = 12_345


class Value:
    """The class of the lesson, all in one."""

    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = data, 0.0, inputs

    def __add__(self, other):
        return type(self)(self.data + other.data, [(self, 1.0), (other, 1.0)])

    def __mul__(self, other):
        return type(self)(self.data * other.data, [(self, other.data), (other, self.data)])

    def propagate(self):
        for value, slope in self.inputs:
            value.grad += slope * self.grad

    def ordered(self, seen):
        """Return the nodes up to this one, each after its inputs."""
        if id(self) in seen:
            return []
        seen[id(self)] = self
        return [*(node for value, _ in self.inputs for node in value.ordered(seen)), self]

    def backward(self):
        self.grad = 1.0
        for node in reversed(self.ordered({})):
            node.propagate()


def verdict(exercise: Any, *values: Any) -> Verdict:
    """Return the verdict from evidence that was collected, sent and read again."""
    evidence = exercise.collect(values, exercise.inputs(SEED))
    sent = bundle.redeemed(json.loads(json.dumps(bundle.pack(evidence))), SEED)
    return exercise.verdict(bundle.unpack(sent, exercise.evidence_type))


def codes(exercise: Any, *values: Any) -> tuple[str, ...]:
    return verdict(exercise, *values).codes


def test_three_calls_for_each_node_are_not_too_deep() -> None:
    # Each node costs `ordered` and the two generators around it.
    assert codes(check.backward, Value) == ()


def test_a_search_that_is_too_deep_is_told_with_the_depth() -> None:
    class Deep(Value):
        def ordered(self, seen):
            def longer(left):
                return longer(left - 1) if left else super(Deep, self).ordered(seen)

            return longer(12)

    found = verdict(check.backward, Deep).findings
    assert [finding.code for finding in found] == ["raised-an-error"]
    assert "100 operations in a row" in found[0].message
    assert "RecursionError" in found[0].message


def test_the_class_is_as_it_was_afterwards() -> None:
    before = dict(vars(Value))
    for exercise in (check.add_and_multiply, check.backward):
        verdict(exercise, Value)
    verdict(check.zero_and_step, Value, lambda values: None, lambda values, lr: None)
    assert dict(vars(Value)) == before


def test_pytorch_is_as_it_was_afterwards_and_knows_who_called_it() -> None:
    recorder.start()
    before = torch.autograd.backward, torch.autograd.grad

    class Hidden(Value):
        def backward(self):
            torch.tensor(1.0, requires_grad=True).backward()
            super().backward()

    assert codes(check.backward, Hidden) == ("autograd-used",)
    assert (torch.autograd.backward, torch.autograd.grad) == before


def test_a_grader_that_restores_pytorch_sees_autograd_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = torch.autograd.backward

    class Hidden(Value):
        def backward(self):
            torch.tensor(1.0, requires_grad=True).backward()
            super().backward()

    monkeypatch.setattr(guard, "undo", lambda: setattr(torch.autograd, "backward", before))
    assert codes(check.backward, Hidden) == ("autograd-used",)


def test_the_randomness_and_the_record_of_the_notebook_are_left_alone() -> None:
    recorder.start()

    class Noisy(Value):
        def propagate(self):
            torch.rand(1)
            print("seen")
            super().propagate()

    state, steps = torch.random.get_rng_state(), recorder.steps
    assert codes(check.add_and_multiply, Noisy) == ()
    assert torch.equal(torch.random.get_rng_state(), state)
    assert recorder.steps == steps


def test_a_class_that_never_comes_back_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.3)
    tries = []

    class Endless(Value):
        def backward(self):
            tries.append(self)
            while True:
                pass

    assert codes(check.backward, Endless) == ("timed-out",)
    assert len(tries) == 1


class Slots:
    __slots__ = ("data", "grad", "inputs")
    __init__, __add__, __mul__ = Value.__init__, Value.__add__, Value.__mul__
    propagate, ordered, backward = Value.propagate, Value.ordered, Value.backward


class Answers(Value):
    """An object that has every attribute, and compares equal to everything."""

    def __getattr__(self, name):
        return 1.0

    def __eq__(self, other):
        return True

    __hash__ = None


class Tagged(type):
    def __call__(cls, *args, **kwargs):
        made = super().__call__(*args, **kwargs)
        made.tag = "tagged"
        return made


class WithMeta(Value, metaclass=Tagged):
    pass


class Rejects(Value):
    """An object that refuses further attributes."""

    def __setattr__(self, name, value):
        if name not in ("data", "grad", "inputs"):
            raise AttributeError(name)
        super().__setattr__(name, value)


@pytest.mark.parametrize("kind", [Value, Slots, Answers, WithMeta, Rejects])
def test_odd_classes_that_are_right(kind: type) -> None:
    assert codes(check.add_and_multiply, kind) == ()
    assert codes(check.backward, kind) == ()


class Raises(Value):
    def __mul__(self, other):
        raise SystemExit

    def __repr__(self):
        raise ValueError


class Prints(Value):
    def __add__(self, other):
        return print(self)


class Fixed(float):
    """A float has no slope."""


class Late(Value):
    @property
    def data(self):
        raise RuntimeError("no number")

    @data.setter
    def data(self, number):
        pass


THINGS = [
    MISSING, ..., None, 3, "Value", [Value], Value(2.0), lambda data: None, int, dict, torch.Tensor, torch.nn.Module,
    torch.nn.Linear, object, Raises, Prints, Fixed, Late, type,
]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: getattr(thing, "__name__", type(thing).__name__))
def test_whatever_is_called_value_gets_a_verdict(thing: Any) -> None:
    given = {"zero_and_step": [lambda values: None, lambda values, lr: None]}
    for exercise in (check.add_and_multiply, check.power_and_relu, check.backward, check.zero_and_step):
        values = [thing, *given.get(exercise.name, [])]
        assert contradiction(exercise.collect(values, exercise.inputs(SEED))) is None
        found = verdict(exercise, *values)
        assert found.codes or exercise is check.backward  # which may be right though an operation is wrong
        assert not found.is_undecided


def test_a_function_that_shortens_its_list_changes_nothing_else() -> None:
    def zero_grad(values):
        while values:
            values.pop().grad = 0.0

    def step(values, lr):
        for value in values:
            value.data -= lr * value.grad

    assert codes(check.zero_and_step, Value, zero_grad, step) == ()


def test_missing_evidence_never_passes() -> None:
    for exercise, values in (
        (check.add_and_multiply, [Value]),
        (check.zero_and_step, [Value, lambda values: None, lambda values, lr: None]),
        (check.numeric_slope, [lambda f, w, h: 0.0]),
    ):
        packed = bundle.pack(exercise.collect(values, exercise.inputs(SEED)))
        for part in packed["tree"].values():
            if isinstance(part, dict):
                part.update({name: [] for name in ("evaluated", "handed", "calls", "asked") if name in part})
        found = exercise.verdict(bundle.unpack(bundle.redeemed(packed, SEED), exercise.evidence_type))
        assert "cell-missing" in found.codes
