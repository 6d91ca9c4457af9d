"""Evidence leaves a process as JSON and safetensors, and comes back checked."""

from __future__ import annotations

import base64
import json
import math
import pickle

import msgspec
import pytest
import torch
from safetensors.torch import save
from torch import nn

from grader.evidence import bundle
from grader.evidence.bundle import EvidenceError
from grader.evidence.losses import Losses
from grader.evidence.values import Value
from grader.lessons import linear_regression as check
from tests.support.training import Line, train


@pytest.fixture(scope="module")
def packed() -> dict:
    net = Line()
    losses = train(net, nn.MSELoss(reduction="sum"), check.X, check.Y, 5)
    return bundle.pack(check.training.collect((net, losses)))


def test_a_whole_run_comes_back_as_it_was(packed: dict):
    evidence = bundle.unpack(json.loads(json.dumps(packed)), check.training.evidence_type)
    run = evidence.net.history.runs[0]
    assert (run.steps, run.before.shape, run.optimizer.class_name) == (5, (5, 2), "SGD")


def test_nan_and_infinity_survive():
    value = bundle.unpack(bundle.pack(Value.collect([math.nan, math.inf], "x")), Value)
    assert value.numbers.isnan().tolist() == [True, False]
    assert math.isinf(value.numbers[1])


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_numbers_that_are_not_finite_survive_strict_json(number: float):
    losses = Losses(value=Value.collect(number, "criterion"), training=(number, 0.5), validation=(number,))
    sent = msgspec.json.decode(msgspec.json.encode(bundle.pack(losses)))  # writes `null` for what JSON has not
    json.dumps(sent, allow_nan=False)
    received = bundle.unpack(sent, Losses)
    assert [repr(each) for each in (*received.training, received.value.number)] == [repr(number), "0.5", repr(number)]
    assert repr(received.validation) == repr((number,))


def test_object_that_only_looks_like_a_number_is_refused():
    packed = bundle.pack(Losses(value=Value.collect(2.0, "a"), training=(2.0,)))
    packed["tree"]["training"] = [{"float": "1e3"}]
    with pytest.raises(EvidenceError):
        bundle.unpack(packed, Losses)


def test_tensors_that_share_memory_are_packed():
    row = torch.ones(2, 2)
    pair = (Value.collect(row, "x"), Value.collect(row, "y"))
    assert bundle.unpack(bundle.pack(pair[0]), Value).numbers.equal(row)


@pytest.mark.parametrize("spoil", [
    lambda packed: None,
    lambda packed: [],
    lambda packed: {},
    lambda packed: packed | {"version": 2},
    lambda packed: packed | {"tensors": 5},
    lambda packed: packed | {"tensors": "not base64!"},
    lambda packed: packed | {"tensors": base64.b64encode(pickle.dumps([1])).decode()},
    lambda packed: packed | {"tensors": "A" * (bundle.MAX_BUNDLE_BYTES + 4)},
    lambda packed: packed | {"tree": {}},
    lambda packed: packed | {"tree": None},
    lambda packed: packed | {"tree": packed["tree"] | {"net": {"value": {"name": 1}}}},
    lambda packed: packed | {"tree": packed["tree"] | {"seed": "1"}},
    lambda packed: json.loads(json.dumps(packed).replace('{"tensor": 0}', '{"tensor": 9999}')),
])  # fmt: skip
def test_anything_else_is_refused(packed: dict, spoil):
    with pytest.raises(EvidenceError):
        bundle.unpack(spoil(packed), check.training.evidence_type)


@pytest.mark.parametrize("value", [
    2**70,
    -(2**70),
    "x" * 30_000,
    "\ud800",
    json.loads("[" * 60 + "]" * 60),
    [0] * 300_000,
    {"\ud800": 1},
    json.loads("1e400"),
    math.nan,
])  # fmt: skip
def test_a_tree_beyond_bounds_is_refused(packed: dict, value: object):
    with pytest.raises(EvidenceError):
        bundle.unpack(packed | {"tree": packed["tree"] | {"seed": value}}, check.training.evidence_type)


@pytest.mark.parametrize("tensor", [torch.ones(2, dtype=torch.complex64), torch.ones([1] * 9)])
def test_tensors_that_nobody_collects_are_refused(tensor: torch.Tensor):
    value = bundle.pack(Value(name="x", kind="tensor", type_name="Tensor", numbers=torch.ones(2)))
    forged = base64.b64encode(save({"0": tensor})).decode()
    with pytest.raises(EvidenceError, match="a tensor of"):
        bundle.unpack(value | {"tensors": forged}, Value)


@pytest.mark.parametrize("tensor", [torch.ones(2, dtype=torch.complex64), torch.ones(2, device="meta")])
def test_tensors_without_plain_numbers_are_not_packed(tensor: torch.Tensor):
    with pytest.raises(EvidenceError, match="^the evidence cannot be sent: evidence holds a tensor of torch"):
        bundle.pack(Value(name="x", kind="tensor", type_name="Tensor", numbers=tensor))


def test_sparse_tensor_comes_back_by_its_values():
    value = bundle.pack(Value(name="x", kind="tensor", type_name="Tensor", numbers=torch.eye(2).to_sparse()))
    assert torch.equal(bundle.unpack(value, Value).numbers, torch.eye(2))


@pytest.mark.parametrize("dtype", sorted(bundle.DTYPES, key=str))
def test_tensors_of_every_kind_come_back(dtype: torch.dtype):
    sent = torch.arange(6).reshape(2, 3).to(dtype).T  # its rows are not one after the other in memory
    value = bundle.pack(Value(name="x", kind="tensor", type_name="Tensor", numbers=sent))
    assert torch.equal(bundle.unpack(value, Value).numbers, sent)


def test_one_tensor_named_many_times_counts_each_time(packed: dict):
    large = bundle.pack(Value(name="x", kind="tensor", type_name="Tensor", numbers=torch.zeros(2**20)))
    tree = packed["tree"] | {"losses": large["tree"], "net": {"value": large["tree"], "output": large["tree"]}}
    with pytest.raises(EvidenceError, match="bytes of numbers"):
        bundle.unpack(large | {"tree": tree}, check.training.evidence_type)


def test_what_is_too_large_is_refused_before_it_is_sent():
    value = Value(name="x", kind="tensor", type_name="Tensor", numbers=torch.zeros(2**21))
    with pytest.raises(EvidenceError, match="more than"):
        bundle.pack(value)
