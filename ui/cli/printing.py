"""Answers, citations and what was searched, on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from rag.citations.publication import authors_text, date_text
from rag.store.chosen_documents import asked_of_text
from rag.text.looked_for import places_of
from rag.types import Answer, Citation, DocumentFact, Everything, Query, Searched, Statement
from ui.display import (
    cells_text,
    count_text,
    found_text,
    headline,
    place_text,
    role_text,
    section_text,
)


def print_answer(answer: Answer, console: Console, *, withheld: bool = False) -> None:
    """Print statements with markers and their sources, or the reason and the nearest passages.

    What was withheld is counted, and shown only if ``withheld`` asks for it.
    """
    if answer.status == "answered":
        _print_facts(answer.facts, console)
        _print_statements(answer, console)
        written = answer.model != "extractive"
        if answer.citations:
            print_citations("Sources", answer.citations, console, quotes=written)
    else:
        console.print(Text(f"{headline(answer)}.", "bold") + Text(f" {answer.reason}", "not bold"))
        if answer.searched and answer.searched.passages:
            console.print(searched_text(answer.searched), highlight=False)
        if answer.nearest:
            print_citations("Closest, but maybe no answer", answer.nearest, console, quotes=True)
    _print_asked_of(answer.query, console)
    _print_withheld(answer, console, texts=withheld)
    _print_notes(answer.notes, console)
    for question in answer.suggestions:
        console.print(Text(f"  {question}", "cyan"), highlight=False)


def _print_statements(answer: Answer, console: Console) -> None:
    """Print the statements, under the title of the part that each belongs to."""
    for part in answer.parts:
        note = Text(f"  {part.note}", "not bold dim") if part.note else Text()
        console.print(Text(f"\n{part.title}", "bold") + note, highlight=False)
        for at in part.statements:
            _print_statement(answer.statements[at], answer.citations, console)
    for statement in () if answer.parts else answer.statements:
        _print_statement(statement, answer.citations, console)


def _print_facts(facts: Sequence[DocumentFact], console: Console) -> None:
    """Print what the catalogue says of documents, each with where it came from."""
    for title, group in groupby(facts, key=lambda fact: fact.title):
        console.print(Text(title, "bold"), highlight=False)
        for fact in group:
            origin = Text(f"  ({fact.origin})", "dim") if fact.origin else Text()
            value = fact.value or "not in the catalogue"
            console.print(Text(f"  {fact.name}: {value}") + origin, highlight=False)


def _print_statement(statement: Statement, citations: Sequence[Citation], console: Console) -> None:
    """Print a statement; one that isn't verified stands beside the words it leans on."""
    markers = "".join(f" [{key}]" for key in statement.citations)
    text = Text(statement.text)
    if statement.answer:
        text.stylize("bold", statement.answer.start, statement.answer.end)
    console.print(text + Text(markers, "bold cyan"), highlight=False)
    own = [one for one in citations if (one.key,) == statement.citations]
    if cells := cells_text(own[0], statement.answer) if own else "":
        console.print(Text(f"    {cells}", "dim"), highlight=False)
    if statement.verdict in ("compare", "not verified"):
        label = statement.verdict.capitalize()
        console.print(Text(f"    {label}: {statement.reason}", "yellow"), highlight=False)
        for citation in citations:
            if citation.key in statement.citations:
                _print_quote(citation.quote, f"[{citation.key}] ", console)


def _print_withheld(answer: Answer, console: Console, *, texts: bool) -> None:
    if not answer.withheld:
        return
    count = count_text(len(answer.withheld), "statement")
    what = "no part of the answer:" if texts else "see --withheld."
    console.print(Text(f"\n{count} withheld, {what}", "yellow"))
    for statement in answer.withheld if texts else ():
        console.print(Text(f"  × {statement.text}", "dim"), highlight=False)
        console.print(Text(f"    {statement.reason}", "yellow"), highlight=False)


def print_everything(found: Everything, console: Console) -> None:
    """Print every passage on a topic, under the document that it belongs to."""
    if found.citations:
        console.print(Text(found_text(found), "bold"))
    else:
        blank = Answer(found.query, "refused", reason=found.reason, searched=found.searched)
        print_answer(blank, console)
    for _, group in groupby(found.citations, key=lambda citation: citation.document_id):
        citations = tuple(group)
        first = citations[0]
        about = f"{authors_text(first.source)}, {first.title}, {date_text(first.source)}"
        console.print(Text(f"\n{about}", "bold"), highlight=False)
        console.print(Text(first.file, "dim"), highlight=False)
        for citation in citations:
            place = Text(f"[{citation.key}] ", "bold cyan") + Text(place_text(citation))
            console.print(place, highlight=False)
            _print_quote(citation.quote, "", console, found.words)
        for caution in first.cautions:
            console.print(Text(f"Caution: {caution}", "yellow"))
    _print_asked_of(found.query, console)
    _print_notes(found.notes, console)


def _print_asked_of(query: Query, console: Console) -> None:
    if chosen := asked_of_text(query.scope):
        console.print(Text(f"\nAsked of {chosen}.", "dim"), highlight=False)


def searched_text(searched: Searched) -> str:
    """Say how much was searched."""
    passages = count_text(searched.passages, "passage")
    return f"Searched {passages} of {count_text(searched.documents, 'document')}."


def _print_notes(notes: Sequence[str], console: Console) -> None:
    for note in notes:
        console.print(Text(f"\nNote: {note}", "yellow"))


def about_text(citation: Citation) -> str:
    """Say whose words are cited: authors, title, date, and where they stand."""
    source = citation.source
    about = f"{authors_text(source)}, {citation.title}, {date_text(source)}"
    return f"{about}; {place_text(citation)}"


def print_citations(
    title: str, citations: Sequence[Citation], console: Console, *, quotes: bool
) -> None:
    """Print citations under a title, each with its place and its quote."""
    console.print(Text(f"\n{title}", "bold"))
    for citation in citations:
        key = Text(f"[{citation.key}] ", "bold cyan")
        console.print(key + Text(about_text(citation)), highlight=False)
        console.print(Text(f"    {citation.file}", "dim"), highlight=False)
        section = section_text(citation.heading_path, citation.title)
        if facts := [one for one in (section, role_text(citation.role)) if one]:
            console.print(Text(f"    {'; '.join(facts)}", "dim"), highlight=False)
        if citation.table_heads:
            heads = f"Columns: {citation.table_heads}"
            said = (quotes and cells_text(citation)) or heads
            console.print(Text(f"    {said}", "dim"), highlight=False)
        # The quote is shown even where the statement is the same words: the reader
        # compares, and pipes see it beside its source.
        _print_quote(citation.quote, "" if quotes else "italic", console)
    several = len({citation.document_id for citation in citations}) > 1
    for title, caution in dict.fromkeys((c.title, one) for c in citations for one in c.cautions):
        about = f" ({title})" if several else ""
        console.print(Text(f"\nCaution{about}: {caution}", "yellow"))


def _print_quote(quote: str, style: str, console: Console, marked: Sequence[str] = ()) -> None:
    """Print a quote indented, line by line: a block would be padded to its widest line.

    Words that are ``marked`` are bold in it.
    """
    for line in f"“{quote}”".split("\n"):
        text = Text(line, style)
        for span in places_of(marked, line):
            text.stylize("bold", span.start, span.end)
        console.print(Padding(text, (0, 0, 0, 4), expand=False) if line.strip() else "")
