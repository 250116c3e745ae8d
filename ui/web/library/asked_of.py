"""Which documents a question is asked of: what the page's script says, read, and shown again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from rag.errors import QueryError
from rag.library import Library
from rag.store.chosen_documents import asked_of_text, first_day, last_day, narrowed, resolved
from rag.types import Scope
from ui.web.literal import literal

MOST_CHOICES = 5_000
LONGEST = 500
"""Characters of one choice."""
EMPTY = "{}"


def bar_html(lead: str = "In:", chooser: str = "chooser", *, apart: bool = False) -> str:
    """Offer to ask some documents only; the script fills in what is chosen, and the list.

    One that stands ``apart`` from the question isn't kept in the page's address.
    """
    return (
        f'<div class="asked-in"{" data-apart" if apart else ""}><button type="button" '
        'class="choose" aria-haspopup="dialog" '
        f'aria-expanded="false" aria-controls="{chooser}"><span class="in">{lead}</span> '
        '<span class="all">all documents</span></button>'
        '<ul class="chips" aria-label="Only these are asked"></ul>'
        f'<div class="chooser" id="{chooser}" role="dialog" aria-label="Which documents to ask" '
        "hidden></div></div>"
    )


def read_scope(value: object) -> Scope:
    """Read what the page's script sends with a question. Raises `QueryError`."""
    if not isinstance(value, str) or not value.strip():
        return Scope()
    try:
        said = json.loads(value)
    except ValueError as error:
        raise QueryError(_UNREADABLE) from error
    if not isinstance(said, Mapping):
        raise QueryError(_UNREADABLE)
    since, until = said.get("since"), said.get("until")
    return Scope(
        documents=_texts(said.get("document")),
        authors=_texts(said.get("author")),
        kinds=_texts(said.get("type")),
        since=first_day(str(since)[:LONGEST]) if since else None,
        until=last_day(str(until)[:LONGEST]) if until else None,
    )


def scope_within(value: object, documents: Sequence[str], library: Library) -> Scope:
    """Give the scope of a question: what is chosen, and of that what a follow-up speaks of.

    Raises `QueryError` where no document is left.
    """
    entries = library.store.entries()
    return resolved(narrowed(read_scope(value), documents, entries), entries)


def asked_of_html(scope: Scope) -> str:
    """Say over an answer of which documents it was asked; nothing where of all."""
    text = asked_of_text(scope)
    if not text:
        return ""
    return f'<p class="asked-of" dir="auto">Asked of {literal(text)}</p>'


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    if len(value) > MOST_CHOICES:
        raise QueryError(f"more than {MOST_CHOICES:,} documents are chosen; ask all of them")
    return tuple(str(one)[:LONGEST] for one in value if isinstance(one, str) and one)


_UNREADABLE = "which documents to ask can’t be read; load the page again"
