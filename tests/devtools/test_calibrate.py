"""Thresholds hold over thousands of starts, and the engine trains as torch does."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from grader.devtools.calibrate import engines, readers, season, tiers
from grader.devtools.calibrate.report import calibrate, table
from grader.devtools.calibrate.starts import draw, holds, outcomes, train
from grader.devtools.calibrate.studies import LINE, SOCCER, STUDIES
from grader.lessons import UnknownLessonError, capstone
from grader.lessons import backward_by_hand as by_hand
from grader.lessons import batch_by_batch as lesson_5
from grader.lessons import soccer_winner as soccer
from grader.lessons.backward_by_hand import rows
from grader.lessons.batch_by_batch import scoreboard
from grader.lessons.batch_by_batch.scoreboard import FONTS, readable
from grader.lessons.capstone.league import LEAGUES, League


@pytest.mark.parametrize("study", STUDIES.values(), ids=lambda study: study.lesson)
def test_the_thresholds_let_correct_runs_pass(study):
    (reference,) = outcomes(study._replace(variations=study.variations[:1]), 10_000)
    assert holds(study, reference)


@pytest.mark.parametrize("study", STUDIES.values(), ids=lambda study: study.lesson)
def test_the_table_names_every_variation(study):
    shown = table(study, list(outcomes(study, 50)))
    assert all(variation.description in shown for variation in study.variations)


@pytest.mark.parametrize(
    ("study", "code"), [(LINE, "missing-zero-grad"), (LINE, "broadcast-target"), (SOCCER, "wrong-optimizer")]
)
def test_these_mistakes_never_pass_the_threshold(study, code: str):
    variation = next(v for v in study.variations if v.code == code)
    outcome = train(study, variation, 5000, torch.Generator().manual_seed(0))
    assert outcome.passing(study.threshold) == 0


def test_a_threshold_that_is_too_low_does_not_hold():
    results = list(outcomes(LINE._replace(variations=LINE.variations[:1]), 2000))
    assert not holds(LINE._replace(threshold=0.1), results[0])
    assert not holds(LINE._replace(ranges=[("a", 0, 2.0, 0.1)]), results[0])


def test_the_starts_are_those_of_a_linear_layer():
    ours = draw(SOCCER.network, 4000, torch.Generator().manual_seed(0))
    torch.manual_seed(0)
    theirs = torch.stack([nn.Linear(2, 10).weight.detach() for _ in range(4000)])
    assert float(ours[0].detach().abs().max()) == pytest.approx(float(theirs.abs().max()), rel=1e-3)
    assert float(ours[0].detach().std()) == pytest.approx(float(theirs.std()), rel=0.02)


def test_one_of_many_trains_like_one_alone():
    random = torch.Generator().manual_seed(1)
    (w1, b1, w2, b2) = (p[0].detach() for p in draw(SOCCER.network, 3, random))
    model = soccer.new_model()
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), (w1.T, b1[0], w2.T, b2[0]), strict=True):
            parameter.copy_(value)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
    for _ in range(50):
        optimizer.zero_grad()
        nn.functional.binary_cross_entropy(model(soccer.FEATURES), soccer.TARGETS).backward()
        optimizer.step()
    alone = nn.functional.binary_cross_entropy(model(soccer.FEATURES), soccer.TARGETS)
    together = train(SOCCER, SOCCER.variations[0], 3, torch.Generator().manual_seed(1))
    assert float(together.losses[0]) == pytest.approx(alone.item(), rel=1e-2)


def test_table_and_picture_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch):
    monkeypatch.setattr(tiers, "AT_MOST", 4)  # starts of each solution: they take long
    monkeypatch.setattr(tiers, "LEAGUES", tiers.LEAGUES[:2])
    monkeypatch.setattr(readers, "AT_MOST", 1)
    monkeypatch.setattr(readers, "FILMED", 200)
    monkeypatch.setattr(readers, "VARIANTS", readers.VARIANTS[:1])
    monkeypatch.setattr(readers, "CLASSES", (3,))
    monkeypatch.setattr(season, "EPOCHS", (soccer.EPOCHS,))  # longer runs take longer
    monkeypatch.setattr(engines, "AT_MOST", 10)
    assert calibrate([], 200, tmp_path)
    for name in ("calibration.png", "calibration_accuracies.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")
    written = (tmp_path / "calibration.md").read_text(encoding="utf-8")
    assert "## 02_soccer_winner" in written
    assert "### The season of `accuracy`" in written
    assert "## 06_backward_by_hand" in written
    assert "## 05_batch_by_batch" in written
    assert "| the reference | none |" in capsys.readouterr().out


def test_the_season_tells_the_accuracy_from_what_people_take_for_it():
    measured = season.measure(soccer.EPOCHS, 2000)
    assert {name for name, gap in measured.nearest().items() if gap <= 0.04} == set()
    assert len(measured.accuracy.unique()) >= 3  # nor can one learner take another's number


def test_the_twelve_matches_would_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(soccer, "SEASON_FEATURES", soccer.FEATURES)
    monkeypatch.setattr(soccer, "SEASON_TARGETS", soccer.TARGETS)
    monkeypatch.setattr(season, "EPOCHS", (soccer.EPOCHS,))
    text, holds = season.section(200)
    assert not holds
    assert "choose another season" in text


def test_a_lesson_without_training_is_refused(tmp_path: Path):
    with pytest.raises(UnknownLessonError, match="01_linear_regression"):
        calibrate(["03"], 1000, tmp_path)


def test_a_straight_cut_earns_a_middle_tier_and_a_hidden_layer_all():
    plain, straight = tiers.SOLUTIONS[1], tiers.SOLUTIONS[-1]
    few = tiers.measure(plain._replace(epochs=120), 20, LEAGUES[:1])
    assert float(tiers.earned(few).mean()) > 3.5
    assert set(tiers.earned(tiers.measure(straight, 20, [LEAGUES[0], 5])).tolist()) == {2.0}


def test_a_constant_answer_earns_nothing():
    shares = [League(LEAGUES[0]).matches(capstone.NEW_MATCHES, seed)[1].mean() for seed in range(200)]
    best = torch.stack([torch.maximum(share, 1 - share) for share in shares])
    assert float(tiers.earned(best).max()) == 0


class TestEngines:
    """Lesson 6."""

    def test_its_tolerances_hold(self):
        text, holds = engines.section(100)
        assert holds
        assert "| 300 epochs, learning rate 0.5: the solution | 100 |" in text

    def test_they_do_not_hold_for_tables_as_they_are_drawn(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(rows, "FAIR_ACCURACY", 0.0)
        monkeypatch.setattr(rows, "MARGIN", 0.2)
        for cached in (by_hand.cuts, engines.tables, engines.lower):
            cached.cache_clear()
        assert not engines.section(100)[1]
        for cached in (by_hand.cuts, engines.tables, engines.lower):
            cached.cache_clear()

    def test_one_epoch_is_not_enough_for_most_tables(self):
        tables = [rows.Rows(seed, 24) for seed in range(100)]
        assert (
            float((engines.accuracies(engines.RECIPES[-1], tables) >= by_hand.HELD_OUT_ACCURACY).double().mean()) < 0.3
        )

    def test_a_table_has_as_many_rows_of_one_kind_as_of_the_other(self):
        table = rows.Rows(3, 30)
        assert table.features.shape == (30, 2)
        assert table.labels.sum() == 15
        assert table.unseen_labels.sum() == len(table.unseen) / 2
        assert table.features.min() >= 0
        assert table.features.max() <= 4

    def test_a_seed_gives_the_same_table_again(self):
        assert torch.equal(rows.Rows(3, 24).features, rows.Rows(3, 24).features)
        assert not torch.equal(rows.Rows(3, 24).features, rows.Rows(4, 24).features)


@pytest.fixture
def one_thread():
    """Networks this small lose time to more threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("one_thread")
class TestReaders:
    def test_the_best_possible_reader_gets_what_dead_lamps_leave_if_there_is_no_grain(self, monkeypatch):
        monkeypatch.setattr(scoreboard, "NOISE", 0.02)
        monkeypatch.setattr(readers, "NOISE", 0.05)
        monkeypatch.setattr(readers, "FILMED", 2000)
        assert readers.best_possible(FONTS[6], 3) == pytest.approx(readable(), abs=0.012)

    def test_no_trained_reader_is_better_than_the_best_possible(self):
        trained = readers.accuracies(readers.OWN._replace(epochs=5), 2000, FONTS[6], range(10), 2)
        assert float(trained.max()) < readers.best_possible(FONTS[6], 1) - 0.02

    def test_one_of_many_trains_like_one_alone(self):
        recipe = readers.OWN._replace(epochs=2)
        together = readers.by_heart(recipe, 3)
        random = torch.Generator().manual_seed(1)
        parameters = [p[1].detach() for p in draw(readers.network(32, 10), 3, random)]
        net = nn.Sequential(nn.Linear(96, 32), nn.ReLU(), nn.Linear(32, 10))
        with torch.no_grad():
            for parameter, value in zip(net.parameters(), parameters, strict=True):
                parameter.copy_(value.T if len(parameter.shape) == 2 else value[0])
        images, labels = scoreboard.scoreboard(16, 1, FONTS[0])
        optimizer = torch.optim.Adam(net.parameters(), lr=recipe.rate)
        for _ in range(2):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(images.flatten(1)), labels).backward()
            optimizer.step()
        alone = nn.functional.cross_entropy(net(images.flatten(1)), labels)
        assert float(together[1]) == pytest.approx(alone.item(), rel=1e-3)

    def test_rows_in_order_and_one_epoch_do_not_pass_the_transfer(self):
        symbols = readers.symbols_of(6)
        for recipe in (each for each in readers.TRANSFERS if each.code in {"not-shuffled", "accuracy-too-low"}):
            assert float(readers.accuracies(recipe, 200 * 6, FONTS[0], symbols, 2).max()) < lesson_5.READ
