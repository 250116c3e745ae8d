"""A comparison of two versions as a file: a web page, Markdown, JSON, Word with tracked changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from jinja2 import Environment, PackageLoader, StrictUndefined

from rag.citations.pandoc_process import Node, header, paragraph, strong, tree, words, write
from rag.errors import CiteError
from rag.versions.compare import Change, Comparison
from rag.versions.tracked import tracked_docx
from ui.report_style import report_style
from ui.versions.words import (
    CALLOUTS,
    Piece,
    about_texts,
    by_section,
    callout_text,
    comparison_json,
    label_text,
    name_of,
    pieces_of,
    place_in,
    summary_text,
)

ENDINGS = ("docx", "html", "md", "json")


def write_comparison(found: Comparison, ending: str, made_at: datetime) -> bytes:
    """Write a comparison as a file of a kind (see `ENDINGS`).

    In Word it's the whole new version, with tracked changes made by "Sanad" at ``made_at``.
    Raises `CiteError` for an unknown kind, or when pandoc fails.
    """
    if ending == "docx":
        return tracked_docx(found, _title(found), made_at)
    if ending == "html":
        return comparison_html(found).encode("utf-8", "replace")
    if ending == "md":
        return write(tree([*_listed(found)]), "gfm")
    if ending == "json":
        text = json.dumps(comparison_json(found), ensure_ascii=False, indent=2)
        return text.encode("utf-8", "replace")
    raise CiteError(f"can't write {ending!r}; take a file ending in .{', .'.join(ENDINGS)}")


def comparison_html(found: Comparison) -> str:
    """Give a comparison as one page to read; everything in it is escaped, nothing is fetched."""
    environment = Environment(
        loader=PackageLoader("ui.versions", "."), autoescape=True, undefined=StrictUndefined
    )
    old, new = about_texts(found)
    template = environment.get_template("report.html.jinja")
    return template.render(
        style=report_style(),
        title=_title(found),
        old=old,
        new=new,
        summary=summary_text(found),
        sections=[
            (section, [_shown(number, one, found) for number, one in some])
            for section, some in by_section(found)
        ],
    )


def places_text(change: Change, found: Comparison) -> str:
    """Name the places of a difference in the old and the new version."""
    told = []
    if change.old:
        told.append(f"old: {place_in(found.old, change.old)}")
    if change.new:
        told.append(f"new: {place_in(found.new, change.new)}")
    return "; ".join(told)


def _title(found: Comparison) -> str:
    return f"{name_of(found.new)}: what has changed"


def _shown(number: int, change: Change, found: Comparison) -> dict[str, object]:
    return {
        "number": number,
        "kind": change.kind,
        "label": label_text(change),
        "places": places_text(change, found),
        "pieces": pieces_of(change, found),
        "callouts": [f"{CALLOUTS[one.kind]} {callout_text(one)}" for one in change.callouts],
    }


def _listed(found: Comparison) -> Iterator[Node]:
    yield header(1, _title(found))
    for label, about in zip(("Old", "New"), about_texts(found), strict=True):
        yield paragraph(words(f"{label}: {about}"))
    yield paragraph(words(summary_text(found)))
    for section, some in by_section(found):
        yield header(2, section or "At the beginning")
        for number, change in some:
            label = f"{number}. {label_text(change)}"
            told = [callout_text(one) for one in change.callouts]
            yield paragraph([strong(label), *_spaced(f"({places_text(change, found)})")])
            yield {"t": "BlockQuote", "c": [paragraph(_inlines(pieces_of(change, found)))]}
            if told:
                yield paragraph(words("; ".join(told)))


def _inlines(pieces: tuple[Piece, ...]) -> list[Node]:
    """Strike out what is gone, and print what is new in bold."""
    made: list[Node] = []
    for piece in pieces:
        inside = words(piece.text)
        made += _space(piece.text[:1])
        if piece.op == "gone" and inside:
            made.append({"t": "Strikeout", "c": inside})
        elif piece.op == "new" and inside:
            made.append({"t": "Strong", "c": inside})
        else:
            made += inside
        made += _space(piece.text[-1:]) if inside else []
    return made


def _space(letter: str) -> list[Node]:
    return [{"t": "Space"}] if letter.isspace() else []


def _spaced(text: str) -> list[Node]:
    return [{"t": "Space"}, *words(text)]
