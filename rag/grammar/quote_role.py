"""What a quote is in its document: its own voice, something it reprints, a heading, a caption.

Read from the layout (headings, dots that lead to a page's number, labels such as
"Recommendation 3" and "Response:") and from the marks around the words. Where nothing tells
otherwise, it's the document's own voice.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from rag.english.word_lists import phrases, words
from rag.grammar.contents_runs import lists_parts
from rag.types import Block, Document, QuoteRole, Span

NEAR = 40
"""Blocks that are looked through for the label of what is reprinted, and for its reply."""
TITLE_BLOCKS = 12
"""Blocks at a document's start that may say that it is a reply to something."""
REPLY = 12
"""Sentences of a reply that are looked at."""
QUOTED = 0.8
"""A quote of which so much stands within quote marks is somebody else's."""
CONTENTS_PAGES, AROUND = 8, 6
"""Pages at whose beginning a document lists its contents, and lines around one that are read."""
RECORD = 3
"""Headings over a place that may say that it's but a record."""
LABEL = 120
"""Characters in which a block's label stands."""


def _listed(name: str) -> str:
    return "|".join(words("quote_role", name))


_LETTERS = re.compile(r"[^\W\d_]{2,}")
_BLANK = re.compile(r"_{3,}|\.{5,}|…{3,}")
_LEADERS = re.compile(r"(?:\.{4,}|(?:\. ){4,}|…{2,})\s*(?:\d{1,4}|[ivxlc]{1,6})?\s*$")
_PAGE_BEHIND = re.compile(r"[\s|](?:\d{1,4}|[ivxlc]{1,6})\s*$")
_PAGE_BEFORE = re.compile(
    r"(?:(\d{1,3})\s*(?:\|\s*(?=\w)|(?=[^\W\d]))|\|\s*)[^|]{3,90}(?<![.;:!?])"
)
_CAPTION = re.compile(
    rf"(?i:{_listed('captions')})\.? (?:\d|[IVX]|[A-Z]\b)[\w.-]{{0,6}}"
    r"(?:\s*[:.|\u2013\u2014-]|$| [A-Z])"
)
_SOURCE = re.compile(rf"(?:{_listed('sources')})(?: to [^:]{{1,30}})?\s*:", re.IGNORECASE)
_REFERENCE = re.compile(r"(?:see|cf\.|ibid\.?|https?:|www\.)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_QUOTES = re.compile(r"“[^”]{2,4000}”|\"[^\"]{2,4000}\"|«[^»]{2,4000}»")
_DEMAND = re.compile(
    rf"(?:{_listed('demands')})s?(?:\s+(?:no\.?\s*)?(?:\d{{1,3}}|[ivx]{{1,6}}\b)|\s*:)"
    r"|q\d{0,3}\s?[.:)]",
    re.IGNORECASE,
)
_REPLY = re.compile(
    rf"(?:[\w.'’&-]+ ){{0,4}}(?:{_listed('replies')})s?(?: (?:to|on) [^:.\n]{{1,80}})?"
    r"\s*(?:\d{1,3}\s*)?(?:[:.\u2013\u2014]|$)|a\d{0,3}\s?[.:)]\s(?-i:(?![a-z]))",
    re.IGNORECASE,
)
_REPLIES_TO = re.compile(rf"\b(?:{_listed('replies')})s?\b.{{0,80}}\bto\b", re.IGNORECASE)
_ASKS_FOR = re.compile(rf"\b(?:{_listed('asking_for')})\b", re.IGNORECASE)
_STANCE = re.compile(rf"(?:[\w’'-]+ ){{1,4}}(?:{_listed('stances')})\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\W{0,2}(?:\w{1,3}[.)]|[•●▪–-])\s+[a-z]")
"""An entry of a list that goes on with a sentence."""
_RECORD = re.compile(
    rf"(?:^|[:.\u2013\u2014-]\s*|\d\s+)(?:{'|'.join(phrases('quote_role', 'records'))})$",
    re.IGNORECASE,
)
_CONTENTS = frozenset(phrases("quote_role", "contents"))
_BIBLIOGRAPHY = frozenset(phrases("quote_role", "bibliography"))


def role_of(document: Document, span: Span) -> QuoteRole:
    """Say what the characters of a document are in it."""
    role = plain_role(document, span)
    if role in ("own", "quotation") and is_reprinted(document, span.start):
        return "reprinted"
    return role


def plain_role(document: Document, span: Span) -> QuoteRole:
    """Say the same without looking whether it's reprinted, which takes longer to see."""
    text = document.text[span.start : span.end].strip()
    block = document.block_at(span.start)
    path = block.heading_path if block else ()
    section = path[-1].strip().lower().rstrip(":") if path else ""
    end = text[-LABEL:]
    if _LEADERS.search(end) or (section in _CONTENTS and _PAGE_BEHIND.search(end)):
        return "contents"
    if lists_parts(document, span.start):
        return "contents"
    if _PAGE_BEFORE.fullmatch(text) and _lists_pages(document, span.start):
        return "contents"
    if is_scrap(text, row=block is not None and block.kind == "table"):
        return "reference" if re.search(r"[^\W\d_]", text) and "_" not in text else "blank"
    if block is None:
        return _by_marks(text)
    if _CAPTION.match(text) and len(text) <= 2 * LABEL:
        return "caption"
    if block.kind == "heading":
        return "heading"
    if section in _BIBLIOGRAPHY or _is_reference(text, block):
        return "reference"
    return _by_marks(text)


def record_over(document: Document, position: int) -> str:
    """Give the heading of a place that only keeps a record, as of versions or witnesses, or ""."""
    block = document.block_at(position)
    path = block.heading_path[-RECORD:] if block else ()
    return next((head for head in path if _RECORD.search(head.strip(" :"))), "")


def _lists_pages(document: Document, position: int) -> bool:
    """Say whether lines at a document's beginning are its contents, a page's number before each.

    The numbers rise, and not by one each time, as those of a list do.
    """
    page = document.page_at(position)
    if page is None or page.number > CONTENTS_PAGES:
        return False
    at = _block_number(document, position)
    around = document.blocks[max(0, at - AROUND) : at + AROUND + 1]
    found = (_PAGE_BEFORE.fullmatch(document.text[one.start : one.end].strip()) for one in around)
    pages = [int(match[1]) for match in found if match and match[1]]
    rising = len(pages) > 3 and all(one < other for one, other in pairwise(pages))
    return rising and pages[-1] - pages[0] > len(pages)


def is_scrap(text: str, *, row: bool = False) -> bool:
    """Say whether a text says nothing: rules, blanks, bullets, a lone number; in a row, no cell."""
    if row:
        return not any(character.isalnum() for character in text)
    if _ABBREVIATED.fullmatch(text.strip()):
        return True
    found = _LETTERS.findall(text)
    return not found or (len(found) <= LABELLED and _BLANK.search(text) is not None)


_ABBREVIATED = re.compile(r"(?:[A-Z][a-z]{0,5}\.\s?){2,5}")
"""A part of a source, cut at its full stops: "Fed. R. App."."""
LABELLED = 6
"""Words beside a form's blank that still are but its label."""


def reply_to(document: Document, span: Span) -> list[Span]:
    """Give the first sentences of the reply to something reprinted; none where none follows."""
    at = _block_number(document, span.start)
    found: list[Span] = []
    for number in range(at + 1, min(at + NEAR, len(document.blocks))):
        block = document.blocks[number]
        text = document.text[block.start : min(block.end, block.start + LABEL)]
        ends = _DEMAND.match(text) or (block.kind == "heading" and not _is_label(text))
        if ends or len(found) >= REPLY:
            break
        if block.kind != "heading" and not is_reprinted(document, block.start):
            found += document.sentences_in(block.start, block.end)
    return found[:REPLY]


def _block_number(document: Document, position: int) -> int:
    return max(bisect_right(document.blocks, position, key=lambda block: block.start) - 1, 0)


def _by_marks(text: str) -> QuoteRole:
    """Tell a question and a quotation by the marks around them."""
    if text.rstrip("”’\"')").endswith("?"):
        return "question"
    quoted = sum(len(match.group()) for match in _QUOTES.finditer(text))
    return "quotation" if quoted >= QUOTED * len(text) else "own"


def _is_reference(text: str, block: Block) -> bool:
    if _SOURCE.match(text):
        return True
    bare = _ADDRESS.sub("", text)
    if len(_LETTERS.findall(bare)) <= LABELLED and bare != text:
        return True
    return block.kind == "footnote" and bool(_REFERENCE.match(text) or bare != text)


def is_reprinted(document: Document, position: int) -> bool:
    """Say whether a place is part of something that the document reprints and replies to.

    A label ("Recommendation 3") must stand before it, and a reply behind: one with a label of
    its own, or, in a document that calls itself a reply, the first paragraph that asks for
    nothing or takes a stance.
    """
    at = _block_number(document, position)
    label = _label_before(document, at, position)
    if label is None:
        return False
    if _reply_label_behind(document, at):
        return True
    if not _is_reply(document):
        return False
    between = document.blocks[label + 1 : at + 1]
    return not any(_replies(document, block) for block in between[1:])


def _label_before(document: Document, at: int, position: int) -> int | None:
    """Give the number of the block that labels what is asked; None behind a reply's label."""
    for number in range(min(at, len(document.blocks) - 1), max(at - NEAR, -1), -1):
        block = document.blocks[number]
        text = document.text[block.start : min(block.end, block.start + LABEL)]
        if _is_label(text):
            return None
        if _DEMAND.match(text):
            within = document.text[block.start : position] if number == at else ""
            return None if _has_reply(within) else number
        if block.kind == "heading":
            return None
    return None


def _reply_label_behind(document: Document, at: int) -> bool:
    for block in document.blocks[at + 1 : at + NEAR]:
        text = document.text[block.start : min(block.end, block.start + LABEL)]
        if _is_label(text):
            return True
        if block.kind == "heading" or _DEMAND.match(text):
            return False
    return False


def _is_label(text: str) -> bool:
    """Say whether a block begins with the label of a reply: "Government response:"."""
    return _REPLY.match(text.strip()) is not None


def _has_reply(text: str) -> bool:
    return any(_is_label(piece) for piece in re.split(r"(?<=[.!?])\s+", text)[1:])


def _replies(document: Document, block: Block) -> bool:
    """Say whether a paragraph begins a reply: it takes a stance, or asks for nothing."""
    text = document.text[block.start : block.end]
    if _GOES_ON.match(text):
        return False
    return block.kind == "paragraph" and bool(_STANCE.match(text) or not _ASKS_FOR.search(text))


def _is_reply(document: Document) -> bool:
    """Say whether a document calls itself a response to something, in its title or at its start."""
    return any(_REPLIES_TO.search(text) for text in _called(document))


def _called(document: Document) -> Iterable[str]:
    yield document.source.title
    first: Sequence[Block] = document.blocks[:TITLE_BLOCKS]
    for block in first:
        if block.end - block.start <= 2 * LABEL:
            yield document.text[block.start : block.end]
