"""Sandboxed kernels, forked from one prepared process, each in its own namespaces. Nothing here knows the lessons."""
