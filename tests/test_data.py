import filecmp
from pathlib import Path

import pytest

from build_data import build

DATA = Path(__file__).parent.parent / "src" / "rasid" / "data"
FITTED = {"weights.json", "words.json", "reported.json", "confidence.json"}
"""Made by training, from data that is not part of the project."""


@pytest.mark.slow
def test_the_packed_tables_are_what_the_tables_give(tmp_path):
    build(tmp_path)
    built = {path.name for path in tmp_path.iterdir()}
    assert built | FITTED == {path.name for path in DATA.iterdir() if path.is_file()}
    for name in sorted(built):
        assert filecmp.cmp(tmp_path / name, DATA / name, shallow=False), f"{name} is out of date: run make data"
