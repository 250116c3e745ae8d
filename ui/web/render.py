"""An answer as HTML; `ui.web.replies` has what stands around it in the chat.

Pure functions from data to text. What they give goes through the chatbot's Markdown and
its sanitiser, so each piece is one line, one top-level element, and pieces are joined by a
blank line: the chatbot then leaves a finished statement's elements alone (and the focus on
them) while the next one streams in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rag.types import Answer, Citation, DocumentFact, Searched, Statement
from ui.display import count_text, headline
from ui.web.citation_parts import cite_button, number_of, sources_html
from ui.web.literal import literal, message_html
from ui.web.markers import Marker, marker_of
from ui.web.quoted import quote_html
from ui.web.replies import working_html
from ui.web.verdicts import checked_html, verdict_html

FOLDED = 12
"""Statements of a part from which on the last ones are folded away, but for `UNFOLDED`."""
UNFOLDED = 8
ABREAST = 6
"""Documents of which each has a column of its own where the page is wide, at most."""

_NEAREST_LABELS = {
    "unsure": "Closest passages, which may not answer",
    "refused": "Closest passages, which don’t answer",
}


def streaming_html(
    statements: Sequence[Statement], citations: Sequence[Citation], turn: int, progress: str
) -> str:
    """Show the statements that have passed their check so far, and what goes on."""
    pieces = [_statement_html(statement, citations, turn) for statement in statements]
    return "\n\n".join([*pieces, working_html(progress)])


def answer_html(answer: Answer, turn: int) -> str:
    """Show a whole answer: its statements, or why there are none, then where it all stands."""
    if answer.status == "answered":
        cited, kind = answer.citations, "source"
        pieces = [*_facts_html(answer.facts), *_said_html(answer, turn)]
    else:
        cited, kind = answer.nearest, "nearest"
        pieces = [outcome_html(answer), *_nearest_html(answer, turn)]
    pieces += sources_html(cited, turn, "source" if kind == "source" else "nearest")
    pieces += _footnotes_html(answer)
    pieces += _suggestions_html(answer)
    if answer.kind != "greeting":
        pieces.append(acts_html(checked_html(answer.statements)))
    return "\n\n".join(pieces)


def acts_html(told: str = "") -> str:
    """Offer what can be done with an answer; ``told`` is HTML that says how it was checked."""
    return (
        f'<div class="acts-on">{told}<span class="acts">'
        '<button type="button" class="copy-rich">Copy</button>'
        '<button type="button" class="copy-markdown">Copy as Markdown</button>'
        '<button type="button" class="not-right">Not right?</button></span></div>'
    )


def first_marker(answer: Answer, turn: int) -> Marker | None:
    """Give the marker whose source is shown unasked beside a new answer, if it has any."""
    if answer.status == "answered" and answer.citations:
        return marker_of(answer.citations[0], turn=turn, number=number_of(answer.citations[0], 1))
    if answer.status == "unsure" and answer.nearest:
        return marker_of(answer.nearest[0], turn=turn, number=1, kind="nearest")
    return None


def _said_html(answer: Answer, turn: int) -> Iterable[str]:
    """Show the statements, under the title of the part that each belongs to.

    What several documents say stands side by side where there is room for it.
    """
    if not answer.parts:
        yield from folded(
            [_statement_html(one, answer.citations, turn) for one in answer.statements]
        )
    parts = []
    for part in answer.parts:
        note = f'<span class="meta">{literal(part.note)}</span>' if part.note else ""
        title = f'<p class="label document"><bdi>{literal(part.title)}</bdi>{note}</p>'
        said = (answer.statements[at] for at in part.statements)
        parts.append([title, *folded([_statement_html(o, answer.citations, turn) for o in said])])
    names = [part.document_id for part in answer.parts]
    if 1 < len(names) <= ABREAST and all(names) and len({*names}) == len(names):
        columns = "".join(f'<div class="part">{"".join(part)}</div>' for part in parts)
        yield f'<div class="abreast">{columns}</div>'
    else:
        yield from (piece for part in parts for piece in part)


def folded(pieces: Sequence[str], noun: str = "") -> Iterable[str]:
    """Fold the end of a long list away under how many there are; ``noun`` is of those."""
    if len(pieces) <= FOLDED:
        yield from pieces
        return
    yield from pieces[:UNFOLDED]
    yield fold_html(
        "".join(pieces[UNFOLDED:]), count_text(len(pieces), noun) if noun else f"{len(pieces):,}"
    )


def fold_html(inside: str, count: str) -> str:
    """Fold something away; ``count`` is how many there are in all."""
    return (
        f'<details class="fold"><summary><span class="closed">Show all {count}</span>'
        f'<span class="opened">Show fewer</span></summary>{inside}</details>'
    )


def _facts_html(facts: Sequence[DocumentFact]) -> Iterable[str]:
    """Show what the catalogue says of documents: no quotes, and set apart from them."""
    for title, group in groupby(facts, key=lambda fact: fact.title):
        rows = "".join(
            f'<li><span class="name">{literal(fact.name)}</span> '
            f"<bdi>{literal(fact.value or 'not in the catalogue')}</bdi>"
            + (
                f' <span class="meta">{literal(fact.origin)}</span></li>'
                if fact.origin
                else "</li>"
            )
            for fact in group
        )
        yield (
            f'<div class="facts"><p class="label"><bdi>{literal(title)}</bdi></p>'
            f"<ul>{rows}</ul></div>"
        )


def _suggestions_html(answer: Answer) -> Iterable[str]:
    """Offer questions that the documents do answer."""
    if not answer.suggestions:
        return
    if answer.kind != "greeting":
        yield '<p class="label">What these documents do answer</p>'
    items = "".join(
        f'<li><button type="button" class="suggested">{literal(question)}</button></li>'
        for question in answer.suggestions
    )
    yield f'<ul class="suggestions">{items}</ul>'


def _statement_html(statement: Statement, citations: Sequence[Citation], turn: int) -> str:
    by_key = {citation.key: citation for citation in citations}
    buttons = "".join(
        cite_button(by_key[key], turn, number=number_of(by_key[key], at))
        for at, key in enumerate(statement.citations, start=1)
        if key in by_key
    )
    if statement.verdict == "verbatim":
        one = by_key.get(statement.citations[0]) if len(statement.citations) == 1 else None
        heads = one.column_heads if one and one.quote == statement.text else ()
        marked = (statement.answer,) if statement.answer else ()
        quote = quote_html(statement.text, marked=marked, heads=heads)
        return f'<p class="statement words" dir="auto">{quote}{buttons}</p>'
    text, verdict = _with_answer(statement), verdict_html(statement.verdict)
    if statement.verdict == "supported":
        return f'<p class="statement" dir="auto"><bdi>{text}</bdi>{buttons} {verdict}</p>'
    quotes = "".join(
        f'<q dir="auto">{literal(by_key[key].quote)}</q>'
        for key in statement.citations
        if key in by_key
    )
    return (
        f'<div class="statement doubtful"><p dir="auto"><bdi>{text}</bdi>{buttons} {verdict}</p>'
        f'<p class="beside">{quotes}</p></div>'
    )


def _with_answer(statement: Statement) -> str:
    """Escape a statement, the words that answer in bold."""
    text, answer = statement.text, statement.answer
    if answer is None:
        return literal(text)
    inside = literal(text[answer.start : answer.end])
    before, after = literal(text[: answer.start]), literal(text[answer.end :])
    return f"{before}<strong>{inside}</strong>{after}"


def outcome_html(answer: Answer) -> str:
    """Say why there is no answer."""
    told = any(f"“{word}”" in answer.reason for word in answer.missing)
    missing = "" if told else ", ".join(f"“{literal(word)}”" for word in answer.missing)
    lines = [
        f'<p class="verdict">{literal(headline(answer))}</p>',
        f'<p dir="auto">{message_html(answer.reason)}</p>' if answer.reason else "",
        f'<p dir="auto">Not found: {missing}</p>' if missing else "",
        f"<p>{_searched_text(answer.searched)}</p>" if answer.searched else "",
    ]
    return f'<div class="outcome {answer.status}">{"".join(lines)}</div>'


def _nearest_html(answer: Answer, turn: int) -> Iterable[str]:
    if answer.nearest:
        yield f'<p class="label">{_NEAREST_LABELS[answer.status]}</p>'
    for at, citation in enumerate(answer.nearest, start=1):
        button = cite_button(citation, turn, number=at, kind="nearest")
        quote = quote_html(citation.quote, heads=citation.column_heads)
        yield f'<p class="near words" dir="auto">{quote}{button}</p>'


def _footnotes_html(answer: Answer) -> Iterable[str]:
    notes = list(answer.notes)
    yield from notes_html(notes)
    if answer.withheld:
        items = "".join(
            f'<li dir="auto"><bdi class="refuted">{literal(statement.text)}</bdi>'
            f'<span class="why">{message_html(statement.reason)}</span></li>'
            for statement in answer.withheld
        )
        count = count_text(len(answer.withheld), "statement")
        yield (
            f'<details class="withheld"><summary>{count} withheld: show</summary>'
            f"<p>These failed their check and are no part of the answer.</p><ul>{items}</ul>"
            "</details>"
        )


def notes_html(notes: Sequence[str]) -> Iterable[str]:
    """List what a reader should keep in mind."""
    if notes:
        items = "".join(f'<li dir="auto">{literal(note)}</li>' for note in notes)
        yield f'<ul class="notes">{items}</ul>'


def _searched_text(searched: Searched) -> str:
    documents, passages = count_text(searched.documents, "document"), searched.passages
    return f"Searched {documents}, {count_text(passages, 'passage')}."
