"""Questions in SQL over a run, answered by DuckDB.

The database lives in memory and is given the run's tables as Arrow data sets, so that it needs no file itself: access to
files and networks, extensions and changes of settings are shut off before the question is looked at. So a question that
comes from anywhere can read the run and nothing else, and can write nothing.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from rasid.batch.journal import read, read_identity
from rasid.batch.tables import TABLES, arrow, place_of, schema
from rasid.errors import BatchError, MissingExtraError, QueryError

_SHUT = (
    "SET temp_directory=''",
    "SET enable_external_access=false",
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET allow_community_extensions=false",
    "SET python_enable_replacements=false",
    "SET lock_configuration=true",
)
_ROWS = 1_000
_VIEW = re.compile(r"^-- (\w+): (.*)$", re.MULTILINE)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The columns of an answer, and its rows to be taken once."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def views() -> dict[str, str]:
    """The views by name, with what each holds."""
    return dict(_VIEW.findall(_sql()))


@contextlib.contextmanager
def asked(folder: Path, question: str) -> Iterator[Answer]:
    """The answer to a question in SQL over the run in ``folder``; what is done so far where it is still going on.

    Raises BatchError where there is no run, QueryError for a question that is none or is not one SELECT, and
    MissingExtraError.
    """
    with _database(folder) as database:
        duckdb = _duckdb()
        try:
            statements = database.extract_statements(question)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise QueryError(
                    "only one SELECT can be asked; a run is never changed", where="query", step="Ask one SELECT."
                )
            cursor = database.execute(statements[0])
            columns = tuple(str(row[0]) for row in cursor.description or ())
            yield Answer(columns=columns, rows=_rows(cursor, duckdb))
        except duckdb.Error as error:
            raise _not_understood(error) from error


def _rows(cursor: Any, duckdb: Any) -> Iterator[tuple[Any, ...]]:
    try:
        while rows := cursor.fetchmany(_ROWS):
            yield from rows
    except duckdb.Error as error:
        raise _not_understood(error) from error


def _not_understood(error: Exception) -> QueryError:
    said = " ".join(str(error).split())
    return QueryError(
        f"the database does not answer it ({said[:300]})",
        where="query",
        step="See docs/batch.md for the views and their columns, or ask SHOW ALL TABLES.",
    )


def _sql() -> str:
    return files("rasid.batch").joinpath("views.sql").read_text(encoding="utf-8")


def _duckdb() -> Any:
    try:
        import duckdb  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise MissingExtraError(
            "rasid query needs DuckDB, which is not installed", step="Install it with: pip install 'rasid[batch]'."
        ) from error
    return duckdb


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[Any]:
    """A database that sees the tables of a run and nothing else."""
    duckdb, datasets = _duckdb(), arrow("pyarrow.dataset")
    read_identity(folder)
    names = sorted(f"{done.unit:06}-{done.chunk:05}" for done in read(folder))
    with contextlib.closing(duckdb.connect(":memory:")) as database:
        for table in TABLES:
            paths = [place_of(folder, table, name) for name in names]
            gone = next((path for path in paths if not path.is_file()), None)
            if gone is not None:
                raise BatchError(
                    "a file of the run is gone", where=gone.as_posix(), step="Put it back, or start anew elsewhere."
                )
            data = datasets.dataset([str(path) for path in paths], schema=schema(table), format="parquet")
            database.register(table, data)
        for setting in _SHUT:
            database.execute(setting)
        database.execute(_sql())
        yield database
