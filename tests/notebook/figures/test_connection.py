"""When a slider sends its values during a drag: asked of a real kernel, by a front end that is quick or slow."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from jupyter_client.manager import start_new_kernel

if TYPE_CHECKING:
    from collections.abc import Iterator

FIGURE = "from grader.notebook.figures import line as figures\nfigures.be_the_optimizer()"
SECONDS = 60
SLOW = 0.4


class FrontEnd:
    """Shows one figure, and copies the numbers of its link as a browser does, each `after` some seconds."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.models: dict[str, dict[str, Any]] = {}
        self.after = 0.0
        self.copied = 0
        self._send("execute_request", {"code": FIGURE, "silent": False}, cellId="some-cell")

    @property
    def sends_during_a_drag(self) -> bool:
        return self.models[self._named("a, the slope")]["continuous_update"]

    def move(self, value: float) -> None:
        self._set(self._named("a, the slope"), value)

    def hear(self, until: Any) -> bool:
        """Take the kernel's messages until `until()` holds. Tell whether it came to that in time."""
        end = time.monotonic() + SECONDS
        while not until():
            if time.monotonic() > end:
                return False
            self._take(self._client.get_iopub_msg(timeout=SECONDS))
        return True

    def _take(self, message: dict[str, Any]) -> None:
        content = message["content"]
        if message["msg_type"] == "comm_open":
            self.models[content["comm_id"]] = content["data"]["state"]
        elif message["msg_type"] == "comm_msg" and content["data"]["method"] == "update":
            self.models[content["comm_id"]] |= content["data"]["state"]
            link = next((m for m in self.models.values() if m["_model_name"] == "DirectionalLinkModel"), None)
            if link and link["source"][0] == f"IPY_MODEL_{content['comm_id']}":
                time.sleep(self.after)
                self.copied += 1
                self._set(link["target"][0].removeprefix("IPY_MODEL_"), content["data"]["state"]["value"])

    def _named(self, description: str) -> str:
        return next(key for key, model in self.models.items() if model.get("description") == description)

    def _set(self, model: str, value: float) -> None:
        data = {"method": "update", "state": {"value": value}, "buffer_paths": []}
        self._send("comm_msg", {"comm_id": model, "data": data})

    def _send(self, kind: str, content: dict[str, Any], **metadata: str) -> None:
        self._client.shell_channel.send(self._client.session.msg(kind, content, metadata=metadata))


@pytest.fixture
def front_end() -> Iterator[FrontEnd]:
    manager, client = start_new_kernel()
    try:
        yield FrontEnd(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_figure_opens_with_sliders_that_send_at_the_end_of_a_drag(front_end: FrontEnd):
    front_end.after = SLOW
    assert front_end.hear(lambda: front_end.copied == 1)
    assert not front_end.sends_during_a_drag


def test_a_slow_front_end_is_asked_a_few_times_and_then_left_alone_until_a_slider_moves(front_end: FrontEnd):
    front_end.after = SLOW
    assert front_end.hear(lambda: front_end.copied == 5)
    front_end.move(1.5)
    assert front_end.hear(lambda: front_end.copied == 6)
    assert not front_end.sends_during_a_drag


def test_a_quick_front_end_gets_values_during_a_drag_until_it_becomes_slow(front_end: FrontEnd):
    front_end.after = SLOW
    assert front_end.hear(lambda: front_end.copied == 5)
    front_end.after = 0.0
    for step in range(50):  # on a busy machine not every answer is quick
        front_end.move(step % 20 / 10)
        copied = front_end.copied
        assert front_end.hear(lambda copied=copied: front_end.copied > copied or front_end.sends_during_a_drag)
        if front_end.sends_during_a_drag:
            break
    assert front_end.sends_during_a_drag
    front_end.after = SLOW
    for step in range(5):
        front_end.move(2 - step / 10)
        copied = front_end.copied
        assert front_end.hear(lambda copied=copied: front_end.copied > copied or not front_end.sends_during_a_drag)
    assert not front_end.sends_during_a_drag
