"""What can keep a cluster from grading. One line says what, and what to do about it."""

from __future__ import annotations


class ClusterError(Exception):
    """The cluster cannot be had, or not any longer. What was graded before stays graded."""
