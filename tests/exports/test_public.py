"""Names of private persons are gone from a public export wherever they stand; those of officials and listed actors stay."""

import json

import msgspec
import pytest
from exports.sample import DOCUMENT, EMPTY
from exports.test_round_trips import BY_NAME, patient
from hypothesis import given
from hypothesis import strategies as st

from rasid.errors import OptionError
from rasid.exports.json import as_dict
from rasid.exports.losses import Losses
from rasid.exports.manifest import Row, losses_of
from rasid.exports.public import Veil, key_from
from rasid.exports.registry import EXPORTS
from rasid.exports.texts import check, digest
from rasid.lexicon import load
from rasid.model import Actor, Document, Filler, Passage, Record

KEY = b"0123456789abcdef0123456789abcdef"
REPORT = (
    "قال الناشط أحمد الحموي إن الجيش السوري قصف بلدة سراقب بالقذائف. وأضاف الحموي أن الطفلة سلمى الأحمد قُتلت مع عائلة الدرويشي، "
    "وشكرت الأسرة للحموي موقفه. وأعلن وزير الصحة ماجد الفارسي أن أربعة أطباء أصيبوا، والتقى رجب طيب أردوغان وفدا في أنقرة. "
    "واعتقلت الشرطة الصحفي يوسف المرزوقي وصديقه كمال بن يوسف."
)
PRIVATE = ("أحمد", "الحموي", "سلمى", "الأحمد", "الدرويشي", "يوسف", "المرزوقي", "كمال")


@pytest.fixture(scope="module")
def tables():
    return load()


@pytest.fixture
def veil(monkeypatch, tables):
    monkeypatch.setattr("rasid.exports.public.load", lambda _own: tables)
    return Veil(KEY, Losses("jsonl", frozenset()))


@pytest.fixture(scope="module")
def report(reader):
    return reader.read(REPORT, published="2020-03-04", doc="/home/analyst/secret/report.txt")


def shown(document):
    return json.dumps(as_dict(document), ensure_ascii=False) + document.text


def test_private_names_are_gone_from_text_quotes_and_sources(veil, report):
    public = veil.document(report)
    for name in PRIVATE:
        assert name not in shown(public), name
    for name in ("Ahmed", "Hamui", "Salma"):
        assert name not in shown(public)
    assert "والدرويشي" not in public.text and "لشخص_" in public.text


def test_officials_and_listed_actors_stay(veil, report):
    public = veil.document(report)
    for name in ("ماجد الفارسي", "رجب طيب أردوغان", "الجيش السوري", "وزير الصحة", "سراقب", "إن الجيش"):
        assert name in public.text
    assert "Majed al-Farsi" in shown(public)
    assert "Recep Tayyip Erdogan" in shown(public)


def test_a_person_has_one_pseudonym_under_all_names_and_another_with_another_key(veil, report, monkeypatch, tables):
    public = veil.document(report)
    speakers = {record.source[1] for record in public.records if record.source[1:] and "Person" in record.source[1]}
    assert len(speakers) == 1
    code = speakers.pop().removeprefix("Person_")
    assert public.text.count("شخص_" + code) == 3  # by the full name, by the family name, and after «ل»
    other = Veil(b"x" * 32, Losses("jsonl", frozenset())).document(report)
    assert code not in shown(other)
    assert veil.document(report) == public


def test_spans_count_in_the_public_text_and_its_hash_is_its_own(veil, report):
    public = veil.document(report)
    check(public)
    assert public.sha256 == digest(public.text) != report.sha256
    assert len(public.records) == len(report.records)


def test_without_the_text_quotes_are_changed_and_the_hash_is_left_out(veil, report):
    public = veil.document(msgspec.structs.replace(report, text=""))
    assert public.sha256 == ""
    for name in ("الحموي", "سلمى", "المرزوقي"):
        assert name not in shown(public)
    assert [record.trigger.span for record in public.records] == [record.trigger.span for record in report.records]


def test_reasons_paths_and_unknown_keys_are_left_out(veil, report):
    raw = as_dict(report) | {"reviewer": "منى", "text": report.text}
    (row,) = veil.over([Row(document=report, raw=raw)])
    out = json.dumps(row.raw, ensure_ascii=False)
    assert "secret" not in out and "منى" not in out
    assert row.raw["text"] == row.document.text
    assert all(not record["reason"] for record in row.raw["records"])
    assert not any(place["reason"] for place in row.raw["places"])
    said = {(line["field"], line["why"]) for line in veil._losses.report()["lost"]}
    assert ("reviewer", "left out by --public") in said
    assert ("records.reason", "left out by --public") in said


@pytest.mark.parametrize("name", [manifest.name for manifest in EXPORTS if manifest.name not in {"excel", "parquet"}])
def test_no_format_shows_what_public_took_out(name, veil, report):
    rows = veil.over([Row(document=report, raw=as_dict(report))])
    raw = b"".join(BY_NAME[name].write(rows, losses_of(BY_NAME[name]))).decode("utf-8-sig")
    for word in (*PRIVATE, "secret"):
        assert word not in raw


def test_no_cell_of_the_workbook_shows_it_either(veil, report):
    import io

    import openpyxl

    rows = veil.over([Row(document=report, raw=as_dict(report))])
    raw = b"".join(BY_NAME["excel"].write(rows, losses_of(BY_NAME["excel"])))
    cells = [str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(raw)) for row in sheet for cell in row]
    assert not [cell for cell in cells if any(word in cell for word in (*PRIVATE, "secret"))]


NAMES = (("سامر", "القطيفاني"), ("رنا", "العيسى"), ("وليد", "الشهابي"))
COMMON = "قصف الجيش بلدة في على من 💥 قُتل وأصيب ، .\nأمس".split(" ")


@st.composite
def told(draw):
    """A text with people in it, some of whom the reading marked."""
    parts = draw(st.lists(st.sampled_from([*COMMON, *NAMES]), min_size=1, max_size=14))
    text, actors = "", []
    for part in parts:
        text += draw(st.sampled_from(["", " ", "  "])) if text and not isinstance(part, tuple) else " "
        if isinstance(part, tuple):
            text += draw(st.sampled_from(["", "و", "ل", "ب"]))
            start = len(text)
            text += " ".join(part)
            actors.append(Actor(span=(start, len(text)), text=" ".join(part)))
            text += " "
        else:
            text += part
    cuts = [draw(st.integers(0, len(text))) for _ in range(4)]
    spans = [tuple(sorted(cuts[:2])), tuple(sorted(cuts[2:]))]
    record = Record(
        id="r1",
        trigger=Passage(span=spans[0], text=text[slice(*spans[0])]),
        event_type="ASSAULT",
        mode=None,
        modality="asserted",
        actor=(Filler(span=spans[1], text=text[slice(*spans[1])]),),
    )
    return Document(
        doc="d", sha256=digest(text), published=None, publisher=None, records=(record,), actors=tuple(actors), text=text
    )


@pytest.fixture(scope="module")
def one_veil(tables):
    patch = pytest.MonkeyPatch()
    patch.setattr("rasid.exports.public.load", lambda _own: tables)
    made = Veil(KEY, Losses("jsonl", frozenset()))
    patch.undo()
    return made


@patient
@given(document=told())
def test_marked_names_are_gone_and_every_passage_stands_where_it_says(one_veil, document):
    public = one_veil.document(document)
    check(public)
    for first, last in NAMES:
        assert f"{first} {last}" not in shown(public)
        assert last not in public.text
    words = [word for word in document.text.split() if word in COMMON]
    assert [word for word in public.text.split() if word in COMMON] == words


def test_a_document_without_names_keeps_its_text(veil):
    public = veil.document(EMPTY)
    assert public.text == EMPTY.text
    assert public.doc.startswith("doc-")
    assert veil.document(DOCUMENT).records[0].source == ("narrator", "@لجان المقاومة")


@pytest.mark.parametrize(
    "words",
    ["رنا  العيسى", "رنا\u00a0العيسى", "#رنا_العيسى", "رَنَا العيـسى", "ورنا العيسى", "«رنا العيسى»", "رنا\nالعيسى"],
)
def test_a_name_is_found_however_it_is_written(veil, words):
    text = f"قالت رنا العيسى ذلك. {words} قُتل للعيسى وبالعيسى."
    start = text.index("رنا")
    actor = Actor(span=(start, start + 10), text=text[start : start + 10])
    public = veil.document(
        Document(doc="d", sha256=digest(text), published=None, publisher=None, actors=(actor,), text=text)
    )
    assert "رنا" not in public.text and "عيس" not in public.text and "عيـس" not in public.text
    assert len({word for word in public.text.replace("«", " ").split() if "شخص_" in word}) > 1


def test_a_canonical_name_that_no_table_has_is_a_name_too(veil):
    text = "اعتقل سامر القطيفاني والجيش اليمني"
    actors = (
        Actor(span=(6, 20), text=text[6:20], canonical_en="Samer al-Qutaifani", sector="CVL"),
        Actor(span=(22, 34), text=text[22:34], canonical_en="Yemeni Army", sector="MIL"),
    )
    document = Document(doc="d", sha256=digest(text), published=None, publisher=None, actors=actors, text=text)
    first, second = veil.document(document).actors
    assert first.canonical_en.startswith("Person_")
    assert first.text == "شخص_" + first.canonical_en.removeprefix("Person_")
    assert (second.text, second.canonical_en) == ("الجيش اليمني", "Yemeni Army")


def test_actors_of_a_users_own_table_stay(tmp_path):
    path = tmp_path / "own.tsv"
    path.write_text(
        "name_en\taliases\tcountry\tsector\tkind\nRana al-Issa\tرنا العيسى\tSYR\tCVL\tperson\n", encoding="utf-8"
    )
    text = "قالت رنا العيسى"
    actor = Actor(span=(5, 15), text=text[5:], canonical_en="Rana al-Issa", sector="CVL")
    document = Document(doc="d", sha256=digest(text), published=None, publisher=None, actors=(actor,), text=text)
    assert Veil(KEY, Losses("jsonl", frozenset()), [path]).document(document).text == text
    assert Veil(KEY, Losses("jsonl", frozenset())).document(document).text != text


def test_keys(tmp_path):
    assert len(key_from(None)) == 32 != key_from(None)
    path = tmp_path / "key"
    path.write_bytes(KEY + b"\n")
    assert key_from(str(path)) == KEY
    path.write_bytes(b"short")
    with pytest.raises(OptionError, match="5 bytes"):
        key_from(str(path))
    with pytest.raises(OptionError, match="cannot be read"):
        key_from(str(tmp_path / "none"))


def test_title_address_and_the_names_of_other_documents(veil):
    text = "قالت رنا العيسى ذلك."
    actor = Actor(span=(5, 15), text=text[5:15])
    first, second = (
        Document(
            doc=name,
            sha256=digest(text),
            published=None,
            publisher=None,
            actors=(actor,),
            text=text,
            title="شهادة رنا العيسى",
            address="https://a.example/rana-al-issa",
            bytes_sha256="ab" * 32,
            duplicate_of=other,
        )
        for name, other in (
            ("/secret/rana-1.html", "/secret/rana-0.html"),
            ("/secret/rana-2.html", "/secret/rana-1.html"),
        )
    )
    one, two = veil.document(first), veil.document(second)
    for public in (one, two):
        out = shown(public)
        assert not [word for word in ("رنا", "العيسى", "rana", "secret", "abab") if word in out]
        assert public.title.startswith("شهادة شخص_")
        assert (public.address, public.bytes_sha256) == (None, None)
    assert (one.duplicate_of, two.duplicate_of) == (None, one.doc)


@pytest.mark.parametrize(
    "way",
    [
        "sami.ali@mail.example.org",
        "@samer_ali",
        "https://t.me/samer",
        "www.a.example/x",
        "0944123456",
        "+963 944 123 456",
    ],
)
def test_what_leads_to_a_person_is_taken_out(veil, way):
    text = f"اتصل بنا على {way}، وقتل 1200 شخص في 12/03/2015 و2016-04-05 الساعة 10:30 وبلغ العدد 12,345,678."
    public = veil.document(Document(doc="d", sha256=digest(text), published=None, publisher=None, text=text))
    assert public.text.startswith("اتصل بنا على contact_") and way not in public.text
    assert public.text.endswith("، وقتل 1200 شخص في 12/03/2015 و2016-04-05 الساعة 10:30 وبلغ العدد 12,345,678.")


@pytest.mark.parametrize("said", ["المدعو فراس", "شقيقه ماهر", "الطفلة هناء", "ابنتها سلمى", "اسمه «سامر»"])
def test_a_given_name_alone_after_what_its_bearer_is(veil, said):
    name = said.rsplit(" ", 1)[1].strip("«»")
    text = f"واعتقلت الشرطة {said} مساء الأحد."
    public = veil.document(Document(doc="d", sha256=digest(text), published=None, publisher=None, text=text))
    assert name not in public.text
    assert "مساء الأحد" in public.text


def test_a_mother_is_not_the_child_that_she_is_named_by(veil):
    text = "قالت أم خالد إن ابنها خالد قتل."
    spans = ((5, 12), (22, 26))
    actors = tuple(Actor(span=span, text=text[slice(*span)]) for span in spans)
    document = Document(doc="d", sha256=digest(text), published=None, publisher=None, actors=actors, text=text)
    mother, child = veil.document(document).actors
    assert mother.text != child.text
    assert mother.text.startswith("شخص_") and child.text.startswith("شخص_")
