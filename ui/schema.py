"""An answer as JSON: the one form that scripts may rely on, described by answer.schema.json."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files

from rag.checking.check_claim import Checked
from rag.checking.find_quote import Finds, Match
from rag.citations.permalink import Opened, text_fragment
from rag.citations.publication import authors_text, date_text, iso_date
from rag.citations.quote_address import address_of
from rag.types import (
    Answer,
    Citation,
    Difference,
    Everything,
    Place,
    Query,
    Scope,
    Searched,
    Span,
    Statement,
)
from ui.display import place_text

Json = dict[str, object]

_SHARED = ("schema", "question", "as_of", "asked_of", "citations", "reason", "searched", "notes")


def schema_text() -> str:
    """Give the JSON schema (draft 2020-12) of `answer_json`."""
    return files("ui").joinpath("answer.schema.json").read_text("utf-8").rstrip()


def everything_schema_text() -> str:
    """Give the JSON schema of `everything_json`: fields of an answer, and two of its own."""
    schema = json.loads(schema_text())
    del schema["allOf"]  # what an answer has by its status, and there may be no passage at all
    fields = {name: schema["properties"][name] for name in _SHARED}
    fields["repeated"] = {
        "type": "integer",
        "minimum": 0,
        "description": "Passages left out because they repeat one that is there.",
    }
    fields["citations"]["description"] = "The passages, whole, grouped by document."
    schema |= {
        "title": "Sanad, everything on a topic",
        "description": "What `sanad ask --all --json` prints.",
        "properties": {**fields, "topic": schema["properties"]["topic"]},
        "required": [name for name in fields if name != "asked_of"],
    }
    return json.dumps(schema, indent=2)


def everything_json(found: Everything) -> Json:
    """Give all passages on a topic as JSON values."""
    return {
        **_asked(found.query),
        "citations": [citation_json(citation) for citation in found.citations],
        "reason": found.reason,
        "searched": _searched(found.searched),
        "notes": list(found.notes),
        "repeated": found.repeated,
    }


def answer_json(answer: Answer) -> Json:
    """Give an answer as JSON values."""
    return {
        **_asked(answer.query),
        "status": answer.status,
        "statements": [statement_json(statement) for statement in answer.statements],
        "citations": [citation_json(citation) for citation in answer.citations],
        "reason": answer.reason,
        "missing": list(answer.missing),
        "nearest": [citation_json(citation) for citation in answer.nearest],
        "searched": _searched(answer.searched),
        "score": round(answer.score, 4),
        "withheld": [statement_json(statement) for statement in answer.withheld],
        "unknown_keys": answer.unknown_keys,
        "notes": list(answer.notes),
        "model": answer.model,
        "kind": answer.kind,
        "parts": [
            {
                "title": part.title,
                "statements": list(part.statements),
                "note": part.note,
                "document_id": part.document_id,
            }
            for part in answer.parts
        ],
        "facts": [asdict(fact) for fact in answer.facts],
        "suggestions": list(answer.suggestions),
    }


def checked_json(checked: Checked) -> Json:
    """Give a checked statement as JSON values; ranges count characters, the end left out."""
    check = checked.check
    return {
        "schema": 1,
        "statement": checked.statement,
        "verdict": check.verdict,
        "reason": check.reason,
        "score": round(check.score, 4),
        "differences": [_difference(one, checked.statement) for one in check.differences],
        "unfound": [checked.statement[span.start : span.end] for span in check.unfound],
        "places": [_place(place) for place in check.places],
        "supporting": [citation_json(citation) for citation in checked.supporting],
        "opposing": [citation_json(citation) for citation in checked.opposing],
        "nearest": [citation_json(citation) for citation in checked.nearest],
        "searched": _searched(checked.searched),
    }


def finds_json(finds: Finds) -> Json:
    """Give the places of some words as JSON values; ranges of ``found`` count the document's."""
    return {
        "schema": 1,
        "words": finds.words,
        "exact": [_match(match, finds.words) for match in finds.exact],
        "near": [_match(match, finds.words) for match in finds.near],
        "searched": _searched(finds.searched),
    }


def _match(match: Match, words: str) -> Json:
    located, quote, start = match.located, match.citation.quote, match.citation.start
    return {
        "likeness": round(located.likeness, 4),
        "before": match.before,
        "after": match.after,
        "differences": [
            {
                "said": _range(said, words[said.start : said.end]),
                "found": _range(found, quote[found.start - start : found.end - start]),
            }
            for said, found in located.differences
        ],
        "citation": citation_json(match.citation),
    }


def _range(span: Span, text: str) -> Json:
    return {"start": span.start, "end": span.end, "text": text}


def opened_json(opened: Opened) -> Json:
    """Give what an address leads to as JSON values."""
    resolved, citation = opened.resolved, opened.citation
    return {
        "schema": 1,
        "status": resolved.status,
        "reason": resolved.reason,
        "was": resolved.address.quote or None,
        "address": str(address_of(citation)) if citation else None,
        "link": text_fragment(citation) if citation else None,
        "citation": citation_json(citation) if citation else None,
        "nearest": citation_json(opened.nearest) if opened.nearest else None,
    }


def _difference(difference: Difference, statement: str) -> Json:
    said = difference.said
    return {
        "kind": difference.kind,
        "reason": difference.reason,
        "said": {"start": said.start, "end": said.end, "text": statement[said.start : said.end]}
        if said
        else None,
        "found": _place(difference.found) if difference.found else None,
    }


def _place(place: Place) -> Json:
    return {"document_id": place.document_id, "start": place.start, "end": place.end}


def _asked(query: Query) -> Json:
    return {
        "schema": 1,
        "question": query.question,
        **({"topic": query.topic} if query.topic else {}),
        "as_of": query.as_of.isoformat() if query.as_of else None,
        **({"asked_of": _asked_of(query.scope)} if query.scope.titles else {}),
    }


def _asked_of(scope: Scope) -> Json:
    return {
        "titles": list(scope.titles),
        "documents": list(scope.documents),
        "authors": list(scope.authors),
        "types": list(scope.kinds),
        "since": scope.since.isoformat() if scope.since else None,
        "until": scope.until.isoformat() if scope.until else None,
    }


def _searched(searched: Searched | None) -> Json | None:
    if searched is None:
        return None
    return {
        "collection": searched.collection,
        "documents": searched.documents,
        "passages": searched.passages,
        "revision": searched.revision,
    }


def statement_json(statement: Statement) -> Json:
    """Give a statement as JSON values, as the schema of answers describes it."""
    answer = statement.answer
    return {
        "text": statement.text,
        "citations": list(statement.citations),
        "verdict": statement.verdict,
        "reason": statement.reason,
        "answer": _range(answer, statement.text[answer.start : answer.end]) if answer else None,
    }


def citation_json(citation: Citation) -> Json:
    """Give a citation as JSON values, as the schema of answers describes it."""
    page = citation.page
    return {
        "key": citation.key,
        "document": citation.file,
        "document_id": citation.document_id,
        "title": citation.title,
        "author": authors_text(citation.source),
        "date": iso_date(citation.source.csl.get("issued")) or "n.d.",
        "date_text": date_text(citation.source),
        "event_date": iso_date(citation.source.csl.get("event-date")),
        "page": page.number if page else None,
        "page_label": page.label if page else None,
        "page_inferred": page.inferred if page else None,
        "paragraph": citation.paragraph,
        "place": place_text(citation),
        "headings": list(citation.heading_path),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "passage_id": citation.passage_id,
        "address": str(address_of(citation)),
        "link": text_fragment(citation),
        "content_hash": citation.content_hash,
        "caution": " ".join(citation.cautions) or None,
        "page_read_by_ocr": page.reading == "ocr" if page else None,
        "footnote": citation.footnote,
        "role": citation.role,
        "boxes": [
            {"page": box.page, "x0": box.x0, "y0": box.y0, "x1": box.x1, "y1": box.y1}
            for box in citation.boxes
        ],
    }
