"""An answer, and everything else that stands in the chat, as HTML.

Pure functions from data to text. What they give goes through the chatbot's Markdown and
its sanitiser, so each piece is one line, one top-level element, and pieces are joined by a
blank line: the chatbot then leaves a finished statement's elements alone (and the focus on
them) while the next one streams in.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import groupby

from rag.citations.publication import authors_text, date_text
from rag.types import Answer, Citation, DocumentFact, Everything, Searched, Source, Span, Statement
from ui.display import (
    cells_text,
    count_text,
    found_text,
    headline,
    place_text,
    role_text,
)
from ui.web.markers import Kind, Marker, marker_of

# Every character that HTML, Markdown or a template language could take for itself.
_LITERAL = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation if mark not in ".,;?!()-"}
_LITERAL |= {ord(line): f"&#{ord(line)};" for line in "\n\r"}
# What no browser shows and no JSON carries.
_LITERAL |= dict.fromkeys([0, *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}")

_COMMAND = re.compile(f"{_LITERAL[ord('`')]}(.+?){_LITERAL[ord('`')]}")

_WORKING = '<div class="working">'
_BROKEN_OFF = '<ul class="notes"><li>This answer was broken off.</li></ul>'

SHOWN_AT_MOST = 60
"""Passages of a topic on the page: a browser holds more, a reader doesn't."""

_DOUBTS = {
    "compare": "Says much the same as its source; compare",
    "contradicted": "The source seems to say otherwise",
    "not verified": "Not verified against the source",
}
_NEAREST_LABELS = {
    "unsure": "Closest passages, which may not answer",
    "refused": "Closest passages, which don’t answer",
}


def literal(text: str) -> str:
    """Escape a text that isn't ours so that every character of it shows as itself."""
    return text.translate(_LITERAL)


def question_html(question: str) -> str:
    """Show the user's question, word for word."""
    return f'<div class="question" dir="auto">{literal(question)}</div>'


def asked_as_html(question: str, *, listing: bool = False) -> str:
    """Show a follow-up as it was put in full, with ways to change that.

    ``listing`` says that all passages on it are listed: as typed, too.
    """
    return (
        f'<p class="asked-as{" listing" if listing else ""}"><span class="meta">Asked as</span> '
        f'<bdi class="in-full">{literal(question)}</bdi>'
        '<span class="ways"><button type="button" class="edit">Edit</button>'
        '<button type="button" class="as-typed">Ask as typed</button></span></p>'
    )


def unclear_html(reason: str) -> str:
    """Say why a follow-up was asked as it was typed."""
    return f'<p class="asked-as">{message_html(reason)} Asked as typed.</p>'


def working_html(text: str) -> str:
    """Say what is being done while the answer isn't there yet."""
    return f"{_WORKING}{literal(text)}</div>"


def settled_html(html: str) -> str:
    """Give a message of the chat without what it was still waiting for when it broke off."""
    *pieces, last = html.split("\n\n")
    return "\n\n".join([*pieces, _BROKEN_OFF]) if last.startswith(_WORKING) else html


def problem_html(message: str) -> str:
    """Show an error in words."""
    return (
        '<div class="outcome problem"><p class="verdict">That didn’t work</p>'
        f'<p dir="auto">{message_html(message)}</p></div>'
    )


def message_html(message: str) -> str:
    """Write an error's message as a sentence, its `commands` set off as code."""
    sentence = message[:1].upper() + message[1:]
    if sentence[-1:].isalnum() or sentence.endswith("`"):
        sentence += "."
    return _COMMAND.sub(r"<code>\1</code>", literal(sentence))


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
        pieces = [_outcome_html(answer), *_nearest_html(answer, turn)]
    pieces += _sources_html(cited, turn, "source" if kind == "source" else "nearest")
    pieces += _footnotes_html(answer)
    pieces += _suggestions_html(answer.suggestions)
    return "\n\n".join(pieces)


def everything_html(found: Everything, turn: int, limit: int = SHOWN_AT_MOST) -> str:
    """Show every passage on a topic under its document, or say that there is none."""
    if not found.citations:
        blank = Answer(found.query, "refused", reason=found.reason, searched=found.searched)
        return "\n\n".join([_outcome_html(blank), *_notes_html(found.notes)])
    shown = found.citations[:limit]
    pieces = [f'<p class="label">{found_text(found)}</p>']
    for _, group in groupby(shown, key=lambda citation: citation.document_id):
        citations = tuple(group)
        source = citations[0].source
        pieces.append(
            f'<p class="label document"><bdi>{literal(source.title)}</bdi>'
            f'<span class="meta"><bdi>{literal(byline(source))}</bdi></span>'
            f"{_cautions_html(citations[0])}</p>"
        )
        for citation in citations:
            button = _cite(citation, turn, number=int(citation.key))
            place = f'<span class="meta">{literal(place_text(citation))}</span>'
            pieces.append(
                f'<p class="near words" dir="auto"><q>{literal(citation.quote)}</q>'
                f"{button} {place}</p>"
            )
    notes = list(found.notes)
    if rest := len(found.citations) - len(shown):
        notes.append(f"{count_text(rest, 'more passage')}: list them with sanad ask --all.")
    return "\n\n".join([*pieces, *_notes_html(notes)])


def question_of(html: str) -> str:
    """Give back the question that `question_html` shows; empty for any other message."""
    match = re.fullmatch(r'<div class="question" dir="auto">(.*)</div>', html, re.DOTALL)
    return unescape(match.group(1)) if match else ""


def first_marker(answer: Answer, turn: int) -> Marker | None:
    """Give the marker whose source is shown unasked beside a new answer, if it has any."""
    if answer.status == "answered" and answer.citations:
        return marker_of(answer.citations[0], turn=turn, number=_number(answer.citations[0], 1))
    if answer.status == "unsure" and answer.nearest:
        return marker_of(answer.nearest[0], turn=turn, number=1, kind="nearest")
    return None


def _said_html(answer: Answer, turn: int) -> Iterable[str]:
    """Show the statements, under the title of the part that each belongs to."""
    if not answer.parts:
        yield from (_statement_html(one, answer.citations, turn) for one in answer.statements)
    for part in answer.parts:
        note = f'<span class="meta">{literal(part.note)}</span>' if part.note else ""
        yield f'<p class="label document"><bdi>{literal(part.title)}</bdi>{note}</p>'
        for at in part.statements:
            yield _statement_html(answer.statements[at], answer.citations, turn)


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


def _suggestions_html(questions: Sequence[str]) -> Iterable[str]:
    if questions:
        items = "".join(
            f'<li><button type="button" class="suggested">{literal(question)}</button></li>'
            for question in questions
        )
        yield f'<ul class="suggestions">{items}</ul>'


def _statement_html(statement: Statement, citations: Sequence[Citation], turn: int) -> str:
    by_key = {citation.key: citation for citation in citations}
    buttons = "".join(
        _cite(by_key[key], turn, number=_number(by_key[key], at))
        for at, key in enumerate(statement.citations, start=1)
        if key in by_key
    )
    text = _with_answer(statement)
    if statement.verdict == "verbatim":
        key = statement.citations[0] if len(statement.citations) == 1 else ""
        cells = _cells_html(by_key[key], statement.answer) if key in by_key else ""
        return f'<p class="statement words" dir="auto"><q>{text}</q>{buttons}{cells}</p>'
    if statement.verdict == "supported":
        return f'<p class="statement" dir="auto"><bdi>{text}</bdi>{buttons}</p>'
    quotes = "".join(
        f'<q dir="auto">{literal(by_key[key].quote)}</q>'
        for key in statement.citations
        if key in by_key
    )
    doubt = f'<span class="doubt">{_DOUBTS.get(statement.verdict, "")}</span>'
    return (
        f'<div class="statement doubtful"><p dir="auto"><bdi>{text}</bdi>{buttons} {doubt}</p>'
        f'<p class="beside">{quotes}</p></div>'
    )


def _cells_html(citation: Citation, answer: Span | None = None) -> str:
    """Say under a table's row what its cells are, by the heads of their columns."""
    cells = cells_text(citation, answer)
    return f'<span class="meta cells">{literal(cells)}</span>' if cells else ""


def _with_answer(statement: Statement) -> str:
    """Escape a statement, the words that answer in bold."""
    text, answer = statement.text, statement.answer
    if answer is None:
        return literal(text)
    inside = literal(text[answer.start : answer.end])
    before, after = literal(text[: answer.start]), literal(text[answer.end :])
    return f"{before}<strong>{inside}</strong>{after}"


def _outcome_html(answer: Answer) -> str:
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
        button = _cite(citation, turn, number=at, kind="nearest")
        yield (
            f'<p class="near words" dir="auto"><q>{literal(citation.quote)}</q>'
            f"{button}{_cells_html(citation)}</p>"
        )


def _sources_html(citations: Sequence[Citation], turn: int, kind: Kind) -> Iterable[str]:
    """List the places cited, under the document each belongs to."""
    places: dict[str, list[str]] = {}
    first: dict[str, Citation] = {}
    for at, citation in enumerate(citations, start=1):
        number = _number(citation, at) if kind == "source" else at
        marker = marker_of(citation, turn=turn, number=number, kind=kind)
        label = f'<span class="number">{number}</span> {literal(place_text(citation))}'
        pair = marker_button(marker, label, "place") + _to_cite(marker)
        places.setdefault(citation.document_id, []).append(
            f'<span class="pair">{pair}</span>{_role_html(citation)}'
        )
        first.setdefault(citation.document_id, citation)
    if not places:
        return
    items = "".join(
        f'<li><span class="title"><bdi>{literal(first[document].title)}</bdi></span>'
        f'<span class="meta"><bdi>{literal(byline(first[document].source))}</bdi></span>'
        f"{_cautions_html(first[document])}"
        f'<span class="places">{"".join(buttons)}</span></li>'
        for document, buttons in places.items()
    )
    label = "Sources" if kind == "source" else "Where these passages stand"
    yield f'<div class="sources"><p class="label">{label}</p><ul>{items}</ul></div>'


def _role_html(citation: Citation) -> str:
    """Say what a quote is, where it isn't its document's own voice."""
    said = role_text(citation.role)
    return f'<span class="meta">{literal(said)}</span>' if said else ""


def _footnotes_html(answer: Answer) -> Iterable[str]:
    notes = list(answer.notes)
    yield from _notes_html(notes)
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


def _notes_html(notes: Sequence[str]) -> Iterable[str]:
    if notes:
        items = "".join(f'<li dir="auto">{literal(note)}</li>' for note in notes)
        yield f'<ul class="notes">{items}</ul>'


def _cite(citation: Citation, turn: int, *, number: int, kind: Kind = "source") -> str:
    name = "Source" if kind == "source" else "Closest passage"
    label = f'<span class="vh">{name} </span>{number}'
    return marker_button(marker_of(citation, turn=turn, number=number, kind=kind), label, "mark")


def _to_cite(marker: Marker) -> str:
    name = "source" if marker.kind == "source" else "passage"
    return marker_button(marker, f'Cite<span class="vh"> {name} {marker.number}</span>', "to-cite")


def marker_button(marker: Marker, label: str, look: str) -> str:
    """Give the button that opens what a marker points at; its label is HTML."""
    return f'<button type="button" class="cite {look} {marker.id}">{label}</button>'


def _number(citation: Citation, otherwise: int) -> int:
    return int(citation.key) if citation.key.isdecimal() else otherwise


def byline(source: Source) -> str:
    """Say who wrote a document, and when."""
    return f"{authors_text(source)}, {date_text(source)}"


def _cautions_html(citation: Citation) -> str:
    return "".join(
        f'<span class="caution" dir="auto">{literal(caution)}</span>'
        for caution in citation.cautions
    )


def _searched_text(searched: Searched) -> str:
    documents, passages = count_text(searched.documents, "document"), searched.passages
    return f"Searched {documents}, {count_text(passages, 'passage')}."
