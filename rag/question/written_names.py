"""Names of documents as they are written in the catalogue: files, titles, names of bodies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rag.question.catalogue_names import LOOSELY, Name, folded, noun_of, stems_of
from rag.question.name_index import Catalogue
from rag.text.stopwords import WORD
from rag.types import Span

Begins = Callable[[str], Sequence[str]]
DEFINITE = re.compile(
    r"\b(?:the|this|that|your|our|my)\s+(?:(?:1[5-9]|20)\d\d\s+)?[“\"‘']?$", re.IGNORECASE
)
_QUOTED = re.compile(r"[“\"‘«]([^“”\"«»]{3,300})[”\"’»]")


def files(text: str, catalogue: Catalogue, _begins: Begins) -> Iterator[Name]:
    """Find names of files."""
    low = text.lower()
    for document, name in catalogue.index.in_files(low):
        for file in name.files:
            at = low.find(file) if len(file) > 3 and not file.isalpha() else -1
            if (
                at >= 0
                and not re.search(r"[\w-]$", low[:at])
                and not re.match(r"[\w-]", low[at + len(file) :])
            ):
                yield Name(Span(at, at + len(file)), (document,))
                break


def quoted_titles(text: str, catalogue: Catalogue, _begins: Begins) -> Iterator[Name]:
    """Find whole titles in quote marks."""
    for match in _QUOTED.finditer(text):
        title = folded(match[1])
        if same := tuple(one for one, _ in catalogue.index.written(title)):
            yield Name(Span(*match.span()), same)


def whole_names(text: str, catalogue: Catalogue, _begins: Begins) -> Iterator[Name]:
    """Find whole titles and whole names of bodies; in small letters titles of three words only."""
    words = [(m, stems[0]) for m in WORD.finditer(text) if (stems := stems_of(m.group()))]
    sequence = [stem for _, stem in words]
    found: dict[Span, list[str]] = {}
    for document, name in catalogue.index.sharing(catalogue.shares):
        for whole, title in ((name.title, True), *((body, False) for body in name.bodies)):
            if len(whole) < 2 or not set(whole) <= catalogue.shares.keys():
                continue
            for at in range(len(sequence) - len(whole) + 1):
                if tuple(sequence[at : at + len(whole)]) != whole:
                    continue
                span = Span(words[at][0].start(), words[at + len(whole) - 1][0].end())
                capitals = all(m.group()[0].isupper() for m, _ in words[at : at + len(whole)])
                literal = len(whole) > 2 and folded(text[span.start : span.end]) == name.written
                if capitals or (title and literal):
                    found.setdefault(with_article(text, span), []).append(document)
    for span, documents in found.items():
        yield Name(span, tuple(dict.fromkeys(documents)))


def with_article(text: str, span: Span) -> Span:
    """Take the article before a name and the word for a document behind it along."""
    before = DEFINITE.search(text[: span.start])
    behind = re.match(r"[”\"’']?(?:['’]s)?\s+([^\W\d_]+)", text[span.end :])
    called = behind and (noun_of(behind[1]) or (before and behind[1].lower() in LOOSELY))
    end = span.end + behind.end() if behind and called else span.end
    return Span(before.start() if before else span.start, end)
