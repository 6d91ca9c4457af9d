"""What stops a command, or the grading of one submission. The message of each is one line for an instructor."""


class CourseError(Exception):
    """Something about the course or the request is wrong."""


class NotGradedError(Exception):
    """A submission cannot be judged, so it gets no verdict, which is different from 0 points."""


class GradebookGoneError(Exception):
    """The gradebook stopped answering. The message says which one, and what to do."""


class ClusterError(Exception):
    """The cluster cannot be used, or not any longer, and what to do about it. What was graded before stays graded."""
