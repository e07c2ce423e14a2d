"""The workbench's folder: database, secret key, uploaded files, tables of the team."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rasid.errors import OptionError, OutputError

HOME = "RASID_HOME"
DEFAULT = "rasid-workbench"
_KEY_FILE = "secret.key"


def home() -> Path:
    """The folder that RASID_HOME names, made for its owner alone where it is not there. Raises OutputError."""
    path = Path(os.environ.get(HOME) or DEFAULT).resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in ("uploads", "static", "tables"):
            (path / part).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the workbench's folder cannot be made ({error.strerror or error})",
            where=str(path),
            step=f"Name another with --home or {HOME}.",
        ) from error
    return path


def secret_key(folder: Path) -> str:
    """RASID_SECRET_KEY, or the key in the folder, made where there is none yet and readable by its owner alone."""
    given = os.environ.get("RASID_SECRET_KEY")
    if given:
        return given
    path = folder / _KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key


def database(folder: Path) -> dict[str, Any]:
    """Django's description of the database: RASID_DATABASE_URL, or SQLite in the folder. Raises OptionError."""
    url = os.environ.get("RASID_DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(folder / "workbench.sqlite3"),
            "OPTIONS": {
                # Writers wait for each other instead of failing, and readers for nobody.
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise OptionError(
            "this is no address of a PostgreSQL database",
            where="RASID_DATABASE_URL",
            step="Write postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def leaflet() -> str | None:
    """The folder of Leaflet's script and style in the package django-leaflet; None where that is not installed."""
    found = find_spec("leaflet")
    if found is None or not found.submodule_search_locations:
        return None
    return str(Path(found.submodule_search_locations[0]) / "static" / "leaflet")
