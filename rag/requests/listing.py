"""A list that a document has: with what leads it in, whole and counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from rag.english.vocabulary import PREPOSITIONS
from rag.english.word_lists import words
from rag.requests.counts import COUNT, counted_of
from rag.requests.draft import Draft, DraftPart
from rag.requests.found_lists import FEWEST, FoundList, lists_of
from rag.requests.heading_labels import stems_of
from rag.requests.request import Request
from rag.requests.section import counted, evidence_of
from rag.text.content_words import words_of
from rag.text.tokens import alike, root
from rag.types import Document

SHOWN = 20
"""Entries of a list that are shown."""
LISTS = 3
"""Lists that are shown, the ones whose lead-in is most about what is asked first."""
LONGEST_REQUEST = 200
"""Characters."""
LONGEST = 8
"""Words of what a list is asked of."""
OF_THE_NAME = 0.6
"""Share of a list's entries that say what they are, where its lead-in doesn't."""
LEAST = 0.5
"""Share of the words of a lead-in's last clause that must be asked for."""
OFTEN = 3
"""Times that a document has a name from which on all of it is of that."""
_ASKS = re.compile(
    r"(?:please |can you |could you )*"
    r"(?:(?:list|name|enumerate)(?: me)?(?: out)?(?: all)?(?: of)?(?: the)? (?P<listed>.+)"
    r"|(?:give|show|tell)(?: me)?(?: all(?: of)?|(?: an?| the)?(?: full| complete)? list of)"
    r"(?: the)? (?P<given>.+)"
    r"|all(?: of)?(?: the)? (?P<all>.+)"
    r"|(?:what|which) (?:(?:kinds?|types?|sorts?|forms?) of )?(?P<there>.+?) (?:are|were|exist)"
    r"(?: there)?\b(?P<rest>.*)"
    r"|(?:what|which) (?:are|were)(?: all)?(?: of)? the (?P<what>.+)"
    rf"|(?:the )?(?P<counted>{COUNT} .+))",
    re.IGNORECASE,
)
_COURTESY = re.compile(r"(?:[\s,?.!]|\b(?:please|pls|plz|thanks|thank you|thx)\b)+$", re.IGNORECASE)
_NEEDS = re.compile(
    r"(?:(?:please|so|ok|hi),? )*i(?:['’]d| would)? (?:need|want|like|am looking for)"
    r"(?: to (?:see|have|know))?(?: (?:an?|the)(?: full| complete)? list of)? ",
    re.IGNORECASE,
)
_AS_A_LIST = re.compile(
    r"[\s,;.?!–-]*\b(?:as |in )?(?:an? )?(?:full |complete )?"
    r"(?:list(?: (?:them|those|all))?(?: all)?|(?:bullet )?points|bullets)\W*$",
    re.IGNORECASE,
)
_DETAILS = "|".join(words("requests", "details_of_entries"))
_ACCORDING = re.compile(r",? according to(?: [\w’'-]+){0,4}(?=\W*$)", re.IGNORECASE)
_OF_EACH = re.compile(
    rf"(?:the )?(?:{_DETAILS})s?(?:(?:,| and|, and) (?:the )?(?:{_DETAILS})s?)* "
    r"(?:of|for) (?=(?:all|each|every|the)\b)(?:each of )?",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"(?: (?:each )?(?:about|on))$|"
    rf"(?:,? (?:with|w|w/|and|including)(?: (?:all|the|their|its|each))*(?: (?:{_DETAILS})s?)"
    rf"(?:(?:,| and| or|, and)(?: (?:the|their|its))?(?: (?:{_DETAILS})s?))*"
    r"|,? (?:in full|in order|one by one|by name|in detail|separately))+$",
    re.IGNORECASE,
)
"""How entries are to be shown, which says nothing of what they are."""


@dataclass(frozen=True, slots=True)
class AskedList:
    """What a list is asked of: the stem of its noun, and those of all its words.

    ``named`` are the stems up to the noun, ``clearly`` says that it must be a list, ``count`` how
    many entries it should have, 0 where that isn't said. ``names`` are its words with a capital,
    ``done`` is what was done to its entries ("which sites were kept").
    """

    noun: str
    stems: frozenset[str]
    named: frozenset[str]
    clearly: bool
    count: int = 0
    names: tuple[str, ...] = ()
    done: str = ""


def listing(request: Request) -> Draft | None:
    """Give the lists whose lead-in speaks of all that is asked for, None if there is none."""
    whole = read_list(request.text)
    named = read_list(request.naming.rest) if request.naming.documents else None
    return (_listed(whole, named, request) or _nearest(whole, request)) if whole else None


def _nearest(asked: AskedList, request: Request) -> Draft | None:
    """Give the list of just what is asked for, as what comes closest, that doesn't say one word.

    That is what was done to it: "which sites were kept" isn't surely the list of sites reviewed.
    """
    if not asked.done:
        return None
    less = replace(asked, stems=asked.stems - stems_of(asked.done), clearly=False)
    found = [
        (document, one)
        for document in request.documents()
        for one in lists_of(document)
        if len(one.stems) > FEWEST and _share(less, one, document) == 1.0
    ]
    if len(found) != 1:
        return None
    document, one = found[0]
    nearest = evidence_of(document, (one.lead, *one.entries[:SHOWN]))
    reason = f"The list that comes closest doesn’t say “{asked.done}”."
    return Draft("list", nearest=nearest, reason=reason)


def list_of(said: str, request: Request) -> Draft | None:
    """Give the lists of what a text seems to want all of; None if there is none."""
    asked = read_list(f"list all {said}")
    return _listed(asked, asked if request.naming.documents else None, request) if asked else None


def _listed(whole: AskedList, named: AskedList | None, request: Request) -> Draft | None:
    made = _found(named, [*request.documents()]) if named else None
    return made or _found(whole, request.likely)


def _found(asked: AskedList, documents: Iterable[Document]) -> Draft | None:
    found = [
        (max(_share(asked, one, document), _named(asked, one, document)), document, one)
        for document in documents
        for one in lists_of(document)
    ]
    found = [item for item in found if item[0] >= LEAST]
    found.sort(key=lambda item: (asked.count != (item[2].within or item[2].top), -item[0]))
    found = list({_place(item[1], item[2]): item for item in reversed(found)}.values())[::-1]
    parts = tuple(_part(document, one, asked) for _, document, one in found[:LISTS])
    left = len(found) - LISTS
    more = (f"{left} more lists have these words in what leads them in.",) if left > 0 else ()
    return Draft("list", parts, notes=more) if parts else None


def _place(document: Document, one: FoundList) -> tuple[str, int]:
    """Give where a list begins: one that is read in two ways is one."""
    return document.id, one.entries[0].start if one.entries else one.lead.start


def read_list(text: str) -> AskedList | None:
    """Read of what a list is asked for; None if none is."""
    bare = _COURTESY.sub("", _ACCORDING.sub("", text))
    wished = _COURTESY.sub("", _AS_A_LIST.sub("", bare))
    needed = _NEEDS.sub("all ", wished)
    asked = _WISH.sub("", re.sub(r"^all (?=all )", "", _OF_EACH.sub("", needed)))
    match = _ASKS.fullmatch(asked) or _ASKS.fullmatch(f"all {asked}" if wished != bare else "")
    if not match or len(text) > LONGEST_REQUEST:
        return None
    asked = next(filter(None, match.group("listed", "given", "all", "there", "what", "counted")))
    count, asked = counted_of(asked)
    before = takewhile(lambda word: word.lower() not in PREPOSITIONS, words_of(asked))
    named = [word.lower() for word in before if stems_of(word)]
    stems = stems_of(f"{asked} {match['rest'] or ''}")
    if not named or len(stems) > LONGEST:
        return None
    clearly = (match["what"] is None and match["counted"] is None) or wished != bare
    rest = match["rest"] or ""
    names = tuple(word for word in words_of(f"{asked} {rest}") if word[:1].isupper())
    done = next(iter(words_of(rest)), "") if match["there"] else ""
    return AskedList(root(named[-1]), stems, stems_of(" ".join(named)), clearly, count, names, done)


def _share(asked: AskedList, one: FoundList, document: Document) -> float:
    """Give the share of a lead-in's words that are asked for.

    0 unless it has the noun itself, and it or what is around it all that is asked for.
    """
    if not _has(asked.noun, one.stems | one.around) or (
        one.within and asked.count not in (0, one.within)
    ):
        return 0.0
    title = stems_of(document.source.title)
    own = "" if one.rows else document.text[one.lead.start : one.lead.end]
    over = () if one.rows else one.path[-2:]
    known = one.stems | one.around | title | stems_of(" ".join((*over, own)))
    if not all(_has(stem, known) for stem in asked.stems - _often(asked, document)):
        return 0.0
    telling = one.stems - title or one.stems
    return sum(_has(stem, asked.stems) for stem in telling) / len(telling)


def _often(asked: AskedList, document: Document) -> frozenset[str]:
    """Give the stems of the names that a document has often: all that it lists is of them."""
    dotted = {name: ".".join(name) if name.isupper() else name for name in asked.names}
    text = document.text
    having = (
        name
        for name, other in dotted.items()
        if text.count(name) + (other != name and text.count(other)) >= OFTEN
    )
    return stems_of(" ".join(having))


def _named(asked: AskedList, one: FoundList, document: Document) -> float:
    """Give the share of a list's entries that say themselves what is asked for, if most do."""
    if not asked.clearly or len(asked.named) < FEWEST or not one.entries or one.rows:
        return 0.0
    texts = (document.text[entry.start : entry.end] for entry in one.entries)
    own = [all(_has(stem, stems_of(text)) for stem in asked.named) for text in texts]
    share = sum(own) / len(own)
    return share if share >= OF_THE_NAME else 0.0


def _has(stem: str, stems: frozenset[str]) -> bool:
    return stem in stems or any(alike(stem, other) for other in stems)


def _part(document: Document, one: FoundList, asked: AskedList) -> DraftPart:
    title = ": ".join(dict.fromkeys(filter(None, (document.source.title, *one.path[-1:]))))
    shown = evidence_of(document, (one.lead, *one.entries[:SHOWN]))
    return DraftPart(title, shown, _counted(one, asked), document.id)


def _counted(one: FoundList, asked: AskedList) -> str:
    """Say how many entries a list has, and where it isn't as many as were asked for."""
    if one.within:
        return f"{one.within} in this sentence."
    there = len(one.entries)
    cut = counted(SHOWN, there)
    if one.rows:
        return cut or "All rows of this table."
    more = there - one.top
    below = f", with {more} below them" if more else ""
    other = f"; {asked.count} were asked for" if asked.count not in (0, one.top) else ""
    return cut or f"{one.top} entries in this list{below}{other}."
