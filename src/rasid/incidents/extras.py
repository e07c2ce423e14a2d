"""The libraries of the extra ``link``, loaded when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from rasid.errors import MissingExtraError


def need(*modules: str, where: str) -> Any:
    """The first of the modules, all of them imported. Raises MissingExtraError naming the extra; ``where`` is the verb."""
    try:
        found = [import_module(name) for name in modules]
    except ImportError as error:
        raise MissingExtraError(
            f"this needs the package {error.name or modules[0]}, which is not installed",
            where=where,
            step="Install it with: pip install 'rasid[link]'.",
        ) from error
    return found[0]
