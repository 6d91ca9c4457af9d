"""A saved notebook says what to do, in place of the controls of a lesson.

The widgets of a figure or a question end with their kernel. JupyterLab and Notebook then write "Error displaying
widget: model not found" in their place, unless the saved notebook describes the widget: that is what its metadata
`widgets` are for (https://ipywidgets.readthedocs.io/en/stable/embedding.html). So at each save Jupyter's server has
every widget of a lesson described as a text: the one that its output has for front ends without widgets.
If the kernel still runs when the page is loaded again, its widgets count and not these texts.
"""

from __future__ import annotations

import html
from typing import Any

VIEW, STATE = "application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json"
AGAIN = "Run this cell again"  # the texts of a lesson say this
MARK = "run-this-cell-again"  # the class of the elements that show them
BASE, CONTROLS = ("@jupyter-widgets/base", "2.0.0"), ("@jupyter-widgets/controls", "2.0.0")

Json = dict[str, Any]


def describe_widgets(notebook: Json) -> None:
    """Describe the widgets of a lesson in a notebook's metadata; those that are gone are described no more."""
    metadata = notebook["metadata"]
    saved = metadata.get("widgets", {}).get(STATE, {})
    known = saved.get("state", {})
    others = {model: state for model, state in known.items() if not _is_ours(model, known)}
    ours: Json = {}
    for model, text in _texts(notebook).items():
        if model not in others:
            ours |= _as_text(model, text)
    if ours or len(others) < len(known):
        described = {"version_major": 2, "version_minor": 0, **saved, "state": others | ours}
        metadata["widgets"] = metadata.get("widgets", {}) | {STATE: described}


def _texts(notebook: Json) -> dict[str, str]:
    """Return the text of each widget of a lesson, by its model's id."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    shown = [output["data"] for output in outputs if VIEW in output.get("data", {})]
    texts = [(data[VIEW].get("model_id"), _joined(data.get("text/plain", ""))) for data in shown]
    return {model: text for model, text in texts if model and AGAIN in text}


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _is_ours(model: str, known: Json) -> bool:
    owner = model.removesuffix("-layout").removesuffix("-style")
    return MARK in known.get(owner, {}).get("state", {}).get("_dom_classes", ())


def _as_text(model: str, text: str) -> Json:
    """Return the three models of a widget that shows `text`."""
    value = f'<div style="white-space: pre-line; line-height: 1.45">{html.escape(text, quote=False)}</div>'
    parts = {"layout": f"IPY_MODEL_{model}-layout", "style": f"IPY_MODEL_{model}-style"}
    return {
        model: _model(CONTROLS, "HTMLModel", {"_dom_classes": [MARK], "value": value, **parts}),
        f"{model}-layout": _model(BASE, "LayoutModel", {}),
        f"{model}-style": _model(CONTROLS, "HTMLStyleModel", {}),
    }


def _model(module: tuple[str, str], name: str, state: Json) -> Json:
    return {"model_module": module[0], "model_module_version": module[1], "model_name": name, "state": state}
