from pathlib import Path

import pytest

from rasid import Reader

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def reader():
    return Reader()


@pytest.fixture(scope="session")
def statement():
    return (ROOT / "examples" / "statement.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def read_statement(reader, statement):
    return reader.read(statement, published="2016-03-15", publisher="المكتب الإعلامي", doc="statement")
