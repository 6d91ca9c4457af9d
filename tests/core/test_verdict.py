"""A verdict as points, as text, as HTML and as JSON."""

from __future__ import annotations

import json

import msgspec
import pytest

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

    def test_text_names_points_code_and_facts(self):
        assert str(self.verdict) == "training: 3 of 5 points\n  missing-zero-grad: `.grad` of <b>"

    def test_one_point_is_singular(self):
        assert str(Verdict.of("bce_by_hand", 1, [])) == "bce_by_hand: 1 of 1 point, passed"

    def test_html_escapes_the_message_and_folds_the_hint(self):
        shown = as_html(self.verdict)
        assert "<code>.grad</code> of &lt;b&gt;" in shown
        assert ">Hint</summary>see <code>zero_grad</code></details>" in shown

    def test_html_folds_the_example_below_its_hint(self):
        shown = as_html(self.verdict)
        hint, example = shown.index(">Hint</summary>"), shown.index(">An example on other data</summary>")
        assert hint < example
        assert "<pre" in shown[example:]

    def test_a_code_that_is_found_twice_shows_its_example_once(self):
        twice = Verdict.of("data", 2, [Finding("wrong-shape", "one"), Finding("wrong-shape", "other")])
        assert as_html(twice).count("An example on other data") == 1

    def test_text_has_all_three_tiers_within_a_lines_measure(self):
        lines = as_text(self.verdict).splitlines()
        assert lines[:3] == [
            "training: 3 of 5 points",
            "  missing-zero-grad: `.grad` of <b>",
            "    Hint: see `zero_grad`",
        ]
        assert lines[3].startswith("    An example on other data: ")
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
        assert failed._render_traceback_() == ["training (3 of 5 points): missing-zero-grad: `.grad` of <b>"]
