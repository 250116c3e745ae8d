"""Our text of a document against that of a second, independent reader: which words one lacks.

Only words count, not their order: the two put columns and notes in other places. What a
hyphen at a line's end, a ligature, a raised figure or a gap between letters does to words isn't
told as a difference, nor is what was left out on purpose.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from rag.types import Document, Finding

MAX_SHARE = 0.05
MIN_WORDS = 10
"""A page is listed where more than this share of its words, and so many of them, differ."""
SAMPLE = 12
"""Words that a finding shows."""
CUT = 200
"""Characters of left-out text that a loader tells; what is longer isn't known whole."""
COUNTED = re.compile(r"([\d,]+) (?:hidden )?words")
WORD = re.compile(r"[^\W_]+")
GLUED_MARK = re.compile(r"(?<=[^\W\d_]{3})\d{1,3}$")
MORE = 1.25
"""Times: words as counted here, where "didn't" and "re-read" are two, of words as told."""
SHORT = 3
"""Letters or digits of an automatic number."""
LEFT_OUT = ("left out", "hidden text")


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of one page, or of a document without pages (number None), that one reader lacks.

    ``words`` counts those of the reader that has more.
    """

    page: int | None
    lacking: tuple[str, ...]
    added: tuple[str, ...]
    words: int


def crosscheck(document: Document, second: Sequence[str | None]) -> Iterator[Finding]:
    """List the pages on which a second reader's text differs by more than a clean page's does.

    ``second`` is its text, page by page, or all of it where it knows no pages; None for a
    page that it couldn't read.
    """
    for one in differences(document, second):
        for words, message in (
            (one.lacking, "{} of {} words that a second reader finds are not in our text"),
            (one.added, "{} of {} words of our text are not in a second reader's"),
        ):
            if len(words) >= MIN_WORDS and len(words) > MAX_SHARE * one.words:
                said = message.format(f"{len(words):,}", f"{one.words:,}")
                yield Finding("damage", said, one.page, " ".join(words[:SAMPLE]))


def differences(document: Document, second: Sequence[str | None]) -> Iterator[Difference]:
    """Compare page by page; a word that stands on the page before or behind is there."""
    ours, theirs = _our_pages(document), [_words(text or "") for text in second]
    if len(ours) != len(theirs) or len(ours) == 1:
        yield from _as_one(document, _words(document.text), list(chain(*theirs)))
        return
    told = _Told(document)
    lacking = [_less(b, a) for a, b in zip(ours, theirs, strict=True)]
    added = [_less(a, b) for a, b in zip(ours, theirs, strict=True)]
    read = {page.number for page in document.source_map.pages if page.reading in ("text", "blank")}
    for number, text in enumerate(second, 1):
        if number not in read or text is None:
            continue
        near = slice(max(0, number - 2), number + 1)
        yield Difference(
            number,
            told.without(number, _unexplained(lacking[number - 1], added[near])),
            _unexplained(added[number - 1], lacking[near]),
            max(len(ours[number - 1]), len(theirs[number - 1])),
        )


def _as_one(document: Document, ours: list[str], theirs: list[str]) -> Iterator[Difference]:
    """Compare whole texts. Ours may say a word more often: a merged cell is in each of its rows.

    So a word of ours counts that the other lacks altogether, and numbers of lists, which
    are short, don't.
    """
    told, there = _Told(document), set(theirs)
    lacking = told.without(0, _unexplained(_less(theirs, ours), [_less(ours, theirs)]))
    added = [word for word in ours if word not in there and len(word) > SHORT]
    if told.words < len(lacking) or added:
        yield Difference(
            None,
            lacking[told.words :],
            _unexplained(added, [_less(theirs, ours)]),
            max(len(ours), len(theirs)),
        )


def _our_pages(document: Document) -> list[list[str]]:
    """Give our words by page; a page may come in several parts."""
    pages = document.source_map.pages
    texts = [""] * max((page.number for page in pages), default=1)
    for page in pages:
        texts[page.number - 1] += f"{document.text[page.start : page.end]}\n"
    return list(map(_words, texts))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return [GLUED_MARK.sub("", word) for word in WORD.findall(plain)]


def _less(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """Give the words that there are more of than among the others, in their order."""
    there = Counter(others)
    left = []
    for word in words:
        there[word] -= 1
        if there[word] < 0:
            left.append(word)
    return left


def _unexplained(words: Sequence[str], others: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Leave out the words that are parts of others, or made of them."""
    letters = "".join(chain(*others))
    return tuple(word for word in words if word not in letters)


class _Told:
    """What findings tell was left out on purpose. ``words`` counts it where they do."""

    def __init__(self, document: Document) -> None:
        labels = [page.label for page in document.source_map.pages if page.label]
        self.everywhere = {word for label in labels for word in _words(label)}
        self.by_page: dict[int, set[str]] = {}
        self.cut: set[int] = set()
        self.numbers = self.words = 0
        for finding in document.findings:
            if finding.kind in LEFT_OUT:
                self._add(finding)

    def _add(self, finding: Finding) -> None:
        said = set(_words(finding.text))
        if counted := COUNTED.search(finding.message):
            self.words += int(MORE * int(counted[1].replace(",", "")))
        if finding.page is None:
            self.everywhere |= said
            self.numbers += finding.text.count("#")  # a head is told without its numbers
            return
        self.by_page.setdefault(finding.page, set()).update(said)
        if len(finding.text) >= CUT:
            self.cut.add(finding.page)

    def without(self, page: int, words: Sequence[str]) -> tuple[str, ...]:
        """Give the words that weren't told, none where only a part of them was."""
        if page in self.cut:
            return ()
        said = self.everywhere | self.by_page.get(page, set())
        left = [word for word in words if word not in said]
        numbers = [word for word in left if word.isdigit()][: self.numbers]
        for number in numbers:
            left.remove(number)
        return tuple(left)
