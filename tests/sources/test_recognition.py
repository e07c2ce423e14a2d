import gzip

import pytest
import zstandard
from sources import makers

from rasid.errors import OptionError
from rasid.sources import FORMATS, Documents, Left, Options, collect, columns, only


@pytest.fixture
def found(tmp_path):
    """What comes of bytes, under a name that says nothing."""

    def call(data, options=None, name="x.bin"):
        (tmp_path / name).write_bytes(data)
        (item,) = collect([tmp_path / name])
        rows = list(Documents(item, options or Options()))
        for row in rows:
            assert row.doc.startswith(item.name)
        pieces = [row for row in rows if not isinstance(row, Left)]
        return pieces, [row for row in rows if isinstance(row, Left)]

    return call


def ids(rows):
    return [row.doc.partition("#")[2] for row in rows]


@pytest.mark.parametrize(
    ("name", "form", "keys", "left"),
    [
        ("plain.txt", "text", [""], []),
        ("page.html", "html", [""], []),
        ("s.docx", "docx", [""], []),
        ("rows.jsonl", "jsonl", ["a1", "2", "9"], []),
        ("rows.csv", "csv", ["7", "8", "9"], []),
        ("feed.xml", "rss", ["g-1", "g-2", "g-3"], []),
        ("atom.xml", "rss", ["tag:e1"], []),
        ("result.json", "telegram", ["2", "4"], ["1", "3"]),
        ("account.json", "telegram", ["77/2", "78/2"], []),
        ("messages.html", "telegram-html", ["2", "3"], ["-1"]),
        (
            "c.warc",
            "html",
            [f"https://a.example/{n}" for n in (1, 2, 3)],
            ["https://a.example/4", "https://a.example/5.png"],
        ),
        (
            "c.warc.gz",
            "html",
            [f"https://a.example/{n}" for n in (1, 2, 3)],
            ["https://a.example/4", "https://a.example/5.png"],
        ),
        (
            "c.warc.zst",
            "html",
            [f"https://a.example/{n}" for n in (1, 2, 3)],
            ["https://a.example/4", "https://a.example/5.png"],
        ),
    ],
)
def test_a_format_is_told_by_what_it_holds(found, name, form, keys, left):
    pieces, rest = found(makers.everything()[name])
    assert {piece.format for piece in pieces} == {form}
    assert (ids(pieces), ids(rest)) == (keys, left)
    assert not any(row.failed for row in rest)


@pytest.mark.parametrize("name", ["plain.txt", "page.html", "rows.csv", "c.warc", "s.docx", "result.json"])
def test_anything_packed_is_read(found, name):
    data = makers.everything()[name]
    plain = [piece.text for piece in found(data)[0]]
    assert [piece.text for piece in found(gzip.compress(data))[0]] == plain
    assert [piece.text for piece in found(zstandard.compress(data))[0]] == plain
    assert [piece.text for piece in found(makers.zipped([("a/b", data)]))[0]] == plain


def test_an_archive_of_everything(found):
    files = makers.everything()
    pieces, left = found(makers.zipped([*files.items(), (".hidden", b"x"), ("empty/", b"")]))
    assert {key.split("#")[0] for key in ids(pieces)} == set(files)
    assert not any(row.failed for row in left)


def test_a_page(found):
    ((piece,), _) = found(makers.page().encode())
    assert (piece.title, piece.published, piece.publisher) == (makers.TITLE, "2022-03-04", "شبكة الميناء")
    assert piece.address == "https://almina.example/n/1"
    assert piece.text.startswith(makers.TITLE)
    assert makers.A in piece.text
    assert makers.B in piece.text
    assert "اتصل بنا" not in piece.text


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("utf-8", "utf-8"),
        ("windows-1256", "cp1256"),
        ("windows-1256", "utf-8"),
        ("iso-8859-1", "cp1256"),
        ("utf-8", "cp1256"),
        ("iso-8859-6", "iso8859_6"),
        ("nonsense", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_the_encoding_of_a_page(found, declared, real):
    source = makers.page(declared).replace("«", "").replace("»", "")
    ((piece,), _) = found(source.encode(real))
    assert makers.A in piece.text


def test_a_few_broken_bytes_in_a_page_are_noted(found):
    data = (
        makers.page(paragraphs=[makers.A, makers.B] * 20)
        .encode()
        .replace("سبعة".encode(), b"\xd8" + "سبعة".encode(), 1)
    )
    ((piece,), _) = found(data)
    assert piece.notes == ("1 broken bytes are written as U+FFFD",)


def test_word_keeps_tables_and_leaves_out_what_was_struck(found):
    ((piece,), _) = found(makers.docx())
    assert piece.text == f"بيان\n{makers.A}\nخلية أولى\n{makers.B}"
    assert piece.title == "بيان الميناء"


def test_columns_by_their_usual_names(found):
    pieces, _ = found(makers.jsonl())
    assert (pieces[0].published, pieces[0].publisher, pieces[0].text) == ("2021-05-04", "الساحل", makers.A)
    pieces, _ = found(makers.table())
    assert pieces[0].text == f"{makers.A}\nسطر ثان"
    assert [piece.published for piece in pieces] == ["", "2021-05-30", "2021-05-31"]


def test_columns_by_name(found):
    data = f"key;words;when\nk1;{makers.A};2020-01-02\n".encode()
    options = Options(columns=columns("text=words, id=key,published=when"))
    ((piece,), _) = found(data, options)
    assert (piece.doc.partition("#")[2], piece.text, piece.published) == ("k1", makers.A, "2020-01-02")
    _, (left,) = found(data.replace(b"words", b"other"), options)
    assert (left.error.code, left.failed) == ("R123", True)
    assert "other" in left.error.what


@pytest.mark.parametrize("given", ["text", "text=", "colour=x", "text=a,text=b"])
def test_a_mapping_that_makes_no_sense(given):
    with pytest.raises(OptionError):
        columns(given)


def test_a_wrong_row_costs_only_itself(found):
    bad = f'id,text\n1,{makers.A}\n2,"open {makers.B}\n3,{makers.C}\n4,a,b,c\n5,{makers.A}\n'.encode()
    pieces, left = found(bad)
    assert ids(pieces) == ["1", "3", "5"]
    assert ids(left) == ["3", "5"]
    lines = makers.jsonl().splitlines()
    pieces, left = found(b"\n".join([lines[0], b"{broken", lines[1], b"3", lines[2]]))
    assert ids(pieces) == ["a1", "3", "9"]
    assert ids(left) == ["2", "4"]


def test_prose_with_brackets_or_commas_is_no_table(found):
    for text in (
        f"[عاجل] {makers.A}",
        f"{{بيان}} {makers.A}",
        f"{makers.A}\n{makers.B}, {makers.C}\n{makers.A}",
        f"1 < 2 {makers.A}",
    ):
        ((piece,), _) = found(text.encode())
        assert (piece.format, piece.text) == ("text", text)


def test_two_documents_of_one_name(found):
    data = "\n".join(f'{{"id": "x", "text": "{text}"}}' for text in (makers.A, makers.B)).encode()
    assert ids(found(data)[0]) == ["x", "x~2"]


def test_what_is_not_read_says_what_it_is(found):
    book = makers.zipped([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>")])
    for data, what in ((b"\x89PNG\r\n\x1a\n", "PNG"), (book, "Excel"), (b"{\\rtf1 x}", "RTF")):
        _, (left,) = found(data)
        assert what in left.error.what
        assert left.error.step


def test_one_document_for_explaining(tmp_path):
    (tmp_path / "one").write_bytes(makers.page().encode())
    (item,) = collect([tmp_path / "one"])
    assert only(item).format == "html"


def test_every_format_says_what_it_is():
    for name, row in FORMATS.items():
        assert row.name == name
        assert row.about
        assert row.known_by
        assert bool(row.ids) == row.many


@pytest.mark.parametrize("name", ["page.html", "s.docx", "feed.xml", "result.json", "c.warc", "c.warc.zst"])
def test_a_format_whose_extra_is_missing_names_it(found, monkeypatch, name):
    import sys

    data = makers.everything()[name]
    for module in ("trafilatura", "docx", "feedparser", "ijson", "fastwarc.warc", "zstandard"):
        monkeypatch.setitem(sys.modules, module, None)
    pieces, (left,) = found(data)
    assert (pieces, left.failed, left.error.code) == ([], True, "R110")
    assert "pip install 'rasid[sources]'" in left.error.step
