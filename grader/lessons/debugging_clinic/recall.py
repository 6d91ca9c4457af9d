"""The questions on lessons 1 and 2 that lesson 3 begins with. In the notebook everybody would see their answers."""

from __future__ import annotations

from typing import NamedTuple


class Recall(NamedTuple):
    """A question, its options, each with an explanation, and which of them is right."""

    question: str
    options: dict[str, str]
    right: str


RECALLS = (
    Recall(
        "You call `backward()` twice and never clear the gradients in between. What is in `.grad`?",
        {
            "the second gradient": "`backward()` never replaces what is already there.",
            "the sum of both gradients": "`backward()` adds to what is in `.grad`. That is why a loop clears it.",
            "the mean of both gradients": "PyTorch adds. It never divides by the number of calls.",
        },
        "the sum of both gradients",
    ),
    Recall(
        "What does `loss.item()` give you?",
        {
            "a copy of the tensor": "A copy would still be a tensor, with a graph behind it.",
            "a plain Python number": "It is a float, which knows nothing of how it was computed.",
            "the last item of a list": "The name sounds like it, but a loss is not a list.",
        },
        "a plain Python number",
    ),
    Recall(
        "A classifier gives every match the probability 0.5. What is its binary cross-entropy?",
        {
            "0.5": "The loss is minus the logarithm of the probability, and not the probability itself.",
            "0.69": "It is -ln 0.5 = ln 2 = 0.69. In a few cells this number becomes a tool.",
            "1": "That would be the logarithm to base 2. PyTorch uses the natural logarithm.",
        },
        "0.69",
    ),
)
