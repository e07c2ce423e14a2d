import pytest

from rasid.archive import How, add, forget, opened
from rasid.sources import collect

TEXTS = {
    "a.txt": "قصفت مدفعية الجيش بلدة الخوخة أمس، وقتل ثلاثة صيادين وأصيب سبعة آخرون.",
    "b.txt": "تظاهر مئات العمال في مدينة صفاقس احتجاجا على غلاء الأسعار، واعتقلت الشرطة تسعة منهم.",
    "c.txt": "دعت الحكومة اليمنية مجلس الأمن إلى التدخل لوقف إطلاق النار في الحديدة.",
    "d.txt": "اختطف مسلحون مجهولون طبيبا في مدينة درنة مساء الخميس.",
    "e.txt": "The harbour was quiet.",
}


@pytest.fixture(autouse=True)
def _fixed_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of five documents, one of which is in English; the tests run beside it."""
    inputs = tmp_path / "in"
    inputs.mkdir()
    for name, text in TEXTS.items():
        (inputs / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return inputs


@pytest.fixture
def told():
    """What was said to be left."""
    return []


@pytest.fixture
def put(reader, told):
    """Add paths to an archive, and give what became of them."""

    def call(archive, *paths, read=True, **how):
        with opened(archive, write=True, create=True) as room:
            return list(add(room, list(collect(paths)), How(**how), reader if read else None, told.append)), room.notes

    return call


@pytest.fixture
def filled(folder, put, tmp_path):
    """An archive of the five documents, of which the fourth was forgotten."""
    archive = tmp_path / "archive"
    added, _ = put(archive, "in", published="2025-06-15", publisher="مرصد الساحل", note="on a stick")
    with opened(archive, write=True) as room:
        forget(room, [added[3].sha256], "asked by the family")
    return archive


@pytest.fixture
def tree():
    """All files below a folder with their bytes."""

    def call(folder):
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "lock"
        }

    return call
