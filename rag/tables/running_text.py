"""The sentences of a document that say something in running text: what rows are found in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.english.vocabulary import AUXILIARIES
from rag.english.word_lists import phrases
from rag.grammar.contents_runs import contents_blocks
from rag.grammar.quote_role import plain_role
from rag.types import Block, Document, Span
from rag.types.known import Known

SENTENCE = 60
"""Characters from which on a heading that ends with a full stop is taken for a sentence."""

ROW = 3
"""Figures from which on what has no more words is a row."""

_FIGURE = re.compile(r"\d[\d,.]*")
_CELLS = re.compile(
    r"(?<!\S)(?!\d{1,3}(?:\s\d{3})+(?!\S))[$£€]?\d(?:[\d,.]*\d)?%?"
    r"\s+[$£€]?\d(?:[\d,.]*\d)?%?(?!\S)"
)
"""Two figures side by side that aren't one with spaces between its thousands."""
_LONG_WORD = re.compile(r"[^\W\d_]{2,}")
_NOTHING = re.compile(r"\([A-Z]{1,3}\)|\bn/?a\b")
"""In a cell without a figure: "(NA)"."""
_WORD = re.compile(r"[^\W\d_]+(?:['’]t)?")
_ENTRY = re.compile(
    r"(?:\w[.)]?\s+)?(?:[A-Z][\w’'-]+,\s(?:[A-Z]\.[\s,&]*){1,4}|.{0,200}\b(?:"
    rf"{'|'.join(map(re.escape, phrases('running_text', 'in_references')))})(?!\w))"
)
"""How a work is cited: "Ali, S. M., 2015", "vol. 3, pp. 5-9"."""


def sentences(document: Document, telling: re.Pattern[str]) -> Iterator[tuple[Block, Span]]:
    """Give the sentences of paragraphs, items and notes that have something, with their blocks.

    Lines of contents, captions, rows of tables, headings and references are left out: what they
    have isn't said of anything.
    """
    listed = contents_blocks(Known(document))
    for block in document.blocks:
        if block.kind in ("table", "code") or block.start in listed:
            continue
        if not telling.search(document.text, block.start, block.end):
            continue
        whole = (Span(block.start, block.end),) if block.kind == "heading" else ()
        for span in whole or document.sentences_in(block.start, block.end):
            told = telling.search(document.text, span.start, span.end)
            if told and _tells(document, block, span):
                yield block, span


def _tells(document: Document, block: Block, span: Span) -> bool:
    """Say whether a sentence is no reference, caption or the like.

    A heading tells something if it's a sentence: in a PDF what is printed bold is one.
    """
    text = document.text[span.start : span.end]
    if is_row(text):
        return False
    if block.kind == "heading":
        return text.endswith((".", ";")) and len(text) >= SENTENCE and has_verb(text)
    verb, entry = has_verb(text), _ENTRY.match(text)
    if (entry and not verb) or (block.kind == "footnote" and (entry or not verb)):
        return False
    return plain_role(document, span) in ("own", "quotation", "question")


def is_row(text: str) -> bool:
    """Say whether a text is a table's row that was read as text.

    It has as many figures as words, or two figures side by side and no verb.
    """
    figures = len(_FIGURE.findall(text))
    if figures >= ROW and figures >= len(_LONG_WORD.findall(_NOTHING.sub("", text))):
        return True
    return figures > 1 and _CELLS.search(text) is not None and not has_verb(text)


def has_verb(text: str) -> bool:
    """Say whether an auxiliary or a word in "-ed" stands in a text: notes of sources have none."""
    said = {word.lower() for word in _WORD.findall(text) if word != "May"}
    return bool(said & AUXILIARIES) or any(len(word) > 4 and word.endswith("ed") for word in said)
