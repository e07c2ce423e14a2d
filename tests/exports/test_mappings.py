"""The written mappings are those of the manifests."""

import mappings


def test_the_page_has_the_mappings_of_the_manifests():
    page = mappings.PAGE.read_text(encoding="utf-8")
    assert mappings.with_mappings(page) == page, "run python tools/mappings.py --write"


def test_every_format_has_a_section():
    page = mappings.PAGE.read_text(encoding="utf-8")
    for row in mappings.EXPORTS:
        assert f"\n### {row.name}\n" in page


def test_the_page_of_incident_formats_has_theirs():
    page = mappings.INCIDENT_PAGE.read_text(encoding="utf-8")
    assert mappings.with_incident_mappings(page) == page, "run python tools/mappings.py --write"
    for row in mappings.INCIDENT_EXPORTS:
        assert f"\n### {row.name}\n" in page
