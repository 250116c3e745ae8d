"""The sentences that say most of what a document says, by their vectors."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from rag.english.word_lists import words
from rag.question.catalogue_names import DOCUMENT_NOUNS
from rag.requests.contents_lines import is_contents
from rag.requests.outline import outline
from rag.store.passage_vectors import Parts
from rag.types import Block, Document, Span

Floats = NDArray[np.float32]

LIKE_ITSELF = 0.7
"""How much nearness to the whole counts, against newness beside what is chosen (λ of MMR).

On five documents with a summary of their own, left out: each of its sentences has a cosine of .61
with the nearest of seven that are chosen, from .6 to 1 alike; LexRank's seven .61, the first .49.
"""
SHORTEST, LONGEST = 8, 60
"""Words of a sentence that may stand for a document."""
WEB_ADDRESS = re.compile(r"https?://|\bwww\.")
_BEGINS = re.compile(r"[\"“‘'(]?[A-Z]")
_ENDS = re.compile(r"[.!][\"”’')]?$")
_BEHIND = frozenset(words("requests", "back_matter"))
_OF_ITS_MAKERS = re.compile(
    r"(?:about (?:the )?(?:authors?|editors?|contributors?|publisher|institute|us|organi[sz]ation)|"
    r"(?:the |notes? on (?:the )?)?(?:authors?|contributors?)|biograph\w+(?: notes?)?)\W*$",
    re.IGNORECASE,
)
"""The heading of what tells of who made a document, and nothing of what it says."""
_NOUN = rf"(?: [a-z-]+){{0,2}} (?:{'|'.join(sorted(DOCUMENT_NOUNS))})s?"
_DOES = "|".join(words("requests", "says_of_itself"))
_OF_ITSELF = re.compile(
    rf"(?:In |With )?(?:this|the present){_NOUN}(?: (?:we|also|will|has))? (?:{_DOES})\b|"
    rf"The (?:main |overall )?(?:purpose|aim|goal|objective)s? of (?:this|the){_NOUN}\b",
    re.IGNORECASE,
)
"""How a sentence begins that says what its document does: "This report reviews …"."""
OPENING = 0.3
"""How much of a document may stand before its own summary: an "Abstract" further on is that of
something that it reprints."""
SHORT = 3000
"""Characters of a document that is all beginning."""
_ANAPHORS = frozenset(words("judgement", "anaphors"))


def central_sentences(document: Document, parts: Parts, most: int) -> tuple[Span, ...]:
    """Give up to ``most`` sentences that say most of a document, in its order.

    Each is the nearest to the mean of all that isn't near to one already chosen: the centroid
    of Rossiello et al., "Centroid-based text summarization through compositionality of word
    embeddings" (MultiLing 2017), over sentence vectors, with the maximal marginal relevance of
    Carbonell and Goldstein (SIGIR 1998). Headings, rows, captions, notes, references and
    scraps are left out.
    """
    spans, vectors = _candidates(document, parts)
    if not spans:
        return ()
    centre = vectors.mean(axis=0)
    near = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    taken = np.zeros(len(spans), np.float32)
    chosen: list[int] = []
    for _ in range(min(most, len(spans))):
        scores = LIKE_ITSELF * near - (1 - LIKE_ITSELF) * taken
        scores[chosen] = -np.inf
        best = int(scores.argmax())
        chosen.append(best)
        taken = np.maximum(taken, vectors @ vectors[best])
    return tuple(spans[i] for i in sorted(chosen))


def opening(document: Document) -> int:
    """Give where a document's beginning ends: some pages of a long one, all of a short one."""
    return max(SHORT, int(OPENING * len(document.text)))


def of_itself(document: Document) -> Span | None:
    """Give the first sentence at a document's beginning that says what the document does."""
    whole = _whole_blocks(document)
    end = opening(document)
    for block in document.blocks:
        if block.start > end:
            return None
        for span in document.sentences_in(block.start, block.end) if block.start in whole else ():
            text = document.text[span.start : span.end]
            if _OF_ITSELF.match(text) and _says_something(document, span, block):
                return span
    return None


def _candidates(document: Document, parts: Parts) -> tuple[list[Span], Floats]:
    spans: list[Span] = []
    rows: list[Floats] = []
    whole = _whole_blocks(document)
    for row, (start, end) in enumerate(zip(parts.starts, parts.ends, strict=True)):
        sentences = document.sentences_in(int(start), int(end))
        vectors = parts.sentences_of(row)
        if len(sentences) != len(vectors):
            continue
        for span, vector in zip(sentences, vectors, strict=True):
            block = document.block_at(span.start)
            if block and block.start in whole and _says_something(document, span, block):
                spans.append(span)
                rows.append(vector.astype(np.float32))
    if not rows:
        return [], np.zeros((0, 0), np.float32)
    found = np.array(rows, np.float32)
    return spans, found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def _whole_blocks(document: Document) -> frozenset[int]:
    """Give the beginnings of paragraphs and items outside of references and the like."""
    behind = [
        one
        for one in outline(document)
        if set(one.title.lower().split()) & _BEHIND or _OF_ITS_MAKERS.match(one.title)
    ]
    return frozenset(
        block.start
        for block in document.blocks
        if block.kind in ("paragraph", "item")
        and not any(one.start <= block.start < one.end for one in behind)
    )


def _says_something(document: Document, span: Span, block: Block) -> bool:
    text = document.text[span.start : span.end].strip()
    count = len(text.split())
    letters = sum(map(str.isalpha, text)) / max(1, len(text))
    return (
        SHORTEST <= count <= LONGEST
        and span.end <= block.end
        and letters > 0.7
        and bool(_BEGINS.match(text) and _ENDS.search(text))
        and not is_contents(text)
        and not WEB_ADDRESS.search(text)
        and not _points_back(text)
    )


def _points_back(text: str) -> bool:
    """Say whether a sentence begins with what stands before it; "this report" is the document."""
    first, second = (*re.findall(r"[a-z]+", text.lower()[:80]), "", "")[:2]
    return first in _ANAPHORS and second not in DOCUMENT_NOUNS
