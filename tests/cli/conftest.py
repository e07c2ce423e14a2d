from pathlib import Path

import pytest
from typer.testing import CliRunner

import rasid.cli.common
from rasid.cli.app import app

NEWS = (
    "قصفت مدفعية الجيش بلدة الخوخة أمس، وقتل ثلاثة صيادين وأصيب سبعة آخرون. ودعت الحكومة اليمنية مجلس الأمن إلى التدخل."
)


@pytest.fixture(autouse=True)
def _one_reader(monkeypatch, reader):
    """Compile the shipped tables once for all runs; tables of a user's own are compiled each time."""
    real = rasid.cli.common.Reader
    monkeypatch.setattr(rasid.cli.common, "Reader", lambda *, lexicon: real(lexicon=lexicon) if lexicon else reader)


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    def call(*arguments, stdin=None):
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)

    return call


@pytest.fixture
def news(tmp_path):
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path.name


@pytest.fixture
def examples():
    return Path(__file__).parent.parent.parent / "examples"
