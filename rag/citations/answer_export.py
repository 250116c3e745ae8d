"""Answers as a file: Word and OpenDocument with real notes, HTML, Markdown, plain text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rag.citations.office_file import finished
from rag.citations.pandoc_process import (
    BIBLIOGRAPHY,
    Node,
    bullets,
    cited,
    convert_items,
    header,
    paragraph,
    quotation,
    reference,
    strong,
    tree,
    under_names,
    words,
    write,
)
from rag.citations.reference_formats import Item, csl_json
from rag.citations.styles import (
    CHECK,
    Format,
    entries_of,
    export_items,
    items_for,
    no_entry,
    pinpoint,
    renamed,
    style_file,
)
from rag.citations.web_annotation import Quoted, web_annotations
from rag.citations.zotero_fields import written_live
from rag.citations.zotero_items import names_of
from rag.errors import CiteError
from rag.store.chosen_documents import asked_of_text
from rag.types import Answer, Citation, Everything, Statement

WRITERS = {
    "docx": ("docx",),
    "odt": ("odt",),
    "html": ("html", "--standalone", "--metadata=lang:en"),
    "md": ("markdown", "--standalone"),
    "txt": ("plain",),
}
"""File name endings, each with pandoc's name for the format and its options."""
ENDINGS = (*WRITERS, "jsonld")

Shown = Answer | Everything


def export(
    answers: Sequence[Shown],
    ending: str,
    style: str = "chicago",
    *,
    bibliography: str | None = None,
    made: datetime | None = None,
    typed: Sequence[str] = (),
    zotero: bool = False,
) -> bytes:
    """Write an answer, or a conversation, as a file of a kind (see `ENDINGS`).

    ``made`` is when: a Word or OpenDocument file says so, and has the first question as its title.
    ``typed`` are the questions as they were typed, told where they were put in full.

    A list of a topic's passages is one too. Statements carry their references, as notes where
    the style has notes; then come the bibliography and how the answers were made. What was
    withheld isn't in it. Markdown is for pandoc: it holds ``[@key, p. 4]``, and in its head
    what each document is, or else the name of the file that says so (``bibliography``, see
    `references`); no style is applied to it. With ``zotero`` a Word file's citations are such
    that Zotero takes them over. JSON-LD has the quotes as annotations, see
    `rag.citations.web_annotation`. Raises `CiteError` for an unknown kind or style,
    for a source of which the style prints nothing, or when pandoc fails.
    """
    title = answers[0].query.as_shown if answers else "Sanad"
    if ending == "jsonld":
        quoted = [Quoted(c, question=a.query.as_shown) for a in answers for c in _cited(a)]
        return web_annotations(quoted, title, made=made)
    citations = [one for answer in answers for one in _cited(answer)]
    told: set[str] = set()
    blocks: list[Node] = []
    for at, answer in enumerate(answers):
        blocks += _shown(answer, told, typed[at] if at < len(typed) else "")
    end = list(_how(answers))
    return written(
        blocks,
        citations,
        ending,
        style,
        title=title,
        end=end,
        bibliography=bibliography,
        made=made,
        zotero=zotero,
    )


def written(
    blocks: Sequence[Node],
    citations: Sequence[Citation],
    ending: str,
    style: str = "chicago",
    *,
    title: str,
    end: Sequence[Node] = (),
    bibliography: str | None = None,
    made: datetime | None = None,
    zotero: bool = False,
) -> bytes:
    """Write paragraphs that refer to citations as a file of a kind, as `export` does.

    The bibliography stands before ``end``.
    """
    if zotero and ending != "docx":
        raise CiteError(f"Zotero takes over a Word file’s citations, not those of .{ending}")
    if ending not in WRITERS:
        raise CiteError(f"can't write {ending!r}; take a file ending in .{', .'.join(ENDINGS)}")
    to, *options = WRITERS[ending]
    path = style_file(style)
    items = items_for(citations, path)
    sources = [header(2, "Sources"), BIBLIOGRAPHY] if citations else []
    if ending == "md":
        return _markdown([*blocks, *sources, *end], citations, items, bibliography)
    document = tree([*blocks, *sources, *end], {"pagetitle": {"t": "MetaString", "c": title}})
    made_tree = cited(document, items, path)
    for name, entry in entries_of(made_tree["blocks"]):
        if not entry:
            raise no_entry(next(one.file for one in citations if one.document_id == name), path)
    if zotero:
        file = written_live(made_tree, citations, items, path)
    else:
        file = write(made_tree, to, options)
    return finished(file, title, made) if ending in ("docx", "odt") else file


def _markdown(
    blocks: Sequence[Node],
    citations: Sequence[Citation],
    items: Sequence[Item],
    bibliography: str | None,
) -> bytes:
    """Write Markdown for pandoc, the documents under the names that others cite them by."""
    names = names_of(citations)
    head = _references(renamed(items, names))
    if bibliography and items:
        head = {"bibliography": {"t": "MetaString", "c": bibliography}}
    to, *options = WRITERS["md"]
    return write(tree(under_names(blocks, names), head), to, options)


def references(answers: Sequence[Shown], to: Format = "csl-json", style: str = "chicago") -> str:
    """Write what the documents cited in some answers are, each once, for a reference manager.

    CSL-JSON is as the style wants it, see `rag.citations.styles.items_for`.
    """
    citations = [one for answer in answers for one in _cited(answer)]
    if to == "csl-json":
        items = items_for(citations, style_file(style))
        return csl_json(renamed(items, names_of(citations)))
    return export_items(citations, to)


def _cited(shown: Shown) -> tuple[Citation, ...]:
    if isinstance(shown, Answer) and shown.status != "answered":
        return shown.nearest
    return shown.citations


def _references(items: Sequence[Node]) -> dict[str, object]:
    """Give what documents are as pandoc keeps it in the head of a Markdown file."""
    read = json.loads(convert_items(items, "json"))
    return {"references": read["meta"]["references"]} if items else {}


def _shown(shown: Shown, told: set[str], typed: str = "") -> Iterable[Node]:
    """Give the question, what answers it or why nothing does, and what to keep in mind.

    What was ``told`` of a document by an earlier answer isn't told again.
    """
    yield header(1, shown.query.as_shown)
    if typed and typed.split() != shown.query.as_shown.split():
        yield paragraph(words(f"Typed: “{typed}”"))
    yield from _answer(shown) if isinstance(shown, Answer) else _passages(shown)
    cautions = [one for one in _cautions(_cited(shown)) if one not in told]
    told.update(cautions)
    if notes := [*shown.notes, *cautions]:
        yield header(2, "Keep in mind")
        yield bullets(notes)


def _answer(answer: Answer) -> Iterable[Node]:
    by_key = {citation.key: citation for citation in answer.citations}
    for fact in answer.facts:
        origin = f" ({fact.origin})" if fact.origin else ""
        value = fact.value or "not in the catalogue"
        yield paragraph(words(f"{fact.title}: {fact.name}: {value}{origin}"))
    for part in answer.parts:
        note = f" ({part.note})" if part.note else ""
        yield header(2, f"{part.title}{note}")
        for at in part.statements:
            yield from _stated(answer.statements[at], by_key)
    for statement in () if answer.parts else answer.statements:
        yield from _stated(statement, by_key)
    if answer.status != "answered":
        yield paragraph(words(answer.reason or "The documents don’t say."))
        if answer.nearest:
            yield header(2, "Closest passages, which may not answer")
        yield from map(_quoted, answer.nearest)


def _stated(statement: Statement, by_key: Mapping[str, Citation]) -> Iterable[Node]:
    own = [by_key[key] for key in statement.citations if key in by_key]
    yield paragraph([*_said(statement), *referred(own)])
    if statement.verdict in ("compare", "not verified"):
        yield from (quotation(words(f"“{one.quote}”")) for one in own)


def _passages(found: Everything) -> Iterable[Node]:
    if not found.citations:
        yield paragraph(words(found.reason or "No passage speaks of this."))
        return
    yield paragraph(words(f"All passages on this, {len(found.citations):,} in number."))
    yield from map(_quoted, found.citations)


def _quoted(citation: Citation) -> Node:
    return paragraph([*words(f"“{citation.quote}”"), *referred([citation])])


def _said(statement: Statement) -> list[Node]:
    verbatim = statement.verdict == "verbatim"
    doubt = "" if statement.verdict in ("verbatim", "supported") else f" ({statement.verdict})"
    opening, closing = ("“", "”") if verbatim else ("", doubt)
    text, answer = statement.text, statement.answer
    if answer is None:
        return words(f"{opening}{text}{closing}")
    before, after = f"{opening}{text[: answer.start]}", f"{text[answer.end :]}{closing}"
    return [*_spaced(before), strong(text[answer.start : answer.end]), *_spaced(after)]


def _spaced(text: str) -> list[Node]:
    """Turn a piece of a text into inlines, with the spaces at its ends."""
    space: list[Node] = [{"t": "Space"}]
    before, after = text[:1].isspace(), text[-1:].isspace() and bool(text.strip())
    return [*(space if before else []), *words(text), *(space if after else [])]


def referred(cited: Sequence[Citation]) -> list[Node]:
    """Refer to what is cited, if anything. Pandoc takes the space out before a note."""
    made = reference([(one.document_id, pinpoint(one)) for one in cited])
    return [{"t": "Space"}, made] if cited else []


def _cautions(citations: Sequence[Citation]) -> list[str]:
    """Give each document's warnings once; a damaged text is to be checked."""
    found = []
    for citation in citations:
        found += [f"{citation.title}: {caution}" for caution in citation.cautions]
        if citation.source.caution:
            found.append(f"{citation.title}: {CHECK}; where its words look wrong, add [sic].")
    return list(dict.fromkeys(found))


def _how(answers: Sequence[Shown]) -> Iterable[Node]:
    """Say how answers were made, once for all that were made alike."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for answer in answers:
        alike.setdefault(_facts(answer), []).append(answer.query.as_shown)
    for facts, questions in alike.items():
        named = f": {'; '.join(questions)}" if len(alike) > 1 else ""
        yield header(2, f"How this was made{named}")
        yield bullets(facts)


def _facts(answer: Shown) -> tuple[str, ...]:
    """Give for which day an answer is, of which index, and by which model."""
    day = answer.query.as_of
    facts = [f"As of: {day.isoformat()}"] if day else []
    if chosen := asked_of_text(answer.query.scope):
        facts.append(f"Asked of {chosen}")
    if searched := answer.searched:
        facts.append(
            f"Searched: {searched.passages:,} passages of {searched.documents:,} documents "
            f"(collection “{searched.collection}”, as it stood after change {searched.revision:,})"
        )
    if not isinstance(answer, Answer):
        written = "nobody; these are all passages on the topic, word for word"
    elif answer.model == "extractive":
        written = "nobody; every sentence is quoted word for word"
    else:
        written = f"the language model {answer.model}; each sentence was checked with its source"
    return (*facts, f"Written by: {written}")
