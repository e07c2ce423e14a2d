import io
import re

import msgspec
import pytest
from exports.sample import DOCUMENT, EMPTY, FULL
from rich.console import Console

from rasid.exports.table import HEADINGS, clean, event_of, isolate, show, to_plain, width_of, wrap

BOXES = re.compile("[\u2500-\u257f\x1b\u2066-\u2069\u200e\u200f]")


def shown(document, width=160):
    console = Console(
        file=io.StringIO(), force_terminal=True, width=width, color_system="truecolor", legacy_windows=False
    )
    show(document, console)
    return re.sub(r"\x1b\[[\d;]*m", "", console.file.getvalue())


def test_plain_text_has_no_boxes_colours_or_marks():
    text = b"".join(to_plain([DOCUMENT, EMPTY])).decode("utf-8")
    assert not BOXES.search(text)
    lines = text.split("\n")
    assert lines[0] == "a/b.txt, 2024-03-02, +مركز: 2 records"
    assert [cell for cell in lines[1].split("\t") if cell] == list(HEADINGS)
    assert lines[-2] == "empty, no date given: 0 records"


def test_plain_columns_stand_below_one_another():
    lines = b"".join(to_plain([DOCUMENT])).decode("utf-8").split("\n")[1:-1]
    stops = []
    for line in lines:
        at, row = 0, []
        for cell in re.findall(r"[^\t]+|\t", line):
            if cell == "\t":
                at = (at // 8 + 1) * 8
            else:
                row.append(at)
                at += width_of(cell)
        stops.append(row)
    assert stops[0] == stops[1] == stops[2]
    assert len(stops[0]) == len(HEADINGS)


@pytest.mark.parametrize("width", [200, 160, 120, 100, 60, 30])
def test_every_arabic_line_of_a_terminal_is_isolated_and_closed(width):
    for line in shown(DOCUMENT, width).split("\n"):
        assert line.count("\u2068") == line.count("\u2069")
        outside = re.sub("\u2068[^\u2068\u2069]*\u2069", "", line)
        assert not re.search("[\u0600-\u06ff]", outside)
        assert width_of(line.rstrip()) <= width


def test_a_narrow_terminal_gets_cards():
    assert "who " in shown(DOCUMENT, 40)
    assert "─" not in shown(DOCUMENT, 40)


def test_columns_without_values_are_left_out_on_a_terminal():
    bare = msgspec.structs.replace(DOCUMENT, records=(msgspec.structs.replace(FULL, weapon=(), counts=()),))
    assert "with" not in shown(bare)
    assert "how many" in shown(DOCUMENT)


def test_event_names_type_mode_and_modality():
    assert event_of(FULL) == "ASSAULT/heavy-weapons"
    assert event_of(msgspec.structs.replace(FULL, modality="denied", mode=None)) == "ASSAULT (denied)"


def test_small_parts():
    assert isolate("Khartoum") == "Khartoum"
    assert isolate("بحري") == "\u2068بحري\u2069"
    assert clean("a\u202e\nb\x07\tc") == "a b c"
    assert width_of("قُتِلَ") == 3
    assert wrap("HARM/displaced (denied)", 12) == ["HARM/", "displaced", "(denied)"]
    assert wrap("abcdefghij", 4) == ["abcd", "efgh", "ij"]
