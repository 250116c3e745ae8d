"""Whether a quote stands in the documents as it is shown.

Only white space and quote marks are folded, since both change between a page and
its text without changing a word. Everything else counts: a quote is verbatim or it
isn't.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from evals.metrics.items import Item, Place, Quoted, Said

Fidelity = Literal["verbatim", "misattributed", "stitched", "fabricated"]

PIECE_WORDS = 3
"""The shortest piece of a stitched quote: two words in a row stand in any long text."""

_MARKS = str.maketrans(
    dict.fromkeys(
        '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'  # double: straight, curly, guillemets
        "\u2018\u2019\u201a\u201b\u2039\u203a`\u00b4\uff07",  # single, and what typists use for it
        "'",
    )
)
_ELLIPSIS = re.compile(r"\s*[\[(]?\s*(?:…|\.\s?\.\s?\.)[.\s]*[\])]?\s*")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text with quote marks made alike and runs of white space made one space.

    ``offsets`` holds for each folded character where it stands in the text.
    """

    text: str
    offsets: NDArray[np.int64]

    def places(self, words: str) -> Iterator[tuple[int, int]]:
        """Give the ranges of the unfolded text where the folded words stand, in order."""
        start = find(words, self.text)
        while start >= 0:
            yield int(self.offsets[start]), int(self.offsets[start + len(words) - 1]) + 1
            start = find(words, self.text, start + 1)


class Texts(Mapping[str, str]):
    """The documents' canonical texts by file name, each folded once, when first asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)
        self._folded: dict[str, Folded] = {}

    def __getitem__(self, document: str) -> str:
        return self._texts[document]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def folded(self, document: str) -> Folded:
        """Give a document's folded text; an unknown document is empty."""
        if document not in self._folded:
            self._folded[document] = _fold_text(self._texts.get(document, ""))
        return self._folded[document]

    @cached_property
    def everything(self) -> str:
        """All documents' folded texts, with a character between them that no quote holds."""
        return "\0".join(self.folded(document).text for document in sorted(self._texts))


def texts_of(texts: Mapping[str, str]) -> Texts:
    """Give the texts as `Texts`, those that are already as they are."""
    return texts if isinstance(texts, Texts) else Texts(texts)


def fidelity(quoted: Quoted, texts: Mapping[str, str]) -> Fidelity:
    """Say how a quote relates to the documents.

    - verbatim: it stands in the document that it names (in any, if that is ""), and
      if a place is given, it is what stands there, no more and no less;
    - misattributed: it stands in some document, but not there;
    - stitched: it can be cut into pieces of `PIECE_WORDS` words or more that all
      stand in the documents; or it has ellipses between pieces that do;
    - fabricated: anything else.

    A quote that begins or ends inside a word or a number doesn't stand there:
    "secure" isn't a quote of "insecure".
    """
    texts = texts_of(texts)
    words = fold(quoted.text)
    if not words:
        return "fabricated"
    if next(_places(quoted, texts), None):
        return "verbatim"
    if find(words, texts.everything) >= 0:
        return "misattributed"
    pieces = [piece for piece in _ELLIPSIS.split(words) if piece]
    elided = pieces != [words]
    if pieces and all(_stands_in_pieces(piece, texts, whole=elided) for piece in pieces):
        return "stitched"
    return "fabricated"


def fidelity_figures(item: Item, texts: Mapping[str, str]) -> dict[str, float]:
    """Give an item's ``quote_fidelity``, the share of its quotes that are verbatim.

    Every quote that is shown counts, those of statements and the nearest; beside
    it, how many there are of each class. Nothing for an item that shows none.
    """
    shown = [quote for said in item.statements for quote in said.quotes] + list(item.nearest)
    if not shown:
        return {}
    classes = [fidelity(quote, texts) for quote in shown]
    counts = {f"quotes_{kind}": float(classes.count(kind)) for kind in get_args(Fidelity)}
    return {"quote_fidelity": counts["quotes_verbatim"] / len(shown), **counts}


def locate(item: Item, texts: Mapping[str, str]) -> Item:
    """Give the item with the place of every quote that is verbatim, and of no other.

    A place that the answer claims is kept if the quote stands there, else removed:
    such a quote leads nowhere. Where no place is claimed, it is the first in the
    named document, or in all if none is named, that overlaps gold, or else the first.
    """
    texts = texts_of(texts)
    gold = [place for alternatives in item.gold for place in alternatives]

    def located(quoted: Quoted) -> Quoted:
        first: Place | None = None
        for place in _places(quoted, texts):
            first = first or place
            if any(place.overlaps(other) for other in gold):
                return replace(quoted, place=place)
        return replace(quoted, place=first)

    return replace(
        item,
        statements=tuple(
            Said(said.text, tuple(located(quote) for quote in said.quotes))
            for said in item.statements
        ),
        nearest=tuple(located(quote) for quote in item.nearest),
    )


def fold(text: str) -> str:
    """Give a quote with white space and quote marks folded."""
    return " ".join(text.translate(_MARKS).split())


def find(words: str, text: str, start: int = 0) -> int:
    """Give where folded words first stand in a folded text as whole words, -1 if nowhere."""
    position = text.find(words, start)
    while position >= 0:
        end = position + len(words)
        if not _cuts(text[position - 1 : position], words[0]) and not _cuts(
            words[-1], text[end : end + 1]
        ):
            return position
        position = text.find(words, position + 1)
    return -1


def _cuts(left: str, right: str) -> bool:
    """Say whether between two neighbouring characters a word or a number would be cut.

    Between a letter and a digit it may be the number of a footnote.
    """
    return (left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())


def _places(quoted: Quoted, texts: Texts) -> Iterator[Place]:
    """Give where the quote stands: only at the claimed place, if one is claimed."""
    words, claimed = fold(quoted.text), quoted.place
    if not words:
        return
    if claimed is None:
        for document in [quoted.document] if quoted.document else sorted(texts):
            for start, end in texts.folded(document).places(words):
                yield Place(document, start, end)
        return
    text = texts.get(claimed.document, "")
    if claimed.document != (quoted.document or claimed.document):
        return
    if not 0 <= claimed.start < claimed.end <= len(text):
        return
    before = text[max(claimed.start - 1, 0) : claimed.start]
    after = text[claimed.end : claimed.end + 1]
    there = text[claimed.start : claimed.end]
    if fold(there) == words and not _cuts(before, there[0]) and not _cuts(there[-1], after):
        yield claimed


def _stands_in_pieces(text: str, texts: Texts, *, whole: bool) -> bool:
    """Say whether a text can be cut into long enough pieces that stand in the documents.

    With ``whole`` the text may also be one piece of any length.
    """
    everything, words = texts.everything, text.split(" ")
    if whole and find(text, everything) >= 0:
        return True
    reached = [True] + [False] * len(words)
    for begin in range(len(words)):
        if not reached[begin]:
            continue
        # Where a piece stands, its beginnings do too: halve the range to find the longest.
        shortest, longest = begin + PIECE_WORDS, len(words)
        while shortest <= longest:
            end = (shortest + longest + 1) // 2
            if find(" ".join(words[begin:end]), everything) >= 0:
                for one in range(shortest, end + 1):
                    reached[one] = True
                shortest = end + 1
            else:
                longest = end - 1
    return reached[-1]


def _fold_text(text: str) -> Folded:
    codes = np.frombuffer(text.translate(_MARKS).encode("utf-32-le", "surrogatepass"), np.uint32)
    spaces = np.array([ord(char) for char in set(text) if char.isspace()], np.uint32)
    is_space = np.isin(codes, spaces)
    keep = np.ones(len(codes), np.bool_)
    keep[1:] = ~(is_space[1:] & is_space[:-1])
    folded = np.where(is_space, np.uint32(ord(" ")), codes)[keep]
    return Folded(
        folded.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass"), np.flatnonzero(keep)
    )
