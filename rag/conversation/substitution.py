"""A follow-up that only names another year or number: "and in 2000?", "and 108?", "the next"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.conversation.anaphora import without_lead
from rag.conversation.history import Turn
from rag.requests.heading_labels import SHORT_NOUNS, Label, same_noun, whole_noun
from rag.requests.part_numbers import PART_NOUNS, numbered_spans
from rag.types import Answer, Span

_YEAR = r"(?:1[5-9]|20)\d\d(?:[-\u2013/]\d{2,4})?"
_ONLY = re.compile(
    r"(?:(?:what|how) about )?(?:(?:in|for|of|during|by|since|until|from) )?"
    rf"(?:(?:the year )?(?P<year>{_YEAR})|(?P<bare>\d{{1,4}}(?:\.\d{{1,3}})*[a-z]?)|(?P<place>.+?))"
    r"(?: says?| please)?\W*",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"(?:(?:(?:what|how) about|what does|show(?: me)?|give me|read) )?(?:the )?"
    r"(?P<step>next|following|previous|preceding)(?: (?P<noun>[^\W\d_]{3,20}))?"
    r"|the one (?P<side>after|before)(?: that| it)?",
    re.IGNORECASE,
)
_BACK = frozenset(("previous", "preceding", "before"))
_LAST_NUMBER = re.compile(r"(?P<number>\d{1,4})(?P<end>\D*)$")
_PARTS = frozenset(map(whole_noun, (*PART_NOUNS, *SHORT_NOUNS.values())))


def with_another_number(text: str, history: Sequence[Turn]) -> str | None:
    """Ask the last question again of the year, or the numbered part, that a follow-up names.

    None unless the last question names just one of that kind, to be put out of its place.
    """
    typed = without_lead(text).strip()
    asked = _ONLY.fullmatch(typed)
    if asked is None or not history:
        return None
    last = history[-1].question
    if step := _STEP.fullmatch(typed.rstrip("?!. ")):
        return _stepped(step, last)
    if year := asked["year"]:
        found = [Span(*match.span()) for match in re.finditer(rf"\b{_YEAR}\b", last)]
        if len(found) == 1:
            return _put(last, found[0], year)
    if new := asked["bare"] or asked["year"]:
        return _numbered(last, new)
    return _with_part(asked["place"], history[-1])


def _numbered(last: str, new: str) -> str | None:
    if part := _part(last):
        span, _ = part
        numbers = re.search(r"\d[\w.()]*(?: ?\(\w+\))*$", last[: span.end])
        start = numbers.start() if numbers and numbers.start() > span.start else span.start
        return _put(last, Span(start, span.end), new)
    found = re.finditer(r"(?<=[^\W\d_] |\. )\d{1,4}(?:\.\d{1,3})*(?!\w)", last)
    spans = [Span(*match.span()) for match in found]
    return _put(last, spans[0], new) if len(spans) == 1 else None


def _with_part(typed: str, turn: Turn) -> str | None:
    """Put a part into the place of the last one; one of another noun only where that is shown."""
    new = [*numbered_spans(typed)]
    part = _part(turn.question, new[0][1].noun if new else "")
    if len(new) != 1 or part is None or new[0][0] != Span(0, len(typed)):
        return None
    shown = isinstance(turn.answer, Answer) and turn.answer.kind == "section"
    one, other = new[0][1].noun, part[1].noun
    if not shown and one != other and not same_noun(one, other):
        return None
    return _put(turn.question, part[0], typed)


def _stepped(step: re.Match[str], last: str) -> str | None:
    """Ask for the part after, or before, the one that the last question names."""
    part = _part(last)
    noun = whole_noun((step["noun"] or "one").lower())
    if part is None or (noun != "one" and not same_noun(noun, part[1].noun)):
        return None
    number = _LAST_NUMBER.search(last, part[0].start, part[0].end)
    if number is None:
        return None
    back = (step["step"] or step["side"]).lower() in _BACK
    value = int(number["number"]) + (-1 if back else 1)
    return _put(last, Span(*number.span("number")), str(value)) if value else None


def _part(last: str, noun: str = "") -> tuple[Span, Label] | None:
    """Give the only part that a question names by number, and by a noun if it has several.

    "Sec. 106 of H.R. 1904", "recommendation 3 of the report on module 1".
    """
    spans = [*numbered_spans(last)]
    parts = [one for one in spans if one[1].noun in _PARTS] or spans
    parts = [one for one in spans if noun and same_noun(noun, one[1].noun)] or parts
    return parts[0] if len(parts) == 1 else None


def _put(last: str, span: Span, new: str) -> str | None:
    old = last[span.start : span.end]
    return None if old == new else f"{last[: span.start]}{new}{last[span.end :]}"
