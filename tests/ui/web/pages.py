"""What the tests of the page share: small documents, and a reader of the HTML made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from rag.types import Block, Citation, Document, Page, Source, SourceMap, Span

VOID = {"br", "img", "input", "link", "meta", "hr"}


@dataclass
class Read:
    """A piece of HTML as a browser would take it: its elements, and the text in them."""

    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str | None]] = field(default_factory=list)
    text: str = ""
    marked: list[str] = field(default_factory=list)
    classes: list[list[str]] = field(default_factory=list)

    def markers(self) -> list[str]:
        """The ids of the markers, in order."""
        return [name for names in self.classes for name in names if name.startswith("c-")]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read, self.open = Read(), list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.tags.append(tag)
        self.read.attributes += attrs
        self.read.classes.append((dict(attrs).get("class") or "").split())
        if tag not in VOID:
            self.open.append(tag)
        if tag == "mark":
            self.read.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.read.text += data
        if "mark" in self.open:
            self.read.marked[-1] += data


def read(html: str) -> Read:
    """Parse a piece of HTML; fails when its elements aren't properly nested."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.read


def make_document(*paragraphs: str, title: str = "A brief", file: str = "brief.txt") -> Document:
    """Make a document whose blocks are a heading, then the paragraphs; one page, inferred."""
    text, blocks = title, [Block("heading", 0, len(title), 1)]
    for number, paragraph in enumerate(paragraphs, start=1):
        start = len(text) + 2
        text += f"\n\n{paragraph}"
        blocks.append(Block("paragraph", start, len(text), 0, number, (title,)))
    return Document(
        id="brief",
        file=file,
        text=text,
        raw_hash="0" * 64,
        source=Source("brief", {"title": title, "author": [{"literal": "An institute"}]}),
        source_map=SourceMap("utf-8", (), (Page(1, 0, len(text), inferred=True),)),
        blocks=tuple(blocks),
        sentences=tuple(Span(block.start, block.end) for block in blocks[1:]),
    )


def cite(document: Document, start: int, end: int, key: str = "1") -> Citation:
    """Cite a range of a document."""
    block = document.block_at(start)
    return Citation(
        key=key,
        document_id=document.id,
        file=document.file,
        content_hash=document.content_hash,
        passage_id=f"{document.id}@{document.content_hash[:12]}:{start}-{end}",
        start=start,
        end=end,
        quote=document.text[start:end],
        title=document.source.title,
        source=document.source,
        page=document.page_at(start),
        paragraph=block.paragraph if block else None,
        heading_path=block.heading_path if block else (),
    )


def cite_words(document: Document, words: str, key: str = "1") -> Citation:
    """Cite the first place where the words stand."""
    start = document.text.index(words)
    return cite(document, start, start + len(words), key)
