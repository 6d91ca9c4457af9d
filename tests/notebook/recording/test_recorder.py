"""The recorder sees every step of a training run, and nothing more."""

from __future__ import annotations

import copy
import pickle

import pytest
import torch
from torch import nn, optim

from grader.evidence.runs import EVERY_STEP_UNTIL
from grader.notebook.recording.recorder import MAX_RUNS, Recorder, recorder
from tests.support.training import Line, train

X = torch.tensor([[1.0], [2.0], [3.0]])
Y = 2 * X + 1
SUM = nn.MSELoss(reduction="sum")


def flat(net: nn.Module) -> torch.Tensor:
    return torch.cat([p.detach().reshape(-1) for p in net.parameters()])


class TestRun:
    def test_a_step_is_recorded_with_what_it_found_used_and_left(self):
        net = Line()
        start = flat(net)
        train(net, SUM, X, Y, 1)
        run = recorder.history(net).runs[0]
        assert run.before[0].equal(start)
        assert torch.allclose(run.after[0], start - 0.01 * run.gradient[0])
        assert run.last.equal(flat(net))
        assert run.arrived[0].equal(run.gradient[0])

    def test_losses_are_those_sent_backward(self):
        net = Line()
        losses = train(net, SUM, X, Y, 20)
        assert torch.allclose(recorder.history(net).runs[0].losses, torch.tensor(losses, dtype=torch.float64))

    def test_the_input_is_kept_once(self):
        net = Line()
        train(net, SUM, X, Y, 9)
        run = recorder.history(net).runs[0]
        assert len(run.inputs) == 1
        assert run.inputs[0].equal(X)

    def test_a_closure_is_a_step_like_any_other(self):
        net = Line()
        optimizer = optim.SGD(net.parameters(), lr=0.01)

        def closure():
            optimizer.zero_grad()
            loss = SUM(net(X), Y)
            loss.backward()
            return loss

        recorder.new_cell()
        for _ in range(3):
            optimizer.step(closure)
        run = recorder.history(net).runs[0]
        assert run.arrived.equal(run.gradient)
        assert not run.stale.any()

    def test_accumulated_gradients_differ_from_those_that_arrived(self):
        net = Line()
        train(net, SUM, X, Y, 3, order="fbs")
        run = recorder.history(net).runs[0]
        assert torch.allclose(run.gradient[1], run.arrived[0] + run.arrived[1])

    def test_a_backward_pass_of_the_epoch_before_is_stale(self):
        net = Line()
        train(net, SUM, X, Y, 3, order="fszb")
        assert recorder.history(net).runs[0].stale.tolist() == [False, True, True]

    def test_steps_of_one_cell_are_one_run_even_with_many_optimizers(self):
        net = Line()
        recorder.new_cell()
        for _ in range(4):
            optimizer = optim.SGD(net.parameters(), lr=0.01)
            optimizer.zero_grad()
            SUM(net(X), Y).backward()
            optimizer.step()
        runs = recorder.history(net).runs
        assert [(run.steps, run.optimizers) for run in runs] == [(4, 4)]

    def test_each_cell_is_a_run_of_its_own(self):
        net = Line()
        train(net, SUM, X, Y, 3)
        train(net, SUM, X, Y, 5)
        assert [run.steps for run in recorder.history(net).runs] == [3, 5]


class TestHistory:
    def test_a_network_that_was_never_called_has_none(self):
        history = recorder.history(Line())
        assert (history.forwards, history.backwards, history.runs) == (0, 0, ())

    def test_a_backward_pass_that_reaches_nothing_is_lost(self):
        net = Line()
        loss = torch.tensor(SUM(net(X), Y).item(), requires_grad=True)
        loss.backward()
        history = recorder.history(net)
        assert (history.forwards, history.backwards, history.lost) == (1, 0, 1)

    def test_a_gradient_of_zeros_has_arrived_all_the_same(self):
        net = Line()
        for _ in range(3):
            (0 * net(X)).sum().backward()
        history = recorder.history(net)
        assert (history.backwards, history.lost, len(history.passes.losses)) == (3, 0, 3)

    def test_training_a_copy_shows_among_others(self):
        net = Line()
        net(X)
        train(copy.deepcopy(net), SUM, X, Y, 3)
        history = recorder.history(net)
        assert history.runs == ()
        assert history.others[-1].start.equal(flat(net))
        assert history.others[-1].had_gradient


class TestBounds:
    def test_later_steps_are_sampled_ever_more_sparsely(self):
        net = Line()
        train(net, SUM, X, Y, 1000)
        run = recorder.history(net).runs[0]
        assert run.steps == 1000
        assert run.sampled[:EVERY_STEP_UNTIL].tolist() == list(range(EVERY_STEP_UNTIL))
        assert len(run.sampled) < EVERY_STEP_UNTIL + 80

    def test_a_large_network_is_counted_not_kept(self):
        net = nn.Linear(200, 200)
        train(net, nn.MSELoss(), torch.ones(1, 200), torch.ones(1, 200), 3)
        run = recorder.history(net).runs[0]
        assert (run.steps, len(run.before)) == (3, 0)

    def test_old_runs_are_forgotten(self):
        nets = [Line() for _ in range(MAX_RUNS + 3)]
        for net in nets:
            train(net, SUM, X, Y, 1)
        assert recorder.history(nets[0]).runs == ()
        assert recorder.history(nets[-1]).runs


class TestSwitches:
    def test_paused_it_sees_nothing(self):
        net = Line()
        with recorder.paused():
            net(X)
        assert recorder.history(net).forwards == 0

    def test_aside_it_sees_and_forgets(self):
        outer, inner = Line(), Line()
        train(outer, SUM, X, Y, 2)
        with recorder.aside():
            train(inner, SUM, X, Y, 3)
            assert recorder.history(inner).runs[0].steps == 3
        assert recorder.history(inner).runs == ()
        assert recorder.history(outer).runs[0].steps == 2

    def test_before_it_starts_it_holds_nothing(self):
        assert Recorder().history(Line()).runs == ()


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda net: pickle.loads(pickle.dumps(net))])
def test_a_recorded_network_can_be_copied_and_pickled(copied):
    net = Line()
    train(net, SUM, X, Y, 2)
    assert flat(copied(net)).equal(flat(net))


class TestRows:
    def test_rows_of_all_steps_are_kept_once(self):
        net = Line()
        train(net, SUM, X, Y, 9)
        run = recorder.history(net).runs[0]
        assert run.rows.equal(X)
        assert run.drawn == 9 * len(X)
        assert set(run.sent) == {1}

    def test_rows_that_nothing_was_sent_through_are_none_of_a_step(self):
        net = Line()
        optimizer = optim.SGD(net.parameters(), lr=0.01)
        recorder.new_cell()
        for _ in range(3):
            loss = SUM(net(X[:1]), Y[:1])
            net(X[1:])
            loss.backward()
            optimizer.step()
        assert recorder.history(net).runs[0].rows.equal(X[:1])

    def test_more_rows_than_are_kept_are_unknown(self):
        net = Line()
        many = torch.arange(15_000.0)[:, None] / 15_000
        train(net, SUM, many, torch.zeros_like(many), 1)
        assert len(recorder.history(net).runs[0].rows) == 15_000
        optimizer = optim.SGD(net.parameters(), lr=0.01)
        recorder.new_cell()
        for further in (0, 1):
            SUM(net(many + further), torch.zeros_like(many)).backward()
            optimizer.step()
        run = recorder.history(net).runs[-1]
        assert (run.rows.numel(), run.drawn) == (0, 0)

    def test_gradients_that_were_cleared_are_counted(self):
        net = Line()
        train(net, SUM, X, Y, 4, "zfbzfbzfbs")
        assert recorder.history(net).runs[0].cleared == (2, 2, 2, 2)

    def test_a_loss_that_is_sent_again_is_counted(self):
        net = Line()
        optimizer = optim.SGD(net.parameters(), lr=0.01)
        recorder.new_cell()
        for _ in range(3):
            loss = SUM(net(X), Y)
            optimizer.zero_grad()
            loss.backward(retain_graph=True)
            loss.backward()
            optimizer.step()
        assert recorder.history(net).runs[-1].again == (1, 1, 1)

    @pytest.mark.parametrize("way", range(7))
    def test_a_hook_and_the_graph_of_the_loss_tell_the_same(self, way: int, monkeypatch: pytest.MonkeyPatch):
        """Most backward passes need no hook. Without that short way all have one, and the record is the same."""
        told = []
        for short in (True, False):
            if not short:
                monkeypatch.setattr("grader.notebook.recording.recorder.leads_to", lambda *_: False)
            net = Line()
            nn.init.constant_(net.linear.weight, 1.0)
            nn.init.constant_(net.linear.bias, 0.0)
            optimizer = optim.SGD(net.parameters(), lr=0.01)
            recorder.new_cell()
            kept = SUM(net(X[2:]), Y[2:])
            for _ in range(2):
                optimizer.zero_grad()
                _send_backward(way, net, kept)
                optimizer.step()
            run = recorder.history(net).runs[-1]
            told.append((run.sent, run.again, run.cleared, run.drawn, run.rows.tolist(), run.inputs[0].tolist()))
        assert told[0] == told[1]
        assert told[0][0][0] != 0


def _send_backward(way: int, net: nn.Module, kept: torch.Tensor) -> None:
    """Send losses of a network backward: one or two, one after the other, older ones, and with the graph kept."""
    first = SUM(net(X[:1]), Y[:1])
    if way == 0:
        (first / 2 + 0).backward()
    elif way == 1:
        (first + SUM(net(X[1:]), Y[1:])).backward()
    elif way == 2:
        net(X[1:])
        first.backward()
    elif way == 3:
        kept.backward(retain_graph=True)
    elif way == 4:
        first.backward(retain_graph=True)
        first.backward()
    elif way == 5:
        first.backward(inputs=list(net.parameters()))
    else:
        recorder.new_cell()
        first.backward()
