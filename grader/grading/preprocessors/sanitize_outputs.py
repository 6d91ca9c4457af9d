"""Take out of a submission whatever would run, or change the page, where somebody reads it.

Formgrader and feedback pages are made with nbconvert, which puts HTML, SVG and LaTeX of outputs, raw HTML and links of
prose, and some metadata into a page as they stand. A script among them would have the rights of the instructor who
opens the submission. What is left is text, images and harmless HTML; what students see in JupyterLab is their own copy.
"""

from __future__ import annotations

import base64
import html
import re
from typing import TYPE_CHECKING, Any

import bleach
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum

from grader.evidence import bundle

if TYPE_CHECKING:
    from nbconvert.exporters.exporter import ResourcesDict

AS_TEXT = "*This text holds HTML, or a link to something other than a page. It is shown as it was written.*"
TAGS = {
    *bleach.ALLOWED_TAGS, "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "ins", "p", "pre", "q", "s", "small", "span", "sub", "summary", "sup", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "u",
}  # fmt: skip
ATTRIBUTES = {"a": ["href", "title"], "abbr": ["title"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan"]}
IMAGES = ("image/png", "image/jpeg", "image/gif")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_WITHOUT_TEXT = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_LOOK_CLOSER = re.compile(r"<[A-Za-z/!?]|attachment:")
_ODD_LINK = re.compile(r"(\](\(|:)<?|<)(?!https?:|mailto:|attachment:)[a-z][a-z0-9+.-]*:")
_MATH_WITH_LINKS = re.compile(r"\\(href|url|style|class|cssId|data|html|require)", re.IGNORECASE)


class SanitizeOutputs(NbGraderPreprocessor):
    """Leave of a notebook what is safe to show. Runs before verdicts are put in, whose HTML is the grader's own."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """SanitizeOutputs all cells, and what the notebook says of itself."""
        nb.metadata = NotebookNode(_only("kernelspec", nb.metadata), language_info=NotebookNode(name="python"))
        for cell in nb.cells:
            cell.metadata = _only("nbgrader", cell.metadata)
            if "attachments" in cell:
                images = {name: _images(each) for name, each in cell.attachments.items()}
                cell.attachments = NotebookNode({name: each for name, each in images.items() if each})
            if _is_as_released(cell):
                pass  # the instructor's own words, HTML and all: and nbgrader tells by them that nobody has answered
            elif cell.cell_type == "markdown":
                cell.source = harmless_prose(cell.source, cell.get("attachments"))
            elif cell.cell_type == "raw":
                cell.source = html.escape(cell.source, quote=False)
            for output in cell.get("outputs", ()):
                if "data" in output:
                    output.data, output.metadata = _shown(output.data), _sizes(output.get("metadata", {}))
        return nb, resources


def _is_as_released(cell: NotebookNode) -> bool:
    """Compare with the checksum from the gradebook, which RestoreCells has put into the metadata."""
    about = cell.metadata.get("nbgrader", {})
    return cell.cell_type != "code" and "checksum" in about and about["checksum"] == compute_checksum(cell)


def _only(name: str, metadata: NotebookNode) -> NotebookNode:
    return NotebookNode({name: metadata[name]}) if name in metadata else NotebookNode()


def harmless_prose(source: str, attachments: NotebookNode | None = None) -> str:
    """Return Markdown as it is, or as a block of code where it holds HTML or a link to anything but a page."""
    # Browsers overlook white space in a link's scheme, and Markdown resolves entities and backslashes.
    link = re.sub(r"[\s\\\x00-\x20]", "", html.unescape(source)).lower()
    odd = _ODD_LINK.search(link) or _MATH_WITH_LINKS.search(source)
    if not odd and (not _LOOK_CLOSER.search(source) or _is_plain(source, attachments)):
        return source
    lines = "\n".join(f"    {line}" for line in source.splitlines())
    return f"{AS_TEXT}\n\n{lines}"


def _is_plain(source: str, attachments: NotebookNode | None) -> bool:
    """Tell whether a page shows the same where HTML in Markdown counts as text: `a<b` is none."""
    try:
        pages = [
            MarkdownWithMath(renderer=IPythonRenderer(escape=escape, attachments=attachments)).render(source)
            for escape in (False, True)
        ]
    except Exception:  # noqa: BLE001 - a link to an attachment that is not there, and whatever else stops nbconvert
        return False
    return pages[0] == pages[1]


def harmless_html(source: str) -> str:
    """Return HTML without scripts, handlers, styles, frames, forms and images from elsewhere."""
    return bleach.clean(_WITHOUT_TEXT.sub("", source), tags=TAGS, attributes=ATTRIBUTES, strip=True)


def _shown(data: NotebookNode) -> NotebookNode:
    """Return the representations of an output that are safe, by MIME type."""
    kept = NotebookNode({kind: data[kind] for kind in ("text/plain", bundle.MIME_TYPE) if kind in data})
    kept.update(_images(data))
    if isinstance(data.get("text/html"), str):
        kept["text/html"] = harmless_html(data["text/html"])
    elif isinstance(data.get("image/svg+xml"), str):
        # In an image of its own a drawing runs no script.
        drawing = base64.b64encode(data["image/svg+xml"].encode()).decode("ascii")
        kept["text/html"] = f'<img alt="" src="data:image/svg+xml;base64,{drawing}">'
    if isinstance(data.get("text/markdown"), str):
        kept["text/markdown"] = harmless_prose(data["text/markdown"])
    latex = data.get("text/latex")
    if isinstance(latex, str) and not _MATH_WITH_LINKS.search(latex):
        kept["text/latex"] = html.escape(latex, quote=False)
    return kept


def _images(data: NotebookNode) -> NotebookNode:
    """Return the images among the representations of an output, or of an attachment."""
    return NotebookNode({kind: data[kind] for kind in IMAGES if _is_base64(data.get(kind))})


def _is_base64(content: Any) -> bool:
    return isinstance(content, str) and _BASE64.fullmatch(content) is not None


def _sizes(metadata: Any) -> NotebookNode:
    """Return how large images are to be shown; other metadata of outputs are for front ends."""
    sizes = {
        kind: {name: size for name, size in about.items() if name in ("width", "height") and type(size) in (int, float)}
        for kind in IMAGES
        if isinstance(about := metadata.get(kind), dict)
    }
    return NotebookNode({kind: NotebookNode(about) for kind, about in sizes.items() if about})
