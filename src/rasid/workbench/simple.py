"""The server of the standard library, for systems on which gunicorn does not run. It is for this machine alone."""

from __future__ import annotations

import socketserver
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Threaded(socketserver.ThreadingMixIn, WSGIServer):
    """A thread a request."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    """Without a line for every request: the log of the workbench has them."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name in the standard library
        """Say nothing."""


def run_simple(application: Any, host: str, port: int) -> None:
    """Serve until it is told to stop."""
    with make_server(host, port, application, server_class=_Threaded, handler_class=_Quiet) as server:
        server.serve_forever()
