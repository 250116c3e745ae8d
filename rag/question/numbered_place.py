"""Questions that name a place by its number: "What does article 2 say?", "under rule 4.1"."""

from __future__ import annotations

import re
from dataclasses import dataclass

NOUNS = (
    "article", "section", "clause", "rule", "regulation", "paragraph", "subsection", "schedule",
    "chapter", "part", "item", "annex",
)  # fmt: skip
_NUMBER = r"\d{1,4}[a-z]?(?:\.\d{1,3})*|[ivx]{1,6}\b"
_PLACE = rf"(?:(?:{'|'.join(NOUNS)})\s+(?:{_NUMBER})|[^\W\d_]{{4,}}\s+\d{{1,3}}(?:\.\d{{1,3}})+)"
"""Whatever is numbered with points ("objective 5.3") is a place, too."""
_ASKED = re.compile(rf"\b({_PLACE})\b(?!\s*%)", re.IGNORECASE)
_HEAD = re.compile(
    rf"(?:([^\W\d_]+)\.?\s+|(§)\s?)?[(\[]?({_NUMBER})(?=[.)\]:\s–—-])[.)\]:]*\s", re.IGNORECASE
)
_WHOLE = re.compile(
    rf"\s*(?:and )?(?:what|how)(?:'s|’s| is| does| do| did| are)? (?:in |the |of )*"
    rf"{_PLACE}(?: of \w[\w ]{{0,60}})?"
    r"(?: (?:say|state|provide|read|require|mean)s?| about| lay down)*\s*[?.]*\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NumberedPlace:
    """A place that a question names. ``whole``: it asks what stands there, and no more."""

    noun: str
    number: str
    whole: bool

    def within(self, passage: str) -> bool:
        """Say whether one of a passage's lines begins with the number."""
        return any(map(self.heads, passage.split("\n")))

    def heads(self, sentence: str) -> bool:
        """Say whether a sentence begins with the number: "2. …", "Article 2 …"."""
        match = _HEAD.match(sentence)
        if not match or match[3].lower() != self.number:
            return False
        noun = (match[1] or "").lower()
        return not noun or self.noun.startswith(noun)


def numbered_place(question: str) -> NumberedPlace | None:
    """Give the place that a question names by its number, if it names one."""
    found = _ASKED.findall(question)
    if len(found) != 1:
        return None
    noun, number = found[0].split()
    return NumberedPlace(noun.lower(), number.lower(), _WHOLE.fullmatch(question) is not None)
