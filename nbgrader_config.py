"""nbgrader's configuration of this course: nbgrader's own defaults, and where this course differs from them."""

from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "train-a-network"
# The folder of this file, so that a copy of it makes another folder a course.
c.CourseDirectory.root = str(Path(__file__).absolute().parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# Evidence holds what challenges were made of: it is not copied to feedback/, and none is taken from a submission.
# What was being written when a grading was killed may be evidence too.
# A learner's progress file is nobody else's business: it is neither released, nor handed in, nor graded.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.evidence.json", ".writing-*", ".progress.json*",
]  # fmt: skip

c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "grader.grading.preprocessors.cells.LeaveBlanks",  # nbgrader's ClearSolutions, but for the blanks of lessons
    "grader.grading.preprocessors.cells.TidyStubs",  # before the checksums
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Seconds of CPU time a cell; a solved lesson takes 3 in all, beside importing torch. How busy the machine is does not
# count: c.Sandbox.cell_wall_seconds limits what sleeps or waits.
c.Execute.timeout = 60
# What student code may use when it is graded; `grader.sandbox.limits` says what each is for.
c.Sandbox.memory_mib = 2048
c.Sandbox.processes = 64
c.Sandbox.cpu_seconds = 300
c.Sandbox.cell_wall_seconds = 600
c.Sandbox.wall_seconds = 1800
c.Sandbox.open_files = 256
c.Sandbox.file_mib = 64
c.Sandbox.disk_mib = 256
c.Sandbox.output_mib = 16
c.Sandbox.figures = False  # True draws the figures of lessons too, for formgrader; it takes twice as long
c.Autograde.exporter_class = (
    "grader.grading.preprocessors.submission_exporter.SubmissionExporter"  # reads UTF-16 as well
)
c.Autograde.sanitize_preprocessors = [
    "grader.grading.preprocessors.cells.ForgetScores",
    "grader.grading.preprocessors.cells.RefuseLinks",
    "nbgrader.preprocessors.ClearOutput",
    # In place of nbgrader's DeduplicateIds, OverwriteKernelspec and OverwriteCells, which restore less.
    "grader.grading.preprocessors.restore.RestoreCells",
    "grader.grading.preprocessors.limit_prose.LimitProse",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.grading.preprocessors.execute.ExecuteToTheEnd",
    # Takes out what would run in the browser of whoever opens a submission.
    "grader.grading.preprocessors.sanitize_outputs.SanitizeOutputs",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "grader.grading.preprocessors.judge.JudgeEvidence",  # before anything reads a grade out of the outputs
    "nbgrader.preprocessors.LimitOutput",
    "grader.grading.preprocessors.judge.SaveScores",  # as nbgrader's SaveAutoGrades
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "grader.grading.preprocessors.hide_tests.HideTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
