"""What a loader takes out of a file that is no text: lines, pages in parts, footnotes, boxes."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from ingest.clean import clean
from ingest.document import build_document
from ingest.load.raw import Extract, RawLine, RawWord
from ingest.split import split
from rag.types import Box, Document, Source
from tests.ingest.made import WORDS

LETTER = 5.0
LINE = 12.0


def placed(extract: Extract, text: str, row: int) -> RawLine:
    """Add a line whose letters are five points wide, on the given row of its page."""
    words, at = [], 0
    for word in text.split(" "):
        top = row * LINE
        left, right = at * LETTER, (at + len(word)) * LETTER
        words.append(RawWord(at, at + len(word), left, top, right, top + 10))
        at += len(word) + 1
    return extract.line(text, words)


def two_pages() -> Document:
    """A paragraph over two pages, hyphenated at the break, with a footnote on the first."""
    extract = Extract()
    extract.page(1, "iv")
    extract.block("heading", [placed(extract, "The levy", 0)], 1)
    first = [placed(extract, "The board agreed on the lev-", 1)]
    extract.page(2, "v")
    first.append(placed(extract, "ies of May.", 0))
    extract.block("paragraph", first)
    extract.page(1, "iv")
    extract.block("footnote", [placed(extract, "1 See the levies.", 9)], marker=2)
    extract.page(2, "v")
    extract.block("paragraph", [placed(extract, "It was late.", 1)])
    extract.page(3, reading="blank")
    return build_document("made.pdf", extract.raw(), Source("made"))


def test_pages_come_in_parts_and_each_word_is_on_its_own() -> None:
    document = two_pages()
    assert document.text == (
        "The levy\n\nThe board agreed on the levies of May.\n\n1 See the levies.\n\nIt was late."
    )
    for words, label in (
        ("agreed", "iv"),
        ("ies of May", "v"),
        ("See the levies", "iv"),
        ("It was late", "v"),
    ):
        page = document.page_at(document.text.index(words))
        assert page is not None
        assert page.label == label
    assert {page.number for page in document.source_map.pages} == {1, 2, 3}


def test_a_footnote_is_no_paragraph_and_no_part_of_one() -> None:
    document = two_pages()
    kinds = [(block.kind, block.paragraph) for block in document.blocks]
    assert kinds == [("heading", None), ("paragraph", 1), ("footnote", 1), ("paragraph", 2)]
    passages = [passage.text for passage in split(document)]
    assert passages == ["The board agreed on the levies of May.", "See the levies.", "It was late."]


def test_a_quote_has_a_box_for_each_line() -> None:
    document = two_pages()
    start = document.text.index("the levies of")
    boxes = document.source_map.boxes(start, start + len("the levies of"))
    assert boxes == (
        Box(1, 20 * LETTER, 12, 28 * LETTER, 22),
        Box(2, 0, 0, 6 * LETTER, 10),
    )
    assert document.source_map.boxes(0, 3) == (Box(1, 0, 0, 15, 10),)


def test_halves_of_a_surrogate_pair_do_not_get_in() -> None:
    extract = Extract()
    extract.block("paragraph", [extract.line("a \ud800 b")])
    assert clean(extract.raw()).text == "a \ufffd b"


@example([["co-"], ["co-"], ["water"]])
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=8))
def test_each_box_is_that_of_the_words_it_claims(lines: list[list[str]]) -> None:
    extract = Extract()
    extract.page(1)
    block = [placed(extract, " ".join(line), row) for row, line in enumerate(lines)]
    extract.block("paragraph", block)
    raw = extract.raw()
    document = build_document("made.pdf", raw, Source("made"))
    words = document.source_map.words
    assert list(words[::6]) == sorted(words[::6])
    for n in range(0, len(words), 6):
        start, end, x0, y0, x1, _ = words[n : n + 6]
        assert 0 <= start < end <= len(document.text)
        row = round(y0 / 10 / LINE)
        line = block[row].text
        left, right = round(x0 / 10 / LETTER), round(x1 / 10 / LETTER)
        seen = "".join(c for c in line[left:right] if c not in "\u200b\u00ad")
        seen = seen.replace("\xa0", " ")
        assert document.text[start:end].rstrip() in (seen, seen.rstrip("-"))
