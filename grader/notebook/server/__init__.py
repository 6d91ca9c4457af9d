"""An extension of Jupyter's server: the start page of the course, and notebooks that say what to do when opened again.

The server finds it by etc/jupyter/jupyter_server_config.d/train_a_network.json. pip installs that file, except in an
editable installation: there `make setup` copies it. The module runs in the server's process and imports neither torch
nor IPython.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from grader.notebook.server import start_page
from grader.notebook.server.saved_widgets import describe_widgets

START = "course"  # the address of the start page


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Serve the start page."""
    from jupyter_server.base.handlers import JupyterHandler  # noqa: PLC0415 - a kernel needs no server
    from jupyter_server.utils import url_path_join  # noqa: PLC0415 - a kernel needs no server

    class StartPage(JupyterHandler):
        def get(self) -> None:
            if not self.current_user:
                self.redirect(f"{self.get_login_url()}?{urlencode({'next': self.request.path})}")
                return
            lessons = start_page.lessons_in(Path(server.root_dir))
            self.finish(start_page.as_html(lessons, self.base_url))

    server.web_app.add_handlers(".*$", [(url_path_join(server.base_url, START), StartPage)])


async def _start_jupyter_server_extension(server: Any) -> None:
    """Describe widgets at each save from now on.

    Earlier would be too early: jupytext's extension puts another contents manager in the place of the server's.
    """
    server.contents_manager.register_pre_save_hook(_before_saving)


def _before_saving(model: dict[str, Any], **_: Any) -> None:
    if model.get("type") == "notebook" and isinstance(model.get("content"), dict):
        describe_widgets(model["content"])
