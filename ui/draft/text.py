"""Drafts in Markdown and plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.load.text.decode import decode
from ingest.load.text.markdown import FRONT_MATTER
from ingest.load.text.plain import layout
from rag.checking.draft_text import Draft, PartKind
from ui.draft.parts import Builder

if TYPE_CHECKING:
    from markdown_it.token import Token

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]{1,80})\]:[ \t]?(.*)$")
_MARK = re.compile(
    r"\[\^([^\]\s]{1,80})\]|\^\[([^\[\]]{1,2000}(?:\[[^\[\]]{0,400}\][^\[\]]{0,2000})*)\]"
)
_NUMBERED = re.compile(r"^\[(\d{1,4})\]\s+(?=\S)")
_NUMBER = re.compile(r"(?<=[\w.,;:!?”\"’')])\[(\d{1,4})\]")


def read_text(path: Path, data: bytes) -> Draft:
    """Read a draft's bytes. Raises `LoadError` when they're no text."""
    text = decode(data)[0].replace("\r\n", "\n").replace("\r", "\n")
    return _plain(text) if path.suffix.lower() == ".txt" else _markdown(text)


# --- Markdown ---------------------------------------------------------------------------------


def _markdown(text: str) -> Draft:
    from markdown_it import MarkdownIt

    hidden = FRONT_MATTER.match(text)
    if hidden:
        text = re.sub(r"[^\n]", " ", hidden[0]) + text[hidden.end() :]
    text, notes = _without_notes(text)
    parser = MarkdownIt("commonmark").enable("table")
    builder = Builder()
    for kind, line, words in _pieces(parser.parse(text)):
        _add(builder, kind, words, line)
    for name, line, words in notes:
        tokens = parser.parseInline(words)
        inner = "".join(_inline(token.children or ()) for token in tokens)
        builder.add("note", inner, line=line, note=name)
    return builder.draft()


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[PartKind, int | None, str]]:
    """Give kind, line and words of each block; a block quotation's paragraphs are one."""
    kind: PartKind = "paragraph"
    quoted: list[tuple[int | None, str]] = []
    depth = 0
    for token in tokens:
        if token.type in _KINDS:
            kind = _KINDS[token.type]
        elif token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
            if not depth and quoted:
                yield "quote", quoted[0][0], "\n".join(words for _, words in quoted)
                quoted = []
        elif token.type == "inline":
            piece = (token.map[0] + 1 if token.map else None, _inline(token.children or ()))
            if depth:
                quoted.append(piece)
            else:
                yield kind, *piece


_KINDS: dict[str, PartKind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "table_open": "other",
}


def _without_notes(text: str) -> tuple[str, list[tuple[str, int, str]]]:
    """Take the definitions of footnotes out; lines keep their numbers."""
    lines = text.split("\n")
    notes: list[tuple[str, int, list[str]]] = []
    is_open = fenced = False
    for n, line in enumerate(lines):
        if re.match(r" {0,3}(?:```|~~~)", line):
            fenced, is_open = not fenced, False
        match = None if fenced else _DEFINITION.match(line)
        if match:
            notes.append((match[1], n + 1, [match[2]]))
            is_open = True
        elif is_open and line.strip() and (line[:1] in " \t" or lines[n - 1].strip() == ""):
            if line[:1] not in " \t":
                is_open = False
                continue
            notes[-1][2].append(line.strip())
        elif is_open and line.strip():
            notes[-1][2].append(line.strip())
        else:
            continue
        lines[n] = ""
        if n + 1 < len(lines) and not lines[n + 1].strip():
            following = next((one for one in lines[n + 1 :] if one.strip()), "")
            is_open = following.startswith(("    ", "\t"))
    return "\n".join(lines), [(name, line, "\n".join(words)) for name, line, words in notes]


def _inline(tokens: Sequence[object]) -> str:
    """Give the words of a line of Markdown, without the marks for bold, links and the like."""
    words = []
    for token in tokens:
        kind, content = getattr(token, "type", ""), getattr(token, "content", "")
        if kind in ("softbreak", "hardbreak"):
            words.append("\n")
        elif kind in ("text", "code_inline", "text_special"):
            words.append(content)
    return "".join(words)


def _add(builder: Builder, kind: PartKind, text: str, line: int | None) -> None:
    """Add a part, the marks of its notes taken out of its text."""
    kept, marks, inline = [], [], []
    at = length = 0
    for n, match in enumerate(_MARK.finditer(text)):
        kept.append(text[at : match.start()])
        length += match.start() - at
        at = match.end()
        name = match[1] or f"inline {line} {n} {match.start()}"
        marks.append((length, name))
        if match[2]:
            inline.append((name, match[2]))
    kept.append(text[at:])
    words = "".join(kept)
    if words.strip() or marks:
        builder.add(kind, words, line=line, marks=tuple(marks))
    for name, note in inline:
        builder.add("note", note, line=line, note=name)


# --- plain text -------------------------------------------------------------------------------


def _plain(text: str) -> Draft:
    builder = Builder()
    blocks, _ = layout(text)
    names = {m[1] for block in blocks if (m := _NUMBERED.match(block.lines[0].text))}
    starts = _line_starts(text)
    for block in blocks:
        lines = [line.text for line in block.lines]
        line = _line_at(starts, block.lines[0].start)
        numbered = _NUMBERED.match(lines[0])
        defined = _DEFINITION.match(lines[0])
        if numbered or defined:
            name = (numbered or defined)[1]  # type: ignore[index]
            head = defined[2] if defined else lines[0][numbered.end() :]  # type: ignore[union-attr]
            builder.add("note", "\n".join([head, *lines[1:]]), line=line, note=name)
        elif all(one.startswith(">") for one in lines):
            words = "\n".join(one.lstrip("> ") for one in lines)
            _add(builder, "quote", _named(words, names), line)
        else:
            kind: PartKind = "heading" if block.kind == "heading" else "paragraph"
            words = "\n".join(lines)[block.marker :]
            _add(builder, kind, _named(words, names), line)
    return builder.draft()


def _named(text: str, names: set[str]) -> str:
    """Write the numbers of notes as Markdown does, those that a note has."""
    return _NUMBER.sub(lambda m: f"[^{m[1]}]" if m[1] in names else m[0], text)


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _line_at(starts: Sequence[int], at: int) -> int:
    return bisect_right(starts, at)
