"""A bound on what students write beside their code: notebooks that come of grading have to be opened by somebody."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer

from grader.grading.course import CourseError

if TYPE_CHECKING:
    from nbconvert.exporters.exporter import ResourcesDict
    from nbformat import NotebookNode

LOG = logging.getLogger("traitlets")
CUT = "\n\n[cut here by the grader: a notebook may have {most:,} characters of text; the file handed in has all of it]"
WITHOUT = "\n\n[the grader left out the pictures pasted here: a notebook may have {most:,} bytes of them]"


class LimitProse(NbGraderPreprocessor):
    """Cut the text and leave out the pictures that are too much, and say so there; refuse code that is too much."""

    most_text = Integer(2_000_000, min=0, help="Characters of text in all cells that are no code.").tag(config=True)
    most_pictures = Integer(16_000_000, min=0, help="Bytes of pictures that are pasted into text.").tag(config=True)
    most_code = Integer(8_000_000, min=0, help="Characters of code in all cells.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Look at the student's own cells and at the locked ones alike. Raises CourseError."""
        code = sum(len(cell.source) for cell in nb.cells if cell.cell_type == "code")
        if code > self.most_code:
            raise CourseError(f"the notebook has {code:,} characters of code, more than {self.most_code:,}")
        student = resources.get("nbgrader", {}).get("student", "")
        text, pictures = self.most_text, self.most_pictures
        for number, cell in enumerate(nb.cells, 1):
            if cell.cell_type == "code":
                continue
            pasted = _size(cell.get("attachments", {}))
            if pasted > pictures:
                del cell["attachments"]
                cell.source += WITHOUT.format(most=self.most_pictures)
                LOG.warning("%s: pictures of cell %d left out: %d bytes", student, number, pasted)
            else:
                pictures -= pasted
            if len(cell.source) > text:
                LOG.warning("%s: text of cell %d cut: %d characters", student, number, len(cell.source))
                cell.source = cell.source[:text] + CUT.format(most=self.most_text)
                text = 0
            else:
                text -= len(cell.source)
        return nb, resources


def _size(attachments: NotebookNode) -> int:
    return sum(
        len(name) + len(kind) + (len(content) if isinstance(content, str) else len(repr(content)))
        for name, each in attachments.items()
        for kind, content in each.items()
    )
