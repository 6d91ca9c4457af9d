"""Limit the text and pictures in a submission, so that people can open the graded notebook."""

from __future__ import annotations

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Integer

from grader.grading.errors import CourseError
from grader.grading.log import LOG

CUT = "\n\n[The grader cut the text here. A notebook may have {most:,} characters of text. Your file has all of it.]"
WITHOUT = (
    "\n\n[The grader left out the pictures that were pasted here. A notebook may have {most:,} bytes of pictures.]"
)


class LimitProse(NbGraderPreprocessor):
    """Cut text and remove pictures beyond a limit, and say so in the cell. Refuse a notebook with too much code."""

    most_text = Integer(2_000_000, min=0, help="Characters of text in all cells that are not code.").tag(config=True)
    most_pictures = Integer(16_000_000, min=0, help="Bytes of pictures that are pasted into text.").tag(config=True)
    most_code = Integer(8_000_000, min=0, help="Characters of code in all cells.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Limit all cells, the student's and the locked ones. Raises CourseError."""
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
                LOG.warning("%s: the pictures of cell %d were left out: %d bytes", student, number, pasted)
            else:
                pictures -= pasted
            if len(cell.source) > text:
                LOG.warning("%s: the text of cell %d was cut: it has %d characters", student, number, len(cell.source))
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
