"""The settings of this course in which it differs from nbgrader's defaults."""

from pathlib import Path

c = get_config()  # noqa: F821 - nbgrader provides it

c.CourseDirectory.course_id = "train-a-network"
# The folder of this file, so that a copy of it makes another folder a course.
c.CourseDirectory.root = str(Path(__file__).absolute().parent)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# Evidence holds the inputs of challenges, so it is neither copied to feedback/ nor taken from a submission.
# A file that was being written when grading was killed may be evidence too.
# The progress file of a learner is private, so it is neither released, nor handed in, nor graded.
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.evidence.json", ".writing-*", ".progress.json*",
]  # fmt: skip

c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "grader.grading.preprocessors.cells.LeaveBlanks",  # nbgrader's ClearSolutions, but for the blanks of lessons
    "grader.grading.preprocessors.cells.TidyStubs",  # before the checksums
    "grader.grading.preprocessors.due_date.ShowDueDate",
    "grader.grading.preprocessors.fold_questions.FoldQuestions",
    "grader.grading.preprocessors.cells.SetPoints",  # of c.LessonSettings, before the checksums
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# Seconds of CPU time for one cell. All cells of a solved lesson together take about 3, besides the import of torch. CPU
# time is the same on a busy machine. c.Sandbox.cell_wall_seconds limits a cell that sleeps or waits.
c.Execute.timeout = 60
# Limits of student code in grading. `grader.sandbox.limits` says what each of them is for.
c.Sandbox.memory_mib = 2048
c.Sandbox.processes = 64
c.Sandbox.cpu_seconds = 300
c.Sandbox.cell_wall_seconds = 600
c.Sandbox.wall_seconds = 1800
c.Sandbox.open_files = 256
c.Sandbox.file_mib = 64
c.Sandbox.disk_mib = 256
c.Sandbox.output_mib = 16
c.Sandbox.figures = False  # True also draws the figures of lessons for formgrader, and takes twice as long
c.Autograde.exporter_class = (
    "grader.grading.preprocessors.submission_exporter.SubmissionExporter"  # reads UTF-16 as well
)
c.Autograde.sanitize_preprocessors = [
    "grader.grading.preprocessors.cells.ForgetScores",
    "grader.grading.preprocessors.cells.RefuseLinks",
    "nbgrader.preprocessors.ClearOutput",
    # Replaces nbgrader's DeduplicateIds, OverwriteKernelspec and OverwriteCells, which restore less.
    "grader.grading.preprocessors.restore.RestoreCells",
    "grader.grading.preprocessors.limit_prose.LimitProse",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.grading.preprocessors.execute.ExecuteToTheEnd",
    # Removes what would run in the browser of a person who opens a submission.
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

# A summary above each submission in formgrader. Feedback pages are made by an HTMLExporter as well, and stay unchanged.
c.HTMLExporter.preprocessors = ["grader.grading.preprocessors.formgrader_summary.ShowSummary"]
