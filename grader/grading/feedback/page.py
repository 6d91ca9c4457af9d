"""Render feedback pages with nbgrader's template, for a whole class: what notebooks have in common is rendered once.

nbgrader's generate_feedback is slower: for each notebook it opens the gradebook, validates the format after each
preprocessor, renders the cells that are the same in all notebooks, and parses the finished page again.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import nbconvert
import nbformat
import nbgrader
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades
from traitlets.utils.importstring import import_item

from grader.grading.errors import CourseError
from grader.grading.feedback.saved_outputs import show_saved
from grader.grading.gradebook.student_scores import StudentScores
from grader.grading.preprocessors.hide_tests import HideTests
from grader.grading.texts import typed_line
from grader.grading.verdicts.scored_cells import contents, put_scores

NBGRADERS_TEMPLATE, TEMPLATE = "feedback", "course_feedback"
TEMPLATES = Path(__file__).parent / "templates"
CACHED = 4096  # cells
MAX_CACHED_CHARACTERS = 20_000  # longer cells are not cached
_NO_ALT = re.compile(r"<img\b(?![^>]*\balt=)")


class ClassExporter(HTMLExporter):
    """nbconvert's HTMLExporter without its most expensive repeated work. Its pages look the same."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._markdown = functools.lru_cache(CACHED)(lambda source: HTMLExporter.markdown2html(self, {}, source))
        self._highlighters: dict[str | None, Any] = {}

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """Render Markdown, from a cache unless the cell has attachments or paths of its own."""
        own = context.get("cell", {}).get("attachments") or self.embed_images or len(source) > MAX_CACHED_CHARACTERS
        return HTMLExporter.markdown2html(self, context, source) if own else self._markdown(source)

    def from_notebook_node(  # type: ignore[override]  # a page is a text, as of every exporter with a template
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **settings: Any
    ) -> tuple[str, ResourcesDict]:
        """Return the page of a notebook, and change the notebook on the way."""
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        about = self._init_resources(resources)
        self.register_filter("highlight_code", self._highlighter(lexer))
        self.register_filter(
            "filter_data_type",
            WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=about),
        )
        page, made = TemplateExporter.from_notebook_node(self, nb, about, **settings)
        page = page.replace("<html>", '<html lang="en">', 1)
        page = _NO_ALT.sub('<img alt="No description has been provided for this image"', page)
        return page, cast("ResourcesDict", made)

    def _preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        for preprocessor in self._preprocessors:
            nb, resources = preprocessor(nb, resources)
        return nb, resources

    def style_once(self) -> None:
        """Compute the style for the first page only, because all pages have the template's style."""
        self._preprocessors = [
            _once(preprocessor) if isinstance(preprocessor, CSSHTMLHeaderPreprocessor) else preprocessor
            for preprocessor in self._preprocessors
        ]

    def _highlighter(self, lexer: str | None) -> Any:
        if lexer not in self._highlighters:
            highlight = Highlight2HTML(pygments_lexer=lexer, parent=self)
            cached = functools.lru_cache(CACHED)(
                lambda source, language, magics: highlight(
                    source, language, {"magics_language": magics} if magics else {}
                )
            )

            def highlighted(source: str, language: str | None = None, metadata: Mapping[str, Any] | None = None) -> str:
                if len(source) > MAX_CACHED_CHARACTERS:
                    return highlight(source, language, metadata)
                return cached(source, language, (metadata or {}).get("magics_language"))

            self._highlighters[lexer] = highlighted
        return self._highlighters[lexer]


class FeedbackPages:
    """Makes the pages of a class with the preprocessors and the template from nbgrader_config.py."""

    def __init__(self, converter: GenerateFeedback, max_points: Mapping[str, float]) -> None:
        """`max_points` are those of each graded cell, by grade_id."""
        self._max_points = max_points
        config = converter.config.copy()
        if config.HTMLExporter.template_name == NBGRADERS_TEMPLATE:  # a course may have set another one
            html = config.HTMLExporter
            html.template_name = TEMPLATE
            html.extra_template_paths = [*html.extra_template_paths, *html.extra_template_basedirs]
            html.extra_template_basedirs = [*html.extra_template_basedirs, str(TEMPLATES)]
        self._exporter = ClassExporter(config=config)
        kinds = [import_item(kind) if isinstance(kind, str) else kind for kind in converter.preprocessors]
        if not any(issubclass(kind, HideTests) for kind in kinds):
            kinds.append(HideTests)  # even if the configuration leaves it out
        for kind in kinds:
            if not issubclass(kind, GetGrades):
                self._exporter.register_preprocessor(kind)
        self._exporter.style_once()
        _ = self._exporter.template  # compile it before processes are forked

    @property
    def look(self) -> str:
        """What all pages depend on: the template, the configuration and the versions of nbconvert and nbgrader."""
        environment = self._exporter.environment
        source, *_ = environment.loader.get_source(environment, self._exporter.template_file)
        return f"{source}{self._exporter.config!r}{nbconvert.__version__}{nbgrader.__version__}"

    def page(
        self, encoded: bytes, about: dict[str, str], own_scores: StudentScores, handed_in: bytes | None = None
    ) -> str:
        """Return the page of an autograded notebook. Raises CourseError.

        `about` has nbgrader's names: student, assignment, notebook. Pictures come from what was `handed_in`.
        """
        try:
            notebook = nbformat.reads(encoded.decode(), as_version=4)
        except Exception as error:
            raise CourseError(f"the autograded notebook cannot be read: {typed_line(error)}") from error
        put_scores(notebook, own_scores, self._max_points)
        if handed_in is not None:
            show_saved(notebook.cells, handed_in)
        resources = {
            "unique_key": about["notebook"],
            "output_files_dir": f"{about['notebook']}_files",
            "metadata": {"name": about["notebook"]},
            "nbgrader": {
                **about,
                "score": own_scores.score - own_scores.late_penalty,
                "max_score": sum(self._max_points.values()),
                "late_penalty": own_scores.late_penalty,
                "contents": contents(notebook, own_scores),
            },
        }
        return self._exporter.from_notebook_node(notebook, resources)[0]


def _once(header: CSSHTMLHeaderPreprocessor) -> Any:
    """Return a preprocessor that does what `header` does, but computes the style only once."""
    inlined: dict[str, Any] = {}

    def preprocess(nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        if not header.enabled:
            return nb, resources
        if not inlined:
            _, made = header.preprocess(nb, resources)
            inlined.update(made["inlining"])
        resources["inlining"] = dict(inlined)
        return nb, resources

    return preprocess
