"""What is asked of given values: a table of objects and findings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from grader.evidence.values import Value
from grader.judges.parts.data import expect_plain, expect_tensor

EXPECTED = torch.tensor([[1.0], [2.0]])
OTHER = [torch.bfloat16, torch.float64, torch.int64, torch.bool, torch.complex64]


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (EXPECTED, []),
        (EXPECTED.clone().requires_grad_(), []),
        (torch.nn.Parameter(EXPECTED.clone()), []),
        (EXPECTED.flip(0).flip(0).expand(2, 1), []),
        (EXPECTED.to_sparse(), ["wrong-type"]),
        (torch.zeros(2, 1).to_sparse(), ["wrong-type"]),
        (torch.zeros(2, 1, device="meta"), ["wrong-values"]),
        (torch.sparse_coo_tensor(size=(10**9, 10**9), check_invariants=True), ["wrong-type"]),
        (EXPECTED * float("nan"), ["wrong-values"]),
        (EXPECTED.numpy(), ["wrong-type"]),
        (EXPECTED.tolist(), ["wrong-type"]),
        (EXPECTED.T, ["wrong-shape"]),
        *((EXPECTED.to(dtype), ["wrong-dtype"]) for dtype in OTHER),
    ],
)
def test_tensors(value: Any, codes: list[str]) -> None:
    assert [finding.code for finding in expect_tensor(Value.collect(value, "x"), EXPECTED)] == codes


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        (2.5, []), (2, []), (np.float32(2.5), []), (np.float64(2.5), []),
        (torch.tensor(2.5), ["wrong-type"]), (torch.ones(1, requires_grad=True), ["wrong-type"]),
        (np.array(2.5), ["wrong-type"]), ([2.5], ["wrong-type"]),
    ],
)  # fmt: skip
def test_plain_numbers(value: Any, codes: list[str]) -> None:
    findings = list(expect_plain(Value.collect(value, "a"), Value.collect(1.0, "b")))
    assert [finding.code for finding in findings] == codes
    assert all(finding.cost == 1 for finding in findings)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([[2.0, 1.0], [4.0, 3.0]], "the columns are in another order"),
        ([[3.0, 4.0], [1.0, 2.0]], "the rows are right, but they are in another order"),
        ([[1.0, 2.0], [3.0, 5.0]], "In all, 1 of 4 numbers is wrong."),
    ],
)
def test_right_numbers_in_another_order_are_known(given: list[list[float]], told: str) -> None:
    (finding,) = expect_tensor(Value.collect(torch.tensor(given), "X"), torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    assert told.lower() in finding.message.lower()
