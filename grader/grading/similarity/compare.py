"""Compare every two submissions by the fragments that few others have."""

from __future__ import annotations

import math
from collections.abc import Mapping
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
from sklearn.preprocessing import MultiLabelBinarizer

from grader.grading.similarity import LINE
from grader.grading.similarity.fragments import COMMENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Cells = Mapping[str, frozenset[str]]  # the fragments of one submission that the assignment does not give, by cell

_similarity = attrgetter("similarity")
SMALL_CLASS = 20  # in a smaller class nobody can tell what is common, so it counts as one of this size

RARE = 0.5  # the weight from which a fragment is marked on the page: at most 11 of 100 students have it


class Agreement(msgspec.Struct, frozen=True):
    """How far two texts agree.

    `shared` counts the fragments that both have. One that nobody else has counts 1, and one that more students have
    counts less, down to 0. `fraction` is `shared` divided by the mean of the two texts' own fragments, counted in the
    same way (Dice's coefficient).
    """

    shared: float
    fraction: float

    @property
    def similarity(self) -> float:
        """One number to order pairs by: large if much is the same, and little else is there."""
        return self.shared * self.fraction


class Pair(msgspec.Struct, frozen=True):
    """Two students, how far their notebooks agree as a whole, and each cell in which they share a fragment.

    `rare` are the fragments that both and few others have.
    """

    students: tuple[str, str]
    whole: Agreement
    cells: dict[str, Agreement]
    rare: frozenset[str]

    @property
    def best(self) -> Agreement:
        """The agreement that puts the pair into its place: that of the notebook, or of the cell that agrees most."""
        return max((self.whole, *self.cells.values()), key=_similarity)


def pairs(submissions: Mapping[str, Cells], line: float = LINE) -> list[Pair]:
    """Return the pairs of students whose similarity is at least `line`, the most similar pair first.

    Comments that both have say something, and comments that were changed say nothing. So a pair is compared with its
    comments and without, and the higher similarity counts.
    """
    students = list(submissions)
    whole = {student: frozenset().union(*cells.values()) for student, cells in submissions.items()}
    code = {student: _without_comments(fragments) for student, fragments in whole.items()}
    submissions = {
        student: {name: _without_comments(fragments) for name, fragments in cells.items()}
        for student, cells in submissions.items()
    }
    binarizer = MultiLabelBinarizer(sparse_output=True).fit(whole.values())
    if not len(binarizer.classes_):
        return []
    counts = np.asarray(binarizer.transform(whole.values()).sum(axis=0)).ravel()
    weights = _weights(counts, len(students))
    names = sorted({name for cells in submissions.values() for name in cells})
    texts = [list(whole.values()), list(code.values())]
    texts += [[cells.get(name, frozenset()) for cells in submissions.values()] for name in names]
    close = {
        (students[i], students[j])
        for table in texts
        for i, j in np.argwhere(np.triu(_similarities(binarizer.transform(table), weights) >= line, k=1))
    }
    weight_of = dict(zip(binarizer.classes_, weights.tolist(), strict=True))
    found = [
        Pair(
            (one, other),
            max((_agreement(them[one], them[other], weight_of) for them in (whole, code)), key=_similarity),
            {
                name: agreement
                for name in submissions[one].keys() & submissions[other].keys()
                if (agreement := _agreement(submissions[one][name], submissions[other][name], weight_of)).shared
            },
            frozenset(text for text in whole[one] & whole[other] if weight_of[text] >= RARE),
        )
        for one, other in close
    ]  # fmt: skip
    return sorted(found, key=lambda pair: (-pair.best.similarity, pair.students))


def _without_comments(fragments: frozenset[str]) -> frozenset[str]:
    return frozenset(fragment for fragment in fragments if not fragment.startswith(COMMENT))


def _weights(counts: NDArray[np.int64], students: int) -> NDArray[np.float64]:
    """Return the weight of fragments that so many students have: 1 if they are one or two, almost 0 if they are all.

    It is an inverse document frequency (Sparck Jones, 1972) that leaves one of the pair out of the count.
    """
    size = max(students, SMALL_CLASS)
    weights: NDArray[np.float64] = np.log(size / np.maximum(counts - 1, 1)) / math.log(size)
    return weights


def _similarities(has: Any, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the similarity of every two texts. `has` is a sparse table that tells who has which fragment."""
    has = has.astype(np.float64)
    shared: NDArray[np.float64] = (has.multiply(weights).tocsr() @ has.T).toarray()
    own = shared.diagonal()
    mean = (own[:, None] + own[None, :]) / 2
    return np.divide(shared**2, mean, out=np.zeros_like(mean), where=mean > 0)


def _agreement(one: frozenset[str], other: frozenset[str], weight_of: Mapping[str, float]) -> Agreement:
    shared, mean = (sum(map(weight_of.__getitem__, texts)) for texts in (sorted(one & other), [*one, *other]))
    return Agreement(shared, 2 * shared / mean if mean else 0.0)
