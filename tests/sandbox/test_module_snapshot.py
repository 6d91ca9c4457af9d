"""A snapshot restores all that a notebook patches."""

from __future__ import annotations

import builtins
import json.decoder
import sys
from types import ModuleType

import pytest
import torch
from torch.overrides import TorchFunctionMode

from grader.sandbox.module_snapshot import take_snapshot


@pytest.fixture
def module() -> ModuleType:
    """Yield a module that nobody else imports."""
    made = ModuleType("victim")
    code = """
class Value:
    limit = 3
    def read(self): return "read"
    @classmethod
    def make(cls, wanted=1): return wanted
def answer(x=42): return x
numbers = {"one": 1}
"""
    exec(compile(code, "victim", "exec"), made.__dict__)  # noqa: S102 - a module made of text
    sys.modules["victim"] = made
    yield made
    del sys.modules["victim"]


class TestTakeSnapshot:
    """`take_snapshot()` returns a function that undoes patches."""

    def test_names_of_a_module(self, module: ModuleType) -> None:
        restore = take_snapshot(["victim"])
        answer = module.answer
        module.answer = lambda: 0
        del module.numbers
        restore()
        assert module.answer is answer
        assert module.numbers == {"one": 1}

    def test_attributes_of_a_class(self, module: ModuleType) -> None:
        restore = take_snapshot(["victim"])
        module.Value.read = lambda self: "patched"
        module.Value.make = None
        module.Value.__eq__ = lambda self, other: True
        module.Value.__getattribute__ = lambda self, name: "patched"
        restore()
        assert (module.Value().read(), module.Value.make(), module.Value() == 3) == ("read", 1, False)

    def test_inside_of_a_function(self, module: ModuleType) -> None:
        restore = take_snapshot(["victim"])
        module.answer.__code__ = (lambda x: -x).__code__
        module.answer.__defaults__ = (0,)
        module.Value.make.__func__.__defaults__ = (7,)
        restore()
        assert (module.answer(), module.Value.make()) == (42, 1)

    def test_builtins(self, module: ModuleType) -> None:
        restore = take_snapshot(["victim"])
        original = builtins.isinstance
        builtins.isinstance = lambda *a: True
        restore()
        assert builtins.isinstance is original

    def test_a_name_that_hides_a_builtin(self, module: ModuleType) -> None:
        restore = take_snapshot(["victim"])
        module.len = lambda x: 0
        module.mine = "a name of no importance"
        restore()
        assert not hasattr(module, "len")
        assert module.mine

    def test_modules_that_were_replaced(self, module: ModuleType) -> None:
        restore = take_snapshot(["victim"])
        sys.modules["victim"] = ModuleType("victim")
        restore()
        assert sys.modules["victim"] is module

    def test_objects(self, module: ModuleType) -> None:
        thing = module.Value()
        thing.points = 2
        restore = take_snapshot(["victim"], [thing])
        thing.points = 100
        thing.__dict__ = {"points": 50}
        restore()
        assert thing.points == 2

    def test_package_with_all_below(self) -> None:
        restore = take_snapshot(["json.*"])
        original = json.decoder.JSONDecoder.decode
        json.decoder.JSONDecoder.decode = None
        restore()
        assert json.decoder.JSONDecoder.decode is original

    def test_tracing_ends(self, module: ModuleType) -> None:
        restore = take_snapshot(["victim"])
        before = sys.gettrace()
        sys.settrace(lambda *a: None)
        restore()
        assert sys.gettrace() is None
        sys.settrace(before)

    def test_dictionaries_of_objects(self, module: ModuleType) -> None:
        thing = module.Value()
        thing.exercises = {"data": 1, "model": 2}
        held = thing.exercises
        restore = take_snapshot(["victim"], [thing])
        for change in (
            lambda: held.update(data=3), held.clear, lambda: held.setdefault("more", 3), lambda: held.update(data=held),
        ):  # fmt: skip
            change()
            restore()
            assert (thing.exercises is held, held) == (True, {"data": 1, "model": 2})

    def test_a_value_under_another_key(self, module: ModuleType) -> None:
        thing = module.Value()
        thing.exercises = {"data": 1}
        restore = take_snapshot(["victim"], [thing])
        thing.exercises["model"] = thing.exercises.pop("data")
        restore()
        assert thing.exercises == {"data": 1}

    def test_an_attribute_that_an_object_gains(self, module: ModuleType) -> None:
        thing = module.Value()
        thing.count = 1
        restore = take_snapshot(["victim"], stateful=[thing])
        thing.count, thing.read = 2, lambda: "hidden"
        restore()
        assert (thing.count, thing.read()) == (2, "read")

    def test_values_that_say_they_are_equal(self, module: ModuleType) -> None:
        class Equal:
            def __eq__(self, other: object) -> bool:
                return True

            __hash__ = object.__hash__

        restore = take_snapshot(["victim"])
        answer = module.answer
        module.Value.limit, module.answer, module.numbers = Equal(), Equal(), Equal()
        restore()
        assert module.answer is answer
        assert (module.Value.limit, module.numbers) == (3, {"one": 1})

    def test_modes_of_torch_are_left(self, module: ModuleType) -> None:
        class Mode(TorchFunctionMode):
            def __torch_function__(self, function, types, args=(), kwargs=None) -> str:
                return "patched"

        restore = take_snapshot(["victim"])
        Mode().__enter__()
        restore()
        assert torch.ones(1).add(1).item() == 2
