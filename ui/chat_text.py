"""An answer as one text, for chats and agents: statements with numbers, then numbered sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.types import Answer, Citation, Everything, Statement
from ui.display import headline, place_text


def chat_text(found: Answer | Everything) -> str:
    """Write an answer for a chat: its statements with numbers, then the numbered sources."""
    return "\n\n".join(chat_parts(found))


def chat_parts(found: Answer | Everything) -> list[str]:
    """Give the paragraphs of `chat_text`."""
    if isinstance(found, Everything):
        lines = [found.reason or f"{len(found.citations)} passages speak of this."]
        return [*lines, *_numbered(found.citations, quoted=True)]
    numbers = {one.key: n for n, one in enumerate(found.citations, start=1)}
    parts = [] if found.status == "answered" else [headline(found)]
    if found.status != "answered" and found.reason:
        parts.append(found.reason)
    parts += [_plain(f"{fact.title}: {fact.name}: {fact.value}") for fact in found.facts]
    parts += [statement_text(statement, numbers) for statement in found.statements]
    if found.citations and found.status == "answered":
        parts.append("Sources")
        parts += _numbered(found.citations)
    elif found.nearest:
        parts.append("What came closest:")
        parts += _numbered(found.nearest, quoted=True)
    return parts


def statement_text(statement: Statement, numbers: Mapping[str, int]) -> str:
    """Write a statement with the numbers of its sources, found by the citations' keys."""
    marks = "".join(f"[{numbers[key]}]" for key in statement.citations if key in numbers)
    verbatim = statement.verdict == "verbatim"
    said = f"“{_plain(statement.text)}”" if verbatim else _plain(statement.text)
    doubt = "" if verbatim or statement.verdict == "supported" else f" ({statement.verdict})"
    return f"{said}{doubt} {marks}".rstrip()


def _numbered(citations: Sequence[Citation], *, quoted: bool = False) -> list[str]:
    rows = []
    for number, one in enumerate(citations, start=1):
        quote = f" “{_plain(one.quote)}”" if quoted else ""
        rows.append(f"[{number}] {_plain(one.title)}, {place_text(one)}.{quote}")
    return rows


def _plain(text: str) -> str:
    """Write a document's words for a client that shows Markdown: on one line, and as they are.

    A picture or a link in them would be fetched, or followed, by whoever reads the answer. The
    exact words stand in `citations`.
    """
    return " ".join(text.split()).translate(_MARKUP)


_MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "[<`"})
