"""The first guesses of lesson 3: what might be suspected of each patient, before anybody has seen its code."""

from __future__ import annotations

from typing import NamedTuple


class Lineup(NamedTuple):
    """Three suspects; `cause` is the one that the case turns out to be.

    `fact` is what showed it, `why` is one line on the others, for those who suspected one of them.
    """

    suspects: tuple[str, str, str]
    cause: str
    fact: str
    why: str


LINEUPS = (
    Lineup(
        (
            "the learning rate is too small",
            "predictions and targets are not compared in pairs",
            "one linear layer cannot draw a sloping line",
        ),
        "predictions and targets are not compared in pairs",
        "8 predictions met 8 targets in 64 pairs",
        "With a rate that is too small the loss would still be falling at the end, and nothing would warn of sizes.",
    ),
    Lineup(
        (
            "the learning rate is too small",
            "the optimizer holds the parameters of another network",
            "the loss has lost its connection to the parameters",
        ),
        "the loss has lost its connection to the parameters",
        "after 30 backward passes `.grad` was still None",
        "A small rate, or an optimizer of another network, would both have left a number in `.grad`.",
    ),
    Lineup(
        ("gradients pile up from epoch to epoch", "each step is too long", "one of the labels is a typing mistake"),
        "each step is too long",
        "each step landed farther from -7.3 than the one before",
        "The gradients were cleared in every epoch, and a wrong label would make the loss rest too high, not grow.",
    ),
    Lineup(
        (
            "nothing: 0.1 is simply the better rate",
            "the second run does not start fresh",
            "the first run has fewer epochs than the second",
        ),
        "the second run does not start fresh",
        "it began at 556, where the first run had ended",
        "A first loss is computed before any step, so no learning rate can win in its first epoch.",
    ),
    Lineup(
        ("10,000 rows are too many", "the list keeps more than numbers", "the optimizer stores all old gradients"),
        "the list keeps more than numbers",
        "each item held a graph that never went backward",
        "Rows and gradients need the same room in every epoch. Only the list gets longer.",
    ),
    Lineup(
        (
            "the loss is computed with a wrong formula",
            "the loss and the forecast come from two different networks",
            "the network knows only the mornings of the table",
        ),
        "the loss and the forecast come from two different networks",
        "the list ended with 0.9, the network itself had 2,015",
        "The formula is the healthy one, and this network does not even know the mornings of the table.",
    ),
)
