"""The forms in which requests are put, as `rag.english` has them, turned into patterns.

A form is words with a space between them. ``word?`` may be left out; ``(one|other)`` are choices,
in which ``_`` is a space; a word in capitals stands for what its section says under that name.
``D`` is a document that the text names, ``P`` that or a pronoun for it, ``X`` what is looked for
(``Y`` in two words at most) and ``ANYTHING`` any words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from rag.english.word_lists import request_forms
from rag.question.document_names import PLACEHOLDER, Naming

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
_NAMED = re.compile(r"(?<![A-Za-z])(?:[A-Z]{2,}|[DPXY])(?![A-Za-z])")


@cache
def forms(kind: str, name: str) -> tuple[re.Pattern[str], ...]:
    """Give the patterns of one list of forms, for whole texts as `plain` gives them."""
    section = request_forms()[kind]
    lines = section[name].strip().split("\n")
    return tuple(re.compile(_pattern(line, section), re.IGNORECASE) for line in lines)


def _pattern(line: str, section: Mapping[str, str]) -> str:
    line = _NAMED.sub(lambda m: section.get(m.group(), m.group()), line)
    parts = []
    for word in line.split():
        needed = word.removesuffix("?")
        said = _NAMED.sub(lambda m: MARKS.get(m.group(), m.group()), needed).replace("_", " ")
        parts.append(f"(?:{said} )?" if needed != word else f"{said} ")
    return "".join(parts)


@cache
def _courtesies() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before = "|".join(one.pattern[:-1] for one in forms("polite", "before"))
    behind = "|".join(one.pattern[:-1] for one in forms("polite", "behind"))
    return (
        re.compile(rf"(?:(?:{before})[,.!]? )+", re.IGNORECASE),
        re.compile(rf"(?:,? (?:{behind}))+$", re.IGNORECASE),
    )


def plain(text: str) -> str:
    """Give a text as forms match it: without courtesies and end marks, a space behind each word.

    Empty where it's too long for any form.
    """
    if len(text) > LONGEST:
        return ""
    before, behind = _courtesies()
    text = _END.sub("", " ".join(_IS.sub(r"\1 is", text).split()))
    text = _END.sub("", behind.sub("", text))
    match = before.match(text)
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
