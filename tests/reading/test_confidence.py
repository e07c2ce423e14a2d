"""How sure a record is: what the figures are, that they decide, and that the measures of it are right."""

import math

import pytest

from confidence import Judged, calibration_error, curve, ranking, reliability
from rasid.reading.confidence import contributions, figures, probability, weigh
from rasid.reading.decide import drafts
from rasid.reading.weights import load_models


def drafted(reader, text):
    ground = reader.engine.prepare(text)
    return drafts(ground, reader.engine.tables, reader.models)[0]


def test_every_figure_has_a_weight_and_every_weight_a_figure(reader):
    weights = load_models().confidence
    (draft,) = drafted(reader, "قصف الجيش السوري بلدة داريا.")
    assert set(figures(draft)) == set(weights.event) == set(weights.whole)
    assert weights.fitted_on


def test_a_record_carries_the_probability_of_its_word_and_type(reader):
    text = "اعتقلت الشرطة 14 متظاهرا في وهران أمس، ونددت منظمات حقوقية بالاعتقالات."
    weights = reader.models.confidence
    for record, draft in zip(reader.read(text).records, drafted(reader, text), strict=True):
        row = figures(draft)
        assert record.confidence == round(probability(row, weights.event), 3)
        assert 0 <= draft.sure_whole <= draft.sure <= 1
        assert f"{draft.sure:.2f}" in record.reason["confidence"]


def test_an_unlikely_sense_makes_less_sure(reader):
    (draft,) = drafted(reader, "قصف الجيش السوري بلدة داريا.")
    weights = reader.models.confidence.event
    row = figures(draft)
    assert probability(row | {"event score": -2.0}, weights) < probability(row, weights)
    assert probability(row | {"prior of the sense": 0.1}, weights) < probability(row, weights)


def test_without_weights_the_score_stands(reader):
    (draft,) = drafted(reader, "قصف الجيش السوري بلدة داريا.")
    weigh([draft], None)
    assert draft.sure == draft.sure_whole == round(draft.event.score, 3)


def test_contributions_add_up():
    rows = contributions({"bias": 1.0, "a": 2.0, "b": 0.0}, {"bias": 0.5, "a": -1.0, "b": 4.0})
    assert rows == [("a", -2.0), ("bias", 0.5)]
    assert probability({"bias": 1.0, "a": 2.0}, {"bias": 0.5, "a": -1.0}) == pytest.approx(1 / (1 + math.exp(1.5)))


def test_measures():
    rows = [Judged(0.95, True), Judged(0.95, True), Judged(0.15, False), Judged(0.15, True)]
    assert [(b.size, b.right) for b in reliability(rows)] == [(2, 0.5), (2, 1.0)]
    assert calibration_error(rows) == pytest.approx((2 * 0.35 + 2 * 0.05) / 4)
    assert ranking(rows) == pytest.approx((1 + 1 + 0.5) / 3)
    cuts = {k.cut: k for k in curve(rows, gold=6)}
    assert (cuts[0.0].precision, cuts[0.0].recall) == (0.75, 0.5)
    assert (cuts[0.9].kept, cuts[0.9].precision, cuts[0.9].recall) == (0.5, 1.0, pytest.approx(1 / 3))
