"""Run the examples of the documentation: what they show is what they print.

    python tools/examples.py           say which examples show something else than they print, and leave with status 1
    python tools/examples.py --write   write what they print into the documents, and the picture anew

A ``console`` block holds commands after ``$ `` with their output below; a ``python`` block is run, and what it prints
stands in the ``text`` block right after it. Both run in the project's folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import picture

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "docs")
_CONSOLE = re.compile(r"(```console\n)(.*?)(```\n)", re.DOTALL)
_PYTHON = re.compile(r"(```python\n)(.*?)(```\n)(?:(\n```text\n)(.*?)(```\n))?", re.DOTALL)


def documents() -> list[Path]:
    """Every document with examples, in order."""
    found: list[Path] = []
    for name in DOCUMENTS:
        path = ROOT / name
        found += sorted(path.rglob("*.md")) if path.is_dir() else [path]
    return [path for path in found if path.exists()]


def shell(command: str) -> str:
    """What a command prints, errors included; ``rasid`` is the program of this folder."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "rasid"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rasid.cli "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["/bin/bash", "-c", command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
    return done.stdout.decode("utf-8")


def python(code: str) -> str:
    """What a piece of Python prints. Raises CalledProcessError, with the traceback on standard error, where it fails."""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, check=True, timeout=120)
    return done.stdout.decode("utf-8")


def commands(text: str) -> list[str]:
    """The commands of the ``console`` blocks of a document."""
    return [line[2:] for match in _CONSOLE.finditer(text) for line in match[2].splitlines() if line.startswith("$ ")]


def with_output(text: str) -> str:
    """The document with every example run and its output in place."""

    def console(match: re.Match[str]) -> str:
        lines = [line for line in match[2].splitlines() if line.startswith("$ ")]
        shown = "".join(f"{line}\n{_closed(shell(line[2:]))}" for line in lines)
        return match[1] + shown + match[3]

    def block(match: re.Match[str]) -> str:
        printed = python(match[2])
        return match[1] + match[2] + match[3] + (match[4] + _closed(printed) + match[6] if match[4] else "")

    return _PYTHON.sub(block, _CONSOLE.sub(console, text))


def _closed(text: str) -> str:
    """The text with a line end, and no blanks before line ends."""
    return re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).rstrip("\n") + "\n" if text.strip() else ""


def main() -> int:
    """Check the documents, or write them anew. Returns the exit status."""
    write = "--write" in sys.argv[1:]
    stale = []
    for path in documents():
        old = path.read_text(encoding="utf-8")
        new = with_output(old)
        if new != old:
            stale.append(path)
            if write:
                path.write_text(new, encoding="utf-8")
    if write:
        picture.main()
    for path in stale:
        print(f"{path.relative_to(ROOT)} {'written' if write else 'shows something else than it prints'}")
    return 1 if stale and not write else 0


if __name__ == "__main__":
    sys.exit(main())
