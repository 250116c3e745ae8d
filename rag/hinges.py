"""What stands on either side of a "than", a "because", an "after": sides that changed places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.beside import Beside, telling
from rag.tokens import tokens
from rag.verbs import PLAIN_VERBS
from rag.wordings import pattern

_MORE_AIMS = frozenset("tame reform curb counter tackle fight fix".split())
_AIMS = "|".join(sorted(PLAIN_VERBS | _MORE_AIMS))
_WORTH = (
    "exceeds? exceeded outnumbers? outnumbered outweighs? outweighed overtakes? overtook "
    "surpasses surpassed outstrips? outstripped takes?_precedence_over took_precedence_over"
)
_CHOICE = "rather_than instead_of in_place_of as_opposed_to and_not ,_(?:and_|but_)?not(?!_only)"
_TRADE = "in_exchange_for in_return_for"
_LATER = "after(?!_which) since following in_the_wake_of subsequent_to"
_EARLIER = (
    "(?<!did_)(?<!was_)(?<!were_)(?<!had_)before prior_to ahead_of until after_which "
    "(?:years?|months?|weeks?|days?)_later"
)
_EFFECT = (
    "because(?:_of)? due_to owing_to as_a_result_of caused_by result(?:s|ed)?_from "
    "stem(?:s|med)?_from aris(?:es?|ing)_from produced_by driven_by brought_about_by created_by"
)
_CAUSE = (
    "lead(?:s|ing)?_to led_to result(?:s|ed|ing)?_in produc(?:es?|ed|ing)(?!_by) "
    "caus(?:es?|ed|ing)(?!_by) bring(?:s|ing)?_about brought_about giv(?:es?|ing)_rise_to "
    "gave_rise_to creat(?:es?|ed|ing)(?!_by) because_of_which so_that"
)
_AIM = rf"in_order_to so_as_to (?<!according_)(?<!ought_)to_(?=(?:{_AIMS})\b)"
_HINGES = (
    ("worth", False, _WORTH),
    ("choice", False, _CHOICE),
    ("trade", False, _TRADE),
    ("time", False, _LATER),
    ("time", True, _EARLIER),
    ("cause", False, _EFFECT),
    ("cause", True, _CAUSE),
    ("aim", False, _AIM),
)
"""Kinds of hinges, whether their sides stand the other way about, and their words, "_" a space."""


def _written(words: str) -> str:
    every = "|".join(words.split()).replace("_", " ")
    return rf"(?<!\w)(?:{every})\b"


_WAY = re.compile(r"\bfrom ([^,;.]+?) (?:in)?to ([^,;.]+)", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:rang|var|extend|stretch|anything|everything)\w* $", re.IGNORECASE)
_PREFER = re.compile(r"\bprefer(?:s|red)? ([^,;.]+?) to ([^,;.]+)", re.IGNORECASE)
_BEFORE_TO = re.compile(
    r"\b(?:tr(?:y|ies|ied)|refus\w+|want\w*|plan\w*|agree\w*|needs?|needed|ha(?:s|d|ve)|able|unable|"
    r"willing|ready|decid\w+|fail\w*|seeks?|sought|hop(?:es?|ed)|expect\w*|likely|allowed|"
    r"continu\w+|beg[iau]ns?|starts?|started|tends?|intends?|means?|meant|is|are|was|were) $",
    re.IGNORECASE,
)
_READ = [
    (kind, turned, re.compile(_written(words), re.IGNORECASE)) for kind, turned, words in _HINGES
]
_THAN = re.compile(
    r"\bthan\b(?! (?:\d|half|a (?:third|quarter)|one|two|ever|before|usual|expected))"
)
_GRADED = re.compile(
    r"\b(?:more|less|worse|better|(?!other|rather|whether|either|neither|never|under|after|number)"
    r"[a-z]{3,}er)\b",
    re.IGNORECASE,
)
_LESS = pattern("less fewer lower smaller weaker shorter younger slower poorer narrower")
_STRONG_STOP = re.compile(r"[;:.]")
_STOP = re.compile(r"[;:.,]|\b(?:while|whereas|but|though|although)\b")


@dataclass(frozen=True, slots=True)
class Hinge:
    """A kind of hinge, the words that make it, and the stems on its first and second side."""

    kind: str
    words: str
    first: frozenset[str]
    second: frozenset[str]


def hinges(text: str) -> Iterator[Hinge]:
    """Find the hinges of a sentence, each with its sides as if it stood between them."""
    for kind, turned, words in _READ:
        for match in words.finditer(text):
            if kind == "aim" and _BEFORE_TO.search(text[: match.start()]):
                continue  # "tried to sell" names no aim of anything else
            yield _hinge(text, kind, match.group(), match.span(), turned=turned)
    for match in _WAY.finditer(text):
        if _RANGE.search(text[: match.start()]):
            continue  # what "ranges from one to the other" has no direction
        yield Hinge("way", "from … to", _stems(match[1]), _stems(match[2]))
    for match in _PREFER.finditer(text):
        yield Hinge("choice", "prefer", _stems(match[1]), _stems(match[2]))
    for match in _THAN.finditer(text):
        clause = _STRONG_STOP.split(text[: match.start()])[-1]
        if re.search(r"\brather\b", clause):
            yield _hinge(text, "choice", "than", match.span(), turned=False)
            continue
        graded = [m.group() for m in _GRADED.finditer(clause)]
        if graded:
            less = bool(_LESS.fullmatch(graded[-1]))
            yield _hinge(text, "worth", "than", match.span(), turned=less)


def _hinge(text: str, kind: str, words: str, span: tuple[int, int], *, turned: bool) -> Hinge:
    before, behind = _sides(text[: span[0]], text[span[1] :], words)
    first, second = _stems(before), _stems(behind)
    return Hinge(kind, words.strip(" ,"), *((second, first) if turned else (first, second)))


def _sides(before: str, behind: str, words: str) -> tuple[str, str]:
    if words.endswith("later"):  # "they came; two years later they left"
        *earlier, last = _STRONG_STOP.split(before.replace(",", ";"))
        return (earlier[-1] if earlier else ""), last
    before = _STRONG_STOP.split(before)[-1]
    if len(before.split()) < FRONTED and "," in behind:  # "After that, …"
        behind, before = behind.split(",", 1)
        before = _STRONG_STOP.split(before)[0]
    return before, _STOP.split(behind)[0]


FRONTED = 2
"""Words before a hinge with fewer of which it opens its sentence."""


def _stems(text: str) -> frozenset[str]:
    """Give the stems of a side, cut so that "excluded" and "exclusion" are one."""
    return frozenset(t.stem[: max(5, len(t.stem) - 2)] for t in tokens(text) if telling(t))


def sides_changed(beside: Beside) -> str | None:
    """Find a hinge whose two sides are, in the evidence, the other way about."""
    for pair in beside.pairs:
        theirs = list(hinges(pair.sentence))
        for one in hinges(pair.statement):
            for other in theirs:
                if one.kind != other.kind:
                    continue
                left = (one.first & other.second) - other.first - one.second
                right = (one.second & other.first) - other.second - one.first
                if left and right:
                    return f"its evidence has the two sides of “{one.words}” the other way about"
    return None
