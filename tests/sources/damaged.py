"""Two hundred files that are damaged or made to do harm, the same each time."""

import gzip
import io
import json
import random
import struct
import zipfile

import zstandard
from sources import makers, shaping

MB = 1 << 20


def cases():
    """Pairs of a name and bytes, or of a name and pieces of bytes where a file is large."""
    yield from _packed()
    yield from _pdf()
    yield from _docx()
    yield from _charsets()
    yield from _bombs()
    yield from _deep()
    yield from _names()
    yield from _archives()
    yield from _crawls()
    yield from _tables()
    yield from _feeds()
    yield from _chats()
    yield from _long()


def flipped(data, where):
    return data[:where] + bytes([data[where] ^ 0x55]) + data[where + 1 :]


def _packed():
    for name, data in makers.everything().items():
        if name.endswith((".gz", ".zst")):
            continue
        packed = gzip.compress(data, mtime=0)
        for share in (0.3, 0.6, 0.8, 0.95):
            yield f"cut-{share}-{name}.gz", packed[: int(len(packed) * share)]
        yield f"flipped-{name}.gz", flipped(packed, len(packed) - 6)
        yield f"cut-{name}.zst", zstandard.ZstdCompressor(write_checksum=True).compress(data)[:-7]
    for share in (0.2, 0.5, 0.8):
        data = makers.warc_gz()
        yield f"crawl-{share}.warc.gz", data[: int(len(data) * share)]
        data = makers.warc_zst()
        yield f"crawl-{share}.warc.zst", data[: int(len(data) * share)]


def _pdf():
    whole = shaping.pdf([makers.A, makers.B, makers.C])
    for share in (0.02, 0.1, 0.2, 0.4):
        yield f"cut-{share}.pdf", whole[: int(len(whole) * share)]
    yield "head.pdf", b"%PDF-1.7\n"
    yield "garbage.pdf", b"%PDF-1.7\n" + random.Random(3).randbytes(20_000)  # noqa: S311
    yield (
        "no-pages.pdf",
        b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF",
    )
    yield "loop.pdf", _loop()
    yield "bomb.pdf", _pdf_bomb()
    yield "letters.pdf", pdf_of(b"BT /F1 9 Tf (" + b"A" * 5_000_000 + b") Tj ET")
    yield "locked.pdf", _locked()
    yield "empty-trailer.pdf", b"%PDF-1.4\ntrailer\n<< >>\nstartxref\n0\n%%EOF"
    yield (
        "deep-array.pdf",
        b"%PDF-1.4\n1 0 obj\n" + b"[" * 50_000 + b"]" * 50_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF",
    )


def _loop():
    return b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [2 0 R] /Count 9 >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF"


def _pdf_bomb():
    return pdf_of(b" " * (200 * MB))


def pdf_of(content):
    """A page that is drawn by ``content``."""
    import zlib

    data = zlib.compress(content, 9)
    head = b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n"
    head += b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >> endobj\n"
    head += b"5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n"
    return (
        head
        + b"4 0 obj << /Filter /FlateDecode /Length %d >> stream\n%s\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%%%EOF"
        % (len(data), data)
    )


def _locked():
    from reportlab.lib.pdfencrypt import StandardEncryption

    return shaping.pdf([makers.A], encrypt=StandardEncryption("secret", ownerPassword="other"))


def _docx():
    whole = makers.docx()
    for share in (0.2, 0.5, 0.8, 0.99):
        yield f"cut-{share}.docx", whole[: int(len(whole) * share)]
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"]
    for name, changes in {
        "no-text": {"word/document.xml": None},
        "no-types": {"[Content_Types].xml": b"<Types/>"},
        "broken-xml": {"word/document.xml": text[: len(text) // 2]},
        "empty-xml": {"word/document.xml": b""},
        "bomb": {"word/document.xml": text.replace(b"<w:body>", b"<w:body>" + b" " * (70 * MB))},
        "deep": {"word/document.xml": text.replace(b"<w:body>", b"<w:body>" + b"<w:tbl>" * 100_000)},
        "laughs": {"word/document.xml": _laughs(text)},
    }.items():
        yield (
            f"{name}.docx",
            makers.zipped(
                [(key, changes.get(key, data)) for key, data in parts.items() if changes.get(key, data) is not None]
            ),
        )


def _laughs(text=b""):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head, _, rest = text.partition(b"?>")
    del head
    return f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "{"lol" * 10}">{entities}]>'.encode() + rest.replace(
        b"<w:t>", b"<w:t>&l9;"
    )


def _charsets():
    russian = "Войска обстреляли город в понедельник утром, сообщили местные власти и жители."
    french = "L'armée a bombardé la ville, a annoncé le ministère de la défense à Genève, où l'été s'achève déjà."
    greek = "Ο στρατός βομβάρδισε την πόλη τη Δευτέρα το πρωί, ανακοίνωσε το υπουργείο."
    chinese = "军队周一炮击了这座城市，造成数人死亡，多人受伤，当地政府官员表示正在调查此事。"
    for name, text, encoding in (
        ("ru1251", russian, "cp1251"),
        ("ru-koi8", russian, "koi8-r"),
        ("fr1252", french, "cp1252"),
        ("el", greek, "iso8859-7"),
        ("zh", chinese, "gbk"),
        ("big5", "軍隊週一砲擊了這座城市，造成數人死亡，多人受傷。", "big5"),
        ("ja", "軍は月曜日にその都市を砲撃し、数人が死亡したと当局が発表した。", "shift_jis"),
        ("he", "הצבא הפגיז את העיר ביום שני בבוקר, הודיעו הרשויות המקומיות.", "cp1255"),
    ):
        yield f"{name}.txt", text.encode(encoding)
        yield f"{name}.html", makers.page("utf-8", text, (text,)).encode(encoding, "replace")
    yield "broken-utf8.txt", (makers.A * 3).encode() + b"\xff\xfe\xfd" + makers.B.encode()
    yield "broken-utf8.html", makers.page().encode().replace("ال".encode(), b"\xd8\xd8\xa7")
    yield "broken-utf16.txt", b"\xff\xfe" + b"\x00\xdc" * 400
    yield "broken-utf16.csv", b"\xff\xfe" + b"\x00\xdc" * 400
    yield "cp1256-in-utf16.txt", b"\xfe\xff\xd8" + makers.A.encode("cp1256")


def _bombs():
    zeros = b"\0" * MB
    for size in (80, 200):
        yield f"bomb-{size}.zip", makers.zipped([("a.txt", zeros * size)])
        yield f"bomb-{size}.gz", gzip.compress(zeros * size, mtime=0)
        yield f"bomb-{size}.zst", zstandard.ZstdCompressor().compress(zeros * size)
    bomb = makers.zipped([("a.txt", b" " * (80 * MB))])
    yield "bomb-in-zip.zip", makers.zipped([("inner.zip", bomb), ("good.txt", makers.A.encode())])
    yield "bombs.zip", makers.zipped([(f"{n}.txt", b" " * (66 * MB)) for n in range(12)])
    yield "lying.zip", _lying()
    yield "bomb-of-gz.gz", gzip.compress(gzip.compress(zeros * 100, mtime=0), mtime=0)
    yield "bomb-blanks.warc.gz", gzip.compress(b"WARC/1.0\r\n" + b" " * (100 * MB), mtime=0)
    page = gzip.compress(b"<html>" + b" " * (90 * MB), mtime=0)
    yield (
        "bomb-page.warc",
        makers._record(
            "response", "https://b.example/", makers._http(page, "text/html", extra="Content-Encoding: gzip\r\n")
        ),
    )


def _lying():
    data = bytearray(makers.zipped([("a.txt", b" " * (70 * MB))]))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def _deep():
    yield "deep.json", b'{"text": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
    yield "deep-list.json", b'[{"text": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}]"
    yield "deep-open.json", b'{"a":' * 100_000
    yield "deep.html", b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + makers.A.encode()
    yield "deep-span.html", b"<html><body>" + b"<span>" * 500_000
    yield "deep-list.html", b"<html><body>" + b"<ul><b>" * 60_000
    yield "deep.xml", b"<rss version='2.0'><channel><item><description>" + b"<a>" * 100_000
    yield (
        "deep-telegram.json",
        b'{"name": "x", "type": "public_channel", "messages": [{"id": 1, "text": ' + b"[" * 200_000,
    )
    data = makers.A.encode()
    for level in range(8):
        data = makers.zipped([(f"{level}.zip" if level else "a.txt", data)])
        if level in {5, 7}:
            yield f"zip-{level}.zip", data
    data = makers.A.encode()
    for _ in range(9):
        data = gzip.compress(data, mtime=0)
    yield "gz-9.gz", data


def _names():
    for n, name in enumerate(
        (
            "../../etc/cron.d/x.txt",
            "/etc/passwd",
            "..\\..\\x.txt",
            "C:\\x.txt",
            "a/../../x.txt",
            "..",
            "\\\\host\\x.txt",
        )
    ):
        yield f"name-{n}.zip", makers.zipped([(name, makers.A.encode()), ("good.txt", makers.B.encode())])
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    yield "link.zip", makers.zipped([(link, b"/etc/passwd"), ("good.txt", makers.B.encode())])
    data = makers.zipped([("aXb.txt", makers.A.encode()), ("good.txt", makers.B.encode())])
    yield "nul.zip", data.replace(b"aXb.txt", b"a\0b.txt")


def _archives():
    whole = makers.zipped(
        [("a.txt", makers.A.encode()), ("b.html", makers.page().encode()), ("c.jsonl", makers.jsonl())]
    )
    for share in (0.1, 0.3, 0.5, 0.6, 0.7, 0.9, 0.98):
        yield f"cut-{share}.zip", whole[: int(len(whole) * share)]
    for at in (60, 90, 200, 400):
        yield f"flipped-{at}.zip", flipped(whole, at)
    locked = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    yield "locked.zip", bytes(locked)
    method = bytearray(whole)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        method[method.index(mark) + offset] = 97
    yield "method.zip", bytes(method)
    yield "end-only.zip", b"PK\x05\x06" + b"\xff" * 18


def _crawls():
    whole = makers.warc()
    for share in (0.3, 0.5, 0.7, 0.9):
        yield f"cut-{share}.warc", whole[: int(len(whole) * share)]
    yield "no-length.warc", whole.replace(b"Content-Length", b"Kontent-Length")
    yield "negative.warc", whole.replace(b"Content-Length: ", b"Content-Length: -")
    yield "huge-length.warc", whole.replace(b"Content-Length: ", b"Content-Length: 9999999")
    yield "huge-header.warc", b"WARC/1.0\r\nX: " + b"x" * (5 * MB) + b"\r\n\r\n"
    yield "head.warc", b"WARC/1.0\r\n"
    yield (
        "broken-gzip-page.warc",
        makers._record(
            "response",
            "https://b.example/",
            makers._http(b"\x1f\x8b\x08" + b"x" * 50, "text/html", extra="Content-Encoding: gzip\r\n"),
        ),
    )


def _tables():
    yield "cut.jsonl", makers.jsonl()[:-40]
    yield "not-objects.jsonl", makers.jsonl() + b"\n[1, 2]\n"
    yield "no-text.jsonl", b'{"headline": 1}\n{"headline": 2}\n'
    yield "cut-list.json", json.dumps([{"text": makers.A}, {"text": makers.B}], ensure_ascii=False).encode()[:-30]
    yield "cut-object.json", b'{\n "text": "abc'
    yield "broken-utf8.jsonl", makers.jsonl().replace("ص".encode(), b"\xd8")
    yield "unclosed.csv", makers.table() + f'10,"{makers.A}\n11,{makers.B},2021-06-01\n'.encode()
    yield "wide.csv", makers.table() + f"12,{makers.A},x,y,z\n".encode()
    yield "no-text.csv", b"a,b,c\n1,2,3\n4,5,6\n7,8,9\n"
    yield "nul.jsonl", makers.jsonl() + b"\n" + b"\0" * 20 + b"\n"


def _feeds():
    whole = makers.feed()
    for share in (0.4, 0.7, 0.95):
        yield f"cut-{share}.xml", whole[: int(len(whole) * share)]
    yield "laughs.xml", _laughs() + whole.partition(b"?>")[2].replace(b"<title>", b"<title>&l9;")
    yield (
        "outside.xml",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        + whole.partition(b"?>")[2].replace(b"<title>", b"<title>&x;"),
    )
    yield "other.xml", b'<?xml version="1.0"?><orders><order/></orders>'


def _chats():
    for share in (0.3, 0.6, 0.9, 0.98):
        data = makers.telegram()
        yield f"cut-{share}-result.json", data[: int(len(data) * share)]
        data = makers.telegram_page()
        yield f"cut-{share}-messages.html", data[: int(len(data) * max(share, 0.6))]


def _long():
    """One line of 200 MB in each format that has lines."""
    chunk = (makers.A + " ").encode() * 4096
    count = 200 * MB // len(chunk) + 1
    yield "line.txt", [chunk] * count
    yield "line.html", [b"<html><body><p>", *[chunk] * count]
    good = json.dumps({"id": "good", "text": makers.B}, ensure_ascii=False).encode()
    yield "line.jsonl", [good, b'\n{"text": "', *[chunk] * count, b'"}\n', good.replace(b"good", b"last"), b"\n"]
    yield "line.csv", [b"id,text\n", b'1,"', *[chunk] * count, b'"\n2,', makers.B.encode(), b"\n"]
    yield "line.xml", [b"<rss><channel><item><description>", *[chunk] * count]
