"""Whether something is in a numbered list: "Is this in schedule II?", "a class B building?".

A row of the list names the thing and not the list, which is told by the line that stands over it.
The words of the question stand in many sentences that settle nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answerability.ranked_sentence import RankedSentence
from rag.english.vocabulary import FUNCTION_WORDS, PREPOSITIONS
from rag.english.word_lists import words
from rag.question.question_type import Slot
from rag.text.content_words import words_of
from rag.text.mentions import Mentions
from rag.types import Block, Document, RetrievedSentence, Span

BACK = 400
"""Blocks before a row in which the line over its list stands."""
LABEL = 120
"""Characters of such a line."""
_NOUNS = "|".join(words("judgement", "lists"))
_NUMBER = r"(?:\d{1,3}|[ivxIVX]{1,6}|[A-Z])\b"
_ASKED = re.compile(
    r"(?:is|are|was|were)\s+(?P<what>[^,;:?]{1,60}?)\s+(?:[a-z]+ed\s+)?"
    r"(?:(?:in|on|under|within|part of|as|an?)\s+)?(?:(?:an?|the)\s+)?"
    rf"(?P<noun>{_NOUNS})\s+(?P<number>{_NUMBER})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class MembershipAsked:
    """What is asked for, in words, and the list by its noun and number, in small letters."""

    what: tuple[str, ...]
    noun: str
    number: str

    def number_in(self, line: str, *, opens: bool = False) -> str:
        """Give the number of a list of this noun that a line names; only where it opens if so."""
        before = r"(?:§+\s*)?(?:[\d.]+\s+)?" if opens else r".*?\b"
        found = re.match(rf"{before}{self.noun}\s+({_NUMBER})", line, re.IGNORECASE | re.DOTALL)
        return found[1].lower() if found else ""


def membership_asked(slot: Slot) -> MembershipAsked | None:
    """Read whether a question asks if something is in a numbered list."""
    found = _ASKED.match(slot.question) if slot.sort == "yes-no" else None
    if found is None:
        return None
    said = words_of(found["what"])
    what = tuple(word for word in said if word.lower() not in FUNCTION_WORDS)
    if said[-1].lower() in PREPOSITIONS:  # "is the toll on class II goods high?"
        return None
    return MembershipAsked(what, found["noun"].lower(), found["number"].lower()) if what else None


def settled_first(
    ordered: Sequence[RankedSentence], asked: MembershipAsked
) -> tuple[list[RankedSentence], bool]:
    """Put the sentences that name the thing first, behind the line over their list; say if any has.

    A sentence that names thing and list both needs no such line.
    """
    naming = [one for one in ordered if all(map(Mentions([one.found.text]).has, asked.what))]
    rest = [one for one in ordered if one not in naming]
    best = ordered[0].score
    for one in naming:
        if asked.number_in(one.found.text):
            return [replace(one, score=best + 1), *(r for r in ordered if r is not one)], True
        if over := _line_over(one, asked):
            row = replace(one, score=best + 1)
            return [replace(over, score=best + 1), row, *(r for r in ordered if r is not one)], True
    return [*(replace(one, score=one.score + 1) for one in naming), *rest], False


def _line_over(one: RankedSentence, asked: MembershipAsked) -> RankedSentence | None:
    """Give the line over a row's list, as a sentence: a heading, or the last that opens one."""
    document, position = one.document, one.found.span.start
    before = [block for block in document.blocks if block.start < position][-BACK:]
    line = next((b for b in reversed(before) if _opens(document, b, asked)), None)
    if line is None:
        return None
    span = Span(line.start, line.end)
    return replace(one, passage_id="", answer=None, found=_sentence(document, span))


def _opens(document: Document, block: Block, asked: MembershipAsked) -> bool:
    text = document.text[block.start : block.end]
    return block.kind != "table" and len(text) <= LABEL and bool(asked.number_in(text, opens=True))


def _sentence(document: Document, span: Span) -> RetrievedSentence:
    return RetrievedSentence(span, document.text[span.start : span.end], 0.0)
