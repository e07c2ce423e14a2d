import io
import sys

import pytest

from rasid.errors import MissingInputError, UnreadableInputError
from rasid.sources import collect

TEXT = "تظاهر العشرات في صنعاء"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ["b.txt", "a.txt", "inner/c.TXT", "inner/d.md", ".hidden.txt", ".git/e.txt", "[x].txt"]:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def names(*paths):
    return [item.name for item in collect(paths)]


def test_a_folder_gives_its_files_sorted_whatever_their_names(folder):
    assert names("in") == ["in/[x].txt", "in/a.txt", "in/b.txt", "in/inner/c.TXT", "in/inner/d.md"]


def test_patterns(folder):
    assert names("in/*.txt") == ["in/[x].txt", "in/a.txt", "in/b.txt"]
    assert names("in/**/*.md") == ["in/inner/d.md"]
    assert names("in/?.txt") == ["in/a.txt", "in/b.txt"]


def test_a_name_that_looks_like_a_pattern(folder):
    assert names("in/[x].txt") == ["in/[x].txt"]


def test_each_input_once(folder):
    assert names("in/a.txt", "in", str(folder / "a.txt"), "in/a.txt") == [
        "in/a.txt",
        "in/[x].txt",
        "in/b.txt",
        "in/inner/c.TXT",
        "in/inner/d.md",
    ]


def test_a_file_is_read_whatever_its_suffix(folder):
    (item,) = collect(["in/inner/d.md"])
    assert item.load() == TEXT


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("cp1256"))))
    (item,) = collect(["-"])
    assert (item.name, item.load()) == ("-", TEXT)


@pytest.mark.parametrize("given", ["nowhere.txt", "in/*.csv", "empty", "no/folder/", "x" * 5000, "a\0b"])
def test_what_is_not_there_says_so_when_it_is_loaded(folder, given):
    (folder.parent / "empty").mkdir()
    (item,) = collect([given])
    with pytest.raises(MissingInputError) as caught:
        item.load()
    assert caught.value.where == item.name
    assert caught.value.step


def test_a_file_that_goes_away(folder):
    (item,) = collect(["in/a.txt"])
    (folder / "a.txt").unlink()
    with pytest.raises(MissingInputError):
        item.load()


def test_a_file_that_cannot_be_opened(folder):
    (item,) = collect(["in/a.txt"])
    (folder / "a.txt").unlink()
    (folder / "a.txt").mkdir()
    with pytest.raises(UnreadableInputError, match="cannot be opened"):
        item.load()
