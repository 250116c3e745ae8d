"""OpenDocument texts, rich texts and books that pandoc wrote, read back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ingest.load import Raw
from ingest.load.pandoc.reader import load_epub, load_odt, load_rtf
from rag.errors import LoadError
from tests.ingest.load.pandoc.made import MADE, PAPER, changed, document, kinds, made, texts
from tests.ingest.load.word.made import package

LOADERS: dict[str, Callable[[bytes, object], Raw]] = {
    "odt": load_odt,
    "rtf": load_rtf,
    "epub": load_epub,
}
LIST_NUMBER = re.compile(r"^\d\. ", re.MULTILINE)
WORD = re.compile(r"\w+")
CHAPTER = "EPUB/text/ch001.xhtml"
NAMES = [{"family": "Doe", "given": "Jane"}, {"literal": "Ministry of Wells"}]


@pytest.mark.parametrize("ending", LOADERS)
@pytest.mark.parametrize("text", MADE)
def test_what_pandoc_writes_is_read_back(ending: str, text: str) -> None:
    read = WORD.findall(" ".join(texts(LOADERS[ending](made(text, ending), None))))
    body = LIST_NUMBER.sub("", text.rpartition("\n---\n")[2].replace("[^n]", ""))
    assert set(WORD.findall(body)) <= set(read)


@pytest.mark.parametrize("ending", LOADERS)
def test_headings_tables_and_notes_keep_their_kind(ending: str) -> None:
    raw = LOADERS[ending](made(PAPER, ending), None)
    blocks = dict(zip(texts(raw), kinds(raw), strict=True))
    assert blocks["Scope"] == blocks["Duties"] == "heading"
    assert blocks["2020 | 7.5"] == blocks["2021 | 8.25"] == "table"
    assert blocks["A note on the levy."] == "footnote"
    assert "The levy is due in May. The council collects it" in document(raw).text


@pytest.mark.parametrize("ending", ["odt", "epub"])
def test_the_properties_say_who_wrote_what(ending: str) -> None:
    said = LOADERS[ending](made(PAPER, ending), None).properties
    assert said.csl["title"] == "On the levy"
    authors = said.csl["author"]
    assert isinstance(authors, list)
    assert sorted(authors, key=str) == sorted(NAMES, key=str)
    assert said.csl["language"] == "en"
    assert ("issued" in said.csl) == (ending == "epub")


def test_a_rich_text_says_who_wrote_it_and_when() -> None:
    info = rb"{\info{\title The levy}{\author Jane Doe}{\creatim\yr2019\mo5\dy2}}"
    said = load_rtf(rb"{\rtf1\ansi" + info + rb"\pard The levy is due.\par}", None).properties
    assert (said.csl["title"], said.csl["author"]) == ("The levy", NAMES[:1])
    assert said.made_on is not None
    assert said.made_on.isoformat() == "2019-05-02"


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ('<span role="doc-pagebreak" title="iv"></span>', "iv"),
        ('<span epub:type="pagebreak" title="17"/>', "17"),
        ('<span epub:type="pagebreak" aria-label=" Page 9. "></span>', "9"),
    ],
)
def test_a_book_has_the_pages_that_it_marks(mark: str, expected: str) -> None:
    book = changed(made(PAPER, "epub"), CHAPTER, "pays for", f"pays {mark}for")
    read = document(load_epub(book, None))
    assert "The council pays for the repair" in read.text
    assert read.page_at(read.text.index("pays")) is None
    page = read.page_at(read.text.index("for the repair"))
    assert page is not None
    assert page.label == expected


def test_a_page_that_begins_inside_a_word_leaves_it_whole() -> None:
    mark = '<span epub:type="pagebreak" title="2"></span>'
    book = changed(made(PAPER, "epub"), CHAPTER, "repair", f"re{mark}pair")
    assert "the repair of the canals" in document(load_epub(book, None)).text


@pytest.mark.parametrize(
    "hidden", ['<p hidden="hidden">Not seen.</p>', '<p style="display:none">Not seen.</p>']
)
def test_hidden_words_of_a_book_are_left_out_and_said(hidden: str) -> None:
    book = changed(made(PAPER, "epub"), CHAPTER, "<p>The council", f"{hidden}<p>The council")
    raw = load_epub(book, None)
    assert "Not seen." not in " ".join(texts(raw))
    assert "The council pays" in " ".join(texts(raw))
    assert any(one.kind == "hidden text" and "Not seen." in one.text for one in raw.findings)


def test_deleted_words_and_comments_of_a_text_are_not_read() -> None:
    text = changed(
        made(PAPER, "odt"),
        "content.xml",
        "The council pays",
        "The council <office:annotation><text:p>Really?</text:p></office:annotation>pays",
    )
    read = " ".join(texts(load_odt(text, None)))
    assert "The council pays" in read
    assert "Really" not in read


@pytest.mark.parametrize(
    ("ending", "data", "message"),
    [
        ("odt", b"no zip", "not an OpenDocument text"),
        ("odt", package({"content.xml": "<a"}), "save it as .docx"),
        ("epub", b"PK\x03\x04", "damaged"),
        ("epub", package({"mimetype": "application/epub+zip"}), "save it as .docx"),
        ("rtf", b"Dear board", "not a rich text"),
        ("rtf", b"{\\rtf1 " + b"{" * 200_000, "save it as .docx"),
    ],
)
def test_what_is_damaged_is_refused_with_a_remedy(ending: str, data: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        LOADERS[ending](data, None)


@pytest.mark.parametrize(
    ("ending", "part", "content", "message"),
    [
        ("odt", "META-INF/manifest.xml", "<manifest:encryption-data/>", "password"),
        ("epub", "META-INF/encryption.xml", '<CipherReference URI="a.xhtml"/>', "protected"),
    ],
)
def test_what_is_locked_is_refused(ending: str, part: str, content: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        LOADERS[ending](package({part: content}), None)


@pytest.mark.parametrize("ending", ["odt", "epub"])
def test_entities_are_never_declared(ending: str) -> None:
    data = package({"content.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a/>'})
    with pytest.raises(LoadError, match="entities"):
        LOADERS[ending](data, None)
