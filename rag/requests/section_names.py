"""Which part of a document a request names: by the words of its heading, or by its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rag.english.vocabulary import AUXILIARIES
from rag.english.word_lists import words
from rag.question.catalogue_names import DOCUMENT_NOUNS
from rag.requests.heading_labels import (
    LABEL,
    Label,
    label_of,
    plain_number,
    same_noun,
    stems_of,
    whole_noun,
)
from rag.requests.outline import Section, items, outline, sections_like
from rag.requests.part_numbers import Numbered, numbered_parts, numbered_spans
from rag.requests.points import led_into, numbered_paragraph
from rag.text.tokens import alike, root
from rag.types import Document, Span

ASKING = frozenset(words("requests", "asking_for_a_part"))
ASKS_ELSE = frozenset("who whom whose when where why how".split())
GENERAL_NOUNS = frozenset({"section", "chapter", "part", "paragraph", "point"})
SERIES = 4
"""Sections of one name that are numbered through, from which on they are one list."""
LONGEST = 160
"""Characters. Whoever asks for a section by its name needs no more."""
SAME = 10
"""Paragraphs by which two parts are one, printed twice."""
HALF = 0.5
"""Of a heading's words that must be said where it's clear that a section is asked for."""
_POLITE = re.compile(
    r"^(?:(?:please|kindly|ok|okay|hi|hello|now|so|and),? )*"
    r"(?:(?:can|could|would|will) you (?:please )?|(?:can|could|may) i (?:see|read) "
    r"|let me see "
    r"|i(?:'d|’d| would)? (?:like|want|need|wish)(?: you)? to (?:see|read|have|know) )?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"‘'«]([^”\"’'»“‘«]{2,150})[”\"’'»](?!\w)")
_ABOUT = re.compile(
    r"(?P<part>.{3,120}?) (?P<verb>say|says|said|state|states|provide|provides|contain|read|"
    r"mention|recommend|recommends|recommended|have to say) "
    r"(?:about|on|of|regarding|concerning|as to) (?P<topic>.{2,160})",
    re.IGNORECASE,
)
_ASKED_FOR_ALL = re.compile(
    r"(?:(?:what|which) (?:are|were) )?(?:all )?(?:of )?(?:(?:the|its|their) )?\w{4,}s"
    r"(?: (?:of|in|from|for|by))?|what do(?:es)? \w+",
    re.IGNORECASE,
)
"""Whatever is asked for by one plural, or verb: "key recommendations" are recommendations."""
_ASKED_TO_SEE = re.compile(
    r"(?:show|give|read|list|print|display|quote|open|recite|enumerate|name|tell|find|see|go)\b|"
    r".*\b(?:say|says|said|state|states|provide|provides|contain|contains|cover|read|reads|"
    r"written|stands|stand)\b|what(?:['’]?s| is| are) (?:in|under|inside)\b",
    re.IGNORECASE,
)


_STANDS_FOR = re.compile(r"\bstands? for\b", re.IGNORECASE)
"""What a short form means, or somebody is in favour of, is no part of a document."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of a document, or several, as it was asked for.

    ``numbers`` are what it is numbered by, ``stems`` are its other words. ``least`` is the share
    of a heading's words that must be said; ``topic`` is what it is asked about,
    ``demanded`` that only what is demanded there is wanted, no reply to it.
    """

    numbers: tuple[Numbered, ...]
    stems: frozenset[str]
    least: float = 1.0
    topic: str = ""
    demanded: bool = False


def without_names(text: str, names: Iterable[Span], titles: str) -> str:
    """Leave the documents' names out of a request, but for the number of a place in them.

    ``titles`` are the documents' own, in small letters: a number in them is none of a place.
    """
    kept = [
        span
        for span, _ in numbered_spans(text)
        if text[span.start : span.end].lower() not in titles
    ]
    return "".join(
        " "
        if any(name.start <= i < name.end for name in names)
        and not any(span.start <= i < span.end for span in kept)
        else letter
        for i, letter in enumerate(text)
    )


def read_part(text: str) -> Asked | None:
    """Read which part of a document a request asks for; None if it asks for something else."""
    text = " ".join(text.split())
    body = _POLITE.sub("", text.strip(" ?.!…"))
    body = re.sub(r",? (?:please|pls|plz|thanks|thank you|thx)$", "", body, flags=re.IGNORECASE)
    first = re.split(r"[\s'’]", body.lower(), maxsplit=1)[0]
    asks_else = first in AUXILIARIES | ASKS_ELSE or body.lower().startswith("what if")
    if not body or len(body) > LONGEST or asks_else or _STANDS_FOR.search(body):
        return None
    if about := _ABOUT.fullmatch(body):
        part = read_part(f"{about['part']} say")
        return replace(part, topic=about["topic"]) if part else None
    if quoted := _QUOTED.search(body):
        around = body[: quoted.start()] + body[quoted.end() :]
        named = label_of(quoted[1])
        number = [Numbered((named,))] if named.number else []
        return (
            Asked(tuple(number), named.stems, HALF)
            if named.stems and not _telling(around)
            else None
        )
    numbers, rest = numbered_parts(body)
    stems = _telling(rest) | ({"about"} if body.lower().startswith("about ") else frozenset())
    if re.search(r"\b(?:an?|any|some|many|much)\b", rest, re.IGNORECASE):
        return None
    if not numbers and not stems - _document_stems() - {"about"}:
        return None
    if re.search(r"\b(?:section|chapter|part|heading)s? (?:on|about)\b", body, re.IGNORECASE):
        return Asked(numbers, stems, 0.0)
    open_to_more = numbers or _ASKED_TO_SEE.match(body) or _ASKED_FOR_ALL.fullmatch(body)
    return Asked(numbers, stems, HALF if open_to_more else 1.0)


def recommended(text: str) -> Asked | None:
    """Read what somebody recommends on a topic: it's asked of the recommendations."""
    about = _ABOUT.fullmatch(_POLITE.sub("", " ".join(text.split()).strip(" ?.!…")))
    if about is None or not about["verb"].lower().startswith("recommend"):
        return None
    part = read_part("recommendations")
    return replace(part, topic=about["topic"], demanded=True) if part else None


def sections_asked(asked: Asked, document: Document) -> tuple[tuple[Section, ...], bool]:
    """Give the sections of a document that are asked for, and whether it's by all their words."""
    known = stems_of(document.source.title)
    parts = sections_like(asked.stems, document)
    if asked.numbers:
        numbered, by_noun = _of_numbers(asked.numbers, document)
        if not asked.stems - known or not numbered:
            return _distinct(numbered, document), by_noun
        own = [one for one in numbered if _covered(asked.stems, one.label.stems, known) > 0]
        parts = tuple(own) or tuple(one for one in parts if _within(one, numbered))
    scores = {one: _covered(asked.stems, one.label.stems, known) for one in parts}
    best = max(scores.values(), default=0.0)
    series = _series(asked.stems - known, parts)
    whole = any(scores[one] == 1.0 and not one.label.number for one in parts)
    if len(series) >= SERIES and not whole:
        return _distinct(series, document), True
    if best == 0.0 or best < asked.least:
        return (), False
    return _distinct([one for one in parts if scores[one] == best], document), best == 1.0


def _series(stems: frozenset[str], parts: Iterable[Section]) -> list[Section]:
    """Give in their order the sections that are numbered by a noun: "Recommendation 1", "… 2"."""
    named = (one for one in parts if stems and all(alike(stem, one.label.noun) for stem in stems))
    numbered = {one.label.number: one for one in named if one.label.number}
    return sorted(numbered.values(), key=lambda one: one.start)


def sections_called(title: str, document: Document) -> tuple[Section, ...]:
    """Give the sections of a document whose heading is a title, whatever the document's own is."""
    known, asked = stems_of(document.source.title), stems_of(title)
    like = sections_like(asked, document)
    parts = [one for one in like if _covered(asked, one.label.stems, known) == 1.0]
    return _distinct(parts, document)


def sections_within(
    stems: frozenset[str], document: Document
) -> tuple[tuple[Section, ...], frozenset[str]]:
    """Give the sections all of whose heading stands among some stems, and the other stems."""
    said = {
        one: {stem for stem in stems if any(alike(stem, own) for own in one.label.stems)}
        for one in sections_like(stems, document)
        if all(any(alike(own, stem) for stem in stems) for own in one.label.stems)
    }
    most = max(map(len, said.values()), default=0)
    parts = [one for one, own in said.items() if len(own) == most]
    known = frozenset().union(*(said[one] for one in parts)) | stems_of(document.source.title)
    return _distinct(parts, document), stems - known - _document_stems()


def _within(section: Section, others: Iterable[Section]) -> bool:
    return any(one.start <= section.heading.start < one.end for one in others)


def _telling(text: str) -> frozenset[str]:
    """Give the stems of the words that don't only ask for a part of a document."""
    return stems_of(text) - _asking_stems()


@cache
def _asking_stems() -> frozenset[str]:
    """Give the stems of words that only ask, "all ten" among them."""
    return frozenset(map(root, (*ASKING, *words("quantities", "units")))) | {"about"}


@cache
def _document_stems() -> frozenset[str]:
    """Give the stems of what a document may be called: "the report" names no part of one."""
    return frozenset(map(root, DOCUMENT_NOUNS))


def _of_numbers(asked: Sequence[Numbered], document: Document) -> tuple[list[Section], bool]:
    """Give the parts of some numbers in their order, and whether each has a part of its noun."""
    found: list[Section] = []
    by_noun = True
    for one in asked:
        parts, named = _of_number(one, outline(document))
        paragraph = None if parts else numbered_paragraph(one.label, document)
        if not parts and len(one.chain) > 1:  # "paragraph 4 of article 6"
            parts, named = _of_number(Numbered(one.chain[:-1]), outline(document))
            one = Numbered(one.chain[:-1], (one.label.number, *one.points))
        elif paragraph:
            parts = (paragraph,)
        found += [led_into(part, one.points, document) for part in parts]
        by_noun = by_noun and named
    return found, by_noun


def _of_number(asked: Numbered, parts: Sequence[Section]) -> tuple[Sequence[Section], bool]:
    """Give the parts of a number: those of its noun, else those without one; and whether it's so.

    "Section 3" may be "3. Results", an annex is no such section.
    """
    *outer, own = asked.chain
    inside = [one for one in parts if _stands_in(one, outer)]
    numbered = [one for one in inside if one.label.number == own.number]
    named = [one for one in numbered if same_noun(one.label.noun, own.noun)]
    named = named or [one for one in inside if _is_called(one, own)]
    general = not own.noun or own.noun in map(root, GENERAL_NOUNS)
    bare = [one for one in numbered if one.label.noun in ("", "§")] if general else []
    top = min((one.level for one in bare), default=0)
    return named or [one for one in bare if one.level == top], bool(named)


def _is_called(section: Section, label: Label) -> bool:
    """Say whether a second number is all that stands behind the first: "§ 4.2 Schedule II"."""
    match = LABEL.match(section.title) if label.noun else None
    if match is None:
        return False
    second = LABEL.fullmatch(section.title[match.end() :].strip(" .:–—-"))
    return (
        second is not None
        and same_noun(whole_noun((second["noun"] or "").lower()), label.noun)
        and plain_number(second["of"] or "") == label.number
    )


def _stands_in(section: Section, outer: Sequence[Label]) -> bool:
    """Say whether a section stands in parts of some numbers, the outermost first."""
    above = iter([label_of(title) for title in section.path])
    return all(
        any(
            one.number == label.number
            and (not label.noun or not one.noun or same_noun(one.noun, label.noun))
            for one in above
        )
        for label in outer
    )


def _covered(asked: frozenset[str], heading: frozenset[str], known: frozenset[str]) -> float:
    """Give the share of a heading's words that are asked for; 0 if any asked word isn't its own.

    ``known`` are the words of the document's title: they may be said or not.
    """
    own = {stem for stem in asked if any(alike(stem, other) for other in heading)}
    said = {stem for stem in heading if any(alike(stem, other) for other in asked)}
    if not own or asked - own - known - _document_stems():
        return 0.0
    telling = heading - known
    return (
        len(said & telling) / len(telling) if telling else float(said == heading and own == asked)
    )


def _distinct(parts: Iterable[Section], document: Document) -> tuple[Section, ...]:
    """Give parts that hold something; of those that begin with the same words the last."""
    held = {
        tuple(document.text[block.start : block.end] for block in items(document, one)[:SAME]): one
        for one in parts
    }
    return tuple(one for texts, one in held.items() if texts)
