import pytest

from rasid.incidents import Knowledge, load_model


@pytest.fixture(scope="session")
def knowledge():
    return Knowledge.load()


@pytest.fixture(scope="session")
def model():
    return load_model()
