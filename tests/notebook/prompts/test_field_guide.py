"""The field guide: what was mistaken and repaired becomes a card, and outlasts the kernel."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from grader.core.catalogue import CATALOGUE
from grader.core.verdict import Finding, Verdict
from grader.notebook.progress_file import Card, Slip
from grader.notebook.prompts.field_guide import Guide, after, as_html, as_text
from tests.support.classroom import LINE
from tests.support.session import session

if TYPE_CHECKING:
    from pathlib import Path

NOTHING = Guide({}, {})
FLAT = "x_data = torch.tensor([1.0, 2.0, 3.0])\ny_data = torch.tensor([[3.0], [5.0], [7.0]])"
WHOLE = "x_data = torch.tensor([[1], [2], [3]])\ny_data = torch.tensor([[3.0], [5.0], [7.0]])"
SHOW = "check.field_guide()"


def failed(exercise: str, *codes: str, message: str = "`net` has 3 of them") -> Verdict:
    return Verdict.of(exercise, 2, [Finding(code, message, "Look at `net`.") for code in codes])


def passed(exercise: str) -> Verdict:
    return Verdict.of(exercise, 2, [])


def guide_after(*verdicts: Verdict) -> Guide:
    guide = NOTHING
    for verdict in verdicts:
        news = after(verdict, guide)
        guide = Guide(guide.slips | news.slips, guide.cards | news.cards)
    return guide


class TestWhatBecomesACard:
    def test_a_mistake_alone_does_not(self):
        guide = guide_after(failed("data", "wrong-shape"))
        assert guide.cards == {}
        assert "More cards come when data passes." in as_text(guide).replace("`", "")

    def test_a_pass_alone_does_not(self):
        assert guide_after(passed("data")).cards == {}

    def test_a_pass_of_another_exercise_does_not(self):
        assert guide_after(failed("data", "wrong-shape"), passed("model")).cards == {}

    def test_a_mistake_and_then_a_pass_do(self):
        guide = guide_after(failed("data", "wrong-shape"), passed("data"))
        assert guide.cards == {"wrong-shape": Card(Slip("`net` has 3 of them", "Look at `net`."), ("data",))}
        assert guide.slips == {"data": {}}

    def test_all_mistakes_on_the_way_do_with_their_last_numbers(self):
        guide = guide_after(
            failed("data", "wrong-shape"), failed("data", "wrong-dtype"),
            failed("data", "wrong-shape", message="now (3,)"), passed("data"),
        )  # fmt: skip
        assert guide.cards["wrong-shape"].slip.message == "now (3,)"
        assert {*guide.cards} == {"wrong-shape", "wrong-dtype"}

    def test_the_same_mistake_in_two_exercises_is_one_card(self):
        guide = guide_after(
            failed("data", "wrong-shape"), passed("data"), failed("model", "wrong-shape"), passed("model"),
            failed("data", "wrong-shape"), passed("data"),
        )  # fmt: skip
        assert guide.cards["wrong-shape"].exercises == ("model", "data")
        assert "Exercises model and data. You repaired it." in as_text(guide)

    @pytest.mark.parametrize("code", ["not-attempted", "cell-missing", "evidence-malformed"])
    def test_what_is_no_mistake_does_not(self, code: str):
        assert guide_after(failed("data", code), passed("data")).cards == {}


class Tags(HTMLParser):
    """Which elements stand open, and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


class TestWords:
    @pytest.mark.parametrize("code", CATALOGUE)
    def test_every_code_has_a_card_whose_html_is_whole(self, code: str):
        guide = Guide({}, {code: Card(Slip("`net` < 3\n`a` is 4", "Look at `net`."), ("data",))})
        page = Tags()
        page.feed(as_html(guide))
        assert page.open == []
        for text in (as_text(guide), page.text):
            assert "net < 3" in text
            assert "Look at net." in text
            assert code in text
            assert "`net" not in text

    def test_a_code_that_no_longer_exists_is_shown_by_its_name(self):
        guide = Guide({}, {"long-gone": Card(Slip("3 of 4", ""), ("data",))})
        assert "Long-gone (long-gone)" in as_text(guide)

    def test_nobodys_markup_gets_through(self):
        guide = Guide({}, {"wrong-shape": Card(Slip("<script>alert(1)</script>", "<b>"), ("<i>",))})
        assert not {"<script", "<b>", "<i>"} & {tag for tag in ("<script", "<b>", "<i>") if tag in as_html(guide)}


@pytest.mark.kernel
class TestInAKernel:
    def test_cards_carry_the_learners_numbers_and_outlast_the_kernel(self, tmp_path: Path):
        environment = {"JPY_SESSION_NAME": str(tmp_path / "lesson.ipynb"), "NBGRADER_EXECUTION": ""}
        with session(LINE, **environment) as first:
            first.run(SHOW)
            assert first.shown[0]["text/plain"].startswith("Your field guide has no cards yet.")
            first.run(FLAT, "test_data", SHOW)
            assert first.shown[0]["text/plain"].startswith("Your field guide has no cards yet.")
        with session(LINE, **environment) as second:
            second.run("data", "test_data", SHOW)
            assert "(3,)" in second.shown[0]["text/plain"]
            assert "wrong-shape" in second.shown[0]["text/html"]
            assert "\x1b" not in second.shown[0]["text/plain"] + second.shown[0]["text/html"]
            second.run(WHOLE, "test_data", "data", "test_data")
        with session(LINE, **environment) as third:
            third.run(SHOW)
            assert "2 mistakes that you found and repaired" in third.shown[0]["text/plain"]
            assert "(wrong-shape)" in third.shown[0]["text/plain"]
            assert "(wrong-dtype)" in third.shown[0]["text/plain"]

    def test_without_a_front_end_a_kernel_knows_its_own(self):
        with session(LINE, JPY_SESSION_NAME="") as begun:
            begun.run(FLAT, "test_data", "data", "test_data", SHOW)
            assert "1 mistake that you found" in begun.shown[0]["text/plain"]
