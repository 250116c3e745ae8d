from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rag.citations.markdown_note import (
    LONGEST_LINK,
    markdown,
    note_name,
    page_link,
    properties_of,
    with_properties,
)
from rag.citations.pandoc_process import paragraph, words
from rag.citations.quote_address import parse_address
from rag.types import Source
from tests.rag.citations.test_styles import HOSTILE, MADE, citation


@given(st.text(max_size=300))
def test_every_title_gives_a_name_for_every_system(title: str) -> None:
    name = note_name(title)
    assert name
    assert len(name.encode()) <= 110
    assert name == name.strip(" .")
    assert not re.search(r'[<>:"|?*/\\\[\]#^\n]', name)
    assert not any(unicodedata.category(one)[0] == "C" for one in name)
    assert note_name(name) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Water: who pays? [draft] #2", "Water- who pays- draft 2"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "note CON"),
        ("nul.txt", "note nul.txt"),
        ("...", "note"),
        (".obsidian", "obsidian"),
        ("پانی کا قانون", "پانی کا قانون"),
    ],
)
def test_names(title: str, name: str) -> None:
    assert note_name(title) == name


def test_properties_are_yaml_whatever_they_hold() -> None:
    zotero = {"zotero": "http://zotero.org/groups/7/items/ABCD2345"}
    known = {**MADE["report"], "title": HOSTILE, "citation-key": "doe19", "custom": zotero}
    source = Source("odd", known)
    text = with_properties(properties_of(source, "a.pdf"), "# Body\n---\n")
    head = text[4:].partition("\n---\n")[0]
    read = yaml.safe_load(head)
    assert read["title"] == source.title
    assert (read["citation-key"], read["date"], read["tags"]) == ("doe19", "2019-05", ["sanad"])
    assert read["zotero"] == "zotero://select/groups/7/items/ABCD2345"
    assert "doi" not in read
    assert text.endswith("---\n\n# Body\n---\n")


def test_what_obsidian_reads_as_its_own_is_escaped() -> None:
    said = "$5 to $6 %% hidden %% ==marked== [[Other]] #tag | a ^name <b> https://x.y/z"
    made = markdown([paragraph(words(said))]).strip()
    assert re.sub(r"\\(\W)", r"\1", made) == said
    for mark in ("$5", "%%", "==", "[[", "#tag", "^name", "<b>"):
        assert not re.search(rf"(?<!\\){re.escape(mark)}", made), mark


def test_a_link_leads_to_the_words() -> None:
    one = citation(Source("report", MADE["report"]), quote="Levies & “fees” rose by 3%.")
    found = page_link(one, "http://127.0.0.1:7860/")
    query = found.partition("/?cite=")[2]
    assert parse_address(unquote(query)).quote == one.quote
    long = citation(Source("report", MADE["report"]), quote="well " * 2_000)
    assert len(page_link(long)) <= LONGEST_LINK
    assert parse_address(unquote(page_link(long).partition("/?cite=")[2])).document_id == "report"
