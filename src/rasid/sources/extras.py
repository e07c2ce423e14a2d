"""Libraries that not everybody has installed: loaded when a format needs them, and kept quiet."""

from __future__ import annotations

import importlib
import logging
from typing import Any

from rasid.errors import MissingExtraError


def load(*modules: str, where: str, extra: str = "sources") -> Any:
    """The first of the modules, all of them imported. Raises MissingExtraError naming the ``extra`` to install."""
    try:
        found = [importlib.import_module(name) for name in modules]
    except ImportError as error:
        raise MissingExtraError(
            f"reading this format needs «{error.name or modules[0]}», which is not installed",
            where=where,
            step=f"Install it with: pip install 'rasid[{extra}]'",
        ) from error
    for name in modules:
        root = logging.getLogger(name.partition(".")[0])
        if not root.handlers:  # what they have to say about broken input is said by our errors
            root.addHandler(logging.NullHandler())
            root.propagate = False
    return found[0]
