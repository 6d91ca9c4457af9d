"""Verdicts are read from the beginning of a file of evidence, or from all of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.core.catalogue import found
from grader.core.verdict import Verdict
from grader.grading.verdicts.evidence_file import HEAD_BYTES, UnreadableEvidenceError, stored_in
from tests.grading.report.made import evidence, verdicts
from tests.support.classroom import LINE, make_course

if TYPE_CHECKING:
    from pathlib import Path

NAME = "linear_regression.evidence.json"


@pytest.fixture
def judged() -> tuple[Verdict, ...]:
    return tuple(verdicts(data="wrong-shape", training="missing-zero-grad").values())


@pytest.fixture
def kept(tmp_path: Path, judged: tuple[Verdict, ...]) -> Path:
    return evidence(make_course(tmp_path), "hazel", judged)


def stored(judged):
    return [verdict.to_json() for verdict in judged]


def test_verdicts_are_as_they_were_judged(kept: Path, judged: tuple[Verdict, ...]) -> None:
    assert stored(stored_in(kept, LINE).verdicts) == stored(judged)


def test_evidence_itself_is_not_read(kept: Path, judged: tuple[Verdict, ...]) -> None:
    """Something that JSON cannot hold is in the place of the tensors."""
    content = kept.read_bytes()
    kept.write_bytes(content.replace(b'"bundles": {', b'"bundles": {' + b"\xff" * HEAD_BYTES))
    assert stored(stored_in(kept, LINE).verdicts) == stored(judged)


def test_more_findings_than_the_head_holds_are_read_too(tmp_path: Path) -> None:
    many = [Verdict.of("training", 5, [found("wrong-shape", "long " * 100)] * 200)]
    assert stored(stored_in(evidence(make_course(tmp_path), "hazel", many), LINE).verdicts) == stored(many)


def test_another_order_and_spacing_is_read_too(kept: Path, judged: tuple[Verdict, ...]) -> None:
    content = json.loads(kept.read_bytes())
    kept.write_text(json.dumps(dict(reversed(content.items())), separators=(",", ":")) + "\n")
    assert stored(stored_in(kept, LINE).verdicts) == stored(judged)


def test_message_that_looks_like_the_end_of_the_verdicts_is_a_message(tmp_path: Path) -> None:
    odd = [Verdict.of("data", 2, [found("wrong-type", '}], "bundles": {"lost": ')])]
    assert stored(stored_in(evidence(make_course(tmp_path), "hazel", odd), LINE).verdicts) == stored(odd)


def test_no_file_is_no_verdict(tmp_path: Path) -> None:
    assert stored_in(tmp_path / NAME, LINE) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda content: content[:-3], f"{NAME} is cut off"),
        (lambda content: b"", f"{NAME}: Input data was truncated"),
        (lambda content: b"not JSON", f"{NAME}: JSON is malformed: invalid character"),
        (lambda content: b"[]", f"{NAME}: Expected `object`, got `array`"),
        (lambda content: b"[" * 100_000, f"{NAME}: "),
        (lambda content: content.replace(b'"findings": []', b'"findings": 3'), f"{NAME}: Expected `array`, got `int`"),
        (lambda content: content.replace(b'"points": 2', b'"points": "2"'), f"{NAME}: Expected `float`, got `str`"),
        (lambda content: content.replace(b'"data"', b'"\xff"'), f"{NAME}: "),
        (lambda content: content.replace(LINE.encode(), b"02_soccer_winner"), f"{NAME} is of '02_soccer_winner'"),
    ],
)
def test_file_that_is_none_of_the_graders_is_told_in_one_line(kept: Path, change, told: str) -> None:
    kept.write_bytes(change(kept.read_bytes()))
    with pytest.raises(UnreadableEvidenceError) as raised:
        stored_in(kept, LINE)
    assert str(raised.value).startswith(told)
    assert "\n" not in str(raised.value)


def test_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(UnreadableEvidenceError, match=f"{NAME}: Is a directory"):
        stored_in(tmp_path / NAME, LINE)
