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
from rag.types import Answer, Citation, DocumentFact, Searched, Source, Span, Statement
from rag.types.query import with_topic
from ui.display import (
    cells_text,
    count_text,
    headline,
    place_text,
    role_text,
)
from ui.web.markers import Kind, Marker, marker_of
from ui.web.verdicts import checked_html, verdict_html

# Every character that HTML, Markdown or a template language could take for itself.
_LITERAL = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation if mark not in ".,;?!()-"}
_LITERAL |= {ord(line): f"&#{ord(line)};" for line in "\n\r"}
# What no browser shows and no JSON carries.
_LITERAL |= dict.fromkeys([0, *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}")

# Characters that have others written from the wrong side, and the sign that stands for them.
_TURNS = dict.fromkeys((0x202D, 0x202E), "⇄")

_COMMAND = re.compile(f"{_LITERAL[ord('`')]}(.+?){_LITERAL[ord('`')]}")

_EDIT = (
    '<p class="again"><button type="button" class="edit-again">Edit'
    '<span class="vh"> the question and ask again</span></button></p>'
)
_WORKING = '<div class="working">'
_BROKEN_OFF = '<ul class="notes"><li>This answer was broken off.</li></ul>'

FOLDED = 12
"""Statements of a part from which on the last ones are folded away, but for `UNFOLDED`."""
UNFOLDED = 8
ABREAST = 6
"""Documents of which each has a column of its own where the page is wide, at most."""
PREVIEWED = 360
"""Characters of a quote that its marker shows beforehand."""
_AGAIN = '<p class="again"><button type="button" class="ask-again">Ask again</button></p>'

_NEAREST_LABELS = {
    "unsure": "Closest passages, which may not answer",
    "refused": "Closest passages, which don’t answer",
}


def literal(text: str) -> str:
    """Escape a text that isn't ours so that every character of it shows as itself."""
    return text.translate(_LITERAL)


def question_html(question: str) -> str:
    """Show the question as typed; what would turn its letters round shows as a sign."""
    shown = question.translate(_TURNS)
    return f'<div class="question" dir="auto">{literal(shown)}</div>{_EDIT}'


def asked_as_html(question: str, topic: str = "", *, listing: bool = False) -> str:
    """Show a follow-up as it was put in full, with ways to change that.

    ``topic`` is that of the conversation, where it was asked about that. ``listing`` says that
    all passages on it are listed: as typed, too.
    """
    about = f'<span class="about">about <bdi>{literal(topic)}</bdi></span>' if topic else ""
    to_edit = f'<span class="to-edit">{literal(with_topic(question, topic))}</span>'
    return (
        f'<p class="asked-as{" listing" if listing else ""}"><span class="meta">Read as</span> '
        f'<bdi class="in-full">{literal(question)}</bdi> {about}{to_edit if topic else ""}'
        '<span class="ways"><button type="button" class="edit">Edit</button>'
        '<button type="button" class="as-typed">Ask my own words</button></span></p>'
    )


def unclear_html(reason: str) -> str:
    """Say why a follow-up was asked as it was typed."""
    return f'<p class="asked-as">{message_html(reason)} It was asked as you typed it.</p>'


def reply_html(
    html: str,
    asked_of: str = "",
    *,
    full: tuple[str, str] | None = None,
    reason: str = "",
    listing: bool = False,
) -> str:
    """Show a reply under how the question was asked, where that isn't as it was typed.

    ``full`` is the question in full, and its topic; ``asked_of`` is HTML.
    """
    lead = asked_as_html(*full, listing=listing) if full else ""
    lead = lead or (unclear_html(reason) if reason else "")
    return "\n\n".join(filter(None, (lead, asked_of, html)))


def stopped_html(html: str = "") -> str:
    """Show what there is of an answer that the user stopped."""
    note = '<ul class="notes"><li>You stopped this answer; there may have been more.</li></ul>'
    return "\n\n".join(filter(None, (html, note, _AGAIN)))


def broken_off_html() -> str:
    """Say that an answer never came, and offer to ask again."""
    note = "Sanad was ended while it was answering this."
    return f'<ul class="notes"><li>{note}</li></ul>\n\n{_AGAIN}'


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
        pieces = [outcome_html(answer), *_nearest_html(answer, turn)]
    pieces += _sources_html(cited, turn, "source" if kind == "source" else "nearest")
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


def question_of(html: str) -> str:
    """Give back the question that `question_html` shows; empty for any other message."""
    shown = html.removesuffix(_EDIT)
    match = re.fullmatch(r'<div class="question" dir="auto">(.*)</div>', shown, re.DOTALL)
    return unescape(match.group(1)).replace("⇄", "") if match else ""


def first_marker(answer: Answer, turn: int) -> Marker | None:
    """Give the marker whose source is shown unasked beside a new answer, if it has any."""
    if answer.status == "answered" and answer.citations:
        return marker_of(answer.citations[0], turn=turn, number=_number(answer.citations[0], 1))
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
        cite_button(by_key[key], turn, number=_number(by_key[key], at))
        for at, key in enumerate(statement.citations, start=1)
        if key in by_key
    )
    text = _with_answer(statement)
    if statement.verdict == "verbatim":
        key = statement.citations[0] if len(statement.citations) == 1 else ""
        cells = _cells_html(by_key[key], statement.answer) if key in by_key else ""
        return f'<p class="statement words" dir="auto"><q>{text}</q>{buttons}{cells}</p>'
    verdict = verdict_html(statement.verdict)
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
        pair = marker_button(marker, label, "place") + _to_cite(marker) + pin_button(marker)
        places.setdefault(citation.document_id, []).append(
            f'<span class="placed"><span class="pair">{pair}</span>{_preview_html(citation)}'
            f"{_role_html(citation)}</span>"
        )
        first.setdefault(citation.document_id, citation)
    if not places:
        return
    items = "".join(
        f'<li><span class="title"><bdi>{literal(first[document].title)}</bdi></span>'
        f'<span class="meta"><bdi>{literal(byline(first[document].source))}</bdi></span>'
        f"{cautions_html(first[document])}"
        f'<span class="places">{"".join(buttons)}</span></li>'
        for document, buttons in places.items()
    )
    label = "Sources" if kind == "source" else "Where these passages stand"
    yield f'<div class="sources"><p class="label">{label}</p><ul>{items}</ul></div>'


def _preview_html(citation: Citation) -> str:
    """Give what its marker shows before it's followed: the words, and a few around them."""
    quote, before, after = citation.quote, citation.before.rstrip(), citation.after.lstrip()
    if len(quote) > PREVIEWED:
        quote, after = f"{quote[:PREVIEWED].rsplit(' ', 1)[0]} …", ""
    before, after = (
        f"{before} " if before else "",
        after if after[:1] in ",.;:!?)”’" else f" {after}",
    )
    return (
        f'<span class="preview">{literal(before)}<mark>{literal(quote)}</mark>'
        f"{literal(after)}</span>"
    )


def _role_html(citation: Citation) -> str:
    """Say what a quote is, where it isn't its document's own voice."""
    said = role_text(citation.role)
    return f'<span class="meta">{literal(said)}</span>' if said else ""


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


def cite_button(citation: Citation, turn: int, *, number: int, kind: Kind = "source") -> str:
    """Give the marker behind a quote."""
    name = "Source" if kind == "source" else "Closest passage"
    label = f'<span class="vh">{name} </span>{number}'
    return marker_button(marker_of(citation, turn=turn, number=number, kind=kind), label, "mark")


def _to_cite(marker: Marker) -> str:
    name = "source" if marker.kind == "source" else "passage"
    return marker_button(marker, f'Cite<span class="vh"> {name} {marker.number}</span>', "to-cite")


def pin_button(marker: Marker) -> str:
    """Give the button that puts the words of a marker aside; the script says if they are."""
    name = "passage" if marker.kind == "nearest" else "source"
    label = f'<span class="is">Pin</span><span class="vh"> {name} {marker.number}</span>'
    return f'<button type="button" class="pin for-{marker.id}">{label}</button>'


def marker_button(marker: Marker, label: str, look: str) -> str:
    """Give the button that opens what a marker points at; its label is HTML."""
    return f'<button type="button" class="cite {look} {marker.id}">{label}</button>'


def _number(citation: Citation, otherwise: int) -> int:
    return int(citation.key) if citation.key.isdecimal() else otherwise


def byline(source: Source) -> str:
    """Say who wrote a document, and when."""
    return f"{authors_text(source)}, {date_text(source)}"


def cautions_html(citation: Citation) -> str:
    """Say what to keep in mind before a document is cited."""
    return "".join(
        f'<span class="caution" dir="auto">{literal(caution)}</span>'
        for caution in citation.cautions
    )


def _searched_text(searched: Searched) -> str:
    documents, passages = count_text(searched.documents, "document"), searched.passages
    return f"Searched {documents}, {count_text(passages, 'passage')}."
