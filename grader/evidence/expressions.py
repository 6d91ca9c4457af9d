"""An expression as plain data: numbers, and the operations that make further numbers of them, one after the other.

A lesson makes expressions from a seed. They travel as JSON, because a learner's process evaluates them with the
learner's own class, and the judge evaluates them again.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

ADD, MULTIPLY, POWER = "+", "*", "**"
RELU, SIGMOID, LOG = "relu", "sigmoid", "log"
TWO_SIDED = (ADD, MULTIPLY)  # both sides are nodes
MAX_LETTERS = 26


class Operation(NamedTuple):
    """One operation: `left` is the number of a node, `right` that of another, an exponent, or 0 if there is none."""

    kind: str
    left: int
    right: float = 0


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """Leaves and operations. Node i is leaf i, and further nodes are the results of the operations, in their order.

    `output` is the node that goes backward. With a number as `slope`, only this one node hands a slope on to the nodes
    that it was made of, and `slope` is its own. Without one, `backward()` runs. The leaves begin with `held` as their
    slopes. If `first` is a node, that node goes backward before the operations after it are made, and then the slopes
    of the leaves are cleared.
    """

    leaves: tuple[float, ...]
    operations: tuple[Operation, ...]
    output: int
    slope: float | None = None
    held: float = 0.0
    first: int | None = None

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.leaves) + len(self.operations)

    def inputs(self, node: int) -> tuple[int, ...]:
        """Return the nodes that a node was made of: none for a leaf, and the same one twice in `a * a`."""
        if node < len(self.leaves):
            return ()
        made = self.operations[node - len(self.leaves)]
        return (made.left, int(made.right)) if made.kind in TWO_SIDED else (made.left,)

    def written(self, node: int) -> str:
        """Return a node's operation as a learner writes it, such as "a * b"; the name of a leaf."""
        if node < len(self.leaves):
            return name_of(node)
        kind, left, right = self.operations[node - len(self.leaves)]
        if kind in TWO_SIDED:
            return f"{name_of(left)} {kind} {name_of(int(right))}"
        return f"{name_of(left)} ** {right:g}" if kind == POWER else f"{name_of(left)}.{kind}()"

    def encoded(self) -> str:
        return msgspec.json.encode(self).decode()

    @classmethod
    def decoded(cls, text: str) -> Expression:
        """Read what `encoded` wrote. Raises msgspec.ValidationError, and msgspec.DecodeError if it is not JSON."""
        return msgspec.json.decode(text, type=cls)


def name_of(node: int) -> str:
    """Return the name that a message gives to a node: a letter, and with many nodes a letter and a number."""
    letter = chr(ord("a") + node % MAX_LETTERS)
    return letter if node < MAX_LETTERS else f"{letter}{node // MAX_LETTERS}"
