"""Quotes as annotations of the W3C's Web Annotation Data Model, for programs that read it.

Each quote is a `SpecificResource`: what it's a part of, and three ways to find it there, by its
words and those around them, by its characters in the text as it was read, and by its page.
"""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

from rag.citations.publication import iso_date
from rag.citations.quote_address import address_of
from rag.types import Citation

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PDF_FRAGMENTS = "http://tools.ietf.org/rfc/rfc3778"
_FORMATS = {
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".epub": "application/epub+zip",
}
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_OPENING, _CLOSING = ("Ps", "Pi", "Pd"), ("Pe", "Pf", "Po", "Pd")

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote to be annotated: a note on it, and what it was found for; when, in ISO 8601."""

    citation: Citation = field(repr=False)
    note: str = ""
    question: str = ""
    made: str = ""


def web_annotations(quoted: Sequence[Quoted], label: str, *, made: datetime | None) -> bytes:
    """Write quotes as one collection of annotations, in JSON-LD."""
    items = [_annotation(one, made) for one in quoted]
    name = _urn(label, *(str(item["id"]) for item in items))
    page: Json = {"id": f"{name}#page", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection: Json = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "label": label,
        "total": len(items),
        "generator": {"type": "Software", "name": "Sanad"},
    }
    if made is not None:
        collection["generated"] = _instant(made)
    text = json.dumps(collection | {"first": page}, ensure_ascii=False, indent=2)
    return f"{text}\n".encode("utf-8", "replace")


def _annotation(one: Quoted, made: datetime | None) -> Json:
    citation = one.citation
    bodies = [_body(one.note, "commenting"), _body(one.question, "describing")]
    created = one.made or (_instant(made) if made else "")
    shown: Json = {
        "id": _urn(str(address_of(citation)), one.note, one.question),
        "type": "Annotation",
        "motivation": "commenting" if one.note.strip() else "highlighting",
    }
    shown |= {"created": created} if created else {}
    if kept := [body for body in bodies if body]:
        shown["body"] = kept
    return shown | {"target": _target(citation)}


def _body(text: str, purpose: str) -> Json:
    if not text.strip():
        return {}
    return {"type": "TextualBody", "value": text, "format": "text/plain", "purpose": purpose}


def _target(citation: Citation) -> Json:
    quote: Json = {"type": "TextQuoteSelector", "exact": citation.quote}
    quote |= {"prefix": _before(citation.before)} if citation.before else {}
    quote |= {"suffix": _after(citation.after)} if citation.after else {}
    place: Json = {
        "type": "TextPositionSelector",
        "start": citation.start,
        "end": citation.end,
    }
    selectors = [quote, place]
    if citation.page is not None and citation.file.lower().endswith(".pdf"):
        page = {"type": "FragmentSelector", "conformsTo": PDF_FRAGMENTS}
        selectors.append({**page, "value": f"page={citation.page.number}", "refinedBy": quote})
    return {
        "type": "SpecificResource",
        "source": _source(citation),
        "selector": selectors,
        "dc:identifier": str(address_of(citation)),
    }


def _source(citation: Citation) -> Json:
    """Say what a quote is a part of: by its web address where it has one."""
    url = str(citation.source.csl.get("URL") or "")
    found: Json = {
        "id": url if _WEB.fullmatch(url) else _urn(citation.document_id, citation.content_hash),
        "type": "Text",
        "dc:title": citation.title,
        "dc:identifier": citation.file,
    }
    if kind := _FORMATS.get(PurePosixPath(citation.file).suffix.lower()):
        found["format"] = kind
    if authors := citation.source.author_names:
        found["dc:creator"] = list(authors)
    if day := iso_date(citation.source.csl.get("issued")):
        found["dc:date"] = day
    return found


def _before(words: str) -> str:
    """Put back the space before the quote, which was folded away with the others."""
    return words if unicodedata.category(words[-1]) in _OPENING else f"{words} "


def _after(words: str) -> str:
    return words if unicodedata.category(words[0]) in _CLOSING else f" {words}"


def _urn(*of: str) -> str:
    """Name a thing, always the same by the same."""
    plain = "\n".join(of).encode("utf-8", "replace").decode()
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sanad:{plain}").urn


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
