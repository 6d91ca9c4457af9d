"""The page: what it says, that it loads nothing, and that nobody's text is more than text in it."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import itertools
import re
from html.parser import HTMLParser

import msgspec
import pytest

from grader.core.palette import BLUE
from grader.grading.report import summary
from grader.grading.report.drawings import Box
from grader.grading.report.page import MAX_STUDENTS_NAMED, page
from grader.grading.report.rows import GRADED, NOT_GRADED, NOT_HANDED_IN, ClassData, Row
from tests.grading.report.test_summary import class_of, row

MADE = dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC)
VOID = {"meta", "link", "br", "hr", "img", "input"}
SMALL = class_of(
    row("hazel", 0.0, 1.5, data="wrong-shape", training="missing-zero-grad"), row("rowan"),
    row("fir", 2.0, 4.0, problem="x.evidence.json is cut off"),
    Row(student="junk", state=NOT_GRADED, reason="x.ipynb is not a notebook"),
    Row(student="absent", state=NOT_HANDED_IN),
)  # fmt: skip
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;`</title>"


class Read(HTMLParser):
    """The elements of a page, with the text in each, and whether all of them are closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[dict[str, list]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append({"rows": [], "caption": [""]})
        elif tag == "tr":
            self.tables[-1]["rows"].append([])
        elif tag in ("th", "td"):
            self.tables[-1]["rows"][-1].append("")
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        if {"style", "title", "script"} & set(self._open):
            return
        self.text += data
        if {"th", "td"} & set(self._open):
            self.tables[-1]["rows"][-1][-1] += data
        elif "caption" in self._open:
            self.tables[-1]["caption"][0] += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def read(data: ClassData) -> Read:
    return Read(page(data, MADE))


def table(found: Read, caption: str) -> list[list[str]]:
    return next(each["rows"][1:] for each in found.tables if each["caption"][0].startswith(caption))


class TestWhatItSays:
    def test_every_student_has_a_row(self) -> None:
        rows = table(read(SMALL), "Points of every student")
        assert [(each[0], each[1], each[-1]) for each in rows] == [
            ("hazel", "1.5", "wrong-shape, missing-zero-grad"), ("rowan", "7", ""), ("fir", "6", "not known"),
            ("junk", "–", "not graded"), ("absent", "–", "nothing handed in"),
        ]  # fmt: skip

    def test_exercises_say_who_passed(self) -> None:
        rows = table(read(SMALL), "Who passed")
        assert [each[0] for each in rows] == ["data", "training"]
        assert [each[4:6] for each in rows] == [["2 of 3", "67%"], ["1 of 3", "33%"]]

    def test_codes_of_an_exercise_with_their_counts_and_sections(self) -> None:
        found = read(SMALL)
        first, second = table(found, "Codes found in the whole lesson")
        assert first[0] == "missing-zero-grad"
        assert first[2:] == ["1", "50%", "training", "Training loop", "hazel"]
        assert second[5] == "Three points"
        assert [each[-1] for each in table(found, "Who passed")] == ["wrong-shape", "missing-zero-grad"]

    def test_code_in_several_exercises_has_one_row(self) -> None:
        found = read(class_of(row("hazel", 0.0, 0.0, data="wrong-shape", training="wrong-shape")))
        assert [each[:1] + each[4:5] for each in table(found, "Codes found")] == [["wrong-shape", "data, training"]]

    def test_students_who_are_alike_share_a_row_of_the_heat_map(self) -> None:
        alike = class_of(*(row(f"s{i}") for i in range(5)), row("hazel", 0.0))
        assert "s0 and 4 more" in read(alike).text
        assert "Students who are alike share a row." in read(alike).text

    def test_column_that_would_be_empty_is_left_out(self) -> None:
        headings = [each for each in read(SMALL).text.split("\n") if each.strip() in {"Late", "Name"}]
        assert headings == []
        named = class_of(Row(student="a", name="Ann", state=GRADED, points=1.0, late_penalty=2.0))
        assert table(read(named), "Points of every student")[0][:4] == ["a", "Ann", "1", "−2"]

    def test_student_leads_to_the_feedback_page(self) -> None:
        rows = (msgspec.structs.replace(row("hazel"), feedback="../feedback/hazel/x.html"), row("rowan"))
        assert "../feedback/hazel/x.html" in [each["href"] for each in read(class_of(*rows)).named("a")]

    def test_title_of_the_lesson(self) -> None:
        assert "Class report: A taxi" in read(msgspec.structs.replace(SMALL, title="A taxi")).text

    def test_who_is_not_graded_and_why(self) -> None:
        assert table(read(SMALL), "Submissions that are not graded") == [["junk", "x.ipynb is not a notebook"]]

    def test_evidence_that_cannot_be_read_is_told(self) -> None:
        assert "fir: x.evidence.json is cut off" in read(SMALL).text

    def test_submission_that_was_handed_in_again_is_marked(self) -> None:
        found = read(
            class_of(msgspec.structs.replace(row("hazel", 0.0, data="wrong-shape"), outdated=True), row("fir"))
        )
        assert [each[-1] for each in table(found, "Points of every student")] == [
            "wrong-shape; handed in again since", "",
        ]  # fmt: skip
        assert "which grader autograde a lesson grades: hazel." in found.text

    def test_code_that_many_have_names_some_of_them(self) -> None:
        many = class_of(*(row(f"s{i:03}", 0.0, data="wrong-shape") for i in range(100)))
        (found,) = table(read(many), "Codes found in the whole lesson")
        assert found[-1].endswith(f"s{MAX_STUDENTS_NAMED - 1:03} and {100 - MAX_STUDENTS_NAMED} more")

    @pytest.mark.parametrize("state", [NOT_GRADED, NOT_HANDED_IN])
    def test_nobody_graded(self, state: str) -> None:
        assert "Nobody is graded yet." in read(class_of(Row(student="a", state=state))).text


class TestPictures:
    def test_each_has_alternative_text_that_says_what_it_shows(self) -> None:
        histogram, heat_map = read(SMALL).named("svg")
        assert histogram["role"] == heat_map["role"] == "img"
        assert histogram["aria-label"] == (
            "Histogram of the points of 3 students, of 7 at most. The median is 6, the middle half has 3.75 to 6.5. "
            "The tallest bar is at 1 to less than 2 points, with 1 student."
        )
        assert heat_map["aria-label"] == (
            "Heat map of the share of points in each exercise, one row a student, from most points to fewest. On "
            "average most is reached in training (70%), least in data (67%)."
        )

    def test_histogram_has_a_bar_for_each_number_of_points(self) -> None:
        bars = [each for each in read(SMALL).named("rect") if "class" not in each]
        assert len(bars) == 8
        assert [float(each["height"]) > 0 for each in bars] == [False, True, False, False, False, False, True, True]

    def test_heat_map_has_a_box_for_each_student_and_exercise(self) -> None:
        boxes = [each for each in read(SMALL).named("rect") if each.get("class") == "cell"]
        assert [each["fill-opacity"] for each in boxes] == ["1.00", "1.00", "1.00", "0.80", "0.00", "0.30"]

    def test_heat_map_of_a_large_class_has_groups(self) -> None:
        large = class_of(*(row(f"s{i}", 2.0, i / 100) for i in range(500)))
        boxes = [each for each in read(large).named("rect") if each.get("class") == "cell"]
        assert len(boxes) == summary.GROUPS * len(large.parts)


class TestContrast:
    """Numbers in the heat map can be read on the colour of their box. WCAG 2.2 asks for a contrast of 4.5 (1.4.3)."""

    @pytest.mark.parametrize(("paper", "in_cell"), [("#ffffff", "#000000"), ("#16181b", "#ffffff")])
    def test_every_share_can_be_read(self, paper: str, in_cell: str) -> None:
        contrasts = {n / 100: self.contrast(n / 100, paper, in_cell) for n in range(101)}
        assert {share: contrast for share, contrast in contrasts.items() if contrast < 4.5} == {}

    @staticmethod
    def contrast(share: float, paper: str, in_cell: str) -> float:
        """Return the contrast between the number in a box and the blue behind it, which lets the paper through."""
        text = "#ffffff" if Box(0, 0, 1, 1, "", share=share).is_dark else in_cell
        behind = [share * over + (1 - share) * under for over, under in zip(_rgb(BLUE), _rgb(paper), strict=True)]
        low, high = sorted((_luminance(behind), _luminance(_rgb(text))))
        return (high + 0.05) / (low + 0.05)

    def test_page_has_these_colours(self) -> None:
        style = page(SMALL, MADE)
        assert "svg .in-cell { fill: #000000; }" in style
        assert "(prefers-color-scheme: dark) { svg .in-cell { fill: #ffffff; } }" in style
        assert "svg .on-dark { fill: #ffffff; }" in style
        assert "--paper: #16181b" in style


def _rgb(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def _luminance(rgb: list[float]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


class TestSelfContained:
    def test_nothing_is_loaded_and_one_script_runs(self) -> None:
        found = read(SMALL)
        assert found.named("script") == [{}]
        assert not {"link", "img", "iframe", "object", "base"} & {tag for tag, _ in found.elements}
        attributes = [item for _, each in found.elements for item in each.items()]
        assert all(value.startswith("#") for name, value in attributes if name in ("href", "src", "xlink:href"))
        assert not [name for name, _ in attributes if name.startswith("on")]
        assert not re.search(r"url\(|@import", page(SMALL, MADE))

    def test_browser_is_told_to_load_nothing(self) -> None:
        policies = [each["content"] for each in read(SMALL).named("meta") if "http-equiv" in each]
        script = page(SMALL, MADE).partition("<script>")[2].partition("</script>")[0]
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert policies == [f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"]


class TestEscaping:
    """The names of students and files, and all that students wrote, are shown as text."""

    @pytest.fixture
    def nasty(self) -> ClassData:
        graded = row(NASTY, 0.0, 0.0, data=NASTY.replace(" ", ""), training="hard-coded")
        broken = row(f"a{NASTY}", problem=NASTY)
        return class_of(graded, broken, Row(student=f"b{NASTY}", name=NASTY, state=NOT_GRADED, reason=NASTY))

    def test_no_element_comes_of_it(self, nasty: ClassData) -> None:
        plain = class_of(
            row("s", 0.0, 0.0, data="code", training="hard-coded"), row("as", problem="p"),
            Row(student="bs", name="n", state=NOT_GRADED, reason="r"),
        )  # fmt: skip
        assert [tag for tag, _ in read(nasty).elements] == [tag for tag, _ in read(plain).elements]

    def test_it_is_shown_as_it_is(self, nasty: ClassData) -> None:
        found = read(nasty)
        assert table(found, "Submissions that are not graded") == [[f"b{NASTY}", NASTY, NASTY]]
        assert table(found, "Points of every student")[0][0] == NASTY


class TestForEveryone:
    """What a screen reader needs; tests/browser/test_report.py asks axe-core."""

    def test_language_title_and_headings_in_order(self) -> None:
        found = read(SMALL)
        assert found.named("html") == [{"lang": "en"}]
        levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h\d", tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))

    def test_every_table_has_a_caption_and_scopes(self) -> None:
        found = read(SMALL)
        assert len(found.tables) == len(found.named("caption"))
        assert all(each.get("scope") in ("col", "row") for each in found.named("th"))

    def test_every_link_leads_somewhere(self) -> None:
        found = read(SMALL)
        ids = [each["id"] for _, each in found.elements if "id" in each]
        assert len(ids) == len(set(ids))
        assert {each["href"].removeprefix("#") for each in found.named("a")} <= set(ids)
