"""A list that a document has: with what leads it in, whole and counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from rag.english.vocabulary import PREPOSITIONS
from rag.requests.contents_lines import is_contents
from rag.requests.draft import Draft, DraftPart
from rag.requests.heading_labels import stems_of
from rag.requests.outline import Known
from rag.requests.request import Request
from rag.requests.section import counted, evidence_of
from rag.text.content_words import words_of
from rag.text.tokens import alike, root
from rag.types import Block, Document

SHOWN = 20
"""Entries of a list that are shown."""
LISTS = 3
"""Lists that are shown, the ones whose lead-in is most about what is asked first."""
FEWEST = 2
LONGEST_REQUEST = 200
"""Characters."""
LONGEST = 8
"""Words of what a list is asked of."""
OF_THE_NAME = 0.6
"""Share of a list's entries that say what they are, where its lead-in doesn't."""
LONGEST_LEAD = 600
"""Characters of a paragraph that leads a list in."""
LEAST = 0.5
"""Share of the words of a lead-in's last clause that must be asked for."""
_ASKS = re.compile(
    r"(?:please |can you |could you )*"
    r"(?:(?:list|name|enumerate)(?: me)?(?: out)?(?: all)?(?: of)?(?: the)? (?P<listed>.+)"
    r"|(?:give|show|tell)(?: me)?(?: all(?: of)?|(?: an?| the)?(?: full| complete)? list of)"
    r"(?: the)? (?P<given>.+)"
    r"|all(?: of)?(?: the)? (?P<all>.+)"
    r"|(?:what|which) (?:(?:kinds?|types?|sorts?|forms?) of )?(?P<there>.+?) (?:are|were|exist)"
    r"(?: there)?\b(?P<rest>.*)"
    r"|what (?:are|were)(?: all)?(?: of)? the (?P<what>.+))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _List:
    """A list: the paragraph that leads it in, its entries, and the stems of its last clause."""

    lead: Block
    entries: tuple[Block, ...]
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class AskedList:
    """What a list is asked of: the stem of its noun, and those of all its words.

    ``named`` are the stems up to the noun, ``clearly`` says that it must be a list.
    """

    noun: str
    stems: frozenset[str]
    named: frozenset[str]
    clearly: bool


def listing(request: Request) -> Draft | None:
    """Give the lists whose lead-in speaks of all that is asked for, None if there is none."""
    asked = read_list(request.naming.rest) if read_list(request.text) else None
    if asked is None:
        return None
    found = [
        (max(_share(asked, one, document), _named(asked, one, document)), document, one)
        for document in (request.documents() if request.naming.documents else request.likely)
        for one in _lists(Known(document))
    ]
    found = [item for item in found if item[0] >= LEAST]
    found.sort(key=lambda item: -item[0])
    parts = tuple(_part(document, one) for _, document, one in found[:LISTS])
    left = len(found) - LISTS
    more = (f"{left} more lists have these words in what leads them in.",) if left > 0 else ()
    return Draft("list", parts, notes=more) if parts else None


def read_list(text: str) -> AskedList | None:
    """Read of what a list is asked for; None if none is."""
    match = _ASKS.fullmatch(text.strip(" ?.!"))
    if not match or len(text) > LONGEST_REQUEST:
        return None
    asked = next(filter(None, match.group("listed", "given", "all", "there", "what")))
    before = takewhile(lambda word: word.lower() not in PREPOSITIONS, words_of(asked))
    named = [word.lower() for word in before if stems_of(word)]
    stems = stems_of(f"{asked} {match['rest'] or ''}")
    if not named or len(stems) > LONGEST:
        return None
    clearly = match["what"] is None
    return AskedList(root(named[-1]), stems, stems_of(" ".join(named)), clearly)


def _share(asked: AskedList, one: _List, document: Document) -> float:
    """Give the share of a lead-in's words that are asked for.

    0 unless it has the noun itself, and it or what is around it all that is asked for.
    """
    if not _has(asked.noun, one.stems):
        return 0.0
    title = stems_of(document.source.title)
    known = one.stems | title | stems_of(" ".join(one.lead.heading_path[-2:]))
    if not all(_has(stem, known) for stem in asked.stems):
        return 0.0
    telling = one.stems - title or one.stems
    return sum(_has(stem, asked.stems) for stem in telling) / len(telling)


def _named(asked: AskedList, one: _List, document: Document) -> float:
    """Give the share of a list's entries that say themselves what is asked for, if most do."""
    if not asked.clearly or len(asked.named) < FEWEST:
        return 0.0
    texts = (document.text[entry.start : entry.end] for entry in one.entries)
    own = [all(_has(stem, stems_of(text)) for stem in asked.named) for text in texts]
    share = sum(own) / len(own)
    return share if share >= OF_THE_NAME else 0.0


def _has(stem: str, stems: frozenset[str]) -> bool:
    return stem in stems or any(alike(stem, other) for other in stems)


def _part(document: Document, one: _List) -> DraftPart:
    note = counted(SHOWN, len(one.entries)) or f"{len(one.entries)} entries in this list."
    where = one.lead.heading_path[-1] if one.lead.heading_path else ""
    title = ": ".join(dict.fromkeys(filter(None, (document.source.title, where))))
    shown = evidence_of(document, (one.lead, *one.entries[:SHOWN]))
    return DraftPart(title, shown, note, document.id)


@lru_cache(maxsize=256)
def _lists(known: Known) -> tuple[_List, ...]:
    return tuple(_found_lists(known.document))


def _found_lists(document: Document) -> Iterator[_List]:
    """Give each paragraph or entry that ends in a colon or dash, with the entries below it."""
    blocks = [block for block in document.blocks if block.kind != "footnote"]
    for i, lead in enumerate(blocks):
        text = document.text[lead.start : lead.end]
        if lead.kind not in ("paragraph", "item") or text.rstrip()[-1:] not in (":", "—", "–"):
            continue
        if len(text) > LONGEST_LEAD:
            continue
        entries = tuple(_entries(lead, blocks[i + 1 :], document))
        clause = re.split(r"[.;]\s", text)[-1]
        if len(entries) >= FEWEST and (stems := stems_of(clause)):
            yield _List(lead, entries, stems)


def _entries(lead: Block, behind: list[Block], document: Document) -> Iterator[Block]:
    """Give the entries one level below a lead-in, and below their first one what is their own."""
    level = 0
    for block in behind:
        if block.kind != "item" or block.level <= (lead.level if lead.kind == "item" else 0):
            return
        level = level or block.level
        if block.level < level or is_contents(document.text[block.start : block.end]):
            return
        yield block
