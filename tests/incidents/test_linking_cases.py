"""Two reports of one day: told apart, or brought together."""

import pytest
from incidents.linking_cases import APART, KNOWN, SAME, pairs

from rasid.incidents import link


def together(reader, knowledge, model, one, other):
    documents = [
        reader.read(text, published="2024-11-05", publisher=publisher, doc=doc)
        for text, publisher, doc in ((one, "وكالة الأخبار", "a"), (other, "مرصد الساحل", "b"))
    ]
    linked = link(documents, knowledge, model)
    return any({linked.tellings[n].doc for n in group} == {"a", "b"} for group in linked.groups)


def test_there_are_a_hundred_and_more():
    assert len(pairs(SAME)) >= 50
    assert len(pairs(APART)) >= 50
    assert len({*pairs(SAME), *pairs(APART)}) >= 110


def rows(table):
    """The pairs of a table; those that do not come right yet must fail, so that they are taken out once they do."""
    late = pytest.mark.xfail(reason="does not come right yet", strict=True)
    return [pytest.param(*pair, marks=late if pair in pairs(KNOWN) else ()) for pair in pairs(table)]


@pytest.mark.parametrize(("one", "other"), rows(SAME))
def test_one_incident_told_twice_comes_together(reader, knowledge, model, one, other):
    assert together(reader, knowledge, model, one, other)


@pytest.mark.parametrize(("one", "other"), rows(APART))
def test_two_incidents_of_one_day_stay_apart(reader, knowledge, model, one, other):
    assert not together(reader, knowledge, model, one, other)
