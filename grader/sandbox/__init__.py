"""Warm and sandboxed kernels: forked from one prepared process, each in namespaces of its own. Knows no lessons."""
