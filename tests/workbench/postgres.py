"""A PostgreSQL of one's own for a test: on loopback, in a folder that is thrown away, as a user who is not root."""

import contextlib
import getpass
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def programs():
    """The folder of PostgreSQL's programs, or None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    path = str(found[0]) if found else shutil.which("initdb")
    return Path(path).parent if path else None


class Server:
    """A server that can be killed and started again over the same data."""

    def __init__(self, folder):
        """Make the data; ``folder`` must be one that the other user can reach."""
        self._bin, self._data = programs(), Path(folder) / "data"
        self._user = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        password = secrets.token_hex(16)
        secret = Path(folder) / "password"
        secret.write_text(password, encoding="ascii")
        if self._user:
            shutil.chown(folder, "postgres", "postgres")
            shutil.chown(secret, "postgres", "postgres")
        name = "postgres" if self._user else getpass.getuser()
        self._run(
            "initdb", "-D", self._data, "-U", name, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        self.url = f"postgresql://{name}:{password}@127.0.0.1:{self.port}/postgres"
        self._process = None

    def _run(self, program, *arguments):
        command = [str(part) for part in (self._bin / program, *arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=120, **self._user)

    def start(self, *settings):
        """Start it and wait until it answers."""
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-c", f"unix_socket_directories={self._data}"]
        for setting in settings:
            options += ["-c", setting]
        command = [str(self._bin / "postgres"), "-D", str(self._data), *options]
        self._process = subprocess.Popen(
            command, cwd="/", stderr=subprocess.DEVNULL, start_new_session=True, **self._user
        )
        self._run("pg_isready", "-h", "127.0.0.1", "-p", str(self.port), "-t", "30") if self._ready() else None

    def _ready(self):
        import time

        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL does not start")

    def kill(self):
        """End it as a power cut would."""
        self._run("pg_ctl", "stop", "-D", self._data, "-m", "immediate")
        self._process.wait(timeout=30)

    def stop(self):
        """End it."""
        if self._process.poll() is None:
            self._run("pg_ctl", "stop", "-D", self._data, "-m", "fast")
            self._process.wait(timeout=30)


@contextlib.contextmanager
def server(*settings):
    """A running server; its folder is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="rasid-postgres-", ignore_cleanup_errors=True) as folder:
        made = Server(folder)
        made.start(*settings)
        try:
            yield made
        finally:
            made.stop()
