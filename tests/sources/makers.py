"""Small files of every format, of our own writing."""

import gzip
import io
import json
import zipfile
import zlib

import zstandard

A = "قصفت مدفعية الجيش بلدة الخوخة أمس، وقتل ثلاثة صيادين وأصيب سبعة آخرون. ودعت الحكومة اليمنية مجلس الأمن إلى التدخل."
B = "اعتقلت الشرطة في وهران 14 متظاهرا مساء السبت بعد احتجاجات على غلاء الأسعار، وفق ما أعلنته النيابة العامة في بيان."
C = "أعلنت بعثة الأمم المتحدة في بورتسودان وصول قافلة إغاثة من 22 شاحنة إلى مخيم زمزم قرب الفاشر بعد حصار دام شهرين."
TITLE = "مدفعية تقصف الخوخة"


def page(charset="utf-8", title=TITLE, paragraphs=(A, B)):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="{charset}"><title>{title}</title>'
        '<meta property="og:site_name" content="شبكة الميناء">'
        '<meta property="article:published_time" content="2022-03-04T10:00:00+03:00">'
        '<link rel="canonical" href="https://almina.example/n/1"><style>p {color: red}</style></head><body>'
        '<nav><a href="/">الرئيسية</a> <a href="/x">اتصل بنا</a></nav>'
        f"<article><h1>{title}</h1>{body}</article><footer>جميع الحقوق محفوظة</footer></body></html>"
    )


def jsonl():
    rows = [{"id": "a1", "text": A, "date": "2021-05-04", "source": "الساحل"}, {"text": B}, {"id": 9, "text": C}]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def table():
    return f'id,النص,date\n7,"{A}\nسطر ثان",04/05/2021\n8,"{B}",2021-05-30\n9,"{C}",31/05/2021\n'.encode()


def feed():
    items = "".join(
        f"<item><title>{TITLE} {n}</title><link>https://x.example/{n}</link><guid>g-{n}</guid>"
        f"<pubDate>Tue, 04 May 2021 10:00:00 +0300</pubDate><description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
        for n, text in enumerate((A, B, C), start=1)
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>وكالة الساحل</title>'
    return f"{head}{items}</channel></rss>".encode()


def atom():
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>مرصد الميناء</title><id>u</id>'
        '<entry><id>tag:e1</id><title>خبر</title><updated>2022-01-02T00:00:00Z</updated><link href="https://x.example/2"/>'
        f'<content type="html">&lt;b&gt;{B}&lt;/b&gt;</content></entry></feed>'
    ).encode()


def telegram():
    return json.dumps(
        {
            "name": "قناة الساحل",
            "type": "public_channel",
            "id": 1234,
            "messages": [
                {"id": 1, "type": "service", "action": "create_channel", "text": ""},
                {
                    "id": 2,
                    "type": "message",
                    "date": "2021-05-04T10:00:00",
                    "text": ["عاجل: ", {"type": "bold", "text": A}],
                },
                {"id": 3, "type": "message", "date": "2021-05-05T10:00:00", "photo": "x.jpg", "text": ""},
                {"id": 4, "type": "message", "date": "2021-05-05T11:00:00", "text": B},
            ],
        },
        ensure_ascii=False,
        indent=1,
    ).encode()


def account():
    chats = [
        {
            "name": name,
            "type": "private_channel",
            "id": key,
            "messages": [{"id": 2, "type": "message", "date": "2021-05-04T10:00:00", "text": text}],
        }
        for name, key, text in (("قناة ب", 77, A), ("قناة ج", 78, B))
    ]
    row = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1},
        "chats": {"about": "x", "list": chats},
    }
    return json.dumps(row, ensure_ascii=False).encode()


def telegram_page():
    def one(number, day, text):
        return (
            f'<div class="message default clearfix" id="message{number}"><div class="body">'
            f'<div class="pull_right date details" title="{day} 10:00:00 UTC+03:00">10:00</div>'
            f'<div class="from_name">قناة الساحل</div><div class="text">{text}</div></div></div>'
        )

    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body><div class="page_wrap">'
        '<div class="page_header"><div class="content"><div class="text bold">قناة الساحل</div></div></div>'
        '<div class="page_body chat_page"><div class="history">'
        '<div class="message service" id="message-1"><div class="body details">4 May 2021</div></div>'
        f"{one(2, '04.05.2021', f'{A}<br>سطر ثان')}{one(3, '05.05.2021', B)}</div></div></div></body></html>"
    ).encode()


def docx():
    import docx as library

    document = library.Document()
    document.add_heading("بيان", 1)
    document.add_paragraph(A)
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = "خلية أولى", B
    document.core_properties.title = "بيان الميناء"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _record(kind, address, block, content="application/http; msgtype=response"):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(address.encode())}>\r\nWARC-Target-URI: {address}\r\n"
        f"WARC-Date: 2022-01-01T00:00:00Z\r\nContent-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _http(body, kind, status="200 OK", extra=""):
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode() + body


def records():
    """The records of a crawl: three pages (one packed, one in windows-1256), a PDF-less rest that is no document."""
    return [
        _record("warcinfo", "x", b"software: x\r\n", "application/warc-fields"),
        _record("response", "https://a.example/1", _http(page().encode(), "text/html; charset=utf-8")),
        _record(
            "response",
            "https://a.example/2",
            _http(gzip.compress(page(title="ثان").encode(), mtime=0), "text/html", extra="Content-Encoding: gzip\r\n"),
        ),
        _record("response", "https://a.example/3", _http(page("windows-1256").encode("cp1256"), "text/html")),
        _record("response", "https://a.example/4", _http(b"<html>no</html>", "text/html", "404 Not Found")),
        _record("response", "https://a.example/5.png", _http(b"\x89PNG", "image/png")),
    ]


def warc():
    return b"".join(records())


def warc_gz():
    return b"".join(gzip.compress(record, mtime=0) for record in records())


def warc_zst():
    return b"".join(zstandard.ZstdCompressor().compress(record) for record in records())


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name) if isinstance(name, str) else name
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()


def everything():
    """A file of each format by the name that it might have."""
    return {
        "plain.txt": C.encode(),
        "page.html": page().encode(),
        "rows.jsonl": jsonl(),
        "rows.csv": table(),
        "feed.xml": feed(),
        "atom.xml": atom(),
        "result.json": telegram(),
        "account.json": account(),
        "messages.html": telegram_page(),
        "s.docx": docx(),
        "c.warc": warc(),
        "c.warc.gz": warc_gz(),
        "c.warc.zst": warc_zst(),
    }
