"""Plain text: which encoding the bytes are in, and whether they hold Arabic that can be read.

A wrong guess would go unseen into every record, so a guess is taken only where the result looks like Arabic: by the
share of Arabic letters among the letters, and by how common the letters are.
"""

from __future__ import annotations

import codecs
import re

from rasid.errors import BinaryInputError, EmptyInputError, NotArabicError, UnreadableInputError

_SAMPLE = 200_000
"""How many bytes or characters are looked at before a guess; the whole input is decoded afterwards."""
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
_ARABIC = re.compile(r"[\u0620-\u063f\u0641-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_WORD = re.compile(r"[\u0620-\u064a\u066e-\u06d3]+")
_MARKUP = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|</?[a-zA-Z][^<>]*>|<![a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);",
    re.DOTALL | re.IGNORECASE,
)
# The letters that carry half of every Arabic text, and the words that no report goes without.
_COMMON_LETTERS = frozenset("اليمونرتبةعدفأسهقك")
_COMMON_WORDS = frozenset(
    "في من على إلى الى أن ان التي الذي عن مع هذا هذه بعد قبل بين كما لم لا ما قد كان و كل حتى أو".split()
)
_PERSIAN_WORDS = frozenset("است که این را از با برای شد شده می کرد آن های در به و ہے کے میں کی نے اور سے کو کا".split())
_SAVE = "Save the file as UTF-8 and try again."


def decode(raw: bytes, where: str) -> str:
    """The text that ``raw`` holds: UTF-8, UTF-16 (each with or without a byte order mark) or windows-1256.

    ``where`` names the input in errors. A last character that was cut off is left out; nothing else is changed, so that
    offsets count in the text as it stands. Raises EmptyInputError, BinaryInputError, UnreadableInputError or
    NotArabicError.
    """
    if not raw.strip():
        raise EmptyInputError("there is no text in it", where=where, step="Give a file that holds Arabic text.")
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            raise BinaryInputError(
                f"this is {what}, not plain text", where=where, step="Save its text as a .txt file and read that."
            )
    text = _decoded(raw, where)
    _check(text, where)
    return text


def _decoded(raw: bytes, where: str) -> str:
    """The text, in the first encoding that fits."""
    if raw.startswith(codecs.BOM_UTF8):
        return _utf8(raw[3:], where)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(raw[2:], "utf-16-le" if raw[:1] == b"\xff" else "utf-16-be", where)
    wide = _wide(raw[:_SAMPLE])
    if wide:
        return _utf16(raw, wide, where)
    try:
        return _utf8(raw, where)
    except UnreadableInputError:
        if _controls(raw[:_SAMPLE].decode("latin-1")):
            raise BinaryInputError("this is not text", where=where, step="Give a plain text file.") from None
        if _is_windows_1256(raw[:_SAMPLE].decode("cp1256")):
            return raw.decode("cp1256")
        raise


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
    sample = text[:_SAMPLE]
    return len(_CONTROL.findall(sample)) > max(2, len(sample) // 100)


def _is_windows_1256(text: str) -> bool:
    """Whether a text decoded from windows-1256 is Arabic rather than another language's bytes taken for it."""
    beyond = [char for char in text if ord(char) > 0x7F and char.isalpha()]
    arabic = [char for char in beyond if _ARABIC.match(char)]
    if not arabic or len(arabic) < 0.9 * len(beyond):
        return False
    common = sum(char in _COMMON_LETTERS for char in arabic) / len(arabic)
    words = _WORD.findall(text)
    known = sum(word in _COMMON_WORDS or (word.startswith("ال") and len(word) > 3) for word in words) / max(
        1, len(words)
    )
    return common > 0.7 and known > 0.08 if len(words) > 12 else common > 0.6


def _check(text: str, where: str) -> None:
    """Raise the error that says why a text cannot be read, where it cannot."""
    if not text.strip():
        raise EmptyInputError("there is no text in it", where=where, step="Give a file that holds Arabic text.")
    if _controls(text):
        raise BinaryInputError(
            "this is not text, or text with control codes in it", where=where, step="Give a plain text file."
        )
    sample = text[:_SAMPLE]
    markup = sum(len(match.group()) for match in _MARKUP.finditer(sample))
    if markup > 0.5 * len(sample.strip()):
        raise UnreadableInputError(
            "more markup than text: this looks like the source of a web page",
            where=where,
            step="Save the page as text, or take the tags off, and read that.",
        )
    if not _is_arabic(sample)[0]:
        enough, arabic, letters = _is_arabic(text)
        if not enough:
            share = f"{arabic} of its {letters} letters are Arabic"
            raise NotArabicError(share, where=where, step="rasid reads Arabic only: give the Arabic original.")
    words = [word for word in _WORD.findall(sample) if len(word) > 1]
    foreign = sum(word in _PERSIAN_WORDS for word in words)
    if foreign > 3 and foreign > sum(word in _COMMON_WORDS or word.startswith("ال") for word in words):
        raise NotArabicError(
            "it reads like Persian or Urdu", where=where, step="rasid reads Arabic only: give the Arabic original."
        )


def _is_arabic(text: str) -> tuple[bool, int, int]:
    """Whether enough letters of a text are Arabic, how many are, and how many letters there are."""
    arabic, letters = len(_ARABIC.findall(text)), len(_LETTER.findall(text))
    return bool(arabic) and arabic >= 0.15 * letters, arabic, letters
