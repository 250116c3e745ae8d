from __future__ import annotations

import re
from dataclasses import replace

import pytest

from rag.tables.running_text import is_row, sentences
from tests.rag.tables.made import document_of

TEXT = """# The 12 nets

## All boats with more than 12 nets were moved to the inner harbour in the spring.

The port has 12 nets. It has no eels.

- 12 of them are new

> Ida said that 12 nets are enough.

Figure 2: The 12 nets

Source: 12 fishers

| Nets |
|---|
| 12 |

# References

Lind, B. (2012) 12 nets.
"""
NOTES = """They were 12 in the year before.

Okoro, A., 12 nets of the north, vol. 3.

Harbour Board, 12 nets.
"""


def test_sentences_of_running_text_alone() -> None:
    document = document_of(TEXT)
    found = [
        document.text[span.start : span.end] for _, span in sentences(document, re.compile("12"))
    ]
    assert found == [
        "All boats with more than 12 nets were moved to the inner harbour in the spring.",
        "The port has 12 nets.",
        "12 of them are new",
        "Ida said that 12 nets are enough.",
    ]


def test_notes_that_say_something() -> None:
    document = document_of(NOTES)
    notes = tuple(replace(block, kind="footnote") for block in document.blocks)
    found = [*sentences(replace(document, blocks=notes), re.compile("12"))]
    assert [document.text[span.start : span.end] for _, span in found] == [
        "They were 12 in the year before."
    ]


CONTENTS = """# Contents

Nets of 2012 ........ 4

Eels of 2013 ........ 9

Ports of 2014 ........ 12

Boats of 2015 ........ 19

# Nets of 2012

There were nets.
"""


@pytest.mark.parametrize("pattern", [r"\d", "Nets"])
def test_no_lines_of_contents(pattern: str) -> None:
    assert [*sentences(document_of(CONTENTS), re.compile(pattern))] == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Other nets 0.7 1.4 2.0 (NA) (NA) (NA)", True),
        ("2015 2016 2017", True),
        ("In 2015 the port had 12 nets and 3 boats.", False),
        ("12 nets", False),
    ],
)
def test_a_row_that_was_read_as_text(text: str, row: bool) -> None:
    assert is_row(text) is row
