"""Starting the workbench from the command line: Django itself, the database, the first administrator, the server."""

from __future__ import annotations

import getpass
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from rasid.errors import MissingExtraError, OptionError

ADMIN, PASSWORD = "RASID_ADMIN_NAME", "RASID_ADMIN_PASSWORD"  # the name of a variable


def set_up() -> None:
    """Make Django ready. Raises MissingExtraError where the extra is not installed, OptionError for settings."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "rasid.workbench.settings"
    try:
        import django  # noqa: PLC0415  # only the workbench needs it

        django.setup()
    except ImportError as error:
        raise MissingExtraError(
            f"the workbench needs the package {error.name or error}, which is not installed",
            step="Install it with: pip install 'rasid[workbench]'.",
        ) from error
    except ValueError as error:
        raise OptionError(f"a setting makes no sense ({error})", step="See docs/workbench.md.") from error


def migrate() -> None:
    """Bring the database up to date; data stays. Raises OptionError where it cannot be reached."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import Error  # noqa: PLC0415

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except Error as error:
        raise OptionError(
            f"the database cannot be used ({' '.join(str(error).split())[:200]})",
            where="RASID_DATABASE_URL",
            step="Check that it runs and that the address is right.",
        ) from error


def first_administrator(say: Callable[[str], None]) -> None:
    """Make the first administrator where there is none: of the environment, or as asked on the terminal.

    Raises OptionError where nobody can be asked, or the password is too weak.
    """
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from rasid.workbench.models import Role, User  # noqa: PLC0415

    if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        return
    name, password = os.environ.get(ADMIN), os.environ.get(PASSWORD)
    if not name or not password:
        if not sys.stdin.isatty():
            raise OptionError(
                "there is no administrator yet, and nobody to ask",
                where=ADMIN,
                step=f"Set {ADMIN} and {PASSWORD} for the first start.",
            )
        say("The first administrator:")
        name = input("  name: ").strip()
        password = getpass.getpass("  password, twelve characters or more: ")
    user = User(username=name, role=Role.ADMINISTRATOR)
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise OptionError(
            f"this cannot be the administrator ({' '.join(error.messages)})", where=ADMIN, step="Choose others."
        ) from error
    user.set_password(password)
    user.save()
    say(f"Administrator «{name}» was made.")


class Worker:
    """A process that does the work of the queue, started again where it dies."""

    def __init__(self) -> None:
        """Nothing runs yet."""
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)

    def start(self) -> None:
        """Start it."""
        self._thread.start()

    def stop(self) -> None:
        """End it; what it was at is done anew by the next one."""
        self._stop.set()
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def _watch(self) -> None:
        while not self._stop.is_set():
            self._process = subprocess.Popen([sys.executable, "-m", "rasid.cli", "work"])  # ourselves
            self._process.wait()
            self._stop.wait(1.0)


def serve(host: str, port: int, *, workers: int, threads: int) -> None:
    """Serve until it is told to stop, with gunicorn where the system has what it needs, else with the standard library."""
    from rasid.workbench.wsgi import application  # noqa: PLC0415

    try:
        from rasid.workbench.gunicorn import run  # noqa: PLC0415
    except ImportError:  # gunicorn does not run on Windows
        from rasid.workbench.simple import run_simple  # noqa: PLC0415

        run_simple(application, host, port)
        return
    run(application, host, port, workers=workers, threads=threads)


def stopping(_number: int, _frame: FrameType | None) -> Any:
    """As a signal handler: leave, so that what was begun is put in order."""
    raise SystemExit(0)


def leave_on_signals() -> None:
    """Let SIGTERM end the program in order, as an interrupt does."""
    signal.signal(signal.SIGTERM, stopping)
