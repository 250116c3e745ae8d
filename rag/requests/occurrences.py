"""Where a word or phrase stands in documents, and how often: counted over their whole text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.requests.request import Request
from rag.text.abbreviations import ABBREVIATION, abbreviated, spelled_out, with_initials
from rag.text.phrase_search import Phrase, phrase
from rag.text.tokens import SAME_START, alike, root
from rag.types import Document, Evidence, Span

CONSIDERED = 100
"""Places of which the first sentences are taken."""
RELATED = 6
"""Words that are offered for one that isn't found."""
_LEADERS = re.compile(r"(?:\. ?){5}|…{2}")
"""The dots of a line of the contents."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The places of something in one document, in order, and how often it has which form there."""

    document_id: str
    places: tuple[Span, ...]
    forms: tuple[tuple[str, int], ...]


def occurrences(
    wanted: Sequence[str], request: Request, documents: Collection[str]
) -> tuple[Occurrences, ...]:
    """Count phrases in each of some documents that has any of them, the most first."""
    phrases = [one for text in wanted if (one := phrase(text))]
    found = []
    for name, text in request.texts(documents):
        if places := _places(phrases, text):
            written = Counter(_folded(text, place) for place in places)
            forms = Counter[str]()
            for form, count in written.items():
                forms[form.lower()] += count
            usual = {form.lower(): form for form, _ in reversed(written.most_common())}
            counted = tuple((usual[form], count) for form, count in forms.most_common())
            found.append(Occurrences(name, places, counted))
    order = {entry.id: n for n, entry in enumerate(request.entries)}
    return tuple(sorted(found, key=lambda one: (-len(one.places), order[one.document_id])))


def _folded(text: str, place: Span) -> str:
    return " ".join(text[place.start : place.end].split())


def _places(phrases: Sequence[Phrase], text: str) -> tuple[Span, ...]:
    """Give the places of all phrases; of two that overlap the earlier, and longer, one."""
    every = sorted(
        {span for one in phrases for span in one.find(text)},
        key=lambda span: (span.start, -span.end),
    )
    kept: list[Span] = []
    for span in every:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)


def other_names(wanted: str, request: Request, documents: Collection[str]) -> tuple[str, ...]:
    """Give what the documents spell an abbreviation out as, or abbreviate a name to."""
    short = bool(ABBREVIATION.fullmatch(wanted))
    name = None if short else phrase(wanted)
    if not short and (name is None or not re.search(r"[\s-]", wanted)):
        return ()
    found: Counter[str] = Counter()
    for _, text in request.texts(documents):
        if short:
            found.update(_folded(text, span) for span in spelled_out(text, wanted))
        elif name:
            found.update(filter(None, (abbreviated(text, span) for span in name.find(text))))
    return tuple(dict.fromkeys(one for one, _ in found.most_common(3)))


def words_with_initials(wanted: str, request: Request, documents: Collection[str]) -> str:
    """Give the capitalised words that have an abbreviation's initials most often, "" if none do."""
    if not ABBREVIATION.fullmatch(wanted):
        return ""
    found = Counter(
        _folded(text, span)
        for _, text in request.texts(documents)
        for span in with_initials(text, wanted)
    )
    return next((words for words, _ in found.most_common(1)), "")


def related(word: str, request: Request, documents: Collection[str]) -> tuple[str, ...]:
    """Give the words of the documents that are like a long word, the most frequent first."""
    stem, found = root(word.lower()), Counter[str]()
    beginning = re.compile(rf"{re.escape(stem[:SAME_START])}\w*")  # literal, so that it's fast
    for _, text in request.texts(documents) if len(stem) >= SAME_START else ():
        low = text.lower()
        words = (m for m in beginning.finditer(low) if not low[m.start() - 1 : m.start()].isalnum())
        found.update(m.group() for m in words if alike(stem, root(m.group())))
    return tuple(one for one, _ in found.most_common(RELATED))


def sentence_at(document: Document, position: int) -> Span:
    """Give the sentence at a character, else the block, else the line that it stands in."""
    at = bisect_right(document.sentences, position, key=lambda span: span.start) - 1
    if at >= 0 and position < document.sentences[at].end:
        return document.sentences[at]
    block = document.block_at(position)
    if block and block.start <= position < block.end:
        return Span(block.start, block.end)
    start = document.text.rfind("\n", 0, position) + 1
    end = document.text.find("\n", position)
    return Span(start, end if end >= 0 else len(document.text))


def first_sentences(document: Document, places: Sequence[Span], most: int) -> tuple[Evidence, ...]:
    """Give the sentences of the first places, each wording once, lines of the contents last."""
    worded: dict[str, Span] = {}
    for place in places[:CONSIDERED]:
        span = sentence_at(document, place.start)
        worded.setdefault(_folded(document.text, span), span)
    ordered = sorted(worded, key=lambda words: bool(_LEADERS.search(words)))[:most]
    spans = sorted((worded[words] for words in ordered), key=lambda span: span.start)
    return tuple(Evidence.of(document, span) for span in spans)
