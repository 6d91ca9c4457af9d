"""What the fork server does once before it forks kernels, and how a kernel answers the requests of the grader."""

from __future__ import annotations

import gc
import importlib
import io
import pkgutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import torch
import torch.utils.data  # lesson 4 needs it
from torch import nn, optim

from grader import lessons
from grader.core import collect_requests, guard
from grader.evidence import bundle
from grader.grading.kernel import answer_request
from grader.notebook import figures, session
from grader.notebook.collect import patience
from grader.notebook.recording.recorder import recorder
from grader.sandbox import module_snapshot

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

    Answer = Callable[[str, dict[str, Any]], dict[str, Any] | None]

# Student code may have changed these modules. They are restored before evidence is collected.
RESTORED_BEFORE_COLLECTING = (
    "grader.evidence.*", "grader.grading.kernel.answer_request", "grader.notebook.collect.*", "grader.core.exercise",
    "grader.core.collect_requests", "grader.core.cell_source", "grader.core.guard", "grader.lessons.*",
    "grader.notebook.recording.*", "grader.notebook.session",
    "torch", "torch._tensor", "torch._utils", "torch.autograd",
    "torch.autograd.grad_mode", "torch.autograd.graph", "torch.nn.modules.module", "torch.nn.parameter",
    "torch.optim.optimizer", "torch.optim.sgd", "torch.optim.adam", "torch.random", "torch.utils._contextlib",
    "torch.utils._device", "torch.utils.hooks", "msgspec.*", "safetensors.*", "json.*", "base64", "inspect", "ast",
    "textwrap", "io", "contextlib", "traceback", "warnings", "numbers", "math", "functools", "time", "types",
    "hashlib", "signal", "select", "grader.sandbox.worker_loop", "grader.sandbox.frames", "grader.sandbox.outputs",
)  # fmt: skip
# These are restored once more before the answer is sent.
RESTORED_BEFORE_SENDING = (
    "grader.sandbox.worker_loop", "grader.sandbox.frames", "grader.sandbox.outputs", "msgspec.*", "signal", "select",
    "os", "socket", "struct", "asyncio.*",
)  # fmt: skip
FOR_A_FRONT_END = {"grader.notebook.figures.live"}  # slow to import, and needless when grading


def prepare(modules: Sequence[str]) -> Answer:  # noqa: ARG001 - as each preparation takes them
    """Import what lessons need, and do once what is slow the first time. Returns the function that answers requests.

    The `modules` are imported already, and lessons need nothing else of them.
    """
    _draw()
    _train()
    for module in pkgutil.iter_modules(figures.__path__, "grader.notebook.figures."):
        if module.name not in FOR_A_FRONT_END:
            importlib.import_module(module.name)
    declared = [lessons.find(name) for name in lessons.MODULES]
    recorder.start()
    exercises = [exercise for lesson in declared for exercise in lesson.exercises.values()]
    guard.undo = _restore  # before the snapshot, so that it stays
    patience.SECONDS *= patience.GRADING
    restore = module_snapshot.take_snapshot(RESTORED_BEFORE_COLLECTING, exercises, [*declared, recorder])
    restore_sending = module_snapshot.take_snapshot(RESTORED_BEFORE_SENDING)
    _restoring.append(restore)
    forget_kernels = _foreign_kernels()
    prefix, mime_type = collect_requests.PREFIX, bundle.MIME_TYPE
    requested, collect = collect_requests.requested, answer_request.collect

    def answer(code: str, namespace: dict[str, Any]) -> dict[str, Any] | None:
        if not code.startswith(prefix):
            return None
        collecting = gc.isenabled()
        gc.disable()  # a finalizer may be student code
        try:
            forget_kernels()
            restore()
            request = requested(code)
            if request is None:  # a comment of the student that looks like a request
                return None
            packed = collect(request, namespace)
            restore_sending()  # collecting evidence may have run student code
            return {mime_type: packed, "text/plain": f"evidence of {request.exercise}"}
        finally:
            if collecting:
                gc.enable()

    return answer


def _foreign_kernels() -> Callable[[], None]:
    """Return a function that removes a notebook's replacements of torch's own operations."""
    known = len(torch.library._impls)  # noqa: SLF001 - the only place where torch counts them

    def forget() -> None:
        if len(torch.library._impls) != known:  # noqa: SLF001 - torch has no public way to undo them
            for thing in gc.get_objects():
                if type(thing) is torch.library.Library and thing._op_impls:  # noqa: SLF001 - torch has no public way to undo them
                    thing._destroy()  # noqa: SLF001 - torch has no public way to undo them

    return forget


_restoring: list[Callable[[], None]] = []


def _restore() -> None:
    _restoring[0]()


def begin(shell: InteractiveShell) -> None:
    """Let the recorder follow the cells that this kernel is going to run."""
    session.watch(shell)


def _draw() -> None:
    mpl.use("module://matplotlib_inline.backend_inline")
    import matplotlib.pyplot as plt  # noqa: PLC0415 - after its backend is chosen

    figure, axes = plt.subplots(1, 2)
    axes[0].plot([0, 1], [0, 1], label="$x$")
    axes[0].legend()
    axes[1].contour([[0, 1], [1, 2]])
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")
    plt.close(figure)


def _train() -> None:
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True, warn_only=True)
    net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid())
    for make in (optim.SGD, optim.Adam):
        optimizer = make(net.parameters(), lr=0.1)
        loss = nn.BCELoss()(net(torch.zeros(4, 2)), torch.zeros(4, 1))
        loss.backward()
        optimizer.step()
