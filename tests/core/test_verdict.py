"""A verdict as points, as text, as HTML and as JSON."""

from __future__ import annotations

import json

import msgspec
import pytest

from grader.core.examples import Example
from grader.core.verdict import CheckFailed, Finding, Verdict, as_html, as_text


class TestPoints:
    def test_a_verdict_without_findings_has_all_points(self):
        verdict = Verdict.of("data", 2, [])
        assert (verdict.points, verdict.passed) == (2, True)

    def test_a_finding_without_a_price_takes_all(self):
        assert Verdict.of("data", 2, [Finding("wrong-shape", "flat")]).points == 0

    def test_prices_add_up_and_never_go_below_zero(self):
        one, two = Finding("a", "", cost=1), Finding("b", "", cost=7)
        assert Verdict.of("training", 5, [one]).points == 4
        assert Verdict.of("training", 5, [one, two]).points == 0

    def test_a_finding_that_costs_nothing_still_is_no_pass(self):
        assert not Verdict.of("training", 5, [Finding("a", "", cost=0)]).passed


class TestJson:
    def test_has_the_fields_of_the_contract(self):
        verdict = Verdict.of("data", 2, [Finding("wrong-shape", "flat", "look", 1)])
        assert json.loads(json.dumps(verdict.to_json())) == {
            "exercise": "data",
            "points": 1,
            "max_points": 2,
            "findings": [{"code": "wrong-shape", "message": "flat", "hint": "look"}],
        }

    def test_comes_back_as_it_was(self):
        verdict = Verdict.of("data", 2, [Finding("wrong-shape", "flat", "look")])
        assert Verdict.from_json(verdict.to_json()) == verdict

    @pytest.mark.parametrize("stored", [None, {}, {"exercise": "data", "points": "all", "max_points": 2}])
    def test_refuses_what_is_no_verdict(self, stored: object):
        with pytest.raises(msgspec.ValidationError):
            Verdict.from_json(stored)


class TestShown:
    verdict = Verdict.of("training", 5, [Finding("missing-zero-grad", "`.grad` of <b>", "see `zero_grad`", 2)])

    def test_one_line_has_title_facts_and_code(self):
        said = "Your gradients pile up. `.grad` of <b> (missing-zero-grad)"
        assert str(self.verdict) == f"training: 3 of 5 points\n  {said}"

    def test_one_point_is_singular(self):
        assert str(Verdict.of("bce_by_hand", 1, [])) == "bce_by_hand: 1 of 1 point, passed"

    def test_html_escapes_the_message(self):
        assert "<div><code>.grad</code> of &lt;b&gt;</div>" in as_html(self.verdict)

    def test_html_says_what_happened_then_the_facts_then_where_to_look_and_the_code_last(self):
        shown = as_html(self.verdict)
        parts = (
            "<strong>Your gradients pile up.</strong>", "of &lt;b&gt;", "Where to look: see <code>zero_grad</code>",
            ">An example on other data</summary>", "<pre", "code: <code>missing-zero-grad</code>",
        )  # fmt: skip
        assert [shown.count(part) for part in parts] == [1] * len(parts)
        assert sorted(parts, key=shown.index) == list(parts)

    def test_what_findings_with_one_code_share_is_said_once(self):
        between = Finding("wrong-dtype", "third")
        twice = [Finding("wrong-shape", "one", "look"), between, Finding("wrong-shape", "other", "look")]
        for shown in (as_html(Verdict.of("data", 2, twice)), as_text(Verdict.of("data", 2, twice))):
            assert shown.count("A tensor has the wrong shape.") == 1
            assert shown.count("Where to look: look") == 1
            assert shown.count("An example on other data") == 2
            assert shown.count("wrong-shape") == 1
            assert shown.index("one") < shown.index("other") < shown.index("third")

    def test_an_exercise_that_waits_is_told_what_to_do(self):
        waiting = Verdict.of("data", 2, [Finding("not-attempted", "`x_data` is still `...`.", "replace it")])
        assert "What to do: replace it" in as_text(waiting)
        assert "<div>What to do: replace it</div>" in as_html(waiting)

    def test_a_finding_brings_its_own_example(self):
        shown = as_text(Verdict.of("data", 2, [Finding("wrong-shape", "one", example=Example("Mine.", "print(8)"))]))
        assert "An example on other data: Mine.\n      print(8)" in shown

    def test_a_code_that_no_longer_exists_has_no_title(self):
        assert str(Verdict.of("data", 2, [Finding("long-gone", "3 of 4")])).endswith("\n  3 of 4 (long-gone)")

    def test_text_has_all_three_tiers_within_a_lines_measure(self):
        lines = as_text(self.verdict).splitlines()
        assert lines[:4] == [
            "training: 3 of 5 points",
            "  Your gradients pile up.",
            "  `.grad` of <b>",
            "    Where to look: see `zero_grad`",
        ]
        assert lines[4].startswith("    An example on other data: ")
        assert lines[-1] == "    code: missing-zero-grad"
        assert max(map(len, lines[2:])) <= 110

    def test_stored_form_has_no_example(self):
        assert set(self.verdict.to_json()["findings"][0]) == {"code", "message", "hint"}

    def test_a_pass_folds_nothing(self):
        assert "<details" not in as_html(Verdict.of("data", 2, []))

    def test_an_unpaired_backtick_stays_a_character(self):
        assert "a ` b" in as_html(Verdict.of("data", 2, [Finding("wrong-type", "a ` b")]))

    def test_a_failed_check_is_one_line_of_traceback(self):
        failed = CheckFailed(self.verdict)
        assert isinstance(failed, AssertionError)
        said = "training (3 of 5 points): Your gradients pile up. `.grad` of <b> (missing-zero-grad)"
        assert failed._render_traceback_() == [said]
