"""How a difference between two versions is put into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from rag.citations.publication import authors_text, date_text, iso_date
from rag.types import Document, Span
from rag.versions.compare import Change, ChangeKind, Comparison
from rag.versions.edits import Callout, CalloutKind
from ui.display import count_text, page_text, section_text

Json = dict[str, object]
Op = Literal["same", "gone", "new"]

LABELS: dict[ChangeKind, str] = {
    "changed": "Changed",
    "added": "Added",
    "dropped": "Dropped",
    "moved": "Moved",
}
CALLOUTS: dict[CalloutKind, str] = {"figure": "Figure", "date": "Date", "duty": "Duty"}
CALLED: dict[CalloutKind, str] = {"figure": "figures", "date": "dates", "duty": "duties"}
SHOWN_WORDS = 4_000
"""Characters of a moved part that are repeated."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both have, that are gone, or that are new."""

    op: Op
    text: str


def pieces_of(change: Change, found: Comparison) -> tuple[Piece, ...]:
    """Give the words of both versions as one text, what is gone before what came for it."""
    if change.new is None:
        assert change.old is not None
        return (Piece("gone", _words(found.old, change.old)),)
    if change.old is None:
        return (Piece("new", _words(found.new, change.new)),)
    if not change.edits:
        return (Piece("same", _words(found.new, change.new)),)
    return tuple(piece for piece in _mixed(change, found) if piece.text)


def _mixed(change: Change, found: Comparison) -> Iterator[Piece]:
    assert change.new is not None
    at = change.new.start
    for edit in change.edits:
        kept = found.new.text[at : edit.new.start]
        yield Piece("same", kept)
        gone = found.old.text[edit.old.start : edit.old.end]
        new = found.new.text[edit.new.start : edit.new.end]
        lone = bool(gone) and not new and bool(kept) and not kept[-1].isspace()
        yield Piece("same", " " if lone else "")
        yield Piece("gone", gone)
        yield Piece("new", new)
        at = edit.new.end
    yield Piece("same", found.new.text[at : change.new.end])


def _words(document: Document, span: Span) -> str:
    text = document.text[span.start : span.end]
    return text if len(text) <= SHOWN_WORDS else f"{text[:SHOWN_WORDS]} …"


def callout_text(callout: Callout) -> str:
    """Say what became of a figure, a date or a duty: "20 → 30"."""
    if not callout.before:
        return f"new: {callout.after}"
    return f"{callout.before} → {callout.after}" if callout.after else f"gone: {callout.before}"


def label_text(change: Change) -> str:
    """Say what happened to a sentence, or to so many."""
    label = LABELS[change.kind]
    if change.kind == "moved" and change.edits:
        label = "Moved and changed"
    if change.is_heading:
        return f"{label}: a heading"
    many = change.kind == "moved" and change.sentences > 1
    slight = "punctuation or capitals only" if change.slight else ""
    return f"{label}: {count_text(change.sentences, 'sentence') if many else slight}".rstrip(": ")


def place_in(document: Document, span: Span) -> str:
    """Name the place of some words: page if known, and paragraph."""
    page, block = document.told_page_at(span.start), document.block_at(span.start)
    parts = [page_text(page, document.file)] if page else []
    if block and block.kind == "footnote":
        parts.append("footnote")
    elif block and block.paragraph:
        parts.append(f"paragraph {block.paragraph}")
    return ", ".join(parts) or "a heading"


def section_of(change: Change, found: Comparison) -> str:
    """Name the heading that a difference stands under; "" at the document's beginning."""
    document = found.old if change.new is None else found.new
    return section_text(change.heading, document.source.title)


def by_section(found: Comparison) -> Iterator[tuple[str, list[tuple[int, Change]]]]:
    """Give the differences with their numbers, heading by heading."""
    numbered = enumerate(found.changes, start=1)
    for section, some in groupby(numbered, key=lambda pair: section_of(pair[1], found)):
        yield section, list(some)


def about_texts(found: Comparison) -> tuple[str, str]:
    """Say which the old and the new document are: title, author, date."""
    sources = (found.old.source, found.new.source)
    old, new = (
        f"{name} ({authors_text(source)}, {date_text(source)})"
        for name, source in zip(names_of(found), sources, strict=True)
    )
    return old, new


def names_of(found: Comparison) -> tuple[str, str]:
    """Name the old and the new document, with their files where they are called the same."""
    old, new = name_of(found.old), name_of(found.new)
    if old != new:
        return old, new
    return f"{old} [{found.old.file}]", f"{new} [{found.new.file}]"


def name_of(document: Document) -> str:
    """Give a document's title; of a file that is in no index its name, where it gives none."""
    return document.source.title or document.file


def summary_text(found: Comparison) -> str:
    """Say in numbers how much differs."""
    counts = (
        f"{found.count(kind):,} {LABELS[kind].lower()}" for kind in LABELS if found.count(kind)
    )
    told = ", ".join(counts)
    same = f"{count_text(found.kept, 'sentence')} the same"
    if not told:
        return f"No differences: {same}."
    if not (found.kept or found.count("changed") or found.count("moved")):
        return f"{told}; no sentence in common: these are hardly versions of one document."
    calling = ", ".join(
        f"{what} in {found.calling(kind):,}" for kind, what in CALLED.items() if found.calling(kind)
    )
    return f"{told}; {same}.{f' Of the changes, {calling}.' if calling else ''}"


def comparison_json(found: Comparison) -> Json:
    """Give a comparison as JSON values; ranges count characters of each document's text."""
    return {
        "schema": 1,
        "old": _document_json(found.old),
        "new": _document_json(found.new),
        "same": found.kept,
        "counts": {kind: found.count(kind) for kind in LABELS},
        "calling": {kind: found.calling(kind) for kind in CALLOUTS},
        "changes": [_change_json(one, found) for one in found.changes],
    }


def _document_json(document: Document) -> Json:
    source = document.source
    return {
        "document": document.file,
        "document_id": document.id,
        "title": name_of(document),
        "author": authors_text(source),
        "date": iso_date(source.csl.get("issued")) or "n.d.",
        "content_hash": document.content_hash,
    }


def _change_json(change: Change, found: Comparison) -> Json:
    return {
        "kind": change.kind,
        "heading": list(change.heading),
        "is_heading": change.is_heading,
        "sentences": change.sentences,
        "slight": change.slight,
        "old": _range_json(change.old, found.old),
        "new": _range_json(change.new, found.new),
        "edits": [
            {
                "old": found.old.text[edit.old.start : edit.old.end],
                "new": found.new.text[edit.new.start : edit.new.end],
            }
            for edit in change.edits
        ],
        "callouts": [
            {"kind": one.kind, "before": one.before, "after": one.after} for one in change.callouts
        ],
    }


def _range_json(span: Span | None, document: Document) -> Json | None:
    if span is None:
        return None
    return {
        "start": span.start,
        "end": span.end,
        "text": document.text[span.start : span.end],
        "place": place_in(document, span),
    }
