"""The disambiguation bed: pairs of short texts that differ in one thing, by theme in the tables beside this file.

An item that the program does not get right is listed in ``known.tsv`` and must fail: one that was mended has to be
taken off the list. `notation` explains how the tables are written.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from notation import BedError, Item, mistakes, read_rows, read_table, show

from rasid import Reader

HERE = Path(__file__).parent
LEAST_SHARE = 0.64
"""Share of items that must be right; it may only rise."""


def _items() -> list[Item]:
    return [item for path in sorted(HERE.glob("*.tsv")) if path.name != "known.tsv" for item in read_table(path)]


def _known() -> dict[str, str]:
    return {cells["id"]: cells["wrong"] for _, cells in read_rows(HERE / "known.tsv", ("id", "wrong"))}


ITEMS = tuple(_items())
KNOWN = _known()


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(
            item,
            id=item.id,
            marks=[pytest.mark.xfail(strict=True, reason=KNOWN[item.id])] if item.id in KNOWN else [],
        )
        for item in ITEMS
    ],
)
def test_item(reader: Reader, item: Item) -> None:
    document = reader.read(item.text, published=item.published)
    wrong = mistakes(item, document)
    assert not wrong, f"{item.differs}\n{item.text}\n" + "\n".join(wrong) + f"\nfound:\n{show(document)}"


def test_share(capsys: pytest.CaptureFixture[str]) -> None:
    ids = {item.id for item in ITEMS}
    assert not set(KNOWN) - ids, "known.tsv names items that no table has"
    share = 1 - len(KNOWN) / len(ITEMS)
    with capsys.disabled():
        print(f"\ndisambiguation bed: {len(ITEMS) - len(KNOWN)} of {len(ITEMS)} items right ({share:.1%})")  # noqa: T201
    assert share >= LEAST_SHARE


def test_every_item_has_a_name_of_its_own_and_a_partner() -> None:
    assert not [name for name, times in Counter(item.id for item in ITEMS).items() if times > 1]
    assert not [name for name, times in Counter(item.pair for item in ITEMS).items() if times < 2]
    assert not [text for text, times in Counter((item.text, item.published) for item in ITEMS).items() if times > 1]


HEAD = "id\tpair\tdiffers\ttext\texpected\tpublished\tnote\n"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a\tp\td\tنص\tASALT", "unknown type ASALT"),
        ("a\tp\td\tنص\tASSAULT agent=الجيش", "unknown field agent"),
        ("a\tp\td\tنص\tASSAULT الجيش", "no field before"),
        ("a\tp\td\tنص\tHARM killed=خمسة", "is no number"),
        ("a\tp\td\tنص\tHARM modality=asserted/denied", "unknown modality asserted/denied"),
        ("a\tp\td\tنص\tHARM date=أمس", "is no ISO date"),
        ("a\tp\td\tنص\tHARM actor= place=حلب", "empty value of actor"),
        ("a\tp\td\tنص\t- | only", "exclude each other"),
        ("a\tp\td\tنص\t-\tأمس", "is no ISO date"),
        ("a\tp\td\t\t-", "empty text"),
        ("a\tp\td\tنص\t-\t\t\tزائد", "8 cells"),
    ],
)
def test_a_malformed_row_is_refused_with_file_and_line(tmp_path: Path, row: str, says: str) -> None:
    table = tmp_path / "table.tsv"
    table.write_text(f"# comment\n{HEAD}{row}\n", encoding="utf-8")
    with pytest.raises(BedError, match=r"table\.tsv:3: .*" + says):
        read_table(table)


def test_wrong_columns_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "table.tsv"
    table.write_text("id\ttext\n", encoding="utf-8")
    with pytest.raises(BedError, match=r"table\.tsv:1: the columns must be"):
        read_table(table)
