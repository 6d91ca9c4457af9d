"""Undo what a notebook has patched: modules and classes become again what they were before any student code ran.

A notebook may replace `torch.equal`, `Tensor.__eq__` or a function of the grader's. Its evidence is
collected by the originals anyway.

A snapshot has one part for each kind of thing that a notebook can change:

    builtins            `builtins.len = …`
    hooks of Python     `sys.settrace(…)`, `gc.callbacks`, and torch's modes
    loaded modules      `sys.modules["torch"] = …`
    functions           `torch.equal.__code__ = …`, and the same for defaults
    classes             `Tensor.__eq__ = …`
    modules' globals    `torch.equal = …`
    dictionaries        `lesson.exercises["data"] = …`, one level below the objects
    objects             `exercise.points = …`

Each part is a function without arguments that restores its kind. A part calls nothing by a name that a notebook could
have changed: all that it calls are local variables of the function that made it, from before any student code ran.
What it restores is kept in tuples, which cannot be changed even if a notebook finds them.

Each collection of values is first compared as a whole, which is fast and nearly always enough. For 9,500 values that
takes 0.4 ms, and 8 ms the first time after a fork, which copies pages of memory. Version numbers of dictionaries
(PEP 509) were faster by 0.3 ms and 3 ms, but only Python 3.11 has them.
"""

from __future__ import annotations

import builtins
import gc
import operator
import sys
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    Restore = Callable[[], None]
    AreSame = Callable[[Collection[Any], Collection[Any]], bool]

# Attributes of a class or a module that Python itself changes, or that cannot be assigned.
LEFT_ALONE = frozenset({
    "__annotations__", "__builtins__", "__cached__", "__dict__", "__doc__", "__loader__", "__spec__",
    "__static_attributes__", "__warningregistry__", "__weakref__", "_abc_impl",
})  # fmt: skip
_ABSENT = object()


def take_snapshot(names: Iterable[str], others: Iterable[Any] = (), stateful: Iterable[Any] = ()) -> Restore:
    """Return a function that makes these modules, and the objects `others`, what they are now.

    A name is the name of a module, or ends in `.*` for a package with all modules below it. Values are restored, and
    names are removed that are new in a class or an object, or that would hide a builtin. The dictionaries that `others`
    hold are restored too. The objects `stateful` only lose the attributes that they gain, because such an attribute can
    hide a function of their class.
    """
    modules = _modules(set(names))
    classes, objects = tuple(_classes(modules)), tuple(others)
    are_same = _comparison()
    parts = (
        _entries(vars(builtins), tuple(vars(builtins).items())),
        _hooks(),
        _entries(sys.modules, modules),
        _functions(_functions_of(modules, classes), are_same),
        _class_attributes(classes, are_same),
        _module_globals(modules, are_same),
        _dictionaries(objects, are_same),
        _objects(objects, tuple(stateful)),
    )

    def restore() -> None:
        for restore_part in parts:
            restore_part()

    return restore


def _comparison() -> AreSame:
    """Return a function that tells whether two collections hold the same objects in the same order."""
    every, each, same, count = all, map, operator.is_, len

    def are_same(values: Collection[Any], originals: Collection[Any]) -> bool:
        return count(values) == count(originals) and every(each(same, values, originals))

    return are_same


def _entries(space: dict[str, Any], items: tuple[tuple[str, Any], ...]) -> Restore:
    """Restore these items of a dictionary, and leave others alone."""
    absent = _ABSENT

    def restore_entries() -> None:
        for name, value in items:
            if space.get(name, absent) is not value:
                space[name] = value

    return restore_entries


def _hooks() -> Restore:
    trace, profile, callbacks = sys.settrace, sys.setprofile, gc.callbacks
    modes = (
        (torch._C._len_torch_function_stack, torch._C._pop_torch_function_stack),
        (torch._C._len_torch_dispatch_stack, torch._C._pop_torch_dispatch_stack),
    )

    def remove_hooks() -> None:
        trace(None)
        profile(None)
        callbacks.clear()
        for depth, leave in modes:
            while depth():
                leave()

    return remove_hooks


def _functions(functions: tuple[FunctionType, ...], are_same: AreSame) -> Restore:
    each, put, pairs = map, setattr, zip
    # A function without defaults gets none back: its callers always pass every argument.
    states = tuple(
        (name, get, held, tuple(map(get, held)))
        for name in ("__code__", "__defaults__", "__kwdefaults__")
        for get in (operator.attrgetter(name),)
        for held in (tuple(function for function in functions if get(function) is not None),)
    )
    as_tuple = tuple

    def restore_functions() -> None:
        for name, get, held, originals in states:
            now = as_tuple(each(get, held))
            if not are_same(now, originals):
                for function, value, original in pairs(held, now, originals):
                    if value is not original:
                        put(function, name, original)

    return restore_functions


def _class_attributes(classes: tuple[type, ...], are_same: AreSame) -> Restore:
    put, remove, absent = type.__setattr__, type.__delattr__, _ABSENT
    states = tuple(
        (cls, vars(cls), tuple(vars(cls).values()), _kept(cls), frozenset(vars(cls)) | LEFT_ALONE) for cls in classes
    )

    def restore_class_attributes() -> None:
        for cls, space, values, attributes, known in states:
            if are_same(space.values(), values):
                continue
            for name, value in attributes:
                if space.get(name, absent) is not value:
                    put(cls, name, value)
            for name in [name for name in space if name not in known]:
                remove(cls, name)

    return restore_class_attributes


def _module_globals(modules: tuple[tuple[str, ModuleType], ...], are_same: AreSame) -> Restore:
    absent, builtin_names = _ABSENT, frozenset(vars(builtins)) - LEFT_ALONE
    states = tuple(
        (vars(module), tuple(vars(module).values()), _kept(module), frozenset(vars(module))) for _, module in modules
    )

    def restore_module_globals() -> None:
        for space, values, attributes, known in states:
            if are_same(space.values(), values):
                continue
            for name, value in attributes:
                if space.get(name, absent) is not value:
                    space[name] = value
            for name in [name for name in space if name in builtin_names and name not in known]:
                del space[name]

    return restore_module_globals


def _dictionaries(objects: tuple[Any, ...], are_same: AreSame) -> Restore:
    states = tuple(
        (held, tuple(held.items()), tuple(held), tuple(held.values()))
        for thing in objects
        for held in vars(thing).values()
        if type(held) is dict
    )

    def restore_dictionaries() -> None:
        for held, items, names, values in states:
            if not (are_same(held, names) and are_same(held.values(), values)):
                held.clear()
                held.update(items)

    return restore_dictionaries


def _objects(objects: tuple[Any, ...], stateful: tuple[Any, ...]) -> Restore:
    absent = _ABSENT
    states = tuple((thing, vars(thing), frozenset(vars(thing)), tuple(vars(thing).items())) for thing in objects)
    states += tuple((thing, vars(thing), frozenset(vars(thing)), ()) for thing in stateful)

    def restore_objects() -> None:
        for thing, space, known, attributes in states:
            if thing.__dict__ is not space:
                thing.__dict__ = space
            for name in [name for name in space if name not in known]:
                del space[name]
            for name, value in attributes:
                if space.get(name, absent) is not value:
                    space[name] = value

    return restore_objects


def _modules(names: set[str]) -> tuple[tuple[str, ModuleType], ...]:
    """Return the loaded modules that these names stand for."""
    packages = tuple(name.removesuffix("*") for name in names if name.endswith(".*"))
    return tuple(
        (name, module)
        for name, module in sys.modules.items()
        if isinstance(module, ModuleType) and (name in names or f"{name}.".startswith(packages))
    )


def _kept(holder: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((name, value) for name, value in vars(holder).items() if name not in LEFT_ALONE)


def _classes(modules: tuple[tuple[str, ModuleType], ...]) -> Iterator[type]:
    """Yield the classes that these modules define, and that can be changed."""
    seen = set()
    for name, module in modules:
        for cls in list(vars(module).values()):
            if isinstance(cls, type) and cls.__module__ == name and cls not in seen and _can_change(cls):
                seen.add(cls)
                yield cls


def _can_change(cls: type) -> bool:
    return bool(cls.__flags__ & (1 << 9)) and not cls.__flags__ & (1 << 8)  # of the heap, and not immutable


def _functions_of(modules: tuple[tuple[str, ModuleType], ...], classes: tuple[type, ...]) -> tuple[FunctionType, ...]:
    """Return the functions of modules and the methods of classes, each once."""
    found = [value for _, module in modules for _, value in _kept(module)]
    found += [getattr(value, "__func__", value) for cls in classes for _, value in _kept(cls)]
    return tuple({id(value): value for value in found if isinstance(value, FunctionType)}.values())
