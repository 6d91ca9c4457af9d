"""Jupyter's door to a warm kernel: a kernelspec that names the provisioner."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient

from grader.sandbox.provisioner import NAME, close_fork_servers, kernel_specs
from tests.support.classroom import ROOT


def test_a_notebook_runs_in_the_sandbox_by_its_kernelspec() -> None:
    source = f"import os; print(os.environ['HOME'], os.path.exists({str(ROOT / 'solutions')!r}))"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    client = NotebookClient(notebook, kernel_name=NAME, timeout=60)
    client.create_kernel_manager().kernel_spec_manager = kernel_specs()
    try:
        client.execute()
    finally:
        close_fork_servers()
    assert notebook.cells[0].outputs[0].text == "/home/student False\n"
