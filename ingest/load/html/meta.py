"""What a page says about itself: title, authors, date of publication, publisher, address."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from ingest.load import names
from ingest.load.html.tree import Element, texts
from rag.text.dates import csl_date, only_date
from rag.types import Properties

META, JSON_LD, TITLE, TIME = "HTML meta", "JSON-LD", "HTML title", "HTML time"
MAX_TITLE = 500
MAX_NAME = 200
MAX_AUTHORS = 50
MAX_URL = 2000
MAX_METAS = 2000
MAX_JSON = 300_000
MAX_SCRIPTS = 20
MAX_THINGS = 2000
ARTICLE = re.compile(r"(?i:article|posting|report|legislation|publication|book|thesis)$")
DATED = (
    "citation_publication_date citation_date dcterms.issued dc.date.issued dc.date "
    "article:published_time datepublished pubdate publishdate publish-date publication_date"
).split()
ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=$|[T\s])")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


@dataclass(slots=True)
class Said:
    """CSL fields in the making; what is said first counts."""

    csl: dict[str, object] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object, origin: str) -> None:
        """Take a field, unless there's nothing in it or it's known."""
        if value and name not in self.csl:
            self.csl[name], self.origins[name] = value, origin


def read_meta(root: Element, *, url: str = "", made_on: date | None = None) -> Properties:
    """Read a page's metadata. ``url`` is where the file itself says that it was saved from."""
    said = Said()
    metas = _metas(root)
    thing = _article(root)
    first_title = _text(root, "h1")
    _put_title(said, root, metas, thing, first_title)
    _put_authors(said, metas, thing)
    _put_date(said, root, metas, thing)
    publishers = _all(metas, "citation_publisher", "dc.publisher", "dcterms.publisher")
    said.put("publisher", _clean(next(publishers, ""), MAX_NAME), META)
    said.put("publisher", _name(thing.get("publisher")), JSON_LD)
    sites = _all(metas, "citation_journal_title", "og:site_name", "application-name")
    said.put("container-title", _clean(next(sites, ""), MAX_NAME), META)
    for language in (root.get("lang"), root.get("xml:lang"), *_all(metas, "content-language")):
        found = LANGUAGE.fullmatch((language or "").strip())
        said.put("language", found[0].replace("_", "-") if found else "", META)
    for link in root.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            said.put("URL", _url(link.get("href", "")), META)
    said.put("URL", next(filter(None, map(_url, _all(metas, "og:url"))), ""), META)
    said.put("URL", _url(url), "MHTML header")
    return Properties(said.csl, said.origins, made_on)


def _metas(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, meta in enumerate(root.iter("meta")):
        if number >= MAX_METAS:
            break
        for key in ("name", "property", "http-equiv", "itemprop"):
            called, content = meta.get(key, "").strip().lower(), meta.get("content", "").strip()
            if called and content:
                found.setdefault(called, []).append(content)
    return found


def _all(metas: Mapping[str, list[str]], *names: str) -> Iterator[str]:
    for name in names:
        yield from metas.get(name, ())


def _put_title(
    said: Said, root: Element, metas: Mapping[str, list[str]], thing: Mapping[str, object], h1: str
) -> None:
    for title in _all(metas, "citation_title", "dc.title", "dcterms.title", "og:title"):
        said.put("title", _title(title), META)
    said.put("title", _title(thing.get("headline")), JSON_LD)
    title = _title(_text(root, "title"))
    if h1 and title.startswith(h1):  # the site's name is put behind it
        title = _title(h1)
    said.put("title", title, TITLE)
    said.put("title", _title(h1), "first heading")


def _put_authors(said: Said, metas: Mapping[str, list[str]], thing: Mapping[str, object]) -> None:
    for called in (("citation_author",), ("dc.creator", "dcterms.creator"), ("author",)):
        said.put("author", _people(_all(metas, *called)), META)
    listed = thing.get("author")
    said.put("author", _people(listed if isinstance(listed, list) else [listed]), JSON_LD)


def _put_date(
    said: Said, root: Element, metas: Mapping[str, list[str]], thing: Mapping[str, object]
) -> None:
    for value in _all(metas, *DATED):
        said.put("issued", _issued(value), META)
    said.put("issued", _issued(thing.get("datePublished")), JSON_LD)
    times = list(itertools.islice(root.iter("time"), MAX_METAS))
    for time in times:
        if time.get("itemprop", "").lower() == "datepublished" or time.get("pubdate") is not None:
            said.put("issued", _issued(time.get("datetime") or time.text or ""), META)
    stated = [time.get("datetime", "") for time in times]
    if len(set(stated)) == 1 and not times[0].get("itemprop"):  # the page's own, not a list's
        said.put("issued", _issued(stated[0]), TIME)


def _issued(value: object) -> dict[str, object]:
    """Give a date as CSL has it, or nothing where it isn't one."""
    if not isinstance(value, str) or len(value) > 60:
        return {}
    if (iso := ISO.match(value.strip())) is None:
        parts = only_date(value)
        return csl_date(parts) if parts else {}
    numbers = [int(part) for part in iso.groups() if part]
    try:
        date(*[*numbers, 1, 1][:3])
    except ValueError:
        return {}
    return csl_date(tuple(numbers)) if numbers[0] >= 1000 else {}


def _title(value: object) -> str:
    return names.title(_clean(value, MAX_TITLE)) or ""


def _clean(value: object, limit: int) -> str:
    if not isinstance(value, str):
        return ""
    return " ".join(value[: 4 * limit].split())[:limit].strip()


def _people(listed: Iterable[object]) -> list[dict[str, str]]:
    """Give the authors that are said: as text, or as JSON-LD's things with names of their own."""
    found: list[dict[str, str]] = []
    for one in itertools.islice(listed, MAX_AUTHORS):
        family, given = (
            _clean(one.get(part), 99) if isinstance(one, dict) else ""
            for part in ("familyName", "givenName")
        )
        person = {"family": family, "given": given}
        found += [person] if family and given else names.authors(_name(one))
    return [one for i, one in enumerate(found[:MAX_AUTHORS]) if one not in found[:i]]


def _name(thing: object) -> str:
    if isinstance(thing, list):
        thing = thing[0] if thing else ""
    return _clean(thing.get("name") if isinstance(thing, dict) else thing, MAX_NAME)


def _url(value: str) -> str:
    """Give an address of the web, or nothing. It's only shown, never fetched."""
    value = value.strip()
    if len(value) > MAX_URL or not value.isascii() or re.search(r"[\s\x00-\x1f<>\"]", value):
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    fine = parts.scheme in ("http", "https") and parts.netloc and "@" not in parts.netloc
    return value if fine else ""


def _text(root: Element, tag: str) -> str:
    element = next(root.iter(tag), None)
    if element is None:
        return ""
    text = element.text if tag == "title" else "".join(texts(element))
    return " ".join((text or "")[: 4 * MAX_TITLE].split())


def _article(root: Element) -> Mapping[str, object]:
    """Give what JSON-LD says of the page: of the article if there's one, else of the web page."""
    page: Mapping[str, object] = {}
    for thing in _things(root):
        kinds = thing.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and ARTICLE.search(kind) for kind in kinds):
            return thing
        if "WebPage" in kinds and not page:
            page = thing
    return page


def _things(root: Element) -> Iterator[Mapping[str, object]]:
    scripts = (s for s in root.iter("script") if "ld+json" in s.get("type", "").lower())
    seen = 0
    for _, script in zip(range(MAX_SCRIPTS), scripts, strict=False):
        text = script.text or ""
        if len(text) > MAX_JSON:
            continue
        try:
            waiting = [json.loads(text)]
        except (ValueError, RecursionError):
            continue
        while waiting and seen < MAX_THINGS:
            thing = waiting.pop(0)
            seen += 1
            if isinstance(thing, list):
                waiting.extend(thing[:MAX_THINGS])
            elif isinstance(thing, dict):
                yield thing
                waiting.extend(thing[key] for key in ("@graph", "mainEntity") if key in thing)
