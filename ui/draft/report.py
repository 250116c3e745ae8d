"""What was found about a draft, as JSON or as one HTML page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from rag.checking.findings import Reported, Review
from rag.types import Span
from ui.draft.words import (
    by_urgency,
    change_text,
    groups,
    label_text,
    place_in_draft,
    reason_text,
    source_text,
    summary_text,
)
from ui.report_style import report_style
from ui.schema import citation_json
from ui.schema import schema_text as answers

Json = dict[str, object]
Style = Literal["bad", "compare", "look", "good"]


def schema_text() -> str:
    """Give the JSON schema (draft 2020-12) of `review_json`."""
    schema = json.loads(files("ui.draft").joinpath("review.schema.json").read_text("utf-8"))
    return json.dumps({**schema, "$defs": json.loads(answers())["$defs"]}, indent=2)


def review_json(review: Review, name: str) -> Json:
    """Give a review as JSON values; ranges count characters of ``text``, the end left out."""
    return {
        "schema": 1,
        "draft": name,
        "text": review.draft.text,
        "problems": review.problems,
        "findings": [_finding(one, review) for one in review.findings],
        "searched": {
            "collection": review.searched.collection,
            "documents": review.searched.documents,
            "passages": review.searched.passages,
            "revision": review.searched.revision,
        },
        "notes": list(review.notes),
    }


def _finding(one: Reported, review: Review) -> Json:
    text = review.draft.text
    return {
        "about": "quotation" if one.is_quotation else "claim",
        "finding": one.sort,
        "problem": one.is_problem,
        "soft": one.soft,
        "outside": one.outside,
        "text": one.text,
        "start": one.span.start,
        "end": one.span.end,
        "in": review.draft.parts[one.part].kind,
        "line": review.draft.parts[one.part].line,
        "reason": one.reason,
        "differences": [
            {"start": s.start, "end": s.end, "said": text[s.start : s.end], "source": words}
            for s, words in one.differences
        ],
        "cited": list(one.references),
        "corrected_page": one.corrected,
        "citations": [citation_json(citation) for citation in one.citations],
        "opposing": [citation_json(citation) for citation in one.opposing],
        "nearest": [citation_json(citation) for citation in one.nearest],
        "matches": [
            {"start": said.start, "end": said.end, "in_quote": [there.start, there.end]}
            for said, there in one.matches
        ],
    }


def review_html(review: Review, name: str) -> str:
    """Give a review as one page to read; everything in it is escaped, nothing is fetched."""
    environment = Environment(
        loader=PackageLoader("ui.draft", "."), autoescape=True, undefined=StrictUndefined
    )
    template = environment.get_template("review.html.jinja")
    return template.render(
        style=report_style(),
        name=name,
        review=review,
        summary=summary_text(review),
        change=change_text(review),
        parts=parts_of(review),
        findings=[_shown(number, one, review) for number, one in by_urgency(review)],
    )


def _shown(number: int, one: Reported, review: Review) -> Json:
    same = [there for _, there in one.matches]
    return {
        "number": number,
        "one": one,
        "label": label_text(one),
        "style": style_of(one),
        "place": place_in_draft(review, one),
        "reason": reason_text(one),
        "pieces": pieces_of(one, review),
        "groups": [
            (
                title,
                [
                    (
                        source_text(c),
                        cut(c.quote, same if c in one.nearest[:1] else ()),
                        c.cautions,
                    )
                    for c in citations[:3]
                ],
            )
            for title, citations in groups(one)
        ],
    }


def style_of(one: Reported) -> Style:
    """Say how a finding looks: a fault, to be compared, worth a look, or as it should be."""
    if one.is_problem:
        return "bad"
    if one.sort == "compare":
        return "compare"
    return "look" if one.soft or one.sort == "nothing found" else "good"


def pieces_of(one: Reported, review: Review) -> list[tuple[bool, str]]:
    """Give a finding's words in pieces, with whether each is marked.

    Of a quotation those are that differ from the source; of a claim, those that a passage has.
    """
    start = one.span.start
    marked = [span for span, _ in one.differences] or [span for span, _ in one.matches]
    own = review.draft.text[start : one.span.end]
    return cut(own, [Span(span.start - start, span.end - start) for span in marked])


def cut(text: str, marked: Sequence[Span]) -> list[tuple[bool, str]]:
    """Cut a text at what is marked in it."""
    at, pieces = 0, []
    for span in sorted(marked, key=lambda span: span.start):
        if span.start >= at:
            pieces += [(False, text[at : span.start]), (True, text[span.start : span.end])]
            at = span.end
    pieces.append((False, text[at:]))
    return [piece for piece in pieces if piece[1]]


def parts_of(review: Review) -> list[tuple[str, list[tuple[int, str, str]]]]:
    """Give the draft's parts, each cut at its findings: number (0 for none), style and words."""
    shown: list[tuple[str, list[tuple[int, str, str]]]] = []
    for index, part in enumerate(review.draft.parts):
        pieces, at = [], part.start
        for number, one in enumerate(review.findings, 1):
            if one.part == index and one.span.start >= at:
                pieces.append((0, "", review.draft.text[at : one.span.start]))
                words = review.draft.text[one.span.start : one.span.end]
                pieces.append((number, style_of(one), words))
                at = one.span.end
        pieces.append((0, "", review.draft.text[at : part.end]))
        shown.append((part.kind, pieces))
    return shown
