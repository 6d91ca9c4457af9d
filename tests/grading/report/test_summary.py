"""What a class's rows come to."""

from __future__ import annotations

import statistics

import numpy as np
import pytest

from grader.core.catalogue import CATALOGUE
from grader.grading.report import summary
from grader.grading.report.rows import GRADED, NOT_GRADED, ClassData, Part, Row

PARTS = (Part("data", "The data.", 2, "Three points"), Part("training", "The loop.", 5, "Training loop"))


def row(student, data=2.0, training=5.0, /, problem="", **codes: str):
    found = {name: tuple(given.split()) for name, given in codes.items()}
    return Row(
        student=student, state=GRADED, points=data + training, parts={"data": data, "training": training},
        codes=found, problem=problem,
    )  # fmt: skip


def class_of(*rows: Row):
    return ClassData("a lesson", PARTS, rows)


class TestSpread:
    @pytest.mark.parametrize("points", [[3.0], [0.0, 7.0], [1.0, 2.5, 7.0, 7.0, 0.0, 3.0]])
    def test_agrees_with_numpy(self, points: list[float]) -> None:
        found = summary.spread([row(str(i), 0.0, each) for i, each in enumerate(points)])
        low, median, high = np.percentile(points, [25, 50, 75])
        assert found == summary.Spread(len(points), statistics.fmean(points), median, (low, high))

    def test_of_nobody(self) -> None:
        assert summary.spread([]) is None


class TestHistogram:
    def test_every_student_is_in_one_bar(self) -> None:
        bars = summary.histogram([row("a"), row("b", 0.0, 0.5), row("c", 0.0, 0.0), row("d", 1.0, 5.0)], 7)
        assert [(bar.low, bar.count) for bar in bars if bar.count] == [(0, 2), (6, 1), (7, 1)]
        assert [bar.low for bar in bars] == list(range(8))

    def test_extra_credit_is_in_the_last_bar(self) -> None:
        assert summary.histogram([row("a", 9.0)], 7)[-1].count == 1

    def test_many_points_have_few_bars(self) -> None:
        bars = summary.histogram([row("a", 0.0, 100.0), row("b", 0.0, 4.0)], 100)
        assert [(bar.low, bar.high, bar.count) for bar in bars if bar.count] == [(4, 8, 1), (100, 104, 1)]
        assert len(bars) <= summary.MAX_BARS + 1


class TestByPart:
    def test_passed_is_all_points_and_counts_those_that_a_person_gave(self) -> None:
        data, training = summary.by_part(class_of(row("a", 2.0, 1.0, data="wrong-shape"), row("b", 1.0, 5.0)))
        assert (data.full, data.share, data.mean) == (1, 0.5, 0.75)
        assert (training.full, training.share, training.mean) == (1, 0.5, 0.6)
        assert [code.code for code in data.codes] == ["wrong-shape"]

    def test_most_common_code_comes_first_and_says_which_section_to_teach_again(self) -> None:
        _, training = summary.by_part(
            class_of(
                row("a", training="hard-coded missing-zero-grad"), row("b", training="missing-zero-grad"), row("c"),
                row("d"),
            )
        )  # fmt: skip
        first, second = training.codes
        mistake = CATALOGUE["missing-zero-grad"]
        assert first == summary.FoundCode(
            "missing-zero-grad", mistake.means, ("Training loop",), ("a", "b"), 0.5, ("training",)
        )
        assert (second.code, second.share) == ("hard-coded", 0.25)

    def test_share_is_of_those_whose_codes_are_known(self) -> None:
        data, _ = summary.by_part(class_of(row("a", data="wrong-shape"), row("b", problem="it cannot be read")))
        assert data.codes[0].share == 1

    def test_code_that_the_catalogue_no_longer_has(self) -> None:
        data, _ = summary.by_part(class_of(row("a", data="once-a-code")))
        assert (data.codes[0].code, data.codes[0].means, data.codes[0].sections) == (
            "once-a-code",
            "",
            ("Three points",),
        )

    def test_nobody_graded(self) -> None:
        for each in summary.by_part(class_of(Row(student="a", state=NOT_GRADED))):
            assert (each.full, each.share, each.mean, each.codes) == (0, 0.0, 0.0, ())


def test_codes_of_the_lesson_count_each_student_once() -> None:
    (found,) = summary.to_teach_again(class_of(row("a", data="hard-coded", training="hard-coded"), row("b")))
    assert (found.students, found.share, found.parts) == (("a",), 0.5, ("data", "training"))


class TestHeatMap:
    def test_each_student_of_a_small_class_has_a_row_from_most_points_to_fewest(self) -> None:
        rows = summary.heat_map(class_of(row("low", 0.0, 0.0), row("high"), row("middle", 1.0, 2.0)))
        assert [(each.label, each.shares) for each in rows] == [
            ("high", (1, 1)), ("middle", (0.5, 0.4)), ("low", (0, 0)),
        ]  # fmt: skip

    def test_larger_class_has_groups_with_everyone_in_one(self) -> None:
        students = [row(f"s{i}", 2.0 * (i % 2), 5.0 * min(100, max(0, i - 40)) / 100) for i in range(157)]
        rows = summary.heat_map(class_of(*students))
        assert len(rows) == summary.GROUPS
        assert sum(each.students for each in rows) == 157
        for j, part in enumerate(PARTS):
            mean = sum(each.shares[j] * each.students for each in rows) / 157
            assert mean == pytest.approx(statistics.fmean(each.parts[part.name] for each in students) / part.max_points)
        assert rows[0].label == "7 points"
        assert rows[-1].label == "0 points"
