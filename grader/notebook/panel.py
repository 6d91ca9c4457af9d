"""Controls, and what they change: a picture, or the reply to a question.

What is changed is an ordinary output that is updated in place, so a saved notebook holds it as it was left. The
controls are an output of their own. They work only as long as their kernel and their page; after that a front end shows
`without` in their place: a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
from IPython.display import DisplayHandle, display

from grader.notebook import frontend

Data = dict[str, Any]  # what is shown, by MIME type
VIEW = "application/vnd.jupyter.widget-view+json"
FOLLOWS = (
    "You loaded this page after the cell ran, so the output below can no longer change. The current one follows here. "
    "Run the cell again, and there is only one."
)


class Panel:
    """Controls with an output below them: `data`, which has text/html and text/plain. `html` is what it shows now."""

    def __init__(
        self, controls: widgets.Widget, without: str, data: Data, metadata: Mapping[str, Any] | None = None
    ) -> None:
        self.box = widgets.VBox([controls])
        self._without = without
        self._shown = data, metadata
        self._output: DisplayHandle | None = None
        self._page: str | None = None
        self._copy: widgets.HTML | None = None

    @property
    def html(self) -> str:
        return self._shown[0]["text/html"]

    def show(self) -> None:
        """Display the controls and the output below them; as one, if a front end updates no output."""
        data, metadata = self._shown
        view = {"model_id": self.box.model_id, "version_major": 2, "version_minor": 0}
        if not frontend.here().can_update:
            self._put_into_box("")
            display({VIEW: view, **data}, metadata=metadata, raw=True)
            return
        self._page = frontend.page()
        display({VIEW: view, "text/plain": self._without}, raw=True)
        self._output = display(data, metadata=metadata, raw=True, display_id=True)

    def update(self, data: Data, metadata: Mapping[str, Any] | None = None) -> None:
        """Show other data.

        A page that was loaded after the cell ran has the controls, but it takes no updates of the output. So if a
        message comes from another page, the box shows the same once more.
        """
        self._shown = data, metadata
        if self._output is not None:
            self._output.update(data, metadata=metadata, raw=True)
            if self._copy is None and frontend.page() != self._page:
                self._put_into_box(FOLLOWS)
        if self._copy is not None:
            self._copy.value = self.html

    def _put_into_box(self, note: str) -> None:
        self._copy = widgets.HTML(self.html)
        self.box.children = (
            *self.box.children,
            *([widgets.HTML(f'<div style="white-space: normal">{note}</div>')] if note else []),
            self._copy,
        )
