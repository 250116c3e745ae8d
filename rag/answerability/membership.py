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
_WHICH = re.compile(
    rf"(?:(?:in|on|under|within|of|to)\s+)?(?:which|what)\s+(?P<noun>{_NOUNS})\s+"
    r"(?:is|are|was|were|does|do)\s+(?P<what>[^,;:?]{1,60}?)"
    r"(?:\s+[a-z]+ed)?(?:\s+(?:in|on|under|within|belong to|fall under|fall in|fall into))?\W*",
    re.IGNORECASE,
)
_OPENS = r"\W*(?:\w{1,3}[.)]\W*)?"
"""What may stand before the thing that a row names: its number."""
_FIRST_NAME = r"[^().;:?!]{2,80}?\("
"""The name that a row opens with, and the bracket behind it."""
_LEFT_OUT = re.compile(
    r"\b(?:except|excluding|excludes|not|other than|without|see|cf)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class MembershipAsked:
    """What is asked for, in words, and the list by its noun and number, in small letters.

    ``number`` is "" where it's asked which list the thing is in.
    """

    what: tuple[str, ...]
    noun: str
    number: str

    def number_in(self, line: str, *, opens: bool = False) -> str:
        """Give the number of a list of this noun that a line names; only where it opens if so."""
        before = r"(?:§+\s*)?(?:[\d.]+\s+)?" if opens else r".*?\b"
        found = re.match(rf"{before}{self.noun}\s+({_NUMBER})", line, re.IGNORECASE | re.DOTALL)
        return found[1].lower() if found else ""

    def opens(self, row: str) -> bool:
        """Say whether a row opens with the thing, behind its number, or gives it as another name.

        What a bracket behind the first name leaves out isn't in the list.
        """
        said = r"\W+".join(map(re.escape, self.what))
        if re.match(rf"{_OPENS}{said}\b", row, re.IGNORECASE):
            return True
        other = re.match(rf"{_OPENS}{_FIRST_NAME}(?P<lead>[^()]*?)\b{said}\b", row, re.IGNORECASE)
        return other is not None and not _LEFT_OUT.search(other["lead"])


def membership_asked(slot: Slot) -> MembershipAsked | None:
    """Read whether a question asks if something is in a numbered list, or in which."""
    asks_if = slot.sort == "yes-no"
    found = _ASKED.match(slot.question) if asks_if else _WHICH.fullmatch(slot.question)
    if found is None:
        return None
    said = words_of(found["what"])
    what = tuple(word for word in said if word.lower() not in FUNCTION_WORDS)
    if said[-1].lower() in PREPOSITIONS:  # "is the toll on class II goods high?"
        return None
    number = found["number"].lower() if asks_if else ""
    return MembershipAsked(what, found["noun"].lower(), number) if what else None


def settled_first(
    ordered: Sequence[RankedSentence], asked: MembershipAsked
) -> tuple[list[RankedSentence], bool]:
    """Put the sentences that name the thing first, behind the line over their list; say if any has.

    A sentence that names thing and list both needs no such line. Where it's asked which list,
    only rows that open with the thing tell, one of each list.
    """
    if not asked.number:
        return _each_list(ordered, asked)
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


def _each_list(
    ordered: Sequence[RankedSentence], asked: MembershipAsked
) -> tuple[list[RankedSentence], bool]:
    score = ordered[0].score + 1
    found: dict[str, list[RankedSentence]] = {}
    for one in ordered:
        if asked.opens(one.found.text) and (over := _line_over(one, asked)):
            lines = [replace(over, score=score), replace(one, score=score)]
            found.setdefault(asked.number_in(over.found.text, opens=True), lines)
    rows = [replace(one, score=score) for one in ordered if asked.opens(one.found.text)]
    first = [one for lines in found.values() for one in lines] or rows
    spans = {(one.document.id, one.found.span) for one in first}
    rest = [one for one in ordered if (one.document.id, one.found.span) not in spans]
    return [*first, *rest], bool(found)


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
