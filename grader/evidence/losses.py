"""What a criterion says of a network's predictions, as plain data."""

from __future__ import annotations

import msgspec

from grader.evidence.criteria import Criterion
from grader.evidence.values import Value


class CriterionOnForms(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion called on predictions of several forms: `forms` names each, as one column of probabilities."""

    value: Value
    forms: dict[str, Criterion] = {}


class Losses(msgspec.Struct, frozen=True, kw_only=True):
    """The criterion's values for a network as it is, in eval mode, on its training and its validation rows.

    A loop may hand the criterion raw outputs or those of a sigmoid or softmax, and targets as a column, flat, as class
    indices, one-hot, or as -1 and 1. `training` and `validation` have one value for each of these ways that the
    criterion takes.
    """

    value: Value
    training: tuple[float, ...] = ()
    validation: tuple[float, ...] = ()
