"""Where a figure has controls, where it is one picture, and where its words are all: asked in real kernels."""

from __future__ import annotations

import re

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
        "execute_request",
        {"code": code, "silent": False, "store_history": True, "allow_stdin": False},
        metadata=metadata,
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


def all_displayed(shown):
    return [answer["content"]["data"] for answer in shown if answer["msg_type"] == "display_data"]


def displayed(shown):
    (data,) = all_displayed(shown)
    return data


def move(client, shown, value):
    """Move the slider of what was shown as the page `client` does; return what is shown then, by its display_id."""
    states = {a["content"]["comm_id"]: a["content"]["data"]["state"] for a in shown if a["msg_type"] == "comm_open"}
    slider = next(key for key, state in states.items() if state.get("description") == "a, the slope")
    content = {"comm_id": slider, "data": {"method": "update", "state": {"value": value}, "buffer_paths": []}}
    message = client.session.msg("comm_msg", content)
    client.shell_channel.send(message)
    return heard(client, message)


def heard(client, message):
    answers = []
    while True:
        answer = client.get_iopub_msg(timeout=60)
        if answer["parent_header"].get("msg_id") == message["header"]["msg_id"]:
            answers.append(answer)
            if answer["msg_type"] == "status" and answer["content"]["execution_state"] == "idle":
                return answers


def test_a_front_end_gets_controls_and_a_picture_with_its_words(kernel):
    controls, picture = all_displayed(ask(kernel, FIGURE, cellId="some-cell"))
    assert set(controls) == {VIEW, "text/plain"}
    assert controls["text/plain"] == "Run this cell again to use the sliders."
    assert set(picture) == {"text/html", "image/png", "text/plain"}
    assert "loss 0.25 + 1 + 6.25 = 7.5" in picture["text/plain"]


def test_a_slider_that_a_front_end_moves_changes_picture_and_line_in_their_place(kernel):
    shown = ask(kernel, FIGURE, cellId="some-cell")
    place = [a["content"]["transient"] for a in shown if a["msg_type"] == "display_data"][1]
    answers = move(kernel, shown, 2.0)
    (changed,) = [answer["content"] for answer in answers if answer["msg_type"] == "update_display_data"]
    assert changed["transient"] == place
    assert "a = 2.000" in changed["data"]["text/html"].split("aria-live")[1]
    assert re.search(r'<img alt="[^"]*the line y = 2 x \+ 3', changed["data"]["text/html"])
    assert not [a for a in answers if a["msg_type"] == "comm_open"]


def test_a_page_that_did_not_run_the_cell_sees_the_picture_among_the_controls(kernel):
    """A page that was loaded later has the controls, but it takes no updates of an output that it did not ask for."""
    shown = ask(kernel, FIGURE, cellId="some-cell")
    page = kernel.session.session
    try:
        kernel.session.session = "another-page"
        answers = move(kernel, shown, 2.0)
    finally:
        kernel.session.session = page
    pictures = [
        state["value"]
        for answer in answers
        if answer["msg_type"] == "comm_open" and "value" in (state := answer["content"]["data"]["state"])
    ]
    assert any("the line y = 2 x + 3" in picture for picture in pictures)


@pytest.mark.parametrize(
    "metadata", [{"colab": {"cell_id": "yFv1abRcv2P2"}}, {"cell_id": "0f5d26a1", "document_id": "json:notebook:1"}]
)
def test_a_front_end_that_updates_no_output_gets_all_of_it_as_one(kernel, metadata):
    shown = ask(kernel, FIGURE, **metadata)
    assert set(displayed(shown)) == {VIEW, "text/html", "image/png", "text/plain"}
    states = [a["content"]["data"]["state"] for a in shown if a["msg_type"] == "comm_open"]
    assert any("<img alt=" in str(state.get("value")) for state in states)
    changes = [a["content"]["data"] for a in move(kernel, shown, 2.0) if a["msg_type"] == "comm_msg"]
    assert any("the line y = 2 x + 3" in str(change.get("state")) for change in changes)


def line_of(shown):
    (line,) = [a["content"]["text"] for a in shown if a["msg_type"] == "stream"]
    return line


def test_where_no_slider_works_a_figure_is_set_by_its_arguments(kernel):
    assert line_of(ask(kernel, FIGURE.replace("()", "(a=2.0, b=1.0)"))).startswith("a = 2.000, b = 1.000: loss 0")
    shown = ask(kernel, FIGURE.replace("()", "(take=1000)"))
    assert set(displayed(shown)) == {"image/png", "text/plain"}
    assert line_of(shown).startswith("Steps taken: 1000. a = 1.999, b = 1.002: ")


def test_arguments_open_a_figure_with_its_controls_too(kernel):
    _, picture = all_displayed(ask(kernel, FIGURE.replace("()", "(a=2.0, b=1.0)"), cellId="some-cell"))
    assert "a = 2.000, b = 1.000: loss 0" in picture["text/plain"]


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
        ({"NBGRADER_EXECUTION": "validate"}, {"image/png", "text/plain"}),
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
    outputs = [
        nbformat.v4.new_output("display_data", a["content"]["data"], metadata=a["content"]["metadata"])
        for a in shown
        if a["msg_type"] == "display_data"
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FIGURE, outputs=outputs)])
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
