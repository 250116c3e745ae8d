"""What belongs between two printed lines: a space, nothing, or nothing and no hyphen either.

A hyphen at a line's end cuts a word (imple-mentation) or is a part of one (price-determining).
The document's other words decide where they can, then a dictionary of English. Other languages
join what they compound, or part it before a capital: there a hyphen before a small letter stays
only where the document has both halves as words, or the whole with a hyphen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rag.text.spelling import frequency

Joint = Literal["space", "nothing", "no hyphen"]

WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
CUT = re.compile(r"([^\W\d_]+(?:[-\u2010][^\W\d_]+)*)[-\u2010]$")
CONJUNCTIONS = frozenset({"and", "or", "to", "und", "oder", "et"})
ATTACHED = re.compile(r"[^\s\-\u2010-\u2015][-\u2010-\u2015]+$|\w/$")
"""A dash or a slash that touches the word before it touches the one behind it too."""
DASH_FIRST = re.compile(r"[\u2013\u2014](?=\w)")
ADDRESS = re.compile(r"(?:https?://|www\.)\S*$", re.IGNORECASE)
IN_ADDRESS = re.compile(r"\w[-/._=?&%#]+\w|^\d+\W|^[^\W\d]+\d")
PREFIXES = frozenset("agro bio intra multi neo pre socio tri".split())
"""No words in the dictionary, but parts of real compounds (multi-year)."""
COMMON = 100
"""How often the dictionary must have seen a word whose two halves are words too: below that
it's as likely a compound (non-member). On texts that it wasn't chosen on, of documents that cut
their words, 99.8% of cut words and 95% of compounds are right; of others, 99% of compounds."""
FEW = 10
"""One sure cut in so many hyphens at line ends shows that a document cuts its words."""
ENGLISH = 0.6
"""Share of a document's words that are in the dictionary of English: lists of Latin names
have 0.66 and plain English 0.9, Spanish has 0.4 and German 0.2."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a document spells: its words in lower case, and whether it cuts them at line ends."""

    words: Counter[str]
    english: bool = True
    cuts: bool = True


def spelling_of(text: str, joints: Iterable[tuple[str, str]]) -> Spelling:
    """Learn how a document spells from its text and from its lines that follow each other."""
    broken = [halves for above, below in joints if (halves := _halves(above, below))]
    if not broken:
        return Spelling(Counter())
    words = Counter(word.lower() for word in WORD.findall(text))
    for left, right in broken:
        words.subtract((left.lower(), right.lower()))
    english = _is_english(words)
    doubtful = Spelling(words, english, cuts=False)
    sure = sum(_is_cut(left, right, doubtful) for left, right in broken)
    return Spelling(words, english, sure * FEW >= len(broken))


def joint(above: str, below: str, spelling: Spelling) -> Joint:
    """Say what belongs between two lines of one paragraph."""
    first = next(iter(below.split()), "")
    if not first:
        return "space"
    if address := ADDRESS.search(above):
        return "nothing" if _goes_on(address[0], first) else "space"
    if DASH_FIRST.match(below):
        return "nothing" if above[-1].isdigit() or below[0] == "\u2014" else "space"
    if not ATTACHED.search(above):
        return "space"
    halves = _halves(above, below)
    cut = halves is not None and _is_cut(*halves, spelling)
    if above[-1] in "-\u2010" and first.lower() in CONJUNCTIONS:
        return "no hyphen" if cut and _is_word("".join(halves or ()), spelling) else "space"
    return "no hyphen" if cut else "nothing"


def _halves(above: str, below: str) -> tuple[str, str] | None:
    """Give the words on both sides of a hyphen at a line's end, with their own hyphens."""
    left, right = CUT.search(above), WORD.match(below)
    return (left[1], right[0]) if left and right else None


def _touching(left: str, right: str) -> tuple[str, str]:
    """Give what stands next to the hyphen, in lower case."""
    return re.split("[-\u2010]", left)[-1].lower(), re.split("[-\u2010]", right)[0].lower()


def _is_cut(left: str, right: str, spelling: Spelling) -> bool:
    """Say whether the hyphen between two halves only marks a cut word."""
    capitals = left.isupper() and len(left) > 1
    if right[0].isupper() != capitals or (capitals and not right.isupper()):
        return False
    first, second = _touching(left, right)
    if len(first) == 1 or len(second) == 1:
        return False
    solid = spelling.words[first + second]
    parted = sum(spelling.words[f"{first}{hyphen}{second}"] for hyphen in "-\u2010")
    if solid != parted:
        return solid > parted
    known = _known(first, spelling) + _known(second, spelling)
    if known == 2:
        common = _frequency(first + second, spelling) >= COMMON
        return spelling.cuts and common and first == left.lower()
    solid_is_word = _is_word(first + second, spelling)
    return solid_is_word or (not capitals and (spelling.cuts or known == 0))


def _known(word: str, spelling: Spelling) -> bool:
    return word in PREFIXES or _is_word(word, spelling)


def _is_word(word: str, spelling: Spelling) -> bool:
    return spelling.words[word.lower()] > 0 or _frequency(word.lower(), spelling) > 0


def _frequency(word: str, spelling: Spelling) -> int:
    return frequency(word) if spelling.english else 0


def _is_english(words: Counter[str]) -> bool:
    known = sum(count for word, count in words.items() if frequency(word))
    return known >= ENGLISH * words.total()


def _goes_on(address: str, first: str) -> bool:
    """Say whether the first word of a line goes on with a web address that ends the line above."""
    if address.endswith("://") or first[0] in "/?=&#%_":
        return True
    if address.endswith("."):
        return first[0].islower() and IN_ADDRESS.search(first) is not None
    return address[-1] in "-_" or (
        address[-1] in "/=?&#%~" and IN_ADDRESS.search(first) is not None
    )
