"""Nothing that a submission shows runs where an instructor reads it."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from grader.evidence import bundle
from grader.grading.preprocessors.sanitize_outputs import (
    AS_TEXT,
    ATTRIBUTES,
    TAGS,
    SanitizeOutputs,
    harmless_html,
    harmless_prose,
)
from tests.support.classroom import ROOT

PIXEL = base64.b64encode(b"\x89PNG").decode()
KERNEL = {"name": "python3", "display_name": "Python 3"}
RUNS = "document.title='armed'"
IN_OUTPUTS = [
    {"text/html": f"<script>{RUNS}</script>"},
    {"text/html": f'<img src=x onerror="{RUNS}"><b onclick="{RUNS}">text</b>'},
    {"text/html": f'<a href="javascript:{RUNS}">text</a><iframe srcdoc="<script>{RUNS}</script>"></iframe>'},
    {"text/html": f'<svg onload="{RUNS}"><a xlink:href="javascript:{RUNS}"></a></svg>'},
    {"text/html": f"<scr<script></script>ipt>{RUNS}</script><form action=/formgrader><input></form>"},
    {"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"{RUNS}\"><script>{RUNS}</script></svg>"},
    {"text/markdown": f"[text](javascript:{RUNS})<script>{RUNS}</script>"},
    {"text/latex": f"<script>{RUNS}</script>$x$"},
    {"text/latex": f"$\\href{{javascript:{RUNS}}}{{x}}$"},
    {"application/javascript": RUNS},
    {"image/png": f'" onerror="{RUNS}'},
    {"application/vnd.jupyter.widget-view+json": {"model_id": f"</script><script>{RUNS}</script>"}},
]
IN_PROSE = [
    f"<script>{RUNS}</script>",
    f'some text\n<b onmouseover="{RUNS}">b</b>',
    f"[x](javascript:{RUNS})",
    f"[x](JaVa&#115;cript&colon;{RUNS})",
    f"[x](java\\script\\:{RUNS})",
    f"[x](<java\tscript:{RUNS}>)",
    f"<javascript:{RUNS}>",
    f"[x]\n\n[x]:\n  javascript:{RUNS}",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    f"$\\href{{javascript:{RUNS}}}{{x}}$",
    "![x](attachment:nowhere.png)",
    f"```\ncode\n```\n<!-- --><img src=x onerror={RUNS}>",
    f"<details open ontoggle={RUNS}><summary>More</summary>\n\ntext\n\n</details>",
    f"<details>\n`<script>{RUNS}</script>`\n</details>",  # in a block of HTML, backticks make no code
    f"<details><summary>More</summary>\n<img src=x onerror={RUNS} \n</details>",
    "<details><summary>what follows would be folded away</summary>\n\ntext",
    "</details><details>\n\ntext",
]


# HTML that parsers and browsers have read differently, or that a filter has let through before.
TRICKS = [
    f"<script>{RUNS}",
    f"<SCRIPT\n>{RUNS}</ScRiPt\t\n bar>",
    f"<style><img src=x onerror={RUNS}></style>",
    f"<math><mtext><table><mglyph><style><!--</style><img src onerror={RUNS}>--></mglyph></table></mtext></math>",
    f'<svg></p><style><a id="</style><img src=1 onerror={RUNS}>"></a></svg>',
    f'<noscript><p title="</noscript><img src=x onerror={RUNS}>"></noscript>',
    f'<textarea><b title="</textarea><img src=x onerror={RUNS}>"></b></textarea>',
    f"<template><img src=x onerror={RUNS}></template>",
    f'<a href="java\tscript:{RUNS}">text</a>',
    f'<a href=" &#1; javascript:{RUNS}">text</a>',
    f'<a href="JAVASCRIPT&colon;{RUNS}">text</a>',
    f'<a href="vbscript:{RUNS}">text</a><a href="data:text/html,armed">text</a>',
    f'<table background="javascript:{RUNS}"><tr><td style="background: url(javascript:{RUNS})">armed</td></tr></table>',
    f"<details open ontoggle={RUNS}>armed</details>",
    f"<b/onclick={RUNS}>b</b><b title='\"onclick={RUNS}'>b</b><b \0onclick={RUNS}>b</b>",
    "<base href=//armed.org/><meta http-equiv=refresh content=0;url=//armed.org><link rel=stylesheet href=//armed.org>",
    f'<object data="javascript:{RUNS}"></object><embed src="javascript:{RUNS}"><iframe src="//armed"></iframe>',
    "<form action=//armed><button formaction=//armed>b</button></form>",
    f"<!--><img src=x onerror={RUNS}>--><![CDATA[<img src=x onerror={RUNS}>]]><?xml <img src=x onerror={RUNS}>?>",
]


def disarmed(*cells: nbformat.NotebookNode, **metadata: object) -> nbformat.NotebookNode:
    notebook, _ = SanitizeOutputs().preprocess(new_notebook(cells=list(cells), metadata=metadata), {})
    return notebook


def page(notebook: nbformat.NotebookNode, template: str) -> BeautifulSoup:
    """Return a page as formgrader makes it, or JupyterLab's export."""
    config = Config()
    config.HTMLExporter.template_name = template
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    made, _ = HTMLExporter(config=config).from_notebook_node(notebook, {"nbgrader": {}})
    return BeautifulSoup(made, "html.parser")


def armed(shown: BeautifulSoup) -> list[str]:
    """Return what of a student's would run on a page."""
    scripts = [s.get_text() for s in shown.find_all("script") if "armed" in s.get_text()]
    handlers_ = [f"{tag.name} {name}" for tag in shown.find_all() for name in tag.attrs if name.startswith("on")]
    links = [
        str(value)
        for tag in shown.find_all()
        for name, value in tag.attrs.items()
        if name in ("href", "src", "xlink:href", "action", "srcdoc")
        and str(value).strip().lower().replace("\t", "").startswith(("javascript:", "data:text", "vbscript:"))
    ]
    frames = [
        tag.name for tag in shown.find_all(["iframe", "object", "embed", "form", "base", "meta"]) if "armed" in str(tag)
    ]
    return scripts + handlers_ + links + frames


@pytest.mark.parametrize("template", ["classic", "lab"])
class TestPages:
    """What nbconvert makes of a sanitized notebook."""

    @pytest.mark.parametrize("data", IN_OUTPUTS, ids=lambda data: next(iter(data)))
    def test_outputs(self, template: str, data: dict) -> None:
        def cell() -> nbformat.NotebookNode:
            return new_code_cell("1", outputs=[new_output("display_data", data | {"text/plain": "plain"})])

        if "application/javascript" in data or data.get("text/html", "").startswith("<script>"):
            assert armed(page(new_notebook(cells=[cell()]), template))  # the test sees what it looks for
        assert not armed(page(disarmed(cell()), template))

    @pytest.mark.parametrize("source", IN_PROSE)
    def test_prose(self, template: str, source: str) -> None:
        shown = page(disarmed(new_markdown_cell(source)), template)
        assert not armed(shown)
        assert "It is shown as it was written." in shown.get_text()

    @pytest.mark.parametrize("source", TRICKS)
    def test_tricks(self, template: str, source: str) -> None:
        output = new_output("display_data", {"text/html": source, "text/plain": "plain"})
        shown = page(disarmed(new_code_cell("1", outputs=[output])), template)
        assert not armed(shown)
        for tag in BeautifulSoup(harmless_html(source), "html.parser").find_all():
            assert tag.name in TAGS
            assert tag.attrs.keys() <= ATTRIBUTES.get(tag.name, set())

    def test_elsewhere(self, template: str) -> None:
        image = new_markdown_cell("![x](attachment:x)", attachments={"x": {"image/png": f'" onerror="{RUNS}'}})
        code = new_code_cell("x = '<script>'", metadata={"tags": [f'"><script>{RUNS}</script>']})
        sized = new_output("display_data", {"image/png": PIXEL})
        sized.metadata = {"image/png": {"width": f'1 onload="{RUNS}"'}}
        code.outputs = [sized]
        language = {"name": f'"><script>{RUNS}</script>', "pygments_lexer": f'"><script>{RUNS}</script>'}
        raw = new_raw_cell(f"<script>{RUNS}</script>")
        assert not armed(page(disarmed(image, code, raw, language_info=language), template))


class TestKept:
    """What is harmless stays."""

    @pytest.mark.parametrize(
        "source",
        [
            "# A title\n\nThe data: x < y and `a<b`, 3 > 2; see [torch](https://pytorch.org/docs) and $x<y$.",
            "* script: none\n* [below](#loss), [a file](notes.md).",
            "[docs]: https://pytorch.org\n\n[docs]",
            "`<b onclick='x()'>` is code, and so is\n\n```\n<script>\n```\n\n    <b>",
            "$\\hat{y} = \\frac{1}{1 + e^{-x}}$",
        ],
    )
    def test_prose(self, source: str) -> None:
        assert harmless_prose(source) == source

    def test_prose_of_the_lessons(self) -> None:
        for path in sorted(Path(ROOT, "solutions").glob("*/*.ipynb")):
            cells = json.loads(path.read_text())["cells"]
            prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
            assert [harmless_prose(each) for each in prose] == prose

    def test_a_table(self) -> None:
        table = '<style scoped>td {color: red}</style><table border="1"><tr><td colspan="2">1 &lt; 2</td></tr></table>'
        assert harmless_html(table) == '<table><tbody><tr><td colspan="2">1 &lt; 2</td></tr></tbody></table>'

    @pytest.mark.parametrize(
        "source",
        [
            "<h1>A title</h1><p>text<br>a <b>b</b> <i>i</i> <em>e</em> <code>c</code> x<sub>1</sub></p><hr>",
            "<ul><li>one</li></ul><ol><li>two</li></ol><dl><dt>a</dt><dd>b</dd></dl><blockquote>q</blockquote>",
            '<table><caption>c</caption><thead><tr><th rowspan="2">h<sup>2</sup></th></tr></thead></table>',
            '<table><tbody><tr><td colspan="2">1</td></tr></tbody><tfoot><tr><td>f</td></tr></tfoot></table>',
            "<details><summary>more</summary><div>less <span>s</span> <del>d</del><ins>i</ins></div></details>",
            '<a href="https://pytorch.org/docs" title="docs">docs</a> <a href="mailto:a@b.org">mail</a>',
            '<a href="notes.md">a file</a> <a href="#loss">below</a> <abbr title="mean squared error">MSE</abbr>',
            "<pre>tensor([[1., 2.]])\n  x &lt; y &amp; z</pre>",
            "plain text, 3 &gt; 2",
        ],
    )
    def test_html(self, source: str) -> None:
        assert harmless_html(source) == source

    def test_a_table_of_pandas(self) -> None:
        frame = pd.DataFrame({"shots": [1.5, 2.0], "team": ["<b>", "&"]})
        rows = BeautifulSoup(harmless_html(frame._repr_html_()), "html.parser").find_all("tr")
        texts = [[each.get_text() for each in row.find_all(["th", "td"])] for row in rows]
        assert texts == [["", "shots", "team"], ["0", "1.5", "<b>"], ["1", "2.0", "&"]]

    def test_images_text_and_evidence(self) -> None:
        data = {"image/png": PIXEL, "text/plain": "<plain>", bundle.MIME_TYPE: {"version": 1}}
        output = new_output("display_data", data, metadata={"image/png": {"width": 300}})
        (cell,) = disarmed(new_code_cell("1", outputs=[output])).cells
        assert cell.outputs[0].data == data
        assert cell.outputs[0].metadata == {"image/png": {"width": 300}}

    def test_a_drawing_is_an_image(self) -> None:
        output = new_output("display_data", {"image/svg+xml": "<svg></svg>", "text/plain": "drawing"})
        shown = page(disarmed(new_code_cell("1", outputs=[output])), "classic")
        assert [i["src"] for i in shown.find_all("img")] == ["data:image/svg+xml;base64,PHN2Zz48L3N2Zz4="]

    def test_what_nbgrader_wrote(self) -> None:
        about = {"grade_id": "data", "locked": False}
        notebook = disarmed(new_code_cell("1", metadata={"nbgrader": about, "tags": ["x"]}), kernelspec=KERNEL)
        assert notebook.cells[0].metadata == {"nbgrader": about}
        assert notebook.metadata == {"kernelspec": KERNEL, "language_info": {"name": "python"}}

    def test_a_note_stands_above_the_text(self) -> None:
        assert harmless_prose("a\n<b>") == f"{AS_TEXT}\n\n    a\n    <b>"
