"""Rich text as word processors write it, where pandoc alone would lose something."""

from __future__ import annotations

import pytest

from ingest.load.pandoc.reader import load_rtf
from tests.ingest.load.pandoc.made import kinds, texts

LISTED = rb"{\*\listtable{\list{\listlevel\levelnfc0\levelstartat3}\listid5}}"


def rich(body: bytes) -> bytes:
    return rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}" + LISTED + body + b"}"


@pytest.mark.parametrize(
    ("before", "number"),
    [
        (rb"{\listtext\pard\plain Article 3\tab}\pard\ls1\ilvl0 ", "Article 3"),
        (rb"{\pntext\pard (b)\tab}\pard\plain ", "(b)"),
        (rb"\pard{\listtext\pard\plain \f0 1.2\tab}\ilvl1\ls1 ", "1.2"),
    ],
)
def test_automatic_numbers_are_text_of_their_paragraph(before: bytes, number: str) -> None:
    raw = load_rtf(rich(rb"\pard Before.\par " + before + rb"The council meets.\par "), None)
    assert texts(raw) == ["Before.", f"{number} The council meets."]


@pytest.mark.parametrize("mark", [rb"{\footnote ", rb"{\*\footnote "])
def test_footnotes_are_kept(mark: bytes) -> None:
    raw = load_rtf(rich(rb"\pard The board met." + mark + rb"\pard In May.} It agreed.\par"), None)
    assert texts(raw) == ["The board met. It agreed.", "In May."]
    assert kinds(raw) == ["paragraph", "footnote"]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (rb"{\header\pard Water board\par}", "running heads"),
        (rb"{\*\annotation Why?}", "comments"),
        (rb"{\v secret words}", "hides"),
    ],
)
def test_what_is_left_out_is_said(inside: bytes, said: str) -> None:
    raw = load_rtf(rich(inside + rb"\pard The board met.\par"), None)
    assert texts(raw) == ["The board met."]
    assert [said in finding.message for finding in raw.findings] == [True]
