"""Remove from a submission everything that would run code in, or change, the page on which somebody reads it.

nbconvert makes formgrader's pages and the feedback. It copies the HTML, SVG and LaTeX of outputs, the raw HTML and the
links of prose, and some metadata into a page unchanged. A script among them would have the rights of the instructor who
opens the submission. Text, images and harmless HTML are left. Students see their own copy in JupyterLab, unchanged.
"""

from __future__ import annotations

import base64
import functools
import html
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import nh3
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.evidence import bundle
from grader.grading.preprocessors.restore import is_as_released

AS_TEXT = "*This text holds HTML, or a link to something other than a page. It is shown as it was written.*"
TAGS = {
    "a", "abbr", "acronym", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt", "em",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strong",
    "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": set(), "a": {"href", "title"}, "abbr": {"title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"},
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}  # of links
CACHED, MAX_CACHED_CHARACTERS = 1024, 20_000  # texts, and the length of one
IMAGES = ("image/png", "image/jpeg", "image/gif")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_LOOK_CLOSER = re.compile(r"<[A-Za-z/!?]|attachment:")
_ODD_LINK = re.compile(r"(\](\(|:)<?|<)(?!https?:|mailto:|attachment:)[a-z][a-z0-9+.-]*:")
# What unfolds text, as lessons do.
_UNFOLDING = {("details",), ("/details",), ("summary",), ("/summary",)}
_MATH_WITH_LINKS = re.compile(r"\\(href|url|style|class|cssId|data|html|require)", re.IGNORECASE)


class SanitizeOutputs(NbGraderPreprocessor):
    """Keep what is safe to show of a notebook. Runs before verdicts are added, because their HTML is the grader's."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Sanitize all cells, and the metadata of the notebook."""
        nb.metadata = NotebookNode(_only("kernelspec", nb.metadata), language_info=NotebookNode(name="python"))
        for cell in nb.cells:
            cell.metadata = _only("nbgrader", cell.metadata)
            if "attachments" in cell:
                images = {name: _images(each) for name, each in cell.attachments.items()}
                cell.attachments = NotebookNode({name: each for name, each in images.items() if each})
            if cell.cell_type != "code" and is_as_released(cell):
                pass  # the instructor wrote this text, HTML included, and nbgrader compares it to see an empty answer
            elif cell.cell_type == "markdown":
                own = cell.get("attachments") or len(cell.source) > MAX_CACHED_CHARACTERS
                cell.source = harmless_prose(cell.source, cell.get("attachments")) if own else _cached(cell.source)
            elif cell.cell_type == "raw":
                cell.source = html.escape(cell.source, quote=False)
            for output in cell.get("outputs", ()):
                if "data" in output:
                    output.data, output.metadata = _shown(output.data), _sizes(output.get("metadata", {}))
        return nb, resources


def _only(name: str, metadata: NotebookNode) -> NotebookNode:
    return NotebookNode({name: metadata[name]}) if name in metadata else NotebookNode()


def harmless_prose(source: str, attachments: NotebookNode | None = None) -> str:
    """Return Markdown unchanged, or as a block of code if it contains HTML or a link to something other than a page."""
    # Browsers ignore white space in a link's scheme, and Markdown resolves entities and backslashes.
    link = re.sub(r"[\s\\\x00-\x20]", "", html.unescape(source)).lower()
    odd = _ODD_LINK.search(link) or _MATH_WITH_LINKS.search(source)
    if not odd and (not _LOOK_CLOSER.search(source) or _is_plain(source, attachments)):
        return source
    lines = "\n".join(f"    {line}" for line in source.splitlines())
    return f"{AS_TEXT}\n\n{lines}"


@functools.lru_cache(CACHED)
def _cached(source: str) -> str:
    """Do what `harmless_prose` does. The text of a lesson is the same in all submissions, and rendering it is slow."""
    return harmless_prose(source, None)


def _is_plain(source: str, attachments: NotebookNode | None) -> bool:
    """Return whether Markdown contains no HTML except text that can be unfolded.

    Then the page has the same tags if HTML counts as text, as for `a<b`.
    """
    try:
        pages = [
            MarkdownWithMath(renderer=IPythonRenderer(escape=escape, attachments=attachments)).render(source)
            for escape in (False, True)
        ]
    except Exception:  # noqa: BLE001 - nbconvert raises many kinds, for example if a link's attachment is missing
        return False
    with_html, with_text = (_Tags(page).found for page in pages)
    more = list((Counter(with_html) - Counter(with_text)).elements())
    return set(more) <= _UNFOLDING and _is_balanced([tag for tag in with_html if tag in _UNFOLDING])


class _Tags(HTMLParser):
    """`found`: each tag of a page, with its attributes, and anything else that may be more than text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[object, ...]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *attrs))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}",))

    def handle_data(self, data: str) -> None:
        if "<" in data:  # a browser may take it for the beginning of a tag
            self.found.append(("text", data))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.found.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        self.found.append(("instruction", data))

    def unknown_decl(self, data: str) -> None:
        self.found.append(("declaration", data))


def _is_balanced(tags: list[tuple[object, ...]]) -> bool:
    """Return whether every element that is opened is closed, so that it cannot fold away what follows."""
    opened: list[str] = []
    for (tag,) in tags:
        name = str(tag)
        if not name.startswith("/"):
            opened.append(name)
        elif not opened or opened.pop() != name[1:]:
            return False
    return not opened


def harmless_html(source: str) -> str:
    """Return HTML without scripts, handlers, styles, frames, forms and images from elsewhere."""
    return nh3.clean(source, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def _shown(data: NotebookNode) -> NotebookNode:
    """Return the safe representations of an output, by MIME type."""
    kept = NotebookNode({kind: data[kind] for kind in ("text/plain", bundle.MIME_TYPE) if kind in data})
    kept.update(_images(data))
    if isinstance(data.get("text/html"), str):
        kept["text/html"] = harmless_html(data["text/html"])
    elif isinstance(data.get("image/svg+xml"), str):
        # Browsers run no script of a drawing that is the source of an <img>.
        drawing = base64.b64encode(data["image/svg+xml"].encode()).decode("ascii")
        kept["text/html"] = f'<img alt="" src="data:image/svg+xml;base64,{drawing}">'
    if isinstance(data.get("text/markdown"), str):
        kept["text/markdown"] = harmless_prose(data["text/markdown"])
    latex = data.get("text/latex")
    if isinstance(latex, str) and not _MATH_WITH_LINKS.search(latex):
        kept["text/latex"] = html.escape(latex, quote=False)
    return kept


def _images(data: NotebookNode) -> NotebookNode:
    """Return the images among the representations of an output or an attachment, by MIME type."""
    found = {kind: data[kind] for kind in IMAGES if isinstance(data.get(kind), str)}
    return NotebookNode({kind: content for kind, content in found.items() if _BASE64.fullmatch(content)})


def _sizes(metadata: Any) -> NotebookNode:
    """Return the width and height of images, and drop the other metadata of an output."""
    sizes = {
        kind: {name: size for name, size in about.items() if name in ("width", "height") and type(size) in (int, float)}
        for kind in IMAGES
        if isinstance(about := metadata.get(kind), dict)
    }
    return NotebookNode({kind: NotebookNode(about) for kind, about in sizes.items() if about})
