"""Doing the work of the queue."""

from __future__ import annotations

import time


def run(*, once: bool = False) -> None:
    """Do what waits, and what comes; leave when nothing waits where ``once`` is set."""
    while not once:
        time.sleep(1.0)
