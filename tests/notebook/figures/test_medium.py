"""Where a figure has controls, where it is one picture, and where its words are all: asked in real kernels."""

from __future__ import annotations

import re
import time

import nbformat
import pytest
from jupyter_client.manager import start_new_kernel
from nbclient import NotebookClient
from nbconvert import HTMLExporter

VIEW = "application/vnd.jupyter.widget-view+json"
FIGURE = "from grader.notebook.figures import line as figures\nfigures.be_the_optimizer()"


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel()
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def ask(client, code, **metadata: str):
    """Run code as a front end does that sends `metadata`; return what it displayed and printed."""
    message = client.session.msg(
        "execute_request", {"code": code, "silent": False, "store_history": True}, metadata=metadata
    )
    client.shell_channel.send(message)
    shown = []
    while True:
        answer = client.get_iopub_msg(timeout=60)
        if answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
            continue
        if answer["msg_type"] == "error":
            pytest.fail(answer["content"]["evalue"])
        if answer["msg_type"] in {"display_data", "stream", "comm_open"}:
            shown.append(answer)
        if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
            return shown


def displayed(shown):
    (data,) = [answer["content"]["data"] for answer in shown if answer["msg_type"] == "display_data"]
    return data


def test_a_front_end_gets_controls_and_for_others_a_picture_and_words(kernel):
    shown = ask(kernel, FIGURE, cellId="some-cell")
    assert set(displayed(shown)) == {VIEW, "image/png", "text/plain"}
    assert "loss 0.25 + 1 + 6.25 = 7.5" in displayed(shown)["text/plain"]


def test_a_slider_that_a_front_end_moves_changes_picture_and_line(kernel):
    shown = ask(kernel, FIGURE, cellId="some-cell")
    states = {a["content"]["comm_id"]: a["content"]["data"]["state"] for a in shown if a["msg_type"] == "comm_open"}
    slider = next(key for key, state in states.items() if state.get("description") == "a, the slope")
    parts = [key for key, state in states.items() if state["_model_name"] == "HTMLModel"]
    content = {"comm_id": slider, "data": {"method": "update", "state": {"value": 2.0}, "buffer_paths": []}}
    kernel.shell_channel.send(kernel.session.msg("comm_msg", content))
    changed = {}
    end = time.monotonic() + 30
    while set(parts) - set(changed) and time.monotonic() < end:
        answer = kernel.get_iopub_msg(timeout=30)
        if answer["msg_type"] == "comm_msg" and "value" in answer["content"]["data"].get("state", {}):
            changed[answer["content"]["comm_id"]] = answer["content"]["data"]["state"]["value"]
    picture, line = (changed[part] for part in parts)
    assert "a = 2.000" in line
    assert re.search(r'<img alt="[^"]*the line y = 2 x \+ 3', picture)


def test_whoever_names_no_cell_gets_one_picture_and_its_line(kernel):
    shown = ask(kernel, FIGURE)
    assert set(displayed(shown)) == {"image/png", "text/plain"}
    (line,) = [a["content"]["text"] for a in shown if a["msg_type"] == "stream"]
    assert line.startswith("a = 0.500, b = 3.000")
    assert not [a for a in shown if a["msg_type"] == "comm_open"]


@pytest.mark.parametrize(
    ("environment", "kinds"),
    [
        ({"NBGRADER_EXECUTION": "autograde"}, {"text/plain"}),
        ({"NBGRADER_EXECUTION": "autograde", "GRADER_FIGURES": "1"}, {"image/png", "text/plain"}),
        ({"NBGRADER_EXECUTION": "validate"}, {VIEW, "image/png", "text/plain"}),
        ({"GRADER_FIGURES": "1"}, {"image/png", "text/plain"}),
    ],
)
def test_the_environment_decides_before_the_front_end(kernel, environment, kinds):
    ask(kernel, f"import os; os.environ.update({environment})")
    try:
        assert set(displayed(ask(kernel, FIGURE, cellId="some-cell"))) == kinds
    finally:
        ask(kernel, f"for name in {list(environment)}: os.environ.pop(name)")


def test_nbclient_gets_the_same_bytes_twice():
    def run():
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FIGURE, id="figure")])
        NotebookClient(notebook, record_timing=False).execute()
        return nbformat.writes(notebook)

    first = run()
    assert first == run()
    assert VIEW not in first


def test_a_notebook_saved_by_a_front_end_is_exported_with_its_picture(kernel):
    shown = ask(kernel, FIGURE, cellId="some-cell")
    (content,) = [a["content"] for a in shown if a["msg_type"] == "display_data"]
    output = nbformat.v4.new_output("display_data", content["data"], metadata=content["metadata"])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FIGURE, outputs=[output])])
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(notebook)
    assert 'src="data:image/png;base64,' in page
    assert 'alt="Left: three points, the line y = 0.5 x + 3' in page
    assert '"application/vnd.jupyter.widget-view+json"' not in page.split("<body")[1]


def test_a_picture_without_controls_says_its_alternative_text_to_a_front_end(kernel):
    still = "from grader.notebook.figures import procedure\nprocedure.draw()"
    assert re.match(
        r'<img alt="A bar above, Prepare: data[^"]*"', displayed(ask(kernel, still, cellId="some-cell"))["text/html"]
    )
    assert set(displayed(ask(kernel, still))) == {"image/png", "text/plain"}
