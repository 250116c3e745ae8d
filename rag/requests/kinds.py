"""The kinds of request that aren't plain questions, and which of them a text is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

from rag.errors import Tampered
from rag.library import Library
from rag.requests.compared_parts import compared_parts
from rag.requests.comparison import comparison
from rag.requests.definition import definition
from rag.requests.document_fact import document_fact
from rag.requests.draft import Draft
from rag.requests.extreme import extreme
from rag.requests.greeting import greeting
from rag.requests.intended import intended
from rag.requests.inventory import inventory
from rag.requests.listing import listing
from rag.requests.mention import mention
from rag.requests.numbered_headings import numbered_headings
from rag.requests.overview import overview
from rag.requests.reply import reply
from rag.requests.request import Request
from rag.requests.section import section
from rag.requests.table_row import table_row
from rag.types import Query

KINDS: tuple[Callable[[Request], Draft | None], ...] = (
    inventory,
    document_fact,
    mention,
    definition,
    compared_parts,
    comparison,
    extreme,
    overview,
    numbered_headings,
    reply,
    table_row,
    section,
    listing,
    greeting,
)
"""Each gives what a request came to, or None: it's of another kind, or the documents have nothing
of this kind, and it's asked as a question. The first that gives something is taken."""


def readings(query: Query, mended: Query, library: Library) -> tuple[Request, ...]:
    """Give a query as typed, and without its slips of the pen, last, where that is another text."""
    texts = dict.fromkeys((query.in_full, mended.in_full))
    return tuple(Request(query, text, library) for text in texts)


def draft_of(requests: Sequence[Request]) -> tuple[Draft, Request] | None:
    """Give what a text came to as a request of some kind, and which reading of it did.

    None where it's a plain question. Where no kind knows its form, its meaning tells. What seems a
    slip may be none ("summarise"), so each kind is tried on all readings. Where a stored text was
    tampered with it's a question: the search leaves that text out, and says so.
    """
    with contextlib.suppress(Tampered):
        made = ((draft(one), one) for draft in KINDS for one in requests)
        meant = ((intended(one), one) for one in requests[-1:])
        found = ((draft, one) for draft, one in chain(made, meant) if draft)
        return next(((_with_its_reach(draft, one), one) for draft, one in found), None)
    return None


def _with_its_reach(made: Draft, request: Request) -> Draft:
    """Say where parts and lists were looked for in the likely ones of very many documents alone."""
    named = set(request.naming.documents)
    asked = {one.document_id for one in made.parts} | {one.document_id for one in made.nearest}
    if made.kind not in ("section", "list") or (named and asked <= named) or not request.unread:
        return made
    likely, every = len(request.likely_names), len(request.entries)
    note = (
        "Only the documents with most of these words were looked through, "
        f"{likely:,} of {every:,}. To look into another one, name it or choose it."
    )
    return replace(made, notes=(*made.notes, note))
