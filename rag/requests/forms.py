"""The forms in which requests are put, as `rag.english` has them, turned into patterns.

`rag.english.forms` says how they are written. ``D`` is a document that the text names, ``P`` that
or a pronoun for it, ``X`` what is looked for (``Y`` in two words at most) and ``ANYTHING`` any
words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from rag.english.forms import patterns
from rag.question.document_names import PLACEHOLDER, Naming
from rag.question.wishes import asked_in

LONGEST = 300
"""Characters of a request that is matched with forms; a longer one is a question."""
MARKS: Mapping[str, str] = {
    "D": PLACEHOLDER,
    "P": f"(?:{PLACEHOLDER}|it|they|this|these|them)",
    "X": "(?P<what>.{1,80}?)",
    "Y": r"(?P<what>\S+(?: \S+)?)",
    "ANYTHING": "(?:.{1,300}?)",
}
_END = re.compile(r"[\s?!.…]+$")
_IS = re.compile(r"\b(what|who|where|when|how)['’]?s\b", re.IGNORECASE)


@cache
def forms(kind: str, name: str) -> tuple[re.Pattern[str], ...]:
    """Give the patterns of one list of forms, for whole texts as `plain` gives them."""
    return tuple(re.compile(one, re.IGNORECASE) for one in patterns(kind, name, MARKS))


@cache
def _courtesies() -> re.Pattern[str]:
    before = "|".join(one.pattern[:-1] for one in forms("polite", "before"))
    return re.compile(rf"(?:(?:{before})[,.!]? )+", re.IGNORECASE)


def plain(text: str) -> str:
    """Give a text as forms match it: without courtesies and end marks, a space behind each word.

    Empty where it's too long for any form.
    """
    if len(text) > LONGEST:
        return ""
    text = _END.sub("", " ".join(_IS.sub(r"\1 is", asked_in(text).text).split()))
    match = _courtesies().match(f"{text} ")
    return f"{text[match.end() :] if match else text} "


def match_of(text: str, patterns: Iterable[re.Pattern[str]]) -> re.Match[str] | None:
    """Match a `plain` text with the first of some forms that it has."""
    return next((found for one in patterns if (found := one.fullmatch(text))), None)


def restored(match: re.Match[str], naming: Naming, text: str) -> tuple[str, tuple[str, ...]]:
    """Give X as it was typed, though it may name a document, and the documents named elsewhere.

    "Is Doe mentioned in the report?" looks for Doe in the report. ``text`` is what was typed.
    """
    what, before = match["what"], match.string[: match.start("what")].count(PLACEHOLDER)
    inside = range(before, before + what.count(PLACEHOLDER))
    for number in inside:
        span = naming.spans[number]
        what = what.replace(PLACEHOLDER, text[span.start : span.end], 1)
    elsewhere = (one for n, names in enumerate(naming.names) if n not in inside for one in names)
    return what.strip(), tuple(dict.fromkeys(elsewhere))
