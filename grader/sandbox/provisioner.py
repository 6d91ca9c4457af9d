"""Jupyter's way to a warm kernel: `"kernel_provisioner": {"provisioner_name": "warm-sandbox"}` in a kernelspec.

For whoever speaks Jupyter's protocol. Grading asks the same fork_server for its kernels, and sends them cells directly.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerBase

from grader.sandbox.errors import ForkServerError
from grader.sandbox.forkserver import MORE_MODULES, ForkedKernel, ForkServer
from grader.sandbox.limits import Sandbox
from grader.sandbox.messages import PORTS, SOCKET, Ended, Ready
from grader.sandbox.staged_files import home_from

if TYPE_CHECKING:
    from traitlets.config import Config

SPECS = Path(__file__).parent / "spec"
NAME = "sandboxed"
LOG = logging.getLogger("traitlets")

_zygotes: dict[str, ForkServer] = {}


def shared_fork_server(config: Config) -> ForkServer:
    """Return this process's fork_server for what `c.Sandbox` says, started if need be. Raises KernelError."""
    sandbox = Sandbox(config=config)
    settings = sorted((name, getattr(sandbox, name)) for name in sandbox.trait_names(config=True))
    key = repr((settings, MORE_MODULES))
    fork_server = _zygotes.get(key)
    if fork_server is None or not fork_server.running:
        fork_server = _zygotes[key] = ForkServer(sandbox)
        fork_server.start()
    return fork_server


def close_fork_servers() -> None:
    """End the fork servers of this process, and every kernel with them."""
    while _zygotes:
        fork_server = _zygotes.popitem()[1]
        fork_server.close()
        if fork_server.cpu_seconds is not None:
            LOG.info("kernels took %.3f CPU-seconds", fork_server.cpu_seconds)


def kernel_specs() -> KernelSpecManager:
    """Return the kernelspec, which lies in this package: students need not see it among the kernels of JupyterLab."""
    return KernelSpecManager(kernel_dirs=[str(SPECS)], ensure_native_kernel=False)


class WarmProvisioner(KernelProvisionerBase):
    """Has kernels forked from this process's fork_server."""

    kernel: ForkedKernel | None = None

    @property
    def has_process(self) -> bool:
        return self.kernel is not None and self.kernel.ended is None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Leave the environment alone: a kernel has one of its own."""
        return {"cmd": [], "cwd": kwargs.get("cwd")}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Fork a kernel that has a copy of `cwd` as its home. Raises NoSandboxError, ForkServerError."""
        fork_server = shared_fork_server(self.config)
        self.kernel = fork_server.spawn(
            home_from(kwargs.get("cwd") or None, fork_server.sandbox.limits().disk), jupyter=True
        )
        told = await hear(self.kernel)
        if not isinstance(told, Ready):
            raise ForkServerError(f"a kernel did not start: {told.detail or told.reason}")
        return {
            "transport": "ipc",
            "ip": str(self.kernel.folder / SOCKET),
            "key": self.kernel.key.encode(),
            "signature_scheme": "hmac-sha256",
            **PORTS,
        }

    @property
    def ended(self) -> Ended | None:
        """How the kernel ended, None while it runs."""
        if self.kernel is None:
            return None
        self.kernel.hear()
        return self.kernel.ended

    async def poll(self) -> int | None:
        ended = self.ended
        return None if ended is None else ended.status or 1

    async def wait(self) -> int | None:
        """Wait for the end."""
        if self.kernel is None:
            return 0
        while self.kernel.ended is None:
            await hear(self.kernel)
        return self.kernel.ended.status

    async def send_signal(self, signum: int) -> None:
        if self.kernel is not None:
            self.kernel.signal(signum)

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - Jupyter's signature
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - as above
        await self.send_signal(signal.SIGKILL)

    async def cleanup(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - as above
        """Forget the kernel, ended or not."""
        if self.kernel is not None:
            self.kernel.close()


async def hear(kernel: ForkedKernel) -> Ready | Ended:
    """Wait for what a kernel's supervisor tells next."""
    loop = asyncio.get_running_loop()
    descriptor = kernel.fileno()
    while (told := kernel.hear()) is None:
        heard = loop.create_future()
        loop.add_reader(descriptor, lambda: heard.done() or heard.set_result(None))  # noqa: B023 - removed below
        try:
            await heard
        finally:
            loop.remove_reader(descriptor)
    return told
