import json
import re
from html.parser import HTMLParser

from exports.sample import DOCUMENT, EMPTY, TEXT, filler, record
from hypothesis import given
from hypothesis import strategies as st

from rasid.exports import FORMATS
from rasid.exports.page import to_html
from rasid.exports.page.facts import embedded, facts
from rasid.exports.page.marks import CHUNK, LONGEST, paragraphs, stretches
from rasid.exports.page.parts import part, visible
from rasid.lexicon.lexicon import load
from rasid.model import Document, Passage

VILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;<!--\u2028\u2029\u202egnorw\u2066\x00\x1b"


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.data, self.inside = [], [], [], []

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]
        self.inside.append(tag)

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        self.data.append((self.inside[-1] if self.inside else "", data))


def page(*documents):
    return b"".join(to_html(documents)).decode("utf-8")


def parsed(text):
    found = Elements()
    found.feed(text)
    return found


def document(text, *records, name="d"):
    return Document(doc=name, sha256="0" * 64, published=None, publisher=None, records=records, text=text)


def test_html_is_a_format_and_gives_the_same_bytes_again():
    first = b"".join(FORMATS["html"].write([DOCUMENT, EMPTY]))
    assert first.startswith(b"<!DOCTYPE html>")
    assert first == b"".join(FORMATS["html"].write(iter([DOCUMENT, EMPTY])))


def test_it_needs_nothing_from_outside():
    found = parsed(page(DOCUMENT, EMPTY))
    assert not {"iframe", "object", "embed", "img", "base"} & set(found.tags)
    assert {value for _, name, value in found.attributes if name in {"src", "href", "srcset", "action"}} == {
        "data:,", "#main", "#d0", "#d1",
    }  # fmt: skip
    (policy,) = [value for _, _, value in found.attributes if value and "default-src" in value]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    script = "".join(data for tag, data in found.data if tag == "script")
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|\bfetch\(|XMLHttpRequest|\beval\(|innerHTML", script)
    assert "url(" not in "".join(data for tag, data in found.data if tag == "style")
    assert not [name for _, name, _ in found.attributes if name == "style" or name.startswith("on")]


def test_what_is_hostile_in_a_document_is_text():
    text = VILE + " قصف"
    vile = record(
        trigger=Passage(span=(0, 8), text=VILE), event_type=VILE, mode=VILE, reason={VILE: VILE}, stance=(VILE,)
    )
    shown = page(
        Document(doc=VILE, sha256="0" * 64, published=VILE, publisher=VILE, text=text, records=(vile,), version=VILE),
        EMPTY,
    )
    plain, found = parsed(page(DOCUMENT, EMPTY)), parsed(shown)
    assert found.tags.count("script") == plain.tags.count("script")
    assert "img" not in found.tags
    assert not [name for _, name, _ in found.attributes if name.startswith("on")]
    assert not set("\u202e\u2066\x00\x1b") & set(shown)
    assert 'title="U+202E"' in shown
    block = re.search(r'<script type="application/json" class="facts">(.*?)</script>', shown)[1]
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block)["records"][0]["word"].startswith("</script>")


def test_controls_and_directions_are_seen():
    assert visible("a\u202e<b\x07\n\t") == (
        'a<i class="x" title="U+202E"></i>&lt;b<i class="x" title="U+0007"></i>\n\t'
    )


def test_unpaired_surrogates_and_texts_left_out_do_not_stop_it():
    shown = page(document("\ud800 قصف", name="\udfff"), document(""))
    assert "? قصف" in shown
    assert "لم يحفظ نص" in shown


def test_marks_stand_where_the_words_are_and_particles_stay_outside():
    text = "وقصفت الطائرات جبلة"
    rows = record(
        trigger=Passage(span=(1, 5), text="قصفت"),
        actor=(filler("الزهور").__class__(span=(6, 14), text="الطائرات"),),
        modality="denied",
    )
    shown = page(document(text, rows))
    assert (
        'و<mark class="t k-assault q-denied e" data-m="0t0">قصفت</mark> '
        '<span class="f f-a" data-m="0a0">الطائرات</span> جبلة'
    ) in shown


def test_words_of_several_records_carry_all_of_them():
    rows = (record(1, actor=(filler("صاروخان"),)), record(2, weapon=(filler("صاروخان"),)))
    keys = [stretch.keys for stretch in stretches(TEXT, rows) if stretch.keys]
    assert keys == [("0t0", "1t0"), ("0a0", "1w0")]


def test_spans_outside_the_text_mark_nothing():
    rows = (record(1, trigger=Passage(span=(-3, 4), text="x")), record(2, trigger=Passage(span=(5, 10**9), text="x")))
    assert [stretch.keys for stretch in stretches(TEXT, rows)] == [()]


@given(
    st.lists(st.sampled_from(["\n", "\n\n", " ", "قتل", "ا" * 900, "ب" * 14000, "سطر قصير\n"]), max_size=40).map(
        "".join
    ),
    st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 9000)), max_size=6),
)
def test_no_character_is_lost_and_no_paragraph_is_endless(text, places):
    rows = [record(trigger=Passage(span=(a, a + n), text="x")) for a, n in places]
    found = list(paragraphs(text, rows))
    assert "".join(stretch.text for row in found for stretch in row) == text
    assert all(0 < sum(len(stretch.text) for stretch in row) <= 2 * LONGEST for row in found)
    inside = [row for row in rows if row.trigger.span[1] <= len(text)]
    ends = {row.trigger.span[1] for row in inside}
    assert sum(stretch.last for row in found for stretch in row) <= len(ends)
    assert all(stretch.event for row in found for stretch in row if stretch.last)


def test_short_lines_share_a_paragraph():
    assert len(list(paragraphs("ا\n" * 10 * CHUNK, []))) == 20


def test_facts_say_what_is_known_and_no_more():
    row = facts(DOCUMENT)
    first, second = row["records"]
    assert first["p"][0]["place"] == [0]
    assert "place" not in first["p"][1]
    assert first["c"][1] == {"text": "7", "what": "injured", "number": "21+", "group": "children"}
    assert first["links"] == [["result_of", 1]]
    assert "d" not in second
    assert row["places"][0]["at"] == [-15.5, 32.5]


def test_embedded_json_is_what_it_was():
    assert json.loads(embedded({"a": [VILE]})) == {"a": [VILE]}


def test_everything_that_the_tables_can_say_has_a_label_in_both_languages():
    labels = json.loads(part("labels.json"))
    frames = load().frames
    assert {frame.type for frame in frames} <= set(labels["types"])
    assert {frame.mode for frame in frames if frame.mode} <= set(labels["mode"])
    for group in ("mode", "modality", "role", "what", "via", "precision", "kind", "rel", "slot", "ui"):
        assert all(len(pair) == 2 and all(pair) for pair in labels[group].values()), group
    for side in (0, 1):
        marks = [row["mark"][side] for row in labels["types"].values()]
        assert len(set(marks)) == len(marks), "the marks tell the types apart without colour"


def test_outlines_have_the_countries_and_names():
    outlines = json.loads(part("outlines.json"))
    assert {"SYR", "SDN", "YEM", "PSE", "LBY"} <= {row[0] for row in outlines["countries"]}
    assert outlines["names"]["SDN"] == ["السودان", "Sudan"]
    used = {n if n >= 0 else ~n for row in outlines["countries"] for ring in row[4] for n in ring}
    assert used == set(range(len(outlines["arcs"])))
