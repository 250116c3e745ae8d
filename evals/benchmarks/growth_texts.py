"""Documents for stores of any size: real text where there is some, then the same with other words.

Copies are made by swapping names, numbers and content words for others of the same texts, by a
seed; their layout stays, so that a copy has as many passages and sentences as what it's made from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from evals.suites.rows import read_jsonl
from ingest.split import sentences, split
from rag.text.stopwords import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS, WORD
from rag.types import Block, Document, Passage, Run, Source, SourceMap, Span

PARAGRAPHS = 100
"""Of a document."""
GAP = "\n\n"
FIELDS = ("text", "paragraph", "evidence")
"""Of rows of JSON Lines that hold text."""
LONG = 4_000
"""Characters of a paragraph at most; of longer ones each line is one."""
SWAPPED = 0.5
"""Part of the content words that a copy swaps. All names and numbers are."""
MADE_UP = 0.1
"""Part of the swapped names that are made of two halves, as a library's names grow with it."""
YEARS = range(1990, 2027)
_SMALL = FUNCTION_WORDS | QUESTION_WORDS | LIGHT_WORDS


@dataclass(frozen=True, slots=True)
class Made:
    """A document with its passages; ``of`` is the number of the real one that it's a copy of."""

    document: Document
    passages: tuple[Passage, ...]
    of: int | None = None


def paragraphs(folder: Path) -> list[str]:
    """Give the distinct paragraphs below a folder, of rows of JSON Lines and of text files."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".jsonl":
            texts = list(_rows(path))
        elif path.suffix == ".txt":
            texts = re.split(r"\n\s*\n", path.read_text("utf-8", errors="replace"))
        else:
            continue
        for text in texts:
            for part in text.split("\n") if len(text) > LONG else [text]:
                found.setdefault(" ".join(part.split()))
    return [text for text in found if text]


def _rows(path: Path) -> Iterator[str]:
    for row in read_jsonl(path):
        yield from (str(row[name]) for name in FIELDS if isinstance(row.get(name), str))


def real_documents(texts: Sequence[str]) -> list[Made]:
    """Put neighbouring paragraphs together to documents; those come in an order of their own.

    So a small store has some of everything, too.
    """
    groups = [texts[at : at + PARAGRAPHS] for at in range(0, len(texts), PARAGRAPHS)]
    order = np.random.default_rng(0).permutation(len(groups))
    return [_real(number, groups[at]) for number, at in enumerate(order.tolist())]


def _real(number: int, texts: Sequence[str]) -> Made:
    document = document_of(number, texts)
    return Made(document, split(document))


def document_of(number: int, texts: Sequence[str]) -> Document:
    """Make a document of paragraphs."""
    blocks, at = [], 0
    for paragraph, text in enumerate(texts, start=1):
        blocks.append(Block("paragraph", at, at + len(text), paragraph=paragraph))
        at += len(text) + len(GAP)
    whole = GAP.join(texts)
    return _document(number, whole, tuple(blocks), sentences(whole, blocks))


def _document(
    number: int, text: str, blocks: tuple[Block, ...], spans: tuple[Span, ...]
) -> Document:
    numbers = np.random.default_rng([1, number])
    words = [word for word in WORD.findall(text[:5000]) if _kind(word) == "word"] or ["paper"]
    subject = " ".join(str(one) for one in numbers.choice(sorted(set(words)), 3))
    csl = {
        "type": "report",
        "title": f"{subject.capitalize()}: Report {number}",
        "author": [{"literal": f"Office {number % 50}"}],
        "issued": {"date-parts": [[int(numbers.choice(YEARS))]]},
    }
    name = f"report-{number:06}"
    return Document(
        id=name,
        file=f"{name}.txt",
        text=text,
        raw_hash=name,
        source=Source(name, csl),
        source_map=SourceMap("utf-8", (Run(0, len(text), 0, len(text.encode())),)),
        blocks=blocks,
        sentences=spans,
    )


@lru_cache(maxsize=1 << 18)
def _kind(word: str) -> str:
    """Say what a word is swapped for: a number, a name, another word, or nothing."""
    if word.isdigit():
        return "number"
    low = word.lower()
    if len(word) < 3 or low in _SMALL:
        return ""
    return "name" if word[0].isupper() else "word" if word == low else ""


class Copies:
    """Makes copies of real documents."""

    def __init__(self, real: Sequence[Made]) -> None:
        """Learn the words, as often as they're said: so copies have frequent and rare ones."""
        self.real = real
        said: dict[str, list[str]] = {"name": [], "word": []}
        for one in real:
            for word in WORD.findall(one.document.text):
                if (kind := _kind(word)) in said:
                    said[kind].append(word)
        self._said = {kind: np.array(words or ["x"]) for kind, words in said.items()}

    def __getitem__(self, number: int) -> Made:
        """Give the document of a number: the real ones first, then copies of them in turn."""
        if number < len(self.real):
            return self.real[number]
        of = number % len(self.real)
        original = self.real[of]
        text, cuts = self._changed(number, original.document.text)

        def moved(at: int) -> int:
            row = bisect_right(cuts, (at, 0)) - 1
            return at + cuts[row][1] if row >= 0 else at

        old = original.document
        blocks = tuple(
            replace(one, start=moved(one.start), end=moved(one.end)) for one in old.blocks
        )
        spans = tuple(Span(moved(one.start), moved(one.end)) for one in old.sentences)
        document = _document(number, text, blocks, spans)
        places = ((moved(one.start), moved(one.end)) for one in original.passages)
        return Made(document, tuple(document.passage(*place) for place in places), of)

    def _changed(self, number: int, text: str) -> tuple[str, list[tuple[int, int]]]:
        """Give a text with other words, and from which character on it has moved how far."""
        numbers = np.random.default_rng([2, number])
        words = [match for match in WORD.finditer(text) if _kind(match.group())]
        swaps = self._swaps({match.group() for match in words}, numbers)
        pieces, position, moved, cuts = [], 0, 0, []
        for match in words:
            new = swaps.get(match.group())
            if new is None:
                continue
            pieces += [text[position : match.start()], new]
            position = match.end()
            moved += len(new) - len(match.group())
            cuts.append((position, moved))
        return "".join([*pieces, text[position:]]), cuts

    def _swaps(self, words: set[str], numbers: np.random.Generator) -> Mapping[str, str]:
        said = sorted(words)
        chances, made_up = numbers.random((2, len(said)))
        picks = {
            kind: every[numbers.integers(0, len(every), (2, len(said)))]
            for kind, every in self._said.items()
        }
        swaps = {}
        for n, word in enumerate(said):
            kind = _kind(word)
            if kind == "number":
                swaps[word] = "".join(map(str, numbers.integers(1, 10, len(word))))
            elif kind == "name" or chances[n] < SWAPPED:
                new, other = map(str, picks[kind][:, n])
                if kind == "name" and made_up[n] < MADE_UP:
                    new = new[: len(new) // 2 + 1] + other[len(other) // 2 :].lower()
                swaps[word] = new
        return swaps
