"""Plain text: which encoding the bytes are in, and whether they hold Arabic that can be read.

A wrong guess would go unseen into every record, so a guess is taken only where the result looks like Arabic: by the
share of Arabic letters among the letters, and by how common the letters are.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from rasid.errors import BinaryInputError, EmptyInputError, NotArabicError, UnreadableInputError
from rasid.sources.blob import Blob
from rasid.sources.language import ARABIC, COMMON_WORDS, SAMPLE, WORD, is_arabic, is_persian
from rasid.sources.options import Context, Manifest
from rasid.sources.outcome import Outcome, Piece

_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"RIFF", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"{\\rtf", "an RTF document"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
MARKUP = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[a-zA-Z][^<>]*>|<![a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);",
    re.DOTALL | re.IGNORECASE,
)
# The letters that carry half of every Arabic text.
_COMMON_LETTERS = frozenset("اليمونرتبةعدفأسهقك")
_ENOUGH_WORDS = 40
"""From how many words on some of them must be the most frequent ones."""
_OLD = ("cp1256", "iso8859_6")
_SAVE = "Save the file as UTF-8 and try again."


def decode(raw: bytes, where: str) -> str:
    """The text that ``raw`` holds: UTF-8, UTF-16 (each with or without a byte order mark), windows-1256 or ISO 8859-6.

    ``where`` names the input in errors. A last character that was cut off is left out; nothing else is changed, so that
    offsets count in the text as it stands. Raises EmptyInputError, BinaryInputError, UnreadableInputError or
    NotArabicError.
    """
    text = decode_any(raw, where)
    _check(text, where)
    return text


def decode_any(raw: bytes, where: str) -> str:
    """As :func:`decode`, whatever the language. Raises EmptyInputError, BinaryInputError or UnreadableInputError."""
    if not raw.strip():
        raise EmptyInputError("there is no text in it", where=where, step="Give a file that holds Arabic text.")
    what = signature(raw)
    if what:
        raise BinaryInputError(
            f"this is {what}, not plain text", where=where, step="Save its text as a .txt file and read that."
        )
    text = _decoded(raw, where)
    if not text.strip():
        raise EmptyInputError("there is no text in it", where=where, step="Give a file that holds Arabic text.")
    if _controls(text):
        raise BinaryInputError(
            "this is not text, or text with control codes in it", where=where, step="Give a plain text file."
        )
    return text


def signature(raw: bytes) -> str:
    """What the first bytes say this is, where it is a known format other than text; ``""`` otherwise."""
    return next((what for mark, what in _SIGNATURES if raw.startswith(mark)), "")


def _decoded(raw: bytes, where: str) -> str:
    """The text, in the first encoding that fits."""
    encoding, mark = encoding_of(raw, where)
    if encoding == "utf-8":
        return _utf8(raw[mark:], where)
    return _utf16(raw[mark:], encoding, where) if encoding.startswith("utf-16") else raw.decode(encoding)


def encoding_of(raw: bytes, where: str) -> tuple[str, int]:
    """The encoding of a text, of which ``raw`` is all or the start, and the length of its byte order mark.

    Raises UnreadableInputError or BinaryInputError where none fits.
    """
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8", 3
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16-le" if raw[:1] == b"\xff" else "utf-16-be"), 2
    wide = _wide(raw[:SAMPLE])
    if wide:
        return wide, 0
    try:
        _utf8(raw, where)
    except UnreadableInputError:
        if _controls(raw[:SAMPLE].decode("latin-1")):
            raise BinaryInputError("this is not text", where=where, step="Give a plain text file.") from None
        for encoding in _OLD:
            if looks_arabic(raw[:SAMPLE], encoding):
                return encoding, 0
        raise
    return "utf-8", 0


def looks_arabic(sample: bytes, encoding: str) -> bool:
    """Whether bytes, taken for one of the old encodings, give Arabic as it is written."""
    try:
        return _is_likely(sample.decode(encoding))
    except UnicodeDecodeError:
        return False


def _utf8(raw: bytes, where: str) -> str:
    """UTF-8, without a last character that was cut off."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(raw)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableInputError(
            f"byte {error.start} (line {line}) is neither UTF-8 nor does the whole look like windows-1256",
            where=where,
            step=_SAVE,
        ) from error


def _utf16(raw: bytes, encoding: str, where: str) -> str:
    """UTF-16, without a last character that was cut off."""
    try:
        return codecs.getincrementaldecoder(encoding)().decode(raw)
    except UnicodeDecodeError as error:
        raise UnreadableInputError(f"byte {error.start} is not valid UTF-16", where=where, step=_SAVE) from error


def _wide(sample: bytes) -> str:
    """The name of UTF-16 in the byte order in which ``sample`` is Arabic, or ``""``.

    In Arabic written so, every other byte is the number of a block: 06 for letters, 00 for blanks and digits.
    """
    low, high = sample[0::2], sample[1::2]
    if len(high) < 2:
        return ""
    for blocks, encoding in ((high, "utf-16-le"), (low, "utf-16-be")):
        if blocks.count(6) + blocks.count(0) + blocks.count(0x20) > 0.9 * len(blocks) and blocks.count(6) > 0.2 * len(
            blocks
        ):
            return encoding
    for blocks, encoding in ((high, "utf-16-le"), (low, "utf-16-be")):
        if blocks.count(0) > 0.95 * len(blocks) and not _controls(sample.decode(encoding, "replace")):
            return encoding
    return ""


def _controls(text: str) -> bool:
    """Whether more characters are control codes than text ever holds."""
    sample = text[:SAMPLE]
    return len(_CONTROL.findall(sample)) > max(2, len(sample) // 100)


def _is_likely(text: str) -> bool:
    """Whether a text decoded from an old encoding is Arabic rather than another language's bytes taken for it."""
    beyond = [char for char in text if ord(char) > 0x7F and char.isalpha()]
    arabic = [char for char in beyond if ARABIC.match(char)]
    if not arabic or len(arabic) < 0.9 * len(beyond):
        return False
    common = sum(char in _COMMON_LETTERS for char in arabic) / len(arabic)
    words = WORD.findall(text)
    known = sum(word in COMMON_WORDS or (word.startswith("ال") and len(word) > 3) for word in words) / max(
        1, len(words)
    )
    if len(words) > _ENOUGH_WORDS:
        return common > 0.7 and known > 0.08
    return common > 0.6


def _check(text: str, where: str) -> None:
    """Raise the error that says why a text cannot be read, where it cannot."""
    sample = text[:SAMPLE]
    markup = sum(len(match.group()) for match in MARKUP.finditer(sample))
    if markup > 0.5 * len(sample.strip()):
        raise UnreadableInputError(
            "more markup than text: this looks like the source of a web page",
            where=where,
            step="Save the page as text, or take the tags off, and read that.",
        )
    if not is_arabic(sample)[0]:
        enough, arabic, letters = is_arabic(text)
        if not enough:
            share = f"{arabic} of its {letters} letters are Arabic"
            raise NotArabicError(share, where=where, step="rasid reads Arabic only: give the Arabic original.")
    if is_persian(sample):
        raise NotArabicError(
            "it reads like Persian or Urdu", where=where, step="rasid reads Arabic only: give the Arabic original."
        )


def read(blob: Blob, context: Context) -> Iterator[Outcome]:
    """The one document of a plain text. Raises what :func:`decode_any` does, or LimitError."""
    raw = blob.whole(context.options.limits.document)
    yield Piece(doc=blob.name, text=decode_any(raw, blob.name), format=MANIFEST.name, address=blob.address)


MANIFEST = Manifest(
    name="text",
    about="plain text in UTF-8, UTF-16, windows-1256 or ISO 8859-6",
    known_by="it is text and none of the others",
    read=read,
)
