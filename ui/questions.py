"""Saved questions asked again, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ui.display import place_text

if TYPE_CHECKING:
    from rag.notebook.questions import SavedQuestion
    from rag.saved_questions import News
    from rag.types import Citation

NOTHING = "nothing new"


def news_lines(told: Sequence[News]) -> Iterator[str]:
    """Say what is new, question by question; one line where nothing is."""
    new = [one for one in told if one.any]
    for one in new:
        yield f"{one.question.id}. {one.question.text}"
        yield from (f"   {line}" for line in _lines(one))
    if len(new) < len(told):
        rest = len(told) - len(new)
        yield f"{NOTHING} for {rest} saved question{'s' if rest > 1 else ''}"


def _lines(one: News) -> Iterator[str]:
    if one.problem:
        yield f"couldn't be asked: {one.problem}"
        return
    if one.first:
        yield f"{one.status}, asked for the first time"
    elif one.turned:
        yield f"{one.status}; it was {one.question.status} the last time"
    yield from (f"new: {_quoted(cited)}" for cited in one.new)
    yield from (f"cited now: {_quoted(cited)}" for cited in one.other)
    for cited, why in one.gone:
        yield f"{why}: “{cited.quote}” ({cited.title})"


def _quoted(cited: Citation) -> str:
    return f"“{' '.join(cited.quote.split())}” ({cited.title}, {place_text(cited)})"


def news_json(told: Sequence[News]) -> list[dict[str, Any]]:
    """Give the same for other programs."""
    return [
        {
            "id": one.question.id,
            "question": one.question.text,
            "asked_before": one.question.asked or None,
            "status": one.status,
            "status_before": one.question.status or None,
            "new": [_citation_json(cited) for cited in one.new],
            "cited_now": [_citation_json(cited) for cited in one.other],
            "gone": [
                {"document": cited.document_id, "quote": cited.quote, "why": why}
                for cited, why in one.gone
            ],
            "problem": one.problem or None,
        }
        for one in told
    ]


def _citation_json(cited: Citation) -> dict[str, Any]:
    return {
        "document": cited.document_id,
        "title": cited.title,
        "quote": cited.quote,
        "place": place_text(cited),
        "start": cited.start,
        "end": cited.end,
    }


def listed_json(saved: Sequence[SavedQuestion]) -> list[dict[str, Any]]:
    """Give the saved questions for other programs."""
    return [
        {
            "id": one.id,
            "question": one.text,
            "made": one.made,
            "asked": one.asked or None,
            "status": one.status or None,
            "cited": [{"document": c.document_id, "quote": c.quote} for c in one.cited],
        }
        for one in saved
    ]
