from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html import unescape
from pathlib import Path

import pypdfium2
import pytest

from rag.citations.answer_export import WRITERS, export
from rag.citations.styles import has_notes
from rag.citations.zotero_fields import located
from rag.errors import CiteError
from rag.types import Answer, Source, Statement
from tests.rag.citations import zotero_reader
from tests.rag.citations.test_answer_export import QUOTES, answer
from tests.rag.citations.test_styles import HOSTILE, MADE, citation

URI = "http://zotero.org/users/4711/items/ABCD2345"
SOFFICE = shutil.which("soffice")


def with_source(found: Answer, number: int, **csl: object) -> Answer:
    """Say more of the source of each second citation, from a number on."""
    cited = [
        replace(one, source=replace(one.source, csl={**one.source.csl, **csl}))
        if at % 2 == number
        else one
        for at, one in enumerate(found.citations)
    ]
    return replace(found, citations=tuple(cited))


@pytest.mark.parametrize("style", ["chicago", "apa", "oscola", "mla"])
def test_zotero_reads_every_citation(style: str) -> None:
    made = export([answer(*QUOTES)], "docx", style, zotero=True)
    read = zotero_reader.read(made)
    notes = has_notes(style)
    assert [one.note for one in read.citations] == ([1, 2, 3] if notes else [0, 0, 0])
    for number, (field, quote) in enumerate(zip(read.citations, QUOTES, strict=True), start=1):
        data = field.data
        (item,) = data["citationItems"]
        assert field.code.startswith("ITEM CSL_CITATION {")
        assert data["properties"]["plainCitation"] == field.text
        assert data["properties"]["noteIndex"] == field.note
        assert (item["locator"], item["label"]) == (str(number), "paragraph")
        assert item["itemData"]["title"] == MADE[item["id"]]["title"]
        assert quote in plain(made)
    assert len({one.data["citationID"] for one in read.citations}) == 3
    listed = [one for one in read.fields if one.kind == "bibliography"]
    assert [one.data for one in listed] == [{"uncited": [], "omitted": [], "custom": []}]
    assert listed[0].code.endswith("CSL_BIBLIOGRAPHY")
    assert listed[0].text.count("\r") == 1  # two entries
    # Without an address both places of one document are one item all the same.
    assert zotero_reader.items_of(read) == [["item 1"], ["item 2"], ["item 1"]]


@pytest.mark.parametrize("style", ["chicago", "apa"])
def test_the_text_of_a_field_is_what_zotero_is_told_for_every_kind(style: str) -> None:
    cited = tuple(
        replace(citation(Source(name, csl), quote=f"Words of {name}."), key=name, paragraph=1)
        for name, csl in MADE.items()
    )
    statements = tuple(Statement(one.quote, (one.key,), "verbatim") for one in cited)
    found = replace(answer(QUOTES[0]), citations=cited, statements=statements)
    read = zotero_reader.read(export([found], "docx", style, zotero=True))
    assert len(read.citations) == len(MADE)
    for field in read.citations:
        assert field.text == field.data["properties"]["plainCitation"]
        assert field.text


def plain(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as file:
        text = file.read("word/document.xml").decode()
    return unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", text)))


@pytest.mark.parametrize("style", ["chicago", "apa"])
def test_the_preferences_are_those_of_the_style(style: str) -> None:
    read = zotero_reader.read(export([answer(*QUOTES)], "docx", style, zotero=True))
    assert max(map(len, read.pieces)) <= 255
    assert len(read.pieces) > 1
    assert read.preferences["dataVersion"] == 4
    assert read.preferences["prefs"]["fieldType"] == "Field"
    assert read.preferences["prefs"]["noteType"] == (1 if style == "chicago" else 0)
    assert read.preferences["style"]["styleID"].startswith("http://www.zotero.org/styles/")
    assert style in read.preferences["style"]["styleID"]


def test_an_item_that_came_from_zotero_is_cited_by_its_address() -> None:
    known = with_source(answer(*QUOTES), 0, custom={"zotero": URI}, **{"citation-key": "doe19"})
    read = zotero_reader.read(export([known], "docx", zotero=True))
    items = [one.data["citationItems"][0] for one in read.citations]
    assert [one["uris"] for one in items if one["id"] == "report"] == [[URI], [URI]]
    assert items[1]["uris"][0].startswith("urn:uuid:")
    assert all("custom" not in one["itemData"] for one in items)
    bad = with_source(answer(*QUOTES), 0, custom={"zotero": "javascript:alert(1)"})
    read = zotero_reader.read(export([bad], "docx", zotero=True))
    assert read.citations[0].data["citationItems"][0]["uris"][0].startswith("urn:uuid:")


def test_an_answer_without_citations_has_preferences_and_no_fields() -> None:
    refused = replace(answer(), status="refused", reason="The documents don’t say.")
    read = zotero_reader.read(export([refused], "docx", zotero=True))
    assert read.fields == []
    assert read.preferences["dataVersion"] == 4


def test_hostile_facts_and_quotes_stay_text() -> None:
    odd = Source("odd", {"type": "report", "title": HOSTILE, "author": [{"literal": HOSTILE}]})
    cited = replace(citation(odd, quote=HOSTILE), paragraph=1)
    found = replace(answer(QUOTES[0]), citations=(replace(cited, key="1"),))
    read = zotero_reader.read(export([found], "docx", zotero=True))
    (field,) = read.citations
    assert field.data["properties"]["plainCitation"] == field.text
    assert field.data["citationItems"][0]["itemData"]["title"] == " ".join(HOSTILE.split())


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (", p. iv", {"locator": "iv", "label": "page"}),
        (
            ", p. A\N{NON-BREAKING HYPHEN}4 (inferred)",
            {"locator": "A-4", "label": "page", "suffix": " (inferred)"},
        ),
        (", para. 12", {"locator": "12", "label": "paragraph"}),
        (", {sec. 3.1}", {"locator": "3.1", "label": "section"}),
        (", {art. 2}", {"suffix": ", art. 2"}),
        ("", {}),
    ],
)
def test_places_in_zoteros_terms(place: str, expected: dict[str, str]) -> None:
    assert located(place) == expected


@pytest.mark.parametrize("ending", sorted(set(WRITERS) - {"docx"}))
def test_only_word_has_such_citations(ending: str) -> None:
    with pytest.raises(CiteError, match="Zotero"):
        export([answer(*QUOTES)], ending, zotero=True)


@pytest.mark.parametrize("zotero", [True, False])
def test_no_word_file_tells_where_things_lie_on_this_machine(zotero: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(export([answer(*QUOTES)], "docx", zotero=zotero))) as file:
        told = "".join(file.read(name).decode() for name in file.namelist() if "Props" in name)
    assert ".csl" not in told
    assert "items.json" not in told


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice (libreoffice-writer-nogui has it)")
@pytest.mark.parametrize("style", ["chicago", "apa", "oscola"])
def test_libreoffice_shows_the_same_text(style: str, tmp_path: Path) -> None:
    shown = {}
    for zotero in (True, False):
        name = f"{'live' if zotero else 'plain'}.docx"
        (tmp_path / name).write_bytes(export([answer(*QUOTES)], "docx", style, zotero=zotero))
        shown[zotero] = in_libreoffice(tmp_path / name)
    assert shown[True] == shown[False]
    assert all(quote in shown[True] for quote in QUOTES)
    assert shown[True].count("Doe") >= 3  # in two references and the bibliography
    assert "ADDIN" not in shown[True]
    assert "ZOTERO" not in shown[True]


def in_libreoffice(docx: Path) -> str:
    """Give a Word file's text as LibreOffice prints it, notes included."""
    done = subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={docx.parent.as_uri()}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(docx.parent), str(docx)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    page = docx.with_suffix(".pdf")
    assert page.exists(), done.stderr
    with pypdfium2.PdfDocument(page) as pdf:
        texts = [one.get_textpage().get_text_range() for one in pdf]
    return " ".join(" ".join(texts).split())
