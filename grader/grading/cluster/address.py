"""Where a scheduler is: its address, the file that it writes, or a cluster of a Dask Gateway."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import dask

from grader.grading.errors import ClusterError
from grader.grading.texts import typed_line

if TYPE_CHECKING:
    from distributed.security import Security

GATEWAY = "gateway://"
_READ_AGAIN = 0.2  # seconds until a file that is not there yet is looked for again


class Place(NamedTuple):
    """A scheduler's address, and the certificate that a gateway gives for it, if it is behind one."""

    address: str
    security: Security | None = None


async def find(scheduler: str | Path, seconds: float) -> Place:
    """Return the address of a scheduler that is named by an address or by the file that it writes.

    Waits up to `seconds` for the file. Raises ClusterError.
    """
    if isinstance(scheduler, Path):
        scheduler = await _written(scheduler, seconds)
    return await _behind_gateway(scheduler) if scheduler.startswith(GATEWAY) else Place(scheduler)


async def _written(path: Path, seconds: float) -> str:
    """Return the address in the file that `dask scheduler --scheduler-file` writes, as soon as it is there."""
    deadline = time.monotonic() + seconds
    while True:
        address, problem = _read(path)
        if not problem:
            return address
        if time.monotonic() > deadline:
            raise ClusterError(f"no scheduler has written {path}: {problem}")
        await asyncio.sleep(_READ_AGAIN)


def _read(path: Path) -> tuple[str, str]:
    """Return the address in a scheduler's file, and what is wrong with the file. It may be half written."""
    try:
        address = json.loads(path.read_bytes())["address"]
    except OSError as error:
        return "", error.strerror or str(error)
    except (ValueError, KeyError, TypeError):
        address = None
    return (address, "") if isinstance(address, str) else ("", "it does not hold the address of a scheduler")


async def _behind_gateway(address: str) -> Place:
    """Return what is needed to reach the cluster gateway://HOST:PORT/CLUSTER.

    Dask's setting `gateway.address` says where the gateway itself is. The default is the same host and port, with http.
    """
    try:
        from dask_gateway import Gateway  # noqa: PLC0415 - few clusters have a gateway
        from dask_gateway.client import GatewayClusterError, GatewayServerError  # noqa: PLC0415 - few clusters have a gateway
    except ImportError as error:
        raise ClusterError(
            "a cluster of a Dask Gateway needs one more package: pip install dask-gateway, here and on its machines"
        ) from error
    host, _, name = address.removeprefix(GATEWAY).partition("/")
    where: Any = dask.config.get("gateway.address", None) or f"http://{host}"
    try:
        async with Gateway(where, proxy_address=f"{GATEWAY}{host}", asynchronous=True) as gateway:
            cluster = await gateway.get_cluster(name)
    except (GatewayClusterError, GatewayServerError, ValueError, OSError) as error:
        raise ClusterError(
            f"the gateway at {where} has no cluster {name!r} to grade on: {typed_line(error)}"
        ) from error
    if cluster.scheduler_address is None:
        raise ClusterError(f"the cluster {name!r} of the gateway at {where} is {cluster.status.name.lower()}")
    return Place(cluster.scheduler_address, cluster.security)
