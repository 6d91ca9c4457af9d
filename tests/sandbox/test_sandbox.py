"""What a sandboxed kernel can see, write, connect to and use: each test runs a cell that tries to."""

from __future__ import annotations

import textwrap
import time
from ast import literal_eval
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.running import session
from tests.support.classroom import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.forkserver import ForkServer


WRITABLE = ("/tmp", "/dev/shm")  # noqa: S108 - in the sandbox


def printed(fork_server: ForkServer, code: str, files: Path | None = None) -> list[str]:
    with session(fork_server, files) as kernel:
        return kernel.run(textwrap.dedent(code)).splitlines()


class TestSight:
    """What a kernel sees of the machine."""

    def test_nothing_of_the_course(self, fork_server: ForkServer) -> None:
        shown = printed(fork_server, f"import os; print(sorted(os.listdir({str(ROOT)!r})))")
        assert set(literal_eval(shown[0])) <= {"grader", ".venv"}

    def test_no_process_but_its_own(self, fork_server: ForkServer) -> None:
        with session(fork_server), session(fork_server) as kernel:
            shown = kernel.run("import os; print(sorted(p for p in os.listdir('/proc') if p.isdigit()))")
        assert literal_eval(shown) == ["1", "2"]

    def test_no_environment_of_the_grader(self, fork_server: ForkServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("GRADER_CANARY", "canary")
        code = """
            import glob, os
            print("canary" in repr(os.environ))
            for path in glob.glob("/proc/*/environ"):
                try:
                    print("canary" in open(path).read())
                except OSError as error:
                    print(False)
        """
        assert set(printed(fork_server, code)) == {"False"}

    def test_no_passwords_and_no_homes(self, fork_server: ForkServer) -> None:
        code = """
            import os
            print([p for p in ("/etc/passwd", "/etc/shadow", "/etc/hosts", "/var", "/srv") if os.path.exists(p)])
            print(os.listdir("/home"), os.listdir("/home/student"), os.listdir("/tmp"), os.listdir("/run/kernels"))
        """
        tmp, *below = ROOT.parts[1:3]
        seen = below if tmp == "tmp" else []  # the way to this Python, where the course lies below /tmp
        assert printed(fork_server, code) == ["[]", f"['student'] [] {seen} []"]

    def test_files_of_the_submission(self, fork_server: ForkServer, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "table.csv").write_text("1,2\n")
        code = """
            import os
            print(open("data/table.csv").read(), end="")
            open("data/table.csv", "a").write("3,4")
            print(os.getcwd(), os.environ["HOME"])
        """
        assert printed(fork_server, code, tmp_path) == ["1,2", "/home/student /home/student"]
        assert (tmp_path / "data" / "table.csv").read_text() == "1,2\n"


class TestRights:
    """What a kernel may do."""

    def test_no_capability_and_no_way_to_one(self, fork_server: ForkServer) -> None:
        code = """
            import ctypes, os
            status = open("/proc/self/status").read()
            sets = {line.split()[1] for line in status.splitlines() if line.startswith("Cap")}
            print(sets, "NoNewPrivs:\\t1" in status)
            libc = ctypes.CDLL(None)
            print(libc.unshare(0x10000000), libc.setuid(0), libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
            print(os.getuid() != 0)
        """
        assert printed(fork_server, code) == ["{'0000000000000000'} True", "-1 -1 -1", "True"]

    def test_writes_at_home_and_nowhere_else(self, fork_server: ForkServer) -> None:
        allowed = [f"{folder}/x" for folder in ("/home/student", *WRITABLE)]
        others = ["/x", "/run/x", "/run/kernel/x", "/run/kernels/x", "/usr/x", "/dev/x", str(ROOT / "grader" / "x"),
                  "/proc/sys/kernel/core_pattern", "/home/x"]  # fmt: skip
        code = f"""
            for place in {allowed + others}:
                try:
                    open(place, "w").write("x")
                    print(place)
                except OSError:
                    pass
        """
        assert printed(fork_server, code) == allowed

    def test_leaves_nothing_for_the_next(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            kernel.run("for f in ('/tmp/left', '/dev/shm/left', 'left'): open(f, 'w').write('x')")
        code = "import os; print([f for f in ('/tmp/left', '/dev/shm/left', 'left') if os.path.exists(f)])"
        assert printed(fork_server, code) == ["[]"]

    def test_no_network(self, fork_server: ForkServer) -> None:
        code = """
            import socket
            print([line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]])
            try:
                socket.create_connection(("127.0.0.1", 22), timeout=2)
                print("connected")
            except OSError as error:
                print("refused")
        """
        assert printed(fork_server, code) == ["['lo']", "refused"]

    def test_no_socket_of_another_kernel(self, fork_server: ForkServer) -> None:
        with session(fork_server) as first, session(fork_server) as second:
            first.run("""
import socket
listening = socket.socket(socket.AF_UNIX); listening.bind("\\0shared"); listening.listen()
""")
            shown = second.run("""
import socket
try:
    socket.socket(socket.AF_UNIX).connect("\\0shared"); print("connected")
except OSError as error:
    print(error.strerror)
""")
        assert shown == "Connection refused\n"

    def test_signals_reach_nobody_outside(self, fork_server: ForkServer) -> None:
        code = """
            import os, signal
            for process in (1, os.getppid(), -os.getppid()):
                try:
                    os.kill(process, signal.SIGKILL)
                except OSError:
                    pass
            print("alive")
        """
        with session(fork_server) as other:
            assert printed(fork_server, code) == ["alive"]
            assert other.run("print('alive')") == "alive\n"
        assert fork_server.running


class TestLimits:
    """How much a kernel may use."""

    def test_memory_of_one_process(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            assert "MemoryError" in kernel.run("x = bytearray(700 * 2**20)")
            assert "alloc" in kernel.run("import torch; torch.zeros(200 * 2**20)")
            assert kernel.run("print('alive')") == "alive\n"

    def test_memory_of_many_processes(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            kernel.begin("""
import os, time
for _ in range(3):
    if os.fork() == 0:
        held = bytearray(os.urandom(2**20)) * 400
        time.sleep(60)
time.sleep(60)
""")
            ended = kernel.end()
        assert (ended.reason, ended.detail) == ("memory", "it took more than 512 MiB of memory")

    def test_shared_memory_counts(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            kernel.begin("""
import mmap
held = mmap.mmap(-1, 900 * 2**20)
for i in range(0, len(held), 4096): held[i] = 1
import time; time.sleep(60)
""")
            assert kernel.end().reason == "memory"

    def test_processes(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            shown = kernel.run("""
import os, time
count = 0
try:
    while True:
        if os.fork() == 0:
            time.sleep(60)
        count += 1
except OSError as error:
    print(count < 40, error.strerror)
""")
            assert shown == "True Resource temporarily unavailable\n"
            assert printed(fork_server, "print('another is not harmed')") == ["another is not harmed"]

    def test_fork_bomb_ends_with_its_kernel(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            kernel.begin("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", wait=1)
            kernel.kernel.kill()
            began = time.monotonic()
            assert kernel.end().reason == "killed"
            assert time.monotonic() - began < 5
        assert printed(fork_server, "print('alive')") == ["alive"]

    def test_disk_and_file_size(self, fork_server: ForkServer) -> None:
        code = """
            import signal
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            def fill(count, mib):
                try:
                    for i in range(count):
                        open(f"/tmp/{i}", "wb").write(bytes(mib * 2**20))
                except OSError as error:
                    return error.strerror
            print(fill(1, 9), fill(5, 7), sep="; ")
        """
        assert printed(fork_server, code) == ["File too large; No space left on device"]

    def test_output_is_cut(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            shown = kernel.run("for i in range(200_000): print(i)")
            assert shown.endswith("[cut here: a cell may write 65,536 characters]\n")
            assert len(shown) < 70_000
            assert kernel.run("print('the next cell may write again')") == "the next cell may write again\n"

    @pytest.mark.parametrize(("setting", "reason"), [("cpu_seconds", "cpu"), ("wall_seconds", "time")])
    def test_time(self, fork_server: ForkServer, setting: str, reason: str) -> None:
        before = getattr(fork_server.sandbox, setting)
        setattr(fork_server.sandbox, setting, 1)
        try:
            with session(fork_server) as kernel:
                kernel.begin("import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass")
                assert kernel.end().reason == reason
        finally:
            setattr(fork_server.sandbox, setting, before)

    def test_kernel_memory_is_mostly_shared(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            shown = kernel.run("print(open('/proc/self/smaps_rollup').read())")
        about = {line.split(":")[0]: int(line.split()[1]) for line in shown.splitlines() if line.endswith("kB")}
        assert about["Pss"] < about["Rss"] / 2


class TestKernel:
    """The kernel itself."""

    def test_same_random_numbers_in_each(self, fork_server: ForkServer) -> None:
        code = "import random, torch, numpy as np; print(random.random(), torch.rand(1).item(), np.random.rand())"
        assert printed(fork_server, code) == printed(fork_server, code)

    def test_one_thread_and_deterministic_algorithms(self, fork_server: ForkServer) -> None:
        code = "import torch; print(torch.get_num_threads(), torch.are_deterministic_algorithms_enabled())"
        assert printed(fork_server, code) == ["1 True"]

    def test_interrupt(self, fork_server: ForkServer) -> None:
        with session(fork_server) as kernel:
            assert "CellTimeoutError" in kernel.interrupted("while True: pass", after=0.5)
            assert kernel.run("print('alive')") == "alive\n"

    @pytest.mark.parametrize("code", ["import os; os._exit(3)", "import os; os.kill(os.getpid(), 9)"])
    def test_end_is_told(self, fork_server: ForkServer, code: str) -> None:
        with session(fork_server) as kernel:
            kernel.begin(code)
            ended = kernel.end()
        assert (ended.reason, ended.status) == ("exited", 3 if "_exit" in code else 137)
        assert ended.cpu_seconds > 0

    def test_modules_of_the_submission_come_last(self, fork_server: ForkServer, tmp_path: Path) -> None:
        (tmp_path / "helper.py").write_text("value = 3")
        (tmp_path / "colorsys.py").write_text("value = 'not Python\\'s own'")
        code = "import helper, colorsys; print(helper.value, hasattr(colorsys, 'rgb_to_hsv'))"
        assert printed(fork_server, code, tmp_path) == ["3 True"]


def test_folders_of_kernels_are_removed(fork_server: ForkServer, tmp_path: Path) -> None:
    with session(fork_server, tmp_path) as kernel:
        folder = kernel.kernel.folder
        assert folder.is_dir()
    assert not folder.exists()
