"""What can keep a kernel from being had. One line says what, and what to do about it."""

from __future__ import annotations


class KernelError(Exception):
    """No kernel can be had."""


class NoSandboxError(KernelError):
    """No sandbox can be had here."""


class ForkServerError(KernelError):
    """The process that kernels are forked from could not be started, or is gone."""
