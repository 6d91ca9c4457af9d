"""The files in deploy/: what they copy, install, call and allow is there, and they agree with each other."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from traitlets.config import PyFileConfigLoader

from grader.cli import main
from grader.grading.course import CONFIG
from grader.sandbox.limits import Sandbox
from tests.support.attacks import LIGHT
from tests.support.classroom import BIN, LINE, ROOT, filled, hand_in, make_course, run, scores

DEPLOY = ROOT / "deploy"
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
DEFINITION = (DEPLOY / "apptainer.def").read_text()
SBATCH = (DEPLOY / "grade.sbatch").read_text()
OPERATING = (ROOT / "docs" / "operating.md").read_text()
PODS = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))


def instructions() -> list[tuple[str, str]]:
    """Return the instructions of the Dockerfile, each on one line."""
    text = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def of(kind: str) -> list[str]:
    return [rest for name, rest in instructions() if name == kind]


def copied() -> set[str]:
    return {path for line in of("COPY") for path in line.split()[:-1]}


def section(name: str) -> list[str]:
    """Return the lines of a section of the Apptainer recipe."""
    found = re.search(rf"^%{name}\n(.*?)(?=^%|\Z)", DEFINITION, re.MULTILINE | re.DOTALL)
    return [line.strip() for line in found[1].splitlines() if line.strip()]


class TestImages:
    """The Dockerfile and the Apptainer recipe."""

    def test_instructions_are_those_of_docker(self) -> None:
        known = {"FROM", "RUN", "ARG", "ENV", "WORKDIR", "COPY", "USER", "ENTRYPOINT", "CMD"}
        assert {name for name, _ in instructions()} == known
        assert [json.loads(line)[0] for kind in ("ENTRYPOINT", "CMD") for line in of(kind)] == ["grader", "--help"]

    def test_what_is_copied_is_there_and_is_what_the_package_is_built_from(self) -> None:
        assert [path for path in copied() if not (ROOT / path).exists()] == []
        wheel = {"pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE", "grader", "notebooks", "etc"}
        assert copied() == wheel | {"constraints.txt", "tools/install-torch.sh"}

    def test_context_holds_what_is_copied_and_nothing_of_a_course(self) -> None:
        first, *rest = [
            line for line in (DEPLOY / "Dockerfile.dockerignore").read_text().split("\n") if line and line[0] != "#"
        ]
        assert first == "*"
        assert {line[1:] for line in rest if line.startswith("!")} == copied()

    def test_both_make_the_same(self) -> None:
        assert re.search(r"^From: (.+)$", DEFINITION, re.MULTILINE)[1] == of("FROM")[0]
        assert {line.split()[0] for line in section("files")} == copied()
        assert all(line.split()[1].endswith("/train-a-network/" + line.split()[0]) for line in section("files"))
        for command in ("bubblewrap", "sh tools/install-torch.sh python", "-c constraints.txt '.["):
            assert any(command in line for line in of("RUN")), command
            assert any(command in line for line in section("post")), command

    def test_python_and_extras_are_those_of_the_project(self) -> None:
        python = re.match(r"python:(3\.\d+)-slim-bookworm$", of("FROM")[0])[1]
        assert python in {"3.11", "3.12", "3.13", "3.14"}
        for text in ("\n".join(of("RUN")), DEFINITION):
            assert set(re.search(r"'\.\[([\w,]+)\]'", text)[1].split(",")) <= EXTRAS.keys()

    def test_nobody_is_root_in_it(self) -> None:
        assert instructions()[-4][0] == "USER"
        assert of("USER") == ["1000"]


class TestKubernetes:
    """The pods."""

    def container(self, name: str) -> dict[str, Any]:
        found = next(each for each in PODS if each["kind"] == "Deployment" and each["metadata"]["name"] == name)
        return found["spec"]["template"]["spec"]["containers"][0]

    @pytest.mark.parametrize("name", ["scheduler", "worker"])
    def test_commands_and_options_are_those_of_dask(self, name: str) -> None:
        program, command, *words = self.container(f"grading-{name}")["command"]
        assert (program, command) == ("dask", name)
        module = import_module(f"distributed.cli.dask_{name}")
        known = {option for parameter in module.main.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known

    def test_worker_may_make_a_sandbox(self) -> None:
        pod = next(each for each in PODS if each["metadata"]["name"] == "grading-worker")["spec"]["template"]["spec"]
        allowed = pod["containers"][0]["securityContext"]
        assert pod["hostUsers"] is False
        assert (allowed["procMount"], allowed["seccompProfile"]["type"]) == ("Unmasked", "Localhost")
        assert allowed["capabilities"] == {"drop": ["ALL"]}
        assert allowed["runAsUser"] == 1000

    def test_memory_is_what_the_page_works_out(self) -> None:
        """Half of the submissions at once may reach their limit, and files in memory count too."""
        limits = PyFileConfigLoader(CONFIG, str(ROOT)).load_config().Sandbox
        container = self.container("grading-worker")
        threads = int(container["command"][container["command"].index("--nthreads") + 1])
        assert threads == 2 * int(container["resources"]["limits"]["cpu"])
        most = 1 + threads * limits.memory_mib / 1024
        assert f"1 GiB + {threads} × {limits.memory_mib // 1024} GiB = {most:g} GiB" in OPERATING
        assert container["resources"]["limits"]["memory"] == "12Gi"

    def test_dask_is_reached_by_these_pods_only(self) -> None:
        policy = next(each for each in PODS if each["kind"] == "NetworkPolicy")["spec"]
        assert policy["policyTypes"] == ["Ingress", "Egress"]
        labels = policy["podSelector"]["matchLabels"]
        pods = [each["spec"]["template"] for each in PODS if each["kind"] == "Deployment"]
        assert len(pods) == 2
        assert all(labels.items() <= pod["metadata"]["labels"].items() for pod in pods)


def test_seccomp_profile_leaves_what_the_sandbox_needs() -> None:
    profile = json.loads((DEPLOY / "seccomp.json").read_text())
    refused = {name for rule in profile["syscalls"] for name in rule["names"]}
    needed = {
        "clone",
        "clone3",
        "keyctl",
        "mount",
        "pivot_root",
        "prctl",
        "seccomp",
        "sethostname",
        "umount2",
        "unshare",
    }
    assert not refused & needed
    assert {"bpf", "kexec_load", "init_module", "open_by_handle_at", "perf_event_open"} <= refused
    assert profile["defaultAction"] == "SCMP_ACT_ALLOW"


def test_settings_on_the_page_are_there() -> None:
    named = set(re.findall(r"c\.Sandbox\.(\w+)", OPERATING))
    assert named
    assert named <= set(Sandbox().trait_names(config=True))


def test_commands_on_the_page_are_those_of_the_program() -> None:
    fenced = "\n".join(re.findall(r"^```sh\n(.*?)^```$", OPERATING, re.MULTILINE | re.DOTALL))
    indented = "\n".join(re.findall(r"^    (.*)$", OPERATING, re.MULTILINE))
    called = re.findall(r"\bgrader (\w+)((?: \S+)*)$", f"{fenced}\n{indented}", re.MULTILINE)
    assert {name for name, _ in called} == {"autograde", "grade"}
    for name, options in called:
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert {word for word in options.split() if word.startswith("--")} <= known, name


def test_slurm_job_grades_a_class(tmp_path: Path) -> None:
    """Slurm's own commands are replaced: `srun` starts the worker here. Scheduler, worker and grading are real."""
    course = make_course(tmp_path, LINE)
    assert run(tmp_path, "grader", "release", LINE).returncode == 0
    hand_in(course, LINE, "hazel", filled(course, LINE, **LIGHT[LINE]))
    for link in ("srun", "with"):
        (tmp_path / link).write_text('#!/bin/bash\necho "$(basename "$0") $*" >> called\nexec "$@"\n')
        (tmp_path / link).chmod(0o755)
    environment = {
        **os.environ, "PATH": f"{tmp_path}:{os.defpath}", "GRADER_BIN": str(BIN), "SLURM_JOB_ID": "17",
        "SLURM_CPUS_PER_TASK": "1", "RUN": "with", "TMPDIR": str(tmp_path),
        "GRADER_INTERFACE": "lo",
    }  # fmt: skip
    done = subprocess.run(
        ["bash", str(DEPLOY / "grade.sbatch"), LINE, "--yes"],  # noqa: S607 - as Slurm does
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(scores(course, LINE)["hazel"].values()) > 0
    called = (tmp_path / "called").read_text()
    assert "srun with dask worker" in called
    assert f"with grader autograde {LINE} --yes --scheduler-file" in called
    assert not list(tmp_path.glob(".scheduler-*"))


def test_slurm_directives_are_options_of_sbatch() -> None:
    names = {line.split("=")[0] for line in re.findall(r"^#SBATCH (--\S+)", SBATCH, re.MULTILINE)}
    assert names == {"--job-name", "--nodes", "--ntasks-per-node", "--cpus-per-task", "--mem", "--time", "--output"}
