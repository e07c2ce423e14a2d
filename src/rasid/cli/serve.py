"""``rasid serve`` and ``rasid work``: the workbench and its worker."""

from __future__ import annotations

import os
import sys

from rasid.cli.common import fail
from rasid.errors import OptionError, RasidError

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def serve(*, host: str, port: int, home: str | None, demo: bool, workers: int, threads: int, no_work: bool) -> int:
    """Make the database ready and serve the workbench. Returns the exit status."""
    from rasid.workbench import start

    try:
        if host not in _LOOPBACK and (demo or not os.environ.get("RASID_ORIGIN")):
            raise OptionError(
                "the demonstration is for this machine alone" if demo else "its address for others is not known",
                where="--host",
                step="Leave --host out." if demo else "Set RASID_ORIGIN, such as https://rasid.example.org.",
            )
        _at_home(home, demo=demo)
        start.set_up()
        start.migrate()
        _people(demo=demo)
    except RasidError as error:
        return fail(error, 2)
    start.leave_on_signals()
    worker = None if no_work else start.Worker()
    _say(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    if worker is not None:
        worker.start()
    try:
        start.serve(host, port, workers=workers, threads=threads)
    except KeyboardInterrupt:
        pass
    finally:
        if worker is not None:
            worker.stop()
    return 0


def work(*, home: str | None, once: bool) -> int:
    """Do what waits in the queue, and what comes. Returns the exit status."""
    from rasid.workbench import start

    try:
        _at_home(home, demo=False)
        start.set_up()
    except RasidError as error:
        return fail(error, 2)
    from rasid.workbench.worker import run

    start.leave_on_signals()
    run(once=once)
    return 0


def _at_home(home: str | None, *, demo: bool) -> None:
    if home is not None:
        os.environ["RASID_HOME"] = home
    elif demo and not os.environ.get("RASID_HOME"):
        os.environ["RASID_HOME"] = "rasid-demo"


def _people(*, demo: bool) -> None:
    from rasid.workbench import start

    if demo:
        from rasid.workbench.demo import fill

        fill(_say, password=os.environ.get(start.PASSWORD))
    else:
        start.first_administrator(_say)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
