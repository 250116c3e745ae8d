"""The terms that a document defines, each with the words that say what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.english.word_lists import phrases, words
from rag.grammar.called import begins
from rag.requests.defining_sentences import meaning_of
from rag.requests.occurrences import sentence_at
from rag.text.abbreviations import ABBREVIATION
from rag.text.tokens import root, tokens
from rag.types import Block, Document, Span
from rag.types.document import BETWEEN_CELLS

LONGEST = 8
"""Words of a term."""
NEAR = 25
"""Words before a term in brackets in which what it names has its head."""
_QUOTED = re.compile(r"[“\"‘']([^\W_][^“”\"‘\n]{1,80}?)[”\"’'](?=\s?(?:\(|,|\)|[a-z|:=–—-]))")
_MEANING = re.compile(
    r"\b(?:(?:shall )?means?|(?:is|are) (?:\w+ )?defined as|refers? to|denotes?|stands? for"
    r"|ha(?:s|ve) the (?:same )?meaning)\b"
)
_THING = re.compile(
    r",? (?:an?|any|the|all|every|each|one|those|such|both|either|in relation to|[a-z]+ing|when)\b"
)
_OPENING = re.compile(
    r"(?:(?:[\d.]{1,8}|\(?[a-z\d]{1,3}[).]|[*•-])\s)?(?:(?:the |an? )?terms? )?(?:an? )?",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:(?:[*•-]|\(?[a-z\d]{1,3}[).])\s)?([^\W_][^\n:|=–—]{1,70}?)"
    r"(?: \([^()\n]{1,40}\))?\s*(?:--|[:=–—]| - )\s*(?=(\S+))"
)
_PLACED = re.compile(
    r"\((?:the |an? |each,? an? |collectively,? (?:the )?)?[“\"]([^”\"]{2,60})[”\"]"
)
_NOT_TERMS = frozenset(words("terms", "not_terms"))
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Defined:
    """A term where a document says what it means, and the words that do, where they are sure."""

    term: Span
    meaning: Span | None
    entry: bool = False


@cache
def _headed(name: str) -> frozenset[str]:
    return frozenset(phrases("terms", name))


def is_under(block: Block, lists: str) -> bool:
    """Say whether a block stands under the head of a glossary, or of a list of abbreviations."""
    return any(_plain(head) in _headed(lists) for head in block.heading_path[-2:])


def _plain(head: str) -> str:
    """Give a head without its number and "Appendix 1:"."""
    last = re.split(r"[:.–—]\s+", head)[-1]
    return " ".join(re.findall(r"[^\W\d_]+", last.lower()))


def defined_terms(document: Document, block: Block) -> Iterator[Defined]:
    """Give the terms that a block of prose defines, in order."""
    text = document.text[block.start : block.end]
    if (entry := _entry(document, block, text)) is not None:
        yield entry
        return
    found: dict[Span, Defined] = {}
    for one in (*_named(document, block, text), *_quoted(document, block, text)):
        found.setdefault(one.term, one)
    for sentence in document.sentences_in(block.start, block.end):
        opening = _opening(document, sentence)
        if opening and not any(other.term.overlaps(opening.term) for other in found.values()):
            found[opening.term] = opening
    yield from sorted(found.values(), key=lambda one: one.term.start)


def _quoted(document: Document, block: Block, text: str) -> Iterator[Defined]:
    """Give terms in quotation marks of which a sentence says what they mean: “Plot” means."""
    for match in _QUOTED.finditer(text):
        place = Span(block.start + match.start(1), block.start + match.end(1))
        if _is_term(match[1]) and (meaning := meaning_of(document, place)):
            yield Defined(place, meaning)


def _named(document: Document, block: Block, text: str) -> Iterator[Defined]:
    """Give the terms that stand in brackets behind what they are: "the Trust (“the Buyer”)"."""
    if block.kind == "heading":
        return
    for match in _PLACED.finditer(text):
        if not _is_term(match[1]) or ABBREVIATION.fullmatch(match[1]):
            continue
        sentence = sentence_at(document, block.start + match.start())
        before = document.text[sentence.start : block.start + match.start()].rstrip()
        named = _named_before(before, match[1])
        moved = named and Span(sentence.start + named.start, sentence.start + named.end)
        yield Defined(Span(block.start + match.start(1), block.start + match.end(1)), moved)


def _named_before(before: str, term: str) -> Span | None:
    """Give the noun phrase that a term in brackets stands behind; None where it may be another.

    That is the last with a word of the term's ("a credit card of the trust (“trust card”)"), or
    else the nearest, if it's no end of a list.
    """
    named = tokens(before)
    if not named or named[-1].end < len(before.rstrip('”"’,')):
        return None
    last, wanted = len(named) - 1, root(_WORD.findall(term.lower())[-1])
    near = range(last, max(-1, last - NEAR), -1)
    head = next((n for n in near if named[n].stem == wanted), last)
    start = named[begins(named, head, before, far=False)]
    words_before = before[: start.start].rstrip()
    said = before[start.start : named[-1].end]
    listed = head == last and re.search(r"(?:,|\b(?:and|or))$", words_before)
    odd = listed or re.search(r"[;()“”\"]|\bhereinafter\b", said) or not re.search("[a-z]{3}", said)
    return None if odd or before[: start.start][-1:].strip() else Span(start.start, named[-1].end)


def _opening(document: Document, sentence: Span) -> Defined | None:
    """Read a sentence that begins with its term: "Resilience means the ability to"."""
    text = document.text[sentence.start : sentence.end]
    if not (verb := _MEANING.search(text)):
        return None
    opens = _OPENING.match(text)
    start = opens.end() if opens else 0
    term = text[start : verb.start()].rstrip(" ,")
    said = [word.lower() for word in _WORD.findall(term)]
    if not (ABBREVIATION.fullmatch(term) or _THING.match(text, verb.end())):
        return None
    if not _is_term(term) or said[0] in {*_NOT_TERMS, "the"} or "," in term:
        return None
    place = Span(sentence.start + start, sentence.start + start + len(term))
    meaning = meaning_of(document, place)
    return Defined(place, meaning) if meaning else None


def _entry(document: Document, block: Block, text: str) -> Defined | None:
    """Read an entry of a glossary, or one that is like one: "Full rail: A rail that extends"."""
    match = _ENTRY.match(text)
    if match is None or not _is_term(match[1]) or block.kind == "heading":
        return None
    listed = is_under(block, "glossaries") or is_under(block, "abbreviations")
    if not listed and (match[2] not in ("A", "An") or len(text) > _SHORT):
        return None
    term = Span(block.start + match.start(1), block.start + match.end(1))
    meaning = Span(block.start + match.end(), block.end)
    told = _WORD.findall(document.text[meaning.start : meaning.end])
    return Defined(term, meaning, entry=listed) if len(told) > 1 else None


_SHORT = 400
"""Characters of an entry that stands under no head of a glossary."""


def in_row(document: Document, block: Block) -> Defined | None:
    """Read a row of a table of terms or abbreviations: its first cell, and what it means."""
    cells = list(_cells(document, block))
    if len(cells) != 2 or not _explains(block):
        return None
    term, meaning = cells
    said = document.text[term.start : term.end]
    if _is_head(said, "heads") or not _is_term(said):
        return None
    return Defined(term, meaning, entry=True)


def _cells(document: Document, block: Block) -> Iterator[Span]:
    at = block.start
    for cell in document.text[block.start : block.end].split(BETWEEN_CELLS):
        left = len(cell) - len(cell.lstrip(" |"))
        if said := cell.strip(" |\n"):
            yield Span(at + left, at + left + len(said))
        at += len(cell) + len(BETWEEN_CELLS)


def _explains(block: Block) -> bool:
    """Say whether a row's table explains terms, by the head over it or its columns' heads."""
    if is_under(block, "glossaries") or is_under(block, "abbreviations"):
        return True
    heads = block.heading_path[-1].split(BETWEEN_CELLS) if block.heading_path else ()
    return len(heads) == 2 and _is_head(heads[0], "heads") and _is_head(heads[1], "meanings")


def _is_head(said: str, name: str) -> bool:
    found = [word.lower() for word in _WORD.findall(said)]
    return 0 < len(found) <= LONGEST and found[0 if name == "heads" else -1] in words("terms", name)


def _is_term(said: str) -> bool:
    found = _WORD.findall(said)
    return 0 < len(found) <= LONGEST and any(map(str.isalpha, said)) and said[-1:] not in ".?!;"
