"""The engine of many machines: the same two steps, parting and reading, as a pipeline of Ray Data.

Each machine opens inputs and reads chunks; Ray moves the chunks, holds the parting back while the reading lags, and does
again what a machine took with it when it died. Files are written to the run's folder by whoever read the chunk, so that
the folder must lie on a file system that all machines see under the same path; the journal is written here alone. A chunk
that is read twice because of a death gives the same files again, and is noted once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from rasid.batch.chunks import Chunk, split
from rasid.batch.journal import RUN
from rasid.batch.local import Task
from rasid.batch.plan import Unit
from rasid.batch.settings import Settings
from rasid.batch.worker import Done, Watcher
from rasid.errors import BatchError, MissingExtraError, RasidError, WorkerError

_PARTING = 0.25
"""Of a core, for parting an input: most of that is reading from the disk."""
_ERRORS = {kind.code: kind for kind in RasidError.__subclasses__()}


class _Told(msgspec.Struct, frozen=True, kw_only=True):
    """An error on its way from another machine."""

    code: str
    what: str
    where: str
    step: str


def _packed(error: RasidError) -> bytes:
    told = _Told(code=error.code, what=error.what, where=error.where, step=error.step)
    return msgspec.msgpack.encode(told)


class _Run(msgspec.Struct, frozen=True, kw_only=True):
    """What every row carries along, so that a machine that comes later needs nothing else."""

    settings: Settings
    folder: str


def _parted(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The first step: a task to its chunks."""
    unit = msgspec.msgpack.decode(row["unit"], type=Unit)
    done = msgspec.msgpack.decode(row["done"], type=dict[int, str])
    told = msgspec.msgpack.decode(row["run"], type=_Run)
    try:
        for chunk in split(unit, told.settings, done):
            yield {"run": row["run"], "chunk": msgspec.msgpack.encode(chunk), "error": b""}
    except RasidError as error:
        yield {"run": row["run"], "chunk": b"", "error": _packed(error)}


class _Read:
    """The second step: a chunk to what is to be noted of it. Lives on a machine for the whole run."""

    def __init__(self) -> None:
        self._watcher: Watcher | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        if row["error"]:
            return {"done": b"", "error": row["error"]}
        try:
            done = self._started(row["run"]).code(msgspec.msgpack.decode(row["chunk"], type=Chunk))
        except RasidError as error:
            return {"done": b"", "error": _packed(error)}
        return {"done": msgspec.msgpack.encode(done), "error": b""}

    def _started(self, told: bytes) -> Watcher:
        if self._watcher is None:
            run = msgspec.msgpack.decode(told, type=_Run)
            folder = Path(run.folder)
            if not (folder / RUN).exists():
                raise BatchError(
                    "a machine of the cluster does not see the run's folder",
                    where=run.folder,
                    step="Give an --out on a file system that all machines share.",
                )
            self._watcher = Watcher(run.settings, folder)
        return self._watcher

    def __del__(self) -> None:
        if self._watcher is not None:
            self._watcher.close()


def results(
    tasks: list[Task], settings: Settings, folder: Path, workers: int | None, address: str | None
) -> Iterator[Done]:
    """Read the chunks of ``tasks`` on the cluster at ``address``, else on one of this machine alone; to be closed.

    ``workers`` are all of the cluster together; None for as many as it has cores. Raises
    MissingExtraError, WorkerError, and what reading and writing raise.
    """
    ray = _ray()
    with _connected(ray, address, workers):
        run = msgspec.msgpack.encode(_Run(settings=settings, folder=str(folder)))
        rows = [
            {"run": run, "unit": msgspec.msgpack.encode(unit), "done": msgspec.msgpack.encode(done)}
            for unit, done in tasks
        ]
        size = workers or max(1, int(ray.cluster_resources().get("CPU", 1)))
        found = (
            _data(ray)
            .from_items(rows, override_num_blocks=len(rows))
            .flat_map(_parted, num_cpus=_PARTING)
            .map(_Read, num_cpus=1 - _PARTING, concurrency=size)
        )
        try:
            for row in found.iter_rows():
                if row["error"]:
                    told_of = msgspec.msgpack.decode(row["error"], type=_Told)
                    raise _ERRORS.get(told_of.code, RasidError)(told_of.what, where=told_of.where, step=told_of.step)
                yield msgspec.msgpack.decode(row["done"], type=Done)
        except ray.exceptions.RayError as error:
            raise WorkerError(
                f"the cluster gave up ({' '.join(str(error).split())[:200]})",
                where=address or "",
                step="See to the cluster, and run the same command again: it goes on where it was.",
            ) from error


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing leaves the machine unasked
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what fails is said by our errors
    try:
        import ray  # noqa: PLC0415  # an extra
        import ray.data  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtraError(
            f"--engine ray needs «{error.name}», which is not installed",
            where="--engine",
            step="Install it with: pip install 'rasid[cluster]'.",
        ) from error
    return ray


@contextlib.contextmanager
def _connected(ray: Any, address: str | None, workers: int | None) -> Iterator[None]:
    """Ray while the run goes on; one that runs already in this process is used, and left running."""
    if ray.is_initialized():
        yield
        return
    try:
        ray.init(
            address=address,
            num_cpus=None if address else workers,
            include_dashboard=False if address is None else None,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except (ConnectionError, ValueError, RuntimeError) as error:
        raise WorkerError(
            f"there is no cluster to be reached ({' '.join(str(error).split())[:200]})",
            where=address or "",
            step="Start it with ray start, and check the address.",
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def _data(ray: Any) -> Any:
    """Ray Data, told to keep quiet."""
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.target_max_block_size = 1  # a block a chunk: whoever is free reads the next
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message="The minimum number of concurrent actors", category=UserWarning)
    return ray.data
