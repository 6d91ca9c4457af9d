"""Lesson 5's checks, as a learner's notebook calls them: values in, codes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import nn
from torch.utils.data import TensorDataset

from grader.evidence import bundle
from grader.lessons import batch_by_batch
from grader.lessons.batch_by_batch.scoreboard import boards
from grader.notebook.collect.exercise import collect
from grader.notebook.recording.recorder import recorder

if TYPE_CHECKING:
    from grader.core.verdict import Verdict

VARIANT = 3
IMAGES, LABELS, VAL_IMAGES, VAL_LABELS = boards(VARIANT)
ROWS, VAL_ROWS = IMAGES.flatten(1), VAL_IMAGES.flatten(1)
TRAIN, VAL = TensorDataset(ROWS, LABELS), TensorDataset(VAL_ROWS, VAL_LABELS)


def verdict(name: str, *values: Any, seed: int | None = None) -> Verdict:
    """Return the verdict of an exercise on these values, after its evidence has travelled to a grader."""
    exercise = batch_by_batch.lesson.exercises[name]
    recorder.start()
    evidence = collect(exercise, values, seed, variant=VARIANT)
    return exercise.judge(bundle.unpack(bundle.pack(evidence), exercise.evidence_type))


def codes(name: str, *values: Any, seed: int | None = None) -> tuple[str, ...]:
    return verdict(name, *values, seed=seed).codes


def reader(outputs: int = 10) -> nn.Sequential:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return nn.Sequential(nn.Linear(96, 16), nn.ReLU(), nn.Linear(16, outputs))
