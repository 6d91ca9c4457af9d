"""Try again what a database refused, after a pause that gets longer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from grader.core.errors import first_line
from grader.grading.log import LOG

Done = TypeVar("Done")
FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS = 0.1, 5.0


def retry(work: Callable[[], Done], may_pass: Callable[[BaseException], bool], pauses: Iterator[float]) -> Done:
    """Return what `work` returns. If its error may pass, wait for the next of the `pauses` and call it again.

    Raises the error of the last call if it may not pass or if no pause is left.
    """
    while True:
        try:
            return work()
        except BaseException as error:
            pause = next(pauses, None) if may_pass(error) else None
            if pause is None:
                raise
            LOG.warning("gradebook: %s; trying again in %g s", first_line(error), pause)
            time.sleep(pause)


def pauses_for(seconds: float) -> Iterator[float]:
    """Yield pauses, each twice as long as the one before, until so many `seconds` are over.

    The first pause is 0: if a server has restarted, all connections broke at once and the next call succeeds.
    """
    end = time.monotonic() + seconds
    yield 0.0
    pause = FIRST_PAUSE_SECONDS
    while (left := end - time.monotonic()) > 0:
        yield min(pause, left)
        pause = min(2 * pause, MAX_PAUSE_SECONDS)
