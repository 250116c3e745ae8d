"""The title page read, and weighed against what the file's properties say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from statistics import median

from ingest.title_page.lines import MAX_PAGES, Line, front_lines
from ingest.title_page.published import date_of_publication
from ingest.title_page.titled import GENRE_ALONE, title_of
from ingest.title_page.written_by import Writers, is_body, writers_of
from rag.text.dates import csl_date
from rag.types import TITLE_PAGE, Document, Finding, Properties

MAX_HEAD = 12_000
"""Letters of the first pages."""
MAX_SPELT = 200
COMPANY = re.compile(r"\b(?:inc|ltd|limited|llc|llp|plc|corp|gmbh|s\.a)\b", re.IGNORECASE)
"""Who holds the licence of a program, as like as not."""


WEAK = ("properties", "HTML meta")
"""Origins that programs and templates fill in as well as people, by how they end."""


def with_title_page(document: Document, *, web: bool) -> Document:
    """Add what the first pages say to the document's properties, marked as read from there.

    Who is named there as the author counts more than the properties, and a title set in
    large type more than one that stands nowhere on the page. The one person whom a file's
    properties name is the author only if the pages name them too: it is whose computer it was.
    ``web`` says that it's a web page, whose own data say what it is called and whose it is.
    """
    said, lines, head = document.properties, front_lines(document), _head(document)
    csl = dict(said.csl)
    findings = list(document.findings)
    if doubted := _doubted(said, head):
        del csl["author"]
    writers = writers_of(lines, with_bodies=not web)
    read = {
        name: _spelt_in(value, document)
        for name, value in _writing(writers, csl, weak=_is_weak(said, "author")).items()
    }
    if "issued" not in csl and (dated := date_of_publication(lines, "" if web else head)):
        read["issued"] = csl_date(dated.parts)
    may_title = not web and _is_weak(said, "title")
    if may_title and (title := _title(document, lines, writers.lines, head)):
        read["title"] = title
    csl |= read
    if doubted and "author" not in csl:
        message = f"the {said.origins.get('author')} name {doubted}, but the first pages don't"
        findings.append(Finding("missing", f"{message}: no author is taken from there"))
    origins = {name: TITLE_PAGE if name in read else said.origins.get(name, "") for name in csl}
    properties = replace(said, csl=csl, origins=origins)
    return replace(document, properties=properties, findings=tuple(findings))


def _is_weak(said: Properties, name: str) -> bool:
    return name not in said.csl or said.origins.get(name, "").endswith(WEAK)


def _writing(writers: Writers, csl: Mapping[str, object], *, weak: bool) -> dict[str, object]:
    """Give authors and publisher as far as the page knows them better. ``weak`` is what's known."""
    people = any("family" in one for one in _listed(csl))
    made: dict[str, object] = {}
    if writers.authors and weak and (writers.named or not people):
        made["author"] = writers.authors
    elif writers.authors and not writers.named:
        made["publisher"] = writers.authors[0]["literal"]
    if writers.publisher:
        made["publisher"] = writers.publisher
    if "publisher" in csl:
        made.pop("publisher", None)
    return made


def _title(document: Document, lines: tuple[Line, ...], taken: set[int], head: str) -> str:
    """Give the page's title; "" where the properties' own stands there, or nothing is sure."""
    said = str(document.properties.csl.get("title", ""))
    if _stands_in(said, head) and not is_body(said) and not GENRE_ALONE.fullmatch(said):
        return ""
    title, sure = title_of(lines, taken, head, _body_size(document), named=bool(said))
    if not title or not (sure or (said and _letters(title) in _letters(said))):
        return ""
    return _spelt(title, document, said)


def _stands_in(title: str, head: str) -> bool:
    """Say whether the head has a title's words, and not one that goes on where this one ends."""
    words = r"\W+".join(map(re.escape, re.findall(r"\w+", title)))
    return bool(words) and re.search(rf"\b{words}\b", head, re.IGNORECASE) is not None


def _doubted(said: Properties, head: str) -> str:
    """Give the one person, or company, of the properties whom the first pages don't name, or ""."""
    authors = _listed(said.csl)
    if len(authors) != 1 or not _is_weak(said, "author"):
        return ""
    literal, family = authors[0].get("literal", ""), authors[0].get("family", "")
    whole = literal or f"{authors[0].get('given', '')} {family}".strip()
    account = bool(family) or (" " not in literal and not literal.isupper())
    named = re.search(rf"\b{re.escape(family or literal)}\b", head, re.IGNORECASE)
    return whole if (account or COMPANY.search(literal)) and not named else ""


def _listed(csl: Mapping[str, object]) -> list[dict[str, str]]:
    authors = csl.get("author")
    return authors if isinstance(authors, list) else []


def _head(document: Document) -> str:
    pages = document.source_map.pages
    last = [page.end for page in pages if page.number <= pages[0].number + MAX_PAGES]
    return document.text[: min(max(last, default=MAX_HEAD), MAX_HEAD)]


def _body_size(document: Document) -> float:
    words = document.source_map.words
    step = 6 * max(1, len(words) // 6 // 2000)
    heights = [words[n + 5] - words[n + 3] for n in range(0, len(words), step)]
    return median(heights) / 10 if heights else 0.0


def _spelt_in(value: object, document: Document) -> object:
    """Spell a publisher's name, or those of authors, as the text does: each part of a body."""
    if isinstance(value, str):
        return ", ".join(_spelt(part, document) for part in value.split(", "))
    names = value if isinstance(value, list) else []
    return [{part: _spelt_in(text, document) for part, text in one.items()} for one in names]


def _spelt(text: str, document: Document, also: str = "") -> str:
    """Spell what is set in capitals, or with gaps in its words, as the text itself spells it."""
    if not text.isupper() or " " not in text or len(text) > MAX_SPELT:
        return text
    letters = [re.escape(letter) for letter in text if not letter.isspace()]
    pattern = re.compile(r"\s{0,2}".join(letters), re.IGNORECASE)
    for match in islice(pattern.finditer(f"{also}\n{document.text}"), 50):
        words = match[0].split()
        long = [word for word in words if len(word) > 3]
        if not match[0].isupper() and all(word[0].isupper() for word in long):
            return " ".join(words)
    return text


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
