"""``rasid export``: records to a format of the field, with a report of what it could not hold."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import msgspec

from rasid.cli.common import fail, write_bytes
from rasid.cli.files import replacing
from rasid.errors import ColumnError, MissingInputError, OptionError, RasidError, UnreadableInputError
from rasid.exports.load import rows_of
from rasid.exports.losses import Losses
from rasid.exports.manifest import Manifest, Row, losses_of
from rasid.exports.registry import EXPORTS
from rasid.exports.texts import Texts
from rasid.sources import Documents, Options, Piece, collect
from rasid.sources import columns as columns_of


def run(
    files: Sequence[str],
    *,
    form: str,
    out: str | None,
    texts: Sequence[str],
    public: bool,
    key_file: str | None,
    columns: str,
    lexicon: Sequence[str],
) -> int:
    """Write the records of ``files`` in a format. Returns the exit status."""
    manifest = next((row for row in EXPORTS if row.name == form), None)
    if manifest is None:
        from rasid.cli import export_incidents

        given = {"--public": public, "--key-file": key_file is not None, "--lexicon": bool(lexicon)}
        return export_incidents.run(
            files, form=form, out=out, texts=texts, refused=[n for n, on in given.items() if on]
        )
    try:
        if manifest.binary and out is None and sys.stdout.isatty():
            raise OptionError(f"{form} is nothing for a terminal", where="--to", step="Give a file with --out.")
        if key_file is not None and not public:
            raise OptionError("a key is used with --public only", where="--key-file", step="Give --public too.")
        if "-" in texts:
            raise OptionError(
                "texts cannot come from standard input", where="--texts", step="Give files, folders or patterns."
            )
        losses = losses_of(manifest)
        rows = texts_of(texts, columns).joined(
            chain.from_iterable(map(opened, files)), needed=manifest.needs_text, form=form
        )
        if public:
            from rasid.exports.public import Veil, key_from

            rows = Veil(key_from(key_file), losses, lexicon).over(rows)
        _write(manifest, rows, losses, out)
    except RasidError as error:
        return fail(error, 2 if isinstance(error, OptionError) else 1)
    say(losses)
    return 0


def say(losses: Losses) -> None:
    """Print the loss report on standard error."""
    sys.stdout.flush()
    sys.stderr.write("\n".join(losses.lines()) + "\n")


def opened(name: str) -> Iterator[Row]:
    """The documents of a records file, or of standard input for ``-``.

    Raises MissingInputError, UnreadableInputError or RecordsError.
    """
    with binary(name) as file:
        yield from rows_of(file, name)


@contextlib.contextmanager
def binary(name: str) -> Iterator[BinaryIO]:
    """A file, or standard input for ``-``, open for reading bytes. Raises MissingInputError or UnreadableInputError."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise MissingInputError("there is no such file", where=name, step="Check the path.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableInputError(
            f"the file cannot be opened ({reason})", where=name, step="Check the path and its rights."
        ) from error


def texts_of(paths: Iterable[str], columns: str = "") -> Texts:
    """The texts that the paths mean, in any format. What was named and gives none is told on standard error and passed over.

    Raises ColumnError or OptionError where ``columns`` makes no sense.
    """
    texts, options = Texts(), Options(columns=columns_of(columns))
    for item in collect(paths):
        for outcome in Documents(item, options):
            if isinstance(outcome, Piece):
                texts.add(outcome.text)
            elif item.named or (outcome.failed and not isinstance(outcome.error, ColumnError)):
                # A folder of texts may well hold files that are none, such as the records themselves.
                fail(outcome.error, 1)
    return texts


def _write(manifest: Manifest, rows: Iterable[Row], losses: Losses, out: str | None) -> None:
    write_all(manifest.write(rows, losses), losses, out, manifest.beside)


def write_all(
    pieces: Iterable[bytes], losses: Losses, out: str | None, beside: Iterable[tuple[str, bytes]] = ()
) -> None:
    """Write to a file, with the loss report and what else goes beside it, or to standard output. Raises OutputError."""
    if out is None:
        for piece in pieces:
            write_bytes(piece)
        return
    with replacing(Path(out)) as file:
        for piece in pieces:
            file.write(piece)
    report = msgspec.json.format(msgspec.json.encode(losses.report()), indent=2) + b"\n"
    for suffix, content in (*beside, (".loss.json", report)):
        with replacing(Path(out + suffix)) as file:
            file.write(content)
