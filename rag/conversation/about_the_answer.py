"""What is asked of the last answer itself: where it stands, whether it still holds, more of it.

Such a question isn't searched for: the documents don't speak of our answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from rag.answering.extractive import SHOWN
from rag.citations.integrity import verify
from rag.citations.reference_formats import date_parts
from rag.citations.superseded import cautions
from rag.conversation.anaphora import without_lead
from rag.conversation.history import MAX_NAME, Turn, tidy
from rag.library import Library
from rag.types import Answer, Citation

Wish = Literal["place", "still true", "more", "elsewhere"]
_IT = "(?:that|this|it|they|these|those)"
_DOCUMENT = "(?:documents?|papers?|reports?|files?|texts?|sources?)"
_PLACE = (
    rf"(?:on |at |in |from )?(?:what|which) (?:pages?|paragraphs?|{_DOCUMENT})"
    rf"(?: (?:is|was|are|were) {_IT})?(?: (?:on|in|from|at))?"
    rf"|(?:what|which) {_DOCUMENT} says? (?:so|{_IT})"
    rf"|where (?:is|are|was|were) {_IT}(?: (?:from|in|written|said|stated))?"
    rf"|where does it say (?:so|{_IT})|where did you (?:find|get|read) {_IT}"
    rf"|(?:(?:what is|what's) )?(?:the |your )?(?:source|reference|citation)s?"
    rf"|who says (?:so|{_IT})|says who|how do you know(?: {_IT})?"
)
_STILL_TRUE = (
    rf"(?:is|are) {_IT} (?:still (?:true|so|valid|current|right|correct|the case|in force|in effect"
    r"|up to date)|up to date|out of date|outdated|obsolete)|still true"
    rf"|(?:does|do) {_IT} still (?:hold|apply|stand)(?: true| today)?"
    rf"|(?:has|have) {_IT} (?:been )?changed(?: since)?"
)
_MORE = (
    rf"(?:(?:can|could) you )?(?:tell|give|show) me (?:some )?more(?: (?:about|of) {_IT})?"
    rf"|more(?: details?| information)?(?: (?:about|of|on) {_IT})?|say more|go on|continue"
    r"|elaborate|what else|(?:is there )?anything else|what else does it say"
)
_ELSEWHERE = (
    rf"(?:(?:what|how) about |what (?:does|do) )?(?:in |of )?the other"
    rf"(?: ones?| {_DOCUMENT}|s)?(?: says?)?(?: (?:about|of|on) {_IT})?"
)
_WISHES: dict[Wish, re.Pattern[str]] = {
    "place": re.compile(_PLACE, re.IGNORECASE),
    "still true": re.compile(_STILL_TRUE, re.IGNORECASE),
    "more": re.compile(_MORE, re.IGNORECASE),
    "elsewhere": re.compile(_ELSEWHERE, re.IGNORECASE),
}
_POLITE = re.compile(r"\b(?:please|then|exactly)\b", re.IGNORECASE)


def wish_of(question: str) -> Wish | None:
    """Say what a question wants of the last answer; None where it asks the documents."""
    text = without_lead(tidy(question, MAX_NAME)).replace("’", "'")
    text = " ".join(_POLITE.sub(" ", text).split()).rstrip("?!., ")
    return next((wish for wish, pattern in _WISHES.items() if pattern.fullmatch(text)), None)


def ready_answer(question: str, turns: Sequence[Turn], library: Library) -> Answer | None:
    """Answer from the last turn where a question asks for its place or whether it still holds.

    What was shown is shown again, each statement checked anew, with what is known of its
    documents. None where something else is asked, nothing was answered, or it no longer holds.
    """
    wish = wish_of(question)
    last = turns[-1].answer if turns else None
    if wish not in ("place", "still true") or last is None or last.status != "answered":
        return None
    cited = {citation.key: citation for citation in last.citations}
    collection = last.query.scope.collection
    for statement in last.statements:
        own = [cited[key] for key in statement.citations if key in cited]
        checked = verify(statement, own, library.store, collection, library.verifier)
        if checked.verdict not in SHOWN:
            return None
    tell = _places if wish == "place" else _dates
    query = replace(last.query, question=question, topic="")
    return replace(last, query=query, notes=tuple(tell(last, library)))


def others(last: Answer, library: Library) -> tuple[str, ...]:
    """Give the ids of the documents that an answer didn't cite; none where it cited several."""
    cited = {citation.document_id for citation in (last.citations or last.nearest)}
    if len(cited) != 1:
        return ()
    entries = library.store.entries(last.query.scope.collection)
    return tuple(entry.id for entry in entries if entry.id not in cited)


def _places(last: Answer, _library: Library) -> Iterator[str]:
    for citation in last.citations:
        yield f"[{citation.key}] stands {_place(citation)} of “{citation.title}”."


def _place(citation: Citation) -> str:
    if page := citation.page:
        inferred = " (inferred from the layout)" if page.inferred else ""
        return f"on page {page.label or page.number}{inferred}"
    return f"in paragraph {citation.paragraph}" if citation.paragraph else "in the text"


def _dates(last: Answer, library: Library) -> Iterator[str]:
    sources = [entry.source for entry in library.store.entries(last.query.scope.collection)]
    for citation in {one.document_id: one for one in last.citations}.values():
        source = citation.source
        parts = date_parts(source.csl.get("issued"))
        dated = "-".join(f"{part:02}" for part in parts[0]) if parts else ""
        known = f"is dated {dated}" if dated else "has no date in the catalogue"
        yield f"“{citation.title}” {known}."
        yield from cautions(source, sources, last.query.as_of)
    yield "Whether it still holds can’t be told from that: a document speaks for its own time."
