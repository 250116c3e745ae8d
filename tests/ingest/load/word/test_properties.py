from __future__ import annotations

import pytest

from tests.ingest.load.word.made import (
    p,
    read,
    texts,
    word,
)


def test_properties_are_read_and_a_file_date_is_no_publication_date() -> None:
    core = (
        "<dc:title>The Water Policy</dc:title><dc:creator>Jane Doe; Ministry of Water</dc:creator>"
        "<dc:language>en-GB</dc:language><dcterms:created>2019-05-02T10:00:00Z</dcterms:created>"
    )
    properties = read(word(p("Text."), core=core)).properties
    assert properties.csl == {
        "title": "The Water Policy",
        "author": [{"family": "Doe", "given": "Jane"}, {"literal": "Ministry of Water"}],
        "language": "en-GB",
    }
    assert set(properties.origins.values()) == {"Word properties"}
    assert set(properties.origins) == set(properties.csl)
    assert str(properties.made_on) == "2019-05-02"


@pytest.mark.parametrize("day", ["2019-02-31", "soon", "0000-01-01", ""])
def test_junk_in_the_properties_is_left_out(day: str) -> None:
    core = (
        "<dc:title>Microsoft Word - policy.doc</dc:title><dc:creator>Windows User</dc:creator>"
        f"<dc:language>English!</dc:language><dcterms:created>{day}</dcterms:created>"
    )
    properties = read(word(p("Text."), core=core)).properties
    assert (properties.csl, properties.origins, properties.made_on) == ({}, {}, None)


def test_damaged_properties_are_reported_and_the_text_is_read() -> None:
    raw = read(word(p("Text."), core="<dc:title>cut"))
    assert texts(raw) == ["Text."]
    assert [finding.kind for finding in raw.findings] == ["damage"]
