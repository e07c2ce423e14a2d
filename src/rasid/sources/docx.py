"""Word documents: every paragraph in order, those in tables, text boxes and notes too; without what was struck out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from rasid.errors import DamagedInputError, EmptyInputError
from rasid.sources.blob import Blob
from rasid.sources.extras import load
from rasid.sources.limits import Limits, too_large, too_packed
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, Piece

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STEP = "Open it in a word processor, save it anew, and read that."
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The one document. Raises EmptyInputError, DamagedInputError, LimitError or MissingExtraError."""
    limits = context.options.limits
    raw = blob.whole(limits.pdf, "a Word document")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise DamagedInputError(f"the document is damaged ({error})", where=blob.name, step=_STEP) from error
    with archive:
        names = archive.namelist()
        if "word/document.xml" not in names:
            what = "an Excel workbook" if "xl/workbook.xml" in names else "no Word document"
            raise DamagedInputError(f"this is {what}", where=blob.name, step="Save it as CSV or PDF, and read that.")
        yield read_parts(archive, blob, limits)


def read_parts(archive: zipfile.ZipFile, blob: Blob, limits: Limits) -> Piece:
    """The document that an archive of parts holds. Raises as :func:`read`."""
    docx = load("docx", "docx.opc.exceptions", "lxml.etree", where=blob.name)
    for part in archive.infolist():
        if part.filename.lower().endswith((".xml", ".rels")):
            if part.file_size > limits.unpacked:
                raise too_large(blob.name, limits.unpacked, "a part of a document")
        elif part.file_size > max(limits.unpacked, limits.ratio * part.compress_size):
            raise too_packed(blob.name, limits)
    source = archive.fp
    if source is None:
        raise DamagedInputError("the document is damaged", where=blob.name, step=_STEP)
    try:
        source.seek(0)
        document = docx.Document(source)
        lines = list(_paragraphs(document.element.body))
        for part in document.part.package.iter_parts():
            if str(part.partname) in _NOTES:
                lines += _paragraphs(docx.oxml.parse_xml(part.blob))
        title = (document.core_properties.title or "").strip() or None
    except Exception as error:  # the library raises whatever its parts do on broken ones
        if isinstance(error, (KeyboardInterrupt, MemoryError)):
            raise
        raise DamagedInputError(
            f"the document is damaged ({type(error).__name__})", where=blob.name, step=_STEP
        ) from error
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        raise EmptyInputError(
            "there is no text in it", where=blob.name, step="If it holds pictures, have them read by OCR."
        )
    return Piece(doc=blob.name, text=text, format=MANIFEST.name, title=title, address=blob.address)


def _paragraphs(root: Any) -> Iterator[str]:
    """The text of each paragraph below an element, in order; a text box stands where it is anchored."""
    pieces: list[str] = []
    todo = [(child, False) for child in reversed(root)]
    while todo:
        node, done = todo.pop()
        tag = node.tag
        if tag == f"{_W}p" and (done or pieces):
            yield "".join(pieces)
            pieces.clear()
        if done or tag == _FALLBACK or not isinstance(tag, str):
            continue
        if tag == f"{_W}t":
            pieces.append(node.text or "")
        elif tag == f"{_W}tab":
            pieces.append("\t")
        elif tag in {f"{_W}br", f"{_W}cr"}:
            pieces.append("\n")
        elif tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        if tag == f"{_W}p":
            todo.append((node, True))
        if tag != f"{_W}pPr":
            todo += [(child, False) for child in reversed(node)]


MANIFEST = Manifest(
    name="docx",
    about="Word documents: paragraphs, tables, text boxes and notes, in order",
    known_by="its parts",
    extra="sources",
    read=read,
)
