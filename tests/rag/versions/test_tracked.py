"""Tracked changes in Word: rejected they leave the old version, accepted the new one."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import docx
import pypandoc
import pytest

from rag.types import Document
from rag.versions.compare import compare_versions
from rag.versions.tracked import tracked_docx
from rag.versions.units import units_of
from tests.rag.versions.pairs import laid_out, made, sentences
from tests.rag.versions.test_compare import RULES

MADE = datetime(2031, 2, 3, 4, 5, tzinfo=UTC)


def written(old: Document, new: Document) -> bytes:
    return tracked_docx(compare_versions(old, new), "Harbour rules", MADE)


def read(made_: bytes, which: str) -> str:
    options = [f"--track-changes={which}", "--wrap=none"]
    return str(pypandoc.convert_text(made_, "plain", "docx", extra_args=options))


def said(document: Document) -> list[str]:
    return [" ".join(document.text[u.span.start : u.span.end].split()) for u in units_of(document)]


EDITED = (
    RULES.replace("20 crowns", "30 crowns")
    .replace("may waive", "must waive")
    .replace("No ship leaves without a pilot on board.", "Gulls nest there. They shout.")
    .replace("## Nights", "A paragraph stands here on its own <w:p/> & so.\n\n## Nights at sea")
    .replace("| Sloops | 14 |\n", "")
)


def pairs() -> list[tuple[str, str]]:
    lines = sentences(120)
    moved = [*lines[60:], *lines[:60]]
    return [(RULES, EDITED), (EDITED, RULES), (laid_out(lines), laid_out(moved))]


@pytest.mark.parametrize(("old", "new"), pairs())
def test_rejected_it_is_the_old_version_accepted_the_new(old: str, new: str) -> None:
    before, after = made(old, "old"), made(new, "new")
    file = written(before, after)
    for which, document in (("reject", before), ("accept", after)):
        text = read(file, which)
        assert " ".join(text.split()) == " ".join(said(document))
        assert "\n\n\n" not in text  # no empty paragraph is left


def test_word_is_told_who_made_the_changes_and_when() -> None:
    file = written(made(RULES, "old"), made(EDITED, "new"))
    xml = docx.Document(io.BytesIO(file)).element.xml
    changes = re.findall(r"<w:(ins|del) ([^>]*)>", xml)
    assert {name for name, _ in changes} == {"ins", "del"}
    assert all(
        'w:author="Sanad"' in said_ and "2031-02-03T04:05:00Z" in said_ for _, said_ in changes
    )
    ids = [re.search(r'w:id="(\d+)"', said_) for _, said_ in changes]
    numbers = [one[1] for one in ids if one]
    assert len(set(numbers)) == len(changes)
    assert "<w:delText" in xml


def test_two_like_versions_have_no_changes() -> None:
    file = written(made(RULES, "old"), made(RULES, "new"))
    xml = docx.Document(io.BytesIO(file)).element.xml
    assert "<w:ins" not in xml
    assert "<w:del" not in xml
