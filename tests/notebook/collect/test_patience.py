"""A call of a student's function ends, whatever the function does, and leaves the notebook as it was."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time

import pytest
import torch
from torch import nn, optim

from grader.lessons import linear_regression as check
from grader.notebook.collect import patience
from grader.notebook.collect.functions import collect_function

SHORT = 0.2  # seconds


def endless() -> None:
    while True:
        pass


def endless_and_deaf() -> None:
    while True:
        try:  # noqa: SIM105 - as a learner would
            endless()
        except Exception:  # noqa: BLE001, S110 - as a learner's loop may
            pass


def catches_everything() -> str:
    try:  # noqa: SIM105 - as a learner would
        endless()
    except:  # noqa: E722, S110 - as a learner's loop may
        pass
    return "done"


def computes_in_torch() -> None:
    x = torch.ones(50, 50)
    while True:
        x = (x @ x).clamp(max=1)


@pytest.mark.parametrize("function", [endless, endless_and_deaf, catches_everything, computes_in_torch])
def test_what_does_not_return_is_stopped(function) -> None:
    with pytest.raises(patience.TimeIsUp):
        patience.call(function, (), SHORT)


def test_what_only_waits_is_stopped_too():
    with pytest.raises(patience.TimeIsUp):
        patience.call(time.sleep, (600,), 0.05)


def test_nothing_is_raised_after_a_call():
    for _ in range(20):
        with pytest.raises(patience.TimeIsUp):
            patience.call(endless, (), 0.01)
        assert sum(range(10_000)) == 49_995_000
    assert patience.call(lambda x: x + 1, (1,)) == 2


def test_functions_can_be_traced_after_a_limit():
    """As a debugger does, and coverage: a flag that was left set once kept Python 3.11 in the first line forever."""

    def double(number: int) -> int:
        return 2 * number

    with pytest.raises(patience.TimeIsUp):
        patience.call(endless, (), 0.01)
    before, seen = sys.gettrace(), []
    sys.settrace(lambda frame, event, argument: seen.append(event))
    try:
        doubled = double(2)
    finally:
        sys.settrace(before)
    assert (doubled, seen[0]) == (4, "call")


def test_an_interrupt_stays_an_interrupt():
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        patience.call(interrupted, ())


def test_no_thread_stays_behind():
    before = threading.active_count()
    for _ in range(5):
        patience.call(abs, (1,))
    deadline = time.monotonic() + 60
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_a_hundred_calls_have_one_thread():
    seen = set()
    for _ in range(100):
        patience.call(lambda: seen.update(thread.ident for thread in threading.enumerate()), ())
    assert len(seen) <= threading.active_count() + 1


def test_garbage_is_collected_only_while_the_function_runs():
    gc.disable()
    try:
        assert patience.call(gc.isenabled, ())
        assert not gc.isenabled()
        with pytest.raises(patience.TimeIsUp):
            patience.call(endless, (), 0.01)
        assert not gc.isenabled()
    finally:
        gc.enable()
    assert patience.call(gc.isenabled, ())
    assert gc.isenabled()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_process_has_a_watch_of_its_own():
    patience.call(abs, (1,))  # the thread still runs, and the child has none
    child = os.fork()
    if child == 0:
        try:
            patience.call(endless, (), SHORT)
        except patience.TimeIsUp:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


class TestFunction:
    """What a check collects of a function."""

    def test_a_late_call_is_told_with_its_line(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(patience, "SECONDS", SHORT)
        calls = check.transfer.inputs(None).calls
        function = collect_function(lambda x, y: endless(), "fit_line", calls)
        assert [call.raised.late for call in function.calls] == [True] * len(calls)
        verdict = check.transfer.judge(check.transfer.evidence_type(exercise="transfer", fit_line=function))
        assert verdict.codes == ("timed-out",)
        assert "0.2 s" in verdict.findings[0].message

    def test_the_networks_of_the_notebook_are_put_back(self) -> None:
        net, other = nn.Linear(1, 1), nn.Linear(1, 1)
        optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
        space = {"net": net, "other": other, "optimizer": optimizer, "nn": nn}
        source = """
def fit_line(x, y):
    for _ in range(3):
        optimizer.zero_grad()
        nn.functional.mse_loss(net(x), y).backward()
        optimizer.step()
    net.eval()
    return other.weight.item(), other.bias.item()
"""
        exec(source, space)  # noqa: S102 - a cell
        before = {key: value.clone() for key, value in net.state_dict().items()}
        function = collect_function(space["fit_line"], "fit_line", check.transfer.inputs(None).calls)
        assert {call.trained for call in function.calls} == {("net",)}
        assert all(torch.equal(before[key], value) for key, value in net.state_dict().items())
        assert net.training
        assert net.weight.grad is None
        assert not optimizer.state
