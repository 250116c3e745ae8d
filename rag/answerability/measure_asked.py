"""What a question counts or measures, and whether a table's row is of that.

A table of checks has a row for each state and a column for each kind of gun, but none of it says
how many guns were sold: a row answers only if the counted thing, and what is said to be done with
it, stand over the table or beside its rows, and no note to the table says that it isn't that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise

from rag.answerability.table_cells import BAR, is_figure
from rag.english.vocabulary import (
    AUXILIARIES,
    DETERMINERS,
    FUNCTION_WORDS,
    GENERAL_WORDS,
    GENERIC_NOUNS,
    LIGHT_WORDS,
    NUMBER_WORDS,
    OFFICE_ENDING,
    PREPOSITIONS,
)
from rag.english.word_lists import words
from rag.question.question import content_words
from rag.question.question_type import Slot, Sort
from rag.text.content_words import words_of
from rag.text.mentions import Mentions
from rag.text.related_words import said_otherwise
from rag.types import Document

FIGURES: frozenset[Sort] = frozenset(("count", "money", "percent", "measure"))
"""Sorts of question that ask for a figure."""
NOTES = 8
"""Blocks behind a table, and before it, that are read for what it doesn't say."""
REACH = 80
"""Characters behind "doesn't represent" in which the thing stands that isn't represented."""
BEGUN = 5
"""Letters, from which on a word that begins as another is of it."""
_PLURAL = re.compile(r"[^s]s$|^(?:people|men|women|children)$")
_WIDE = GENERAL_WORDS - {"new", "old"} | GENERIC_NOUNS | FUNCTION_WORDS | NUMBER_WORDS
"""What narrows nothing: "different", "total"."""
_LIGHT = LIGHT_WORDS | GENERIC_NOUNS
TABULATED = frozenset(words("judgement", "tabulated"))
"""What only says that a thing stands in a table: "how many were reported"."""
_COUNTED = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:totals?|overall|altogether|all)\b", re.IGNORECASE)
_DO = frozenset("do does did can could may should will would".split())
_STANDS_FOR = "|".join(words("judgement", "stands_for"))
_DENIES = re.compile(
    rf"\b(?:do|does|did|is|are|should|can)(?: not|n['’]t|not)(?: \w+){{0,3}} (?:{_STANDS_FOR})\b",
    re.IGNORECASE,
)


def of_another_measure(slot: Slot, rows: str, heads: str, title: str, notes: Iterable[str]) -> bool:
    """Say whether rows (or one) are of another measure than the one that a question asks for.

    ``heads`` is what stands over them; ``title`` what its document is called, which speaks for
    a table that has no caption. ``notes`` stand around the table.
    """
    captioned = any(BAR not in line for line in heads.replace(" / ", "\n").splitlines())
    over = f"{rows}\n{heads}"
    there = Mentions([over] if captioned else [over, title])
    if _of_others(slot, rows) or _is_wider(slot, f"{over}\n{title}"):
        return True
    if slot.sort == "open":
        said = (word for word in content_words(slot.question) if word.islower())
        return any(word not in _LIGHT | FUNCTION_WORDS and not there.has(word) for word in said)
    if slot.sort not in FIGURES:
        return False
    nouns = [word for word in slot.head if word not in _LIGHT]
    if nouns and not any(map(Mentions([over, title]).has, nouns)):
        joined = map("".join, pairwise(words_of(slot.question.lower())))  # "lay off": "layoff"
        others = (*(word for word in slot.terms if word.islower()), *joined)
        if not OFFICE_ENDING.search(nouns[-1]) or not any(map(there.has, others)):
            return True  # but "layoff" may count employees without a word for them
    done = _done(slot)
    return bool(done) and (not there.has(done) or _denied(done, notes))


def _is_wider(slot: Slot, said: str) -> bool:
    """Say whether a word that narrows what is counted is met nowhere: "imported" of cars."""
    counted = next((n for n, word in enumerate(slot.head) if _PLURAL.search(word)), -1)
    narrows = slot.head[:counted] if slot.sort in ("count", "measure") else ()
    there = Mentions([said])
    begun = {word.lower()[:BEGUN] for word in words_of(said)}  # "Scottish", "Scotland"
    return any(
        not (there.has(word) or said_otherwise(word, said) or word[:BEGUN] in begun)
        for at, word in enumerate(narrows)
        if word not in _WIDE or (word == "used" and not at)
    )


def _of_others(slot: Slot, rows: str) -> bool:
    """Say whether rows are of things that the question, for a figure or a total, doesn't name."""
    if slot.sort not in FIGURES and not _TOTAL.search(slot.question):
        return False
    cells = [cell.strip() for row in rows.splitlines() for cell in row.split(BAR)]
    said = Mentions(labels := [cell for cell in cells if cell and not is_figure(cell)])
    whole = any(_TOTAL.search(label) for label in labels)
    return bool(labels) and not whole and not any(map(said.has, slot.words))


def counts_whole(label: str) -> bool:
    """Say whether a row's label says that it's of all: "Total", "All regions"."""
    return _TOTAL.search(label) is not None


def _done(slot: Slot) -> str:
    """Give what is done with, or had of, the counted thing: "sold" of "how many guns were sold".

    Empty where its doer stands before it ("how many did Ohio sell"), or nothing is said.
    """
    asked = _COUNTED.search(slot.question)
    behind = words_of(slot.question[asked.end() :]) if asked else []
    counted = next((n for n, word in enumerate(behind) if word.lower() in AUXILIARIES), 0)
    while counted < len(behind) and behind[counted].lower() in {*slot.head, *DETERMINERS}:
        counted += 1
    behind = behind[counted:]
    if behind and behind[0].lower() in _DO:
        return ""
    for word in behind:
        low = word.lower()
        if low in _LIGHT or low.endswith("ly") or low in AUXILIARIES:
            continue
        ends = low in PREPOSITIONS | FUNCTION_WORDS | DETERMINERS | TABULATED
        return "" if ends or word in slot.names or low[0].isdigit() else word
    return ""


def _denied(done: str, notes: Iterable[str]) -> bool:
    """Say whether a note says what the figures don't stand for: "not the number of cars sold"."""
    denied = (
        note[found.end() : found.end() + REACH] for note in notes if (found := _DENIES.search(note))
    )
    return any(Mentions([text]).has(done) for text in denied)


def notes_around(document: Document, position: int) -> Iterator[str]:
    """Give the texts around a table that aren't of it, the nearest behind and before."""
    at = bisect_right(document.blocks, position, key=lambda block: block.start)
    for blocks in (document.blocks[at:], document.blocks[at - 1 :: -1] if at else ()):
        texts = (block for block in blocks if block.kind != "table")
        yield from (document.text[one.start : one.end] for one in islice(texts, NOTES))
