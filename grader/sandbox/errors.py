"""Why a kernel cannot be started. Each message is one line that says what failed, and what to do about it."""

from __future__ import annotations


class KernelError(Exception):
    """A kernel cannot be started."""


class NoSandboxError(KernelError):
    """This machine cannot set up the sandbox."""


class ForkServerError(KernelError):
    """The process that kernels are forked from did not start, or has ended."""
