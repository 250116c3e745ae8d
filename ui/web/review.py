"""What was found in a draft, as HTML of the page: findings with their passages, then the draft."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from rag.checking.findings import Reported, Review
from rag.types import Citation, Span
from ui.display import count_text
from ui.draft.report import Style, parts_of, pieces_of, style_of
from ui.draft.words import (
    by_urgency,
    change_text,
    groups,
    label_text,
    reason_text,
    source_text,
    summary_text,
)
from ui.web.citation_parts import marker_button
from ui.web.literal import literal
from ui.web.markers import marker_of
from ui.web.quoted import quote_html
from ui.web.verdicts import shape_html

SHAPES: dict[Style, str] = {"bad": "✕", "compare": "≈", "look": "?", "good": "✓"}
AROUND = 90
"""Characters of the draft on either side of a finding, which say where it stands."""
PASSAGES = 3
"""That are shown of a kind, of one finding."""
_TAGS = {"heading": "h4", "quote": "blockquote"}
_LEAD = (
    "“Compare” says neither true nor false: the passage that the sentence most likely rests on "
    "stands below it, and what both say is marked. “Nothing on this” means that no passage is "
    "about it. Questions, and sentences about your own text (“this section”), aren’t compared."
)


def review_html(review: Review, name: str) -> str:
    """Show what was found, what needs a look first, and the draft below."""
    numbers = count(1)
    shown = [(number, one, style_of(one)) for number, one in by_urgency(review)]
    wanted = [_finding_html(n, one, review, numbers) for n, one, style in shown if style != "good"]
    fine = [_finding_html(n, one, review, numbers) for n, one, style in shown if style == "good"]
    notes = "".join(f'<p class="meta">Note: {literal(note)}.</p>' for note in review.notes)
    nothing = "" if shown else "<p>No quotation and no claim was found in it.</p>"
    documents = count_text(review.searched.documents, "document")
    return (
        '<div class="review"><div class="outcome-line"><div>'
        f'<h2 tabindex="-1">{change_text(review)}</h2><p class="meta"><bdi>{literal(name)}</bdi>: '
        f"{summary_text(review)}</p></div>"
        f'<p class="acts"></p></div><div class="report"><p class="meta">Compared with {documents} '
        f"on this machine. {_LEAD}</p>{notes}{nothing}{''.join(wanted)}{_fine_html(fine)}"
        f'<h3 class="draft-head">Your text</h3><div class="draft">{_draft_html(review)}</div>'
        "</div></div>"
    )


def _fine_html(fine: Sequence[str]) -> str:
    if not fine:
        return ""
    return (
        f'<details class="fine"><summary>{shape_html("good", SHAPES["good"])} '
        f"{count_text(len(fine), 'finding')} in order</summary>{''.join(fine)}</details>"
    )


def _finding_html(number: int, one: Reported, review: Review, numbers: Iterator[int]) -> str:
    style = style_of(one)
    correct = f" Cite {literal(one.corrected)}." if one.corrected else ""
    cited = "; ".join(one.references)
    named = f'<p class="meta">You cite: <bdi>{literal(cited)}</bdi></p>' if cited else ""
    return (
        f'<article class="finding {style}" id="finding-{number}" tabindex="-1">'
        f"<h3>{shape_html(style, SHAPES[style])} {label_text(one)}"
        f'<button type="button" class="to-draft" value="{number}">Show in your text</button></h3>'
        f'<div class="yours"><p class="label">You wrote</p><p dir="auto">'
        f"{_in_context(one, review)}</p>{named}</div>"
        f'<p class="reason" dir="auto">{literal(reason_text(one))}{correct}</p>'
        f"{_theirs_html(one, numbers)}</article>"
    )


def _in_context(one: Reported, review: Review) -> str:
    """Give a finding's words between those that stand around them in the draft."""
    part, text = review.draft.parts[one.part], review.draft.text
    low = max(part.start, one.span.start - AROUND)
    high = min(part.end, one.span.end + AROUND)
    before, after = text[low : one.span.start], text[one.span.end : high]
    if low > part.start:
        before = f"… {before.partition(' ')[2]}"
    if high < part.end:
        after = f"{after.rpartition(' ')[0]} …"
    around = '<span class="around">{}</span>'
    words = _marked(pieces_of(one, review))
    return f"{around.format(literal(before))}{words}{around.format(literal(after))}"


def _theirs_html(one: Reported, numbers: Iterator[int]) -> str:
    """Show the passages of a finding, each with the button that opens it."""
    same = [there for _, there in one.matches]
    found = []
    for title, citations in groups(one):
        for citation in citations[:PASSAGES]:
            marked = same if citation in one.nearest[:1] else ()
            found.append(_passage_html(title, citation, marked, next(numbers)))
    return "".join(found)


def _passage_html(title: str, citation: Citation, marked: Sequence[Span], number: int) -> str:
    marker = marker_of(citation, turn=0, number=number)
    told = sorted(marked, key=lambda one: one.start)
    quote = quote_html(citation.quote, marked=told, tag="mark", heads=citation.column_heads)
    label = f'<span class="number">{number}</span> {literal(source_text(citation))}'
    cautions = "".join(f'<p class="caution">{literal(one)}</p>' for one in citation.cautions)
    return (
        f'<div class="theirs"><p class="label">{title}</p><p class="words" dir="auto">{quote}</p>'
        f"<p>{marker_button(marker, label, 'place')}</p>{cautions}</div>"
    )


def _marked(pieces: Sequence[tuple[bool, str]]) -> str:
    return "".join(
        f"<mark>{literal(words)}</mark>" if marked else literal(words) for marked, words in pieces
    )


def _draft_html(review: Review) -> str:
    """Show the draft, each finding in it a button that leads up to what was found."""
    styled = dict(enumerate((style_of(one) for one in review.findings), 1))
    shown = []
    for kind, pieces in parts_of(review):
        inside = "".join(
            f'<button type="button" class="to-finding {styled[number]}" id="said-{number}" '
            f'value="{number}">{literal(words)}<span class="vh"> '
            f"({label_text(review.findings[number - 1])})</span></button>"
            if number
            else literal(words)
            for number, _, words in pieces
        )
        tag = _TAGS.get(kind, "p")
        shown.append(f'<{tag} dir="auto">{inside}</{tag}>')
    return "".join(shown)
