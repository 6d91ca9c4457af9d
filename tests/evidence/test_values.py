"""Any object of a student becomes plain data."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from grader.evidence.values import MISSING, Value


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        (MISSING, "missing"), (..., "placeholder"), (None, "none"), (True, "boolean"), (np.bool_(1), "boolean"),
        (3, "number"), (2.5, "number"), (np.float32(1), "number"), (np.int64(3), "number"), ("3", "text"),
        (torch.ones(2), "tensor"), (np.ones(2), "array"), ([1], "sequence"), ((1,), "sequence"), (range(3), "sequence"),
        (torch.nn.Linear(1, 1), "network"), (torch.optim.SGD([torch.ones(1)], lr=1), "optimizer"), (int, "class"),
        (len, "callable"), ({1}, "other"), (1j, "other"),
    ],
)  # fmt: skip
def test_every_object_has_a_kind(thing: object, kind: str):
    assert Value.collect(thing, "x").kind == kind


class TestTensor:
    def test_shape_dtype_and_numbers_are_kept(self):
        value = Value.collect(torch.tensor([[1, 2]]), "x")
        assert (value.shape, value.dtype, value.numbers.tolist()) == ((1, 2), "int64", [[1, 2]])

    def test_a_graph_is_told_and_cut(self):
        value = Value.collect(torch.ones(1, requires_grad=True) * 2, "x")
        assert value.has_graph
        assert not value.numbers.requires_grad

    def test_later_changes_do_not_reach_it(self):
        tensor = torch.ones(2)
        value = Value.collect(tensor, "x")
        tensor.zero_()
        assert value.numbers.tolist() == [1, 1]

    @pytest.mark.parametrize(
        "odd", [torch.ones(2, dtype=torch.complex64), torch.ones(2, device="meta"), torch.ones(300_000)]
    )
    def test_what_cannot_be_judged_has_no_numbers(self, odd: torch.Tensor):
        assert Value.collect(odd, "x").numbers is None


class TestSequence:
    def test_numbers_of_all_sorts_are_read(self):
        value = Value.collect([1, 2.5, np.float32(3), torch.tensor(4.0), np.array([5.0])], "losses")
        assert value.numbers.tolist() == [1, 2.5, 3, 4, 5]

    def test_a_graph_in_any_item_is_told(self):
        assert Value.collect([1.0, torch.ones(1, requires_grad=True) * 2], "losses").has_graph

    def test_the_first_item_that_is_no_number_is_named(self):
        assert Value.collect([1.0, "0.5"], "losses").odd_item == "item 1 is the text '0.5'"


class TestNumber:
    @pytest.mark.parametrize(
        "thing", [2, 2.0, np.float64(2), torch.tensor(2.0), torch.tensor([[2.0]]), np.array([2.0])]
    )
    def test_one_number_in_any_wrapping(self, thing: object):
        assert Value.collect(thing, "a").number == 2

    @pytest.mark.parametrize("thing", [True, "2", [2.0], torch.ones(2), None])
    def test_anything_else_is_none(self, thing: object):
        assert Value.collect(thing, "a").number is None

    def test_nan_stays_nan(self):
        assert math.isnan(Value.collect(float("nan"), "a").number)
