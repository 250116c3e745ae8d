"""Citations in a draft: which documents of the corpus they name, and which pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rag.checking.draft_text import Draft
from rag.citations.reference_formats import date_parts
from rag.text.tokens import tokens
from rag.types import Source, Span

TITLE_WORDS = 3
"""Words of a title, in order, that name it; the whole where it's shorter."""
MOST = 5_000
"""Citations of a draft that are read."""
BEFORE = 80
"""Characters in front of "(2015, p. 4)" in which its author is named."""
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)[a-z]?\b|\bn\.\s?d\.")
_LABEL = r"(\d{1,4}|[ivxlc]{1,7})"
_RANGE = rf"{_LABEL}(?:\s?[-\u2013\u2014]\s?{_LABEL})?"
_PAGE = re.compile(
    rf"\b(?:pp?\.|pp?(?=\s?\d)|pages?\b)\s?{_RANGE}\b((?:\s?,\s?{_RANGE}\b)*)", re.IGNORECASE
)
_MORE = re.compile(_RANGE)
_AFTER_YEAR = re.compile(
    rf"(?:\b\d{{4}}[a-z]?|n\.\s?d\.)\s?[,:]\s?{_RANGE}\b(?!\s?[a-z])", re.IGNORECASE
)
_LAST = re.compile(rf"[,):]\s?{_RANGE}\s?\.?\s*$", re.IGNORECASE)
_ONLY = re.compile(rf"\s*{_RANGE}\s*", re.IGNORECASE)
_KEY = re.compile(r"@\{?([\w][\w:.#$%&+?<>~/-]{0,80}[\w]|\w)\}?")
_ROUND = re.compile(r"\(([^()]{1,240})\)")
_SQUARE = re.compile(r"\[([^\[\]]{0,240}@[^\[\]]{1,240})\]|@[\w:.-]{1,80}\w\s?\[([^\[\]]{1,80})\]")
_NAMED_YEAR = re.compile(
    r"\s*(?:see |cf\. |e\.g\.,? )?[A-Z][^\d]{1,100}?,?\s(?:\d{4}[a-z]?|n\.\s?d\.)"
    r"(?:\s?[,:;].{0,60})?\s*"
)
_IBID = re.compile(r"\s*(?:ibid|ibidem|id|op\. cit)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """One work that a citation names. ``documents`` is empty where it isn't of the corpus.

    ``pages`` are first and last labels as written; ``bare`` says that it names no work.
    """

    documents: tuple[str, ...] = ()
    pages: tuple[tuple[str, str], ...] = ()
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A citation: its characters in the draft (of a note: of its mark), and what it names."""

    span: Span
    works: tuple[Named, ...]
    text: str

    @property
    def documents(self) -> frozenset[str]:
        """The documents of the corpus that it names."""
        return frozenset(name for work in self.works for name in work.documents)


class Works:
    """The documents of a corpus by what a citation may call them."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Read the names, years and titles of the sources once."""
        self._known = [_Work(source) for source in sources]

    def named(self, text: str) -> tuple[str, ...]:
        """Give the ids of the documents that a citation names; none where it isn't clear."""
        keys = {_letters(key) for key in _KEY.findall(text)}
        if keys:
            return tuple(work.id for work in self._known if _letters(work.id) in keys)
        scores = [(work.score(text), work.id) for work in self._known]
        best = max((score for score, _ in scores), default=0)
        return tuple(name for score, name in scores if score == best) if best >= 2 else ()

    def speaks(self, text: str) -> bool:
        """Say whether words are no more than a name of one of the documents' authors."""
        return any(work.says(text) for work in self._known)


class _Work:
    def __init__(self, source: Source) -> None:
        self.id = source.id
        self.names = _names(source)
        fields = ("issued", "event-date", "original-date")
        dates = filter(None, (date_parts(source.csl.get(field)) for field in fields))
        self.years = {str(parts[0][0]) for parts in dates}
        self.years |= set(re.findall(r"(?:1[5-9]|20)\d\d", source.id))
        title = [t.word for t in tokens(str(source.csl.get("title") or ""))]
        self.title = title[:TITLE_WORDS] if len(title) > TITLE_WORDS else title

    def score(self, text: str) -> int:
        if re.search(rf"(?<![\w-]){re.escape(self.id)}(?![\w-])", text):
            return 10
        author = self.says(text)
        words = [t.word for t in tokens(text)]
        size = len(self.title)
        titled = size >= 2 and any(
            words[n : n + size] == self.title for n in range(len(words) - size + 1)
        )
        if not (author or titled):
            return 0
        years = {match[1] for match in _YEAR.finditer(text) if match[1]}
        dated = 0 if not years or not self.years else (1 if years & self.years else -1)
        return 2 * author + 3 * titled + dated

    def says(self, text: str) -> bool:
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in self.names)


def _names(source: Source) -> frozenset[str]:
    """Give what an author is called: family names, bodies in full, without "(PIPS)", and so."""
    found: set[str] = set()
    for person in source.authors:
        body = str(person.get("literal") or "")
        short = re.findall(r"\(([^()]+)\)", body)
        plain = " ".join(re.sub(r"\([^()]*\)", " ", body).split())
        initials = "".join(w[0] for w in plain.split() if w[0].isupper())
        found |= {str(person.get("family") or ""), plain, *short}
        found |= {initials} if len(initials) > 2 else set()
    return frozenset(name for name in found if len(name) > 1)


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def references(draft: Draft, works: Works) -> tuple[Reference, ...]:
    """Give the citations of a draft in order, those in notes at the places of their marks.

    "Ibid." and a page alone stand for the work before.
    """
    found = sorted(islice(_all(draft, works), MOST), key=lambda one: (one.span.start, one.span.end))
    last: tuple[str, ...] = ()
    filled = []
    for one in found:
        parts = []
        for work in one.works:
            last = last if work.bare else work.documents
            parts.append(replace(work, documents=last))
        filled.append(replace(one, works=tuple(parts)))
    return tuple(filled)


def _all(draft: Draft, works: Works) -> Iterator[Reference]:
    marks: dict[int, list[int]] = {}
    for mark in draft.marks:
        marks.setdefault(mark.note, []).append(mark.at)
    for index, part in enumerate(draft.parts):
        text = draft.part_text(part)
        if part.kind in ("paragraph", "quote"):
            yield from _inline(text, part.start, works)
        if part.kind == "note" and (named := _named(text, works, note=True)):
            said = " ".join(text.split())
            yield from (Reference(Span(at, at), named, said) for at in marks.get(index, ()))
            yield Reference(Span(part.start, part.end), named, said)


def _inline(text: str, offset: int, works: Works) -> Iterator[Reference]:
    taken: list[Span] = []
    for match in _SQUARE.finditer(text):
        span = Span(match.start(), match.end())
        taken.append(span)
        yield _reference(match, offset, _named(match.group(), works))
    for match in _ROUND.finditer(text):
        if any(span.overlaps(Span(*match.span())) for span in taken):
            continue
        inside = match[1]
        if _YEAR.match(inside.strip()) or _page_only(inside):
            named = _after_name(inside, text[max(0, match.start() - BEFORE) : match.start()], works)
        elif works.named(inside) or _IBID.match(inside) or _NAMED_YEAR.fullmatch(inside):
            named = _named(inside, works)
        else:
            continue
        yield _reference(match, offset, named)


def _reference(match: re.Match[str], offset: int, named: tuple[Named, ...]) -> Reference:
    return Reference(Span(offset + match.start(), offset + match.end()), named, match.group())


def _page_only(inside: str) -> bool:
    plain = re.sub(r"(?i)\b(?:pp?|paras?|pages?|paragraphs?)\b\.?|¶", "", inside)
    return re.fullmatch(
        rf"\s*{_RANGE}(?:[\s,]+{_RANGE})*\s*", plain, re.IGNORECASE
    ) is not None and any(c.isdigit() for c in inside)


def _after_name(inside: str, before: str, works: Works) -> tuple[Named, ...]:
    """Read "(2015, p. 4)" and "(p. 4)": the author is named in the words before, or was cited."""
    sentence = re.split(r"[.!?][\"”’']?\s", before)[-1]
    dated = _YEAR.search(inside) is not None
    pages = _pages(inside, note=False)
    if not dated and not pages and (only := _ONLY.fullmatch(inside)):
        pages = ((only[1], only[2] or only[1]),)
    documents = works.named(f"{sentence} {inside}") if dated else ()
    return (Named(documents, pages, bare=not dated),)


def _named(text: str, works: Works, *, note: bool = False) -> tuple[Named, ...]:
    found: list[Named] = []
    for piece in text.split(";"):
        pages = _pages(piece, note=note)
        bare = _IBID.match(piece) is not None
        documents = () if bare else works.named(piece)
        named = documents or _YEAR.search(piece) or _KEY.search(piece)
        if named or bare or pages:
            follows = bool(found) and not named and len(piece.split()) <= 4
            found.append(Named(documents, pages, bare=bare or follows))
    return tuple(found)


def _pages(text: str, *, note: bool) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for match in _PAGE.finditer(text):
        found.append((match[1], match[2] or match[1]))
        found += [(more[1], more[2] or more[1]) for more in _MORE.finditer(match[3] or "")]
    plain = _AFTER_YEAR.search(text) or (_LAST.search(text) if note or "@" in text else None)
    if not found and plain and not _YEAR.fullmatch(plain[1]):
        found.append((plain[1], plain[2] or plain[1]))
    return tuple(found)
