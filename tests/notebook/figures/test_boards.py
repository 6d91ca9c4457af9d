"""Figures of lesson 5: what they compute, against torch and by hand, and what they say to unfinished answers."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
from torch import nn, optim

from grader.lessons.batch_by_batch import scoreboard
from grader.lessons.batch_by_batch.scoreboard import SYMBOLS, VARIANTS
from grader.notebook.figures import batch_sizes, boards, confusion, softmax_scores, trained_wrongly
from grader.notebook.figures.batch_sizes import RECEIPTS, ROWS, SIZES, BatchSizes
from grader.notebook.figures.confusion import Confusion
from grader.notebook.figures.final_score import FinalScore
from grader.notebook.figures.hidden_pictures import HiddenPictures, first_layer
from grader.notebook.figures.read_pictures import SHOWN, ReadPictures
from grader.notebook.figures.readings import NOT_YET, Readings, readings_of
from grader.notebook.recording.recorder import recorder
from tests.notebook.figures.scenes import reader, readings

LIT = dict(enumerate(SYMBOLS[:10]))
UNFINISHED = [..., None, "model", nn.Linear(3, 10), nn.Linear(96, 2)]


@pytest.fixture
def in_words(monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")


def answered(labels: list[int], answers: list[int], classes: int = 3, sure: float = 0.8) -> Readings:
    """Return readings in which each answer has the probability `sure`."""
    chances = np.full((len(labels), classes), (1 - sure) / (classes - 1))
    chances[range(len(answers)), answers] = sure
    return Readings(np.zeros((len(labels), 12, 8)), np.array(labels), chances)


class TestSoftmaxScores:
    @pytest.mark.parametrize("scores", [[2.0, 1.0, 0.0], [-4.0, 4.0, 0.0], [1000.0, 0.0, -1000.0]])
    def test_probabilities_loss_and_gradient_are_those_of_torch(self, scores):
        for label in range(3):
            theirs = torch.tensor([scores], dtype=torch.float64, requires_grad=True)
            loss = nn.CrossEntropyLoss()(theirs, torch.tensor([label]))
            loss.backward()
            ours = np.array(scores)
            assert softmax_scores.softmax(ours) == pytest.approx(torch.softmax(theirs, dim=1)[0].tolist())
            if abs(ours).max() < 100:
                assert softmax_scores.loss(ours, label) == pytest.approx(loss.item())
            assert softmax_scores.gradient(ours, label) == pytest.approx(theirs.grad[0].tolist())

    def test_it_opens_with_the_numbers_of_the_text(self):
        scene = softmax_scores.SoftmaxScores()
        said = scene.tell(scene.initial()).says
        assert "probabilities 0.665, 0.245, 0.090" in said
        assert "loss is -ln 0.090 = 2.408, and the gradient is 0.665, 0.245, -0.910" in said


class TestBatchSizes:
    def test_the_lowest_place_is_that_of_lesson_1(self):
        assert RECEIPTS.best() == pytest.approx((2, 1))

    def test_a_path_is_that_of_torch_with_the_same_batches(self):
        random, rate = np.random.default_rng(batch_sizes.SEED), 0.03
        place = torch.tensor(batch_sizes.START, dtype=torch.float64, requires_grad=True)
        optimizer = optim.SGD([place], lr=rate)
        x, y = torch.tensor(RECEIPTS.x), torch.tensor(RECEIPTS.y)
        visited = [place.tolist()]
        for _ in range(3):
            for batch in torch.from_numpy(random.permutation(ROWS)).split(2):
                optimizer.zero_grad()
                ((place[0] * x[batch] + place[1] - y[batch]) ** 2).mean().backward()
                optimizer.step()
                visited.append(place.tolist())
        assert batch_sizes.path(2, rate)[: len(visited)] == pytest.approx(np.array(visited))

    def test_an_epoch_has_3_2_and_1_steps(self):
        assert [batch_sizes.steps_in_an_epoch(size) for size in SIZES.values()] == [3, 2, 1]

    def test_small_batches_are_first_at_a_low_rate_and_restless_at_a_high_one(self):
        low = boards.losses_after(rate=0.01, epochs=10)
        assert min(low, key=low.get) == "batches of 1"
        high = boards.losses_after(rate=0.08, epochs=40)
        assert min(high, key=high.get) == "all rows"
        still = BatchSizes().paths({"rate": 0.08, "epoch": 40})
        ways = [np.abs(np.diff(places[-10:], axis=0)).sum() / 10 for places in still]
        assert ways[0] > 10 * ways[2]


class TestReadings:
    def test_a_model_is_asked_without_a_trace_and_keeps_its_modes(self):
        model = nn.Sequential(nn.Linear(96, 16), nn.Dropout(0.5), nn.Linear(16, 10))
        model[1].eval()
        recorder.start()
        before, random = recorder.history(model), torch.get_rng_state()
        first = readings_of(model, *scoreboard.scoreboard(30, 1))
        again = readings_of(model, *scoreboard.scoreboard(30, 1))
        assert first.chances == pytest.approx(again.chances)
        assert first.chances.sum(axis=1) == pytest.approx(1)
        assert [module.training for module in model.modules()] == [True, True, False, True]
        assert recorder.history(model) == before
        assert torch.equal(torch.get_rng_state(), random)
        assert all(parameter.grad is None for parameter in model.parameters())

    def test_how_many_are_sure_and_right(self):
        read = answered([0, 1, 2, 2], [0, 1, 2, 1])
        assert read.accuracy == 0.75
        assert read.when_sure(0.5) == (1.0, 0.75)
        assert read.when_sure(0.9)[0] == 0

    @pytest.mark.parametrize("model", UNFINISHED)
    @pytest.mark.parametrize("figure", ["read_pictures", "confusion", "hidden_pictures", "final_score", "sure_answers"])
    def test_without_a_trained_model_there_is_one_clear_line(self, figure, model, capsys):
        getattr(boards, figure)(model, *scoreboard.boards(0)[2:])
        said = capsys.readouterr().out
        assert said.count("\n") == 1
        assert said.startswith("Nothing to ")

    def test_scores_that_are_not_finite_are_told(self, capsys):
        model = nn.Linear(96, 10)
        nn.init.constant_(model.bias, torch.nan)
        boards.confusion(model, *scoreboard.scoreboard(5, 1))
        assert capsys.readouterr().out == f"{NOT_YET}\n"

    def test_a_prediction_about_no_model_is_left_open(self):
        with pytest.raises(ValueError, match="trained `model`"):
            boards.accuracy_when_sure(..., *scoreboard.scoreboard(5, 1))

    def test_sure_answers_are_printed(self, capsys):
        boards.sure_answers(reader(), *scoreboard.boards(5)[2:])
        rows = capsys.readouterr().out.splitlines()
        assert rows[1].split()[:2] == ["any", "100.0%"]
        assert rows[3].startswith("90% or more")


class TestReadPictures:
    def test_only_mistakes_are_mistakes(self):
        scene = ReadPictures(readings())
        for page in range(1, 21):
            places = scene.on_page({"page": page, "wrong": True})
            assert set(places) <= set(readings().wrong)
            assert len(places) == SHOWN

    def test_a_reader_without_mistakes_has_none_to_show(self):
        scene = ReadPictures(answered([0, 1, 2], [0, 1, 2]))
        assert "there are none" in scene.tell({"page": 1, "wrong": True}).says
        scene.draw({"page": 1, "wrong": True})

    def test_fewer_pictures_than_a_page_are_shown_once(self):
        assert sorted(ReadPictures(answered([0, 1], [0, 0])).on_page({"page": 3, "wrong": False})) == [0, 1]


class TestConfusion:
    def test_rows_are_labels_and_columns_are_answers(self):
        counts = confusion.matrix_of(answered([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 0, 2]))
        assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [2, 0, 1]]

    def test_it_opens_at_the_most_frequent_mistake(self):
        scene = Confusion(answered([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 0, 2]))
        assert scene.initial() == {"label": 2, "answer": 0}
        assert "2 as 0 (2 times), 0 as 1 (1 times)" in scene.tell(scene.initial()).says

    def test_it_can_show_that_there_are_no_mistakes(self):
        scene = Confusion(answered([0, 1, 2], [0, 1, 2]))
        assert "The most frequent mistakes: none." in scene.tell(scene.initial()).says
        scene.draw(scene.initial())


class TestHiddenPictures:
    def test_sums_are_those_of_the_layer(self):
        layer = first_layer(reader(), readings())
        rows = scoreboard.boards(5)[2].flatten(1)
        assert layer.sums[:50] == pytest.approx(reader()[0](rows[:50]).detach().numpy(), abs=1e-4)
        assert layer.weights[3].reshape(-1) == pytest.approx(reader()[0].weight[3].tolist())

    def test_of_many_units_the_most_active_are_drawn_and_told(self):
        model = nn.Sequential(nn.Flatten(), nn.Linear(96, 100), nn.Tanh(), nn.Linear(100, 10))
        read = readings_of(model, *scoreboard.boards(5)[2:])
        scene = HiddenPictures(read, first_layer(model, read))
        assert "of which the 32 most active ones are drawn" in scene.tell(scene.initial()).alt
        scene.draw(scene.initial())

    def test_a_model_without_such_a_layer_is_told(self, capsys):
        model = nn.Sequential(nn.Unflatten(1, (1, 12, 8)), nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(120, 10))
        boards.hidden_pictures(model, *scoreboard.boards(5)[2:])
        assert capsys.readouterr().out.startswith("Nothing to draw yet")


class TestFinalScore:
    def test_the_pictures_show_the_goals_that_the_sliders_say(self):
        scene = FinalScore(readings())
        for home, away, frame in ((2, 1, 1), (9, 9, 20), (0, 7, 5)):
            state = {"home": home, "away": away, "frame": frame}
            assert readings().labels[scene.read(state)].tolist() == [home, away]
            assert f"The board shows {home} : {away}." in scene.tell(state).says

    def test_an_answer_that_is_not_sure_is_sent_to_somebody(self):
        labels = [*range(10)] * 2
        unsure, sure = (FinalScore(answered(labels, labels, 10, chance)) for chance in (0.8, 0.95))
        state = {"home": 2, "away": 1, "frame": 1}
        assert "somebody should look" in unsure.tell(state).says
        assert "goes into the archive" in sure.tell(state).says
        assert "That is wrong" not in sure.tell(state).says


@pytest.fixture
def one_thread():
    """Train as a notebook does, which uses one thread: nets this small lose time to more of them."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("one_thread")
class TestTrainedWrongly:
    def test_without_a_mistake_it_trains_as_torch_does(self):
        images, labels = scoreboard.scoreboard(128, 1)
        rows = images.flatten(1)
        made = trained_wrongly.train(rows, labels, trained_wrongly.Way(shuffle=False, epochs=1))
        random = torch.Generator().manual_seed(trained_wrongly.SEED)
        start = [(2 * torch.rand(shape, generator=random) - 1) / fan_in**0.5 for shape, fan_in in (
            ((96, 32), 96), ((32,), 96), ((32, 10), 32), ((10,), 32))]  # fmt: skip
        net = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 10))
        with torch.no_grad():
            for parameter, value in zip(net.parameters(), start, strict=True):
                parameter.copy_(value.T if value.dim() == 2 else value)
        optimizer = optim.Adam(net.parameters(), lr=trained_wrongly.RATE)
        for batch in torch.arange(128).split(64):
            optimizer.zero_grad()
            nn.CrossEntropyLoss()(net(rows[batch]), labels[batch]).backward()
            optimizer.step()
        assert trained_wrongly.scores_of(made.parameters, rows) == pytest.approx(net(rows).detach(), abs=1e-4)

    @pytest.mark.parametrize("variant", VARIANTS[::5])
    def test_every_student_sees_what_the_text_says(self, variant: int, in_words, capsys):
        train_images, train_labels, val_images, val_labels = scoreboard.boards(variant)
        rows, labels = train_images.flatten(1)[:: trained_wrongly.EVERY], train_labels[:: trained_wrongly.EVERY]
        two, one, none = (
            trained_wrongly.train(rows, labels, way).losses[-1]
            for way in (trained_wrongly.TWO_MISTAKES, trained_wrongly.ONE_LEFT, trained_wrongly.RIGHT)
        )
        assert two > 2.2
        assert 1.461 < one < 1.9
        assert none < 0.6
        assert boards.shuffled_or_not(train_images, train_labels, val_images, val_labels) < 0.2
        said = capsys.readouterr().out
        shuffled, nine = map(int, re.search(r"(\d+)% shuffled, .*answers 9 to (\d+)%", said).groups())
        assert shuffled > 75
        assert nine > 80

    def test_the_lowest_loss_after_a_second_softmax_is_that_of_the_text(self):
        perfect = nn.CrossEntropyLoss()(torch.eye(10), torch.arange(10)).item()
        assert perfect == pytest.approx(1.461, abs=0.0005)
        assert torch.softmax(torch.eye(10), dim=1)[0, 0].item() == pytest.approx(0.23, abs=0.005)

    def test_the_recorder_forgets_it(self, in_words):
        recorder.start()
        before = recorder.steps
        boards.symptoms(*scoreboard.scoreboard(200, 1))
        assert recorder.steps == before


def test_dead_lamps_turn_an_8_into_three_other_digits(in_words, capsys):
    boards.dead_lamps(LIT)
    assert "b dead: a 6, e dead: a 9, g dead: a 0." in capsys.readouterr().out


def test_the_gallery_tells_how_many_pictures_it_shows(in_words, capsys):
    boards.gallery(*scoreboard.boards(1)[:2])
    assert "2 pictures of each label, of 4,000 in all" in capsys.readouterr().out


class TestStepsAndEpochs:
    def test_first_step_and_epochs_are_told(self, in_words, capsys):
        boards.steps_and_epochs([2.3, 2.0, 1.0, 0.5], [2.15, 0.75])
        assert "4 steps in 2 epochs. Loss of the first step 2.300" in capsys.readouterr().out

    @pytest.mark.parametrize("losses", [(..., [1.0]), ([1.0], None), ([], []), ([float("nan")], [1.0])])
    def test_anything_else_than_losses_is_told(self, losses, capsys):
        boards.steps_and_epochs(*losses)
        assert capsys.readouterr().out == f"{boards.NOTHING}\n"
