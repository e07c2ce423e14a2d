"""The server for one machine or many: gunicorn, started from Python."""

from __future__ import annotations

from typing import Any

from gunicorn.app.base import BaseApplication


class Server(BaseApplication):
    """gunicorn with our application and options."""

    def __init__(self, application: Any, options: dict[str, Any]) -> None:
        """``options`` are gunicorn's settings by name."""
        self._application, self._options = application, options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        return self._application


def run(application: Any, host: str, port: int, *, workers: int, threads: int) -> None:
    """Serve until it is told to stop."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    options = {
        "bind": bind,
        "workers": workers,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": 120,
        "graceful_timeout": 10,
        "limit_request_line": 8190,
        "loglevel": "warning",
        "proc_name": "rasid",
    }
    Server(application, options).run()
