"""Undo what a notebook has patched: modules and classes become again what they were before any student code ran.

A notebook may replace `torch.equal`, `Tensor.__eq__` or a function of the grader's; what is collected for a verdict is
then collected by the originals all the same.
"""

from __future__ import annotations

import builtins
import gc
import operator
import sys
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any

import torch

from grader.sandbox.versions import attributes_of, version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

# What Python itself changes about a class or a module, or what cannot be assigned.
LEFT_ALONE = frozenset({
    "__annotations__", "__builtins__", "__cached__", "__dict__", "__doc__", "__loader__", "__spec__",
    "__static_attributes__", "__warningregistry__", "__weakref__", "_abc_impl",
})  # fmt: skip
_ABSENT = object()


def take_snapshot(  # noqa: C901, PLR0915 - see `restore`
    names: Iterable[str], others: Iterable[Any] = (), stateful: Iterable[Any] = ()
) -> Callable[[], None]:
    """Return a function that makes these modules, and the objects `others`, what they are now.

    The objects `stateful` only lose the attributes that they gain, as a function that hides one of their class.

    A name is a module's, or ends in `.*` for a package with all below it.

    Names are put back, and names that are new in a class or an object, or would hide a builtin, taken away. Of what
    the objects hold inside, dictionaries are restored too.
    """
    names = set(names)
    packages = tuple(name.removesuffix("*") for name in names if name.endswith(".*"))
    modules = tuple(
        (name, module)
        for name, module in sys.modules.items()
        if isinstance(module, ModuleType) and (name in names or f"{name}.".startswith(packages))
    )
    # Tuples, so that nobody who finds them can change them.
    spaces = tuple(
        (*_state(vars(module)), vars(module), frozenset(vars(module)), _kept(module)) for _, module in modules
    )
    classes = tuple(
        (*_state(attributes_of(cls)), cls, frozenset(vars(cls)) | LEFT_ALONE, _kept(cls)) for cls in _classes(modules)
    )
    functions = tuple(_functions(spaces, classes))
    insides = tuple(
        (name, get, held, tuple(map(get, held)))
        for name in ("__code__", "__defaults__", "__kwdefaults__")
        for get in (operator.attrgetter(name),)
        # Defaults where there were none are never used: nobody leaves out what has to be given.
        for held in (tuple(function for function in functions if get(function) is not None),)
    )
    others = tuple(others)
    instances = tuple((thing, vars(thing), frozenset(vars(thing)), tuple(vars(thing).items())) for thing in others) + (
        tuple((thing, vars(thing), frozenset(vars(thing)), ()) for thing in stateful)
    )
    inner = tuple(
        (held, tuple(held.items())) for thing in others for held in vars(thing).values() if type(held) is dict
    )
    builtin = tuple(vars(builtins).items())
    builtin_names = frozenset(vars(builtins)) - LEFT_ALONE
    builtin_space, loaded, absent = vars(builtins), sys.modules, _ABSENT
    set_on_class, delete_from_class, trace, profile = type.__setattr__, type.__delattr__, sys.settrace, sys.setprofile
    every, each, same, count, pairs, put = all, map, operator.is_, len, zip, setattr
    callbacks, second = gc.callbacks, operator.itemgetter(1)
    modes = (
        (torch._C._len_torch_function_stack, torch._C._pop_torch_function_stack),
        (torch._C._len_torch_dispatch_stack, torch._C._pop_torch_dispatch_stack),
    )

    def restore() -> None:  # noqa: C901, PLR0912 - a function that it called could have been replaced
        # Nothing is called here by a name that a notebook could have changed.
        for name, value in builtin:
            if builtin_space.get(name, absent) is not value:
                builtin_space[name] = value
        trace(None)
        profile(None)
        for name, module in modules:
            if loaded.get(name) is not module:
                loaded[name] = module
        callbacks.clear()
        for depth, leave in modes:
            while depth():
                leave()
        # Each is compared as a whole first: that is fast, and nearly always enough. So is a look at its version.
        for name, get, held, originals in insides:
            if not every(each(same, each(get, held), originals)):
                for function, original in pairs(held, originals):
                    if get(function) is not original:
                        put(function, name, original)
        for version, was, values, cls, known, attributes in classes:
            if version.value == was:
                continue
            now = cls.__dict__
            if count(now) == count(values) and every(each(same, now.values(), values)):
                continue
            for name, value in attributes:
                if now.get(name, absent) is not value:
                    set_on_class(cls, name, value)
            for name in [name for name in now if name not in known]:
                delete_from_class(cls, name)
        for version, was, values, space, known, attributes in spaces:
            if version.value == was:
                continue
            if count(space) == count(values) and every(each(same, space.values(), values)):
                continue
            for name, value in attributes:
                if space.get(name, absent) is not value:
                    space[name] = value
            for name in [name for name in space if name in builtin_names and name not in known]:
                del space[name]
        for held, items in inner:
            if count(held) != count(items) or not every(each(same, held.values(), each(second, items))):
                held.clear()
                held.update(items)
        for thing, space, known, attributes in instances:
            if thing.__dict__ is not space:
                thing.__dict__ = space
            for name in [name for name in space if name not in known]:
                del space[name]
            for name, value in attributes:
                if space.get(name, absent) is not value:
                    space[name] = value

    return restore


def _state(space: dict[str, Any]) -> tuple[Any, int, tuple[Any, ...]]:
    """Return what tells the version of a dictionary, the version that it has now, and its values."""
    version = version_of(space)
    return version, version.value, tuple(space.values())


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


def _functions(spaces: tuple[Any, ...], classes: tuple[Any, ...]) -> Iterator[FunctionType]:
    found = [value for *_, attributes in spaces for _, value in attributes]
    found += [getattr(value, "__func__", value) for *_, attributes in classes for _, value in attributes]
    yield from {id(value): value for value in found if isinstance(value, FunctionType)}.values()
