"""A sentence with its neighbours: what it points back to, what it leads in, what completes it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from rag.answerability.answer_candidates import find_fillers
from rag.answerability.ranked_sentence import RankedSentence
from rag.english.vocabulary import DETERMINERS
from rag.english.word_lists import words
from rag.question.question_type import Slot
from rag.text.content_words import words_of
from rag.text.tokens import root
from rag.types import Block, Document, Evidence, Span

LEADS_IN = re.compile(r"(?:[:\u2013\u2014]|\b(?:as follows|the following)\.)$")
MAX_LIST = 800
"""Characters of a list, a paragraph or rows that come along with the words that lead them in."""
STEPS_BACK = 2
"""Sentences before one that come along at most, each because the next leans on it."""
ANAPHORS = frozenset(words("judgement", "anaphors"))


def widened(sentence: RankedSentence, slot: Slot) -> Evidence:
    """Take along what a sentence leans on ("This", "They"), and what goes on with it.

    A sentence that ends in a colon, a dash or "as follows" brings what it leads in; one that
    fills the question's slot with nothing brings the next, where that leans on it and does.
    """
    document, span = sentence.document, sentence.found.span
    start = _start(document, span)
    end = end_of_led_in(document, span.end)
    if end == span.end:
        end = _end_of_completion(document, span, slot)
    if end == span.end and denies(slot, document.text[span.start : span.end]):
        end = _end_of_next(document, span)
    answer = moved(sentence.answer, span.start - start)
    return Evidence.of(document, Span(start, end), sentence.score, sentence.passage_id, answer)


def moved(span: Span | None, by: int) -> Span | None:
    """Give a span so many characters on."""
    return Span(span.start + by, span.end + by) if span else None


def merged(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Join evidence that overlaps an earlier piece to that piece."""
    kept: list[Evidence] = []
    for item in evidence:
        at = next((i for i, one in enumerate(kept) if _overlap(one, item)), None)
        if at is None:
            kept.append(item)
        elif item.end > kept[at].end or item.start < kept[at].start:
            kept[at] = _joined(kept[at], item)
    return tuple(kept)


def leans(text: str) -> bool:
    """Say whether a sentence begins with what points back: "This", "For these reasons"."""
    first = text.split(maxsplit=1)[:1]
    led = _LED.match(text)
    return bool(led or (first and first[0].strip(",").lower() in ANAPHORS))


_LED = re.compile(r"(?:for|in|on|under|by|with|as) (?:this|these|that|those|such) ", re.IGNORECASE)


def _joined(one: Evidence, other: Evidence) -> Evidence:
    """Give the run from the start of the first of two that overlap to the end of the last."""
    first, last = sorted((one, other), key=lambda item: item.start)
    text = first.text + last.text[first.end - last.start :]
    answer = moved(one.answer, one.start - first.start)
    answer = answer or moved(other.answer, other.start - first.start)
    end = max(first.end, last.end)
    return replace(one, start=first.start, end=end, text=text, answer=answer)


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.document_id == other.document_id
    return same and Span(one.start, one.end).overlaps(Span(other.start, other.end))


def _start(document: Document, span: Span) -> int:
    """Give where the sentence begins that this one leans on, be it in the block before."""
    start = span.start
    for _ in range(STEPS_BACK):
        if not leans(document.text[start : start + 20]):
            break
        before = _sentence_before(document, start)
        if before is None:
            break
        start = before.start
    return start


def _sentence_before(document: Document, position: int) -> Span | None:
    at = _block_number(document, position)
    block = document.blocks[at] if document.blocks else None
    if block is None:
        return None
    within = [s for s in document.sentences_in(block.start, block.end) if s.end <= position]
    if within:
        return within[-1]
    before = document.blocks[at - 1] if at else None
    if before is None or not _goes_on(before, block) or before.kind == "table":
        return None
    found = document.sentences_in(before.start, before.end)
    return found[-1] if found else None


def _goes_on(block: Block, other: Block) -> bool:
    """Say whether two blocks are parts of one running text under one heading."""
    plain = {block.kind, other.kind} <= {"paragraph", "item", "table"}
    return plain and block.heading_path == other.heading_path


def end_of_led_in(document: Document, end: int) -> int:
    """Give the end of what a sentence leads in, else its own.

    A law's definition is one sentence over several paragraphs: its first line says nothing alone.
    """
    if not document.blocks or not LEADS_IN.search(document.text[max(0, end - 20) : end]):
        return end
    at = _block_number(document, end - 1)
    leading = document.blocks[at]
    if leading.end > end:
        return next(
            (s.end for s in document.sentences_in(end, leading.end) if s.end <= end + MAX_LIST), end
        )
    depth = leading.level if leading.kind == "item" else 0
    limit = end + MAX_LIST
    for block in document.blocks[at + 1 :]:
        if block.kind != "item" or block.level <= depth or block.end > limit:
            break
        end = block.end
    if end == leading.end and at + 1 < len(document.blocks):
        end = _end_of_block_led_in(document, at, limit)
    return end


def _end_of_block_led_in(document: Document, at: int, limit: int) -> int:
    """Give the end of the paragraph, or of the rows, behind one that ends in a colon."""
    leading, end = document.blocks[at], document.blocks[at].end
    for block in document.blocks[at + 1 :]:
        if not _goes_on(leading, block) or block.end > limit or block.kind == "item":
            break
        end = block.end
        if block.kind == "paragraph":
            break
    return end


def _end_of_completion(document: Document, span: Span, slot: Slot) -> int:
    """Give the end of the next sentence, where only that one fills the slot and leans on this."""
    block = document.block_at(span.start)
    if block is None or find_fillers(slot, document.text[span.start : span.end]):
        return span.end
    behind = document.sentences_in(span.end, block.end)[:1]
    text = document.text[behind[0].start : behind[0].end] if behind else ""
    completes = leans(text) and bool(find_fillers(slot, text))
    return behind[0].end if completes else span.end


def denies(slot: Slot, text: str) -> bool:
    """Say whether a sentence says of another thing that it isn't what is asked for.

    "Who should be the first line of defence?" isn't answered by what is "not the first line of
    defence": what is stands behind it.
    """
    if slot.sort == "yes-no" or _NOT.search(slot.question):
        return False
    asked = frozenset(map(root, map(str.lower, slot.words)))
    for match in _NOT.finditer(text):
        found = [word for word in words_of(text[match.end() :]) if word.lower() not in DETERMINERS]
        if len(found) >= 2 and all(root(word.lower()) in asked for word in found[:2]):
            return True
    return False


_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.IGNORECASE)


def _end_of_next(document: Document, span: Span) -> int:
    block = document.block_at(span.start)
    behind = document.sentences_in(span.end, block.end)[:1] if block else ()
    return behind[0].end if behind else span.end


def _block_number(document: Document, position: int) -> int:
    return max(bisect_right(document.blocks, position, key=lambda block: block.start) - 1, 0)
