"""What a notebook patches is put back, whatever it patches."""

from __future__ import annotations

import builtins
import json.decoder
import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.module_snapshot import take_snapshot
from grader.sandbox.versions import NUMBERED, attributes_of, version_of

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def module() -> ModuleType:
    """A module that nobody else imports."""
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


class TestRemember:
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


class TestVersions:
    """`version_of()`, where Python numbers the states of a dictionary, and where it does not."""

    WRITTEN = (
        lambda space: space.update(one=2),
        lambda space: space.update(two=2),
        lambda space: space.pop("one"),
        lambda space: space.clear(),
        lambda space: exec("one = 3", space),  # noqa: S102 - as a cell does
    )

    @pytest.mark.parametrize("write", WRITTEN)
    def test_a_dictionary_that_was_written_to(self, write: Callable[[dict], None]) -> None:
        space = {"one": 1, "__builtins__": {}}
        version = version_of(space)
        before = version.value
        write(space)
        assert version.value != before

    @pytest.mark.skipif(not NUMBERED, reason="this Python does not number the states of a dictionary")
    def test_a_dictionary_that_was_read(self) -> None:
        space = {"one": 1}
        version = version_of(space)
        before = version.value
        assert (space["one"], space.get("two"), list(space.values())) == (1, None, [1])
        assert version.value == before

    def test_a_class_that_was_written_to(self, module: ModuleType) -> None:
        version = version_of(attributes_of(module.Value))
        before = version.value
        module.Value.limit = 4
        assert version.value != before

    def test_without_numbers(self, module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("grader.sandbox.versions.NUMBERED", False)
        restore = take_snapshot(["victim"])
        module.Value.limit, module.numbers = 4, {}
        restore()
        assert (module.Value.limit, module.numbers) == (3, {"one": 1})
