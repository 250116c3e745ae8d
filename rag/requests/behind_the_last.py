"""What stands behind the last answer, for a question that points to it and that nothing answers.

"Has that solved the problem?" has hardly a word to search for; what comes of what was quoted is
mostly told right behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from rag.answerability.judgement import MAX_NEAREST, Judgement
from rag.requests.request import Request
from rag.types import Citation, Evidence, Passage, Span
from rag.types.document import BETWEEN_CELLS

SENTENCES = 2
"""That are shown."""
FOLLOWS = "Shown first is what stands right behind the last answer."
_PLACE = re.compile(r"(?P<document>.+)@(?P<hash>[0-9a-f]{12}):\d+-(?P<end>\d+)")


def place_of(citation: Citation) -> str:
    """Give the place of a quote, as a passage's id is written."""
    one = citation
    return Passage(one.document_id, one.content_hash, one.start, one.end, one.quote).id


def is_place(one: str) -> bool:
    """Say whether an id is that of a place in a document, and not of a document."""
    return _PLACE.fullmatch(one) is not None


def with_what_follows(judged: Judgement, request: Request) -> Judgement:
    """Show what follows the last answer before what comes closest, where nothing answers."""
    places = [match for one in request.query.first if (match := _PLACE.fullmatch(one))]
    if judged.status == "answered" or not places:
        return judged
    found = _behind(places[0], request)
    if found is None:
        return judged
    closest = [one for one in judged.evidence if not _overlap(one, found)]
    evidence = (found, *closest[: MAX_NEAREST - 1])
    reason = f"{judged.reason} {FOLLOWS}".strip()
    return replace(judged, status="unsure", evidence=evidence, reason=reason)


def _behind(place: re.Match[str], request: Request) -> Evidence | None:
    """Give the next sentences of the same section; None at its end, and in a table."""
    document = request.document(place["document"])
    if document is None or not document.content_hash.startswith(place["hash"]):
        return None
    end = int(place["end"])
    block = document.block_at(end - 1)
    if block is None or block.kind not in ("paragraph", "item"):
        return None
    following = [
        span
        for one in document.blocks
        if one.end > end and one.kind == block.kind and one.heading_path == block.heading_path
        for span in document.sentences_in(max(one.start, end), one.end)
        if span.start >= end and document.text[span.start : span.end].strip()
    ][:SENTENCES]
    if not following:
        return None
    found = Evidence.of(document, Span(following[0].start, following[-1].end))
    return None if BETWEEN_CELLS in found.text else found


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.document_id == other.document_id
    return same and one.start < other.end and other.start < one.end
