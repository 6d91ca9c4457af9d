"""The error of a cluster that cannot grade. One line says why, and what to do about it."""

from __future__ import annotations


class ClusterError(Exception):
    """The cluster cannot be used, or not any longer. What was graded before stays graded."""
