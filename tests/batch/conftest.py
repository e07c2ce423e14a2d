import contextlib
import shutil
import sys
from pathlib import Path

import pytest

from rasid.batch.run import run
from rasid.batch.settings import Settings

TOWNS = ("زليتن", "الحديدة", "كادقلي", "سنجار", "جنين", "بعلبك", "البوكمال", "تعز")
ACTS = (
    "قصفت مدفعية الجيش أطراف {town} فجر السبت وقتل {n} مدنيين.",
    "اعتقلت الشرطة {n} شخصا في {town} بعد مظاهرة على غلاء الأسعار.",
    "وصلت {n} شاحنة من المساعدات إلى مخيم قرب {town}.",
    "أصيب {n} أشخاص في انفجار عبوة ناسفة بسوق {town}.",
)


def text(number):
    """A short report of its own for each number."""
    return ACTS[number % len(ACTS)].format(town=TOWNS[number % len(TOWNS)], n=number % 90 + 3)


def fill(folder):
    """A dozen files of several kinds."""
    folder.mkdir()
    for n in range(10):
        (folder / f"{n:02}.txt").write_text(text(n) + "\n", encoding="utf-8")
    rows = [f'{{"id": "j{n}", "text": "{text(n)}", "date": "2023-05-0{n - 9}"}}' for n in range(10, 16)]
    (folder / "rows.jsonl").write_text("\n".join([*rows, '{"id": "bad"']) + "\n", encoding="utf-8")
    (folder / "z.txt").write_text("The council met on Monday to discuss its budget for the year.\n", encoding="utf-8")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The working folder, with inputs in it."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "in")
    return tmp_path


@pytest.fixture(scope="session")
def _finished(tmp_path_factory):
    """Inputs and a whole run over them, to be copied."""
    folder = tmp_path_factory.mktemp("finished")
    fill(folder / "in")
    with contextlib.chdir(folder):
        run(["in"], folder / "out", Settings(documents=4), workers=2)
    return folder


@pytest.fixture
def over(_finished, tmp_path, monkeypatch):
    """The working folder, with inputs and a whole run over them."""
    monkeypatch.chdir(tmp_path)
    for name in ("in", "out"):
        shutil.copytree(_finished / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def settings():
    return Settings(documents=4)


@pytest.fixture
def rows():
    """The rows of a table of a run, in the order of documents."""
    import pyarrow.parquet as pq

    def read(folder, table):
        files = sorted((Path(folder) / table).rglob("*.parquet"))
        return [row for path in files for row in pq.read_table(path, partitioning=None).to_pylist()]

    return read


@pytest.fixture
def tables():
    """The bytes of all tables of a run, by path."""

    def read(folder):
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*.parquet")}

    return read


POISON = """
import importlib.abc, importlib.util, os, signal, sys, time

def poisoned(read):
    def reading(self, text, **more):
        if "سم" in text.split():
            os.kill(os.getpid(), signal.SIGSEGV)
        if "عالق" in text.split():
            time.sleep(60)
        if "خطأ" in text.split():
            raise MemoryError("too much")
        if "مرة" in text.split() and not os.path.exists(os.environ["ONCE"]):
            open(os.environ["ONCE"], "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        return read(self, text, **more)
    return reading

class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "rasid.reading.reader":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module
        def loaded(module):
            load(module)
            module.Reader.read = poisoned(module.Reader.read)
        spec.loader.exec_module = loaded
        return spec

sys.meta_path.insert(0, Finder())
"""


@pytest.fixture
def _poison(tmp_path, monkeypatch):
    """New processes read with a reader that words of ours harm: one kills it, one lets it hang, one raises, one kills it once."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(POISON, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", ":".join([str(folder), *filter(None, sys.path)]))
    monkeypatch.setenv("ONCE", str(tmp_path / "once"))
