"""What a page says about itself: title, authors, date of publication, publisher, address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from ingest.load.html.tree import Element, texts
from rag.types import Properties

META, JSON_LD, TITLE = "HTML meta", "JSON-LD", "HTML title"
MAX_TITLE = 500
MAX_NAME = 200
MAX_AUTHORS = 50
MAX_URL = 2000
MAX_METAS = 2000
MAX_JSON = 300_000
MAX_SCRIPTS = 20
MAX_THINGS = 2000
JUNK = frozenset(
    "untitled|untitled document|untitled page|document|home|home page|homepage|index|new page 1|"
    "new page|no title|page|admin|administrator|user|author|webmaster|editor|unknown|none|null|"
    "default|root|system|anonymous".split("|")
)
JUNK_TITLE = re.compile(r"microsoft word - |.*\.(?:docx?|html?|pdf|indd)$", re.IGNORECASE)
ARTICLE = re.compile(r"(?i:article|posting|report|legislation|publication|book|thesis)$")
MONTHS = "january february march april may june july august september october november december"
MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in MONTHS.split())
ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?=$|[T\s])")
DAY_FIRST = re.compile(rf"(?i)(\d{{1,2}})(?:st|nd|rd|th)?\s+({MONTH})\.?,?\s+(\d{{4}})$")
MONTH_FIRST = re.compile(rf"(?i)({MONTH})\.?\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?,\s+)?(\d{{4}})$")
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
    for names in (("citation_author",), ("dc.creator", "dcterms.creator"), ("author",)):
        authors = [_author(name) for name in _all(metas, *names)]
        said.put("author", _distinct(authors), META)
    listed = thing.get("author")
    people = listed if isinstance(listed, list) else [listed]
    said.put("author", _distinct([_person(one) for one in people[:MAX_AUTHORS]]), JSON_LD)


def _put_date(
    said: Said, root: Element, metas: Mapping[str, list[str]], thing: Mapping[str, object]
) -> None:
    names = "citation_publication_date citation_date dcterms.issued dc.date.issued dc.date".split()
    names += ["article:published_time", "datepublished"]
    for value in _all(metas, *names):
        said.put("issued", _issued(value), META)
    said.put("issued", _issued(thing.get("datePublished")), JSON_LD)
    for time in root.iter("time"):
        if time.get("itemprop", "").lower() == "datepublished" or time.get("pubdate") is not None:
            said.put("issued", _issued(time.get("datetime") or time.text or ""), META)


def _issued(value: object) -> dict[str, object]:
    """Give a date as CSL has it, or nothing where it isn't one."""
    if not isinstance(value, str) or len(value) > 60:
        return {}
    value = value.strip()
    parts: list[str] = []
    if match := ISO.match(value):
        parts = [part for part in match.groups() if part]
    elif match := DAY_FIRST.match(value):
        parts = [match[3], _month(match[2]), match[1]]
    elif match := MONTH_FIRST.match(value):
        parts = [match[3], _month(match[1]), *([match[2]] if match[2] else [])]
    numbers = [int(part) for part in parts]
    try:
        date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return {}
    return {"date-parts": [numbers]} if numbers[0] >= 1000 else {}


def _month(name: str) -> str:
    return str([one[:3] for one in MONTHS.split()].index(name[:3].lower()) + 1)


def _title(value: object) -> str:
    title = _clean(value, MAX_TITLE)
    return "" if JUNK_TITLE.match(title) else title


def _clean(value: object, limit: int) -> str:
    if not isinstance(value, str):
        return ""
    text = " ".join(value[: 4 * limit].split())[:limit].strip()
    return "" if text.lower() in JUNK else text


def _author(name: str) -> dict[str, str]:
    name = _clean(name, MAX_NAME)
    family, comma, given = name.partition(",")
    if comma and family.strip() and given.strip() and "," not in given and len(given.split()) <= 4:
        return {"family": family.strip(), "given": given.strip()}
    return {"literal": name} if name and "://" not in name else {}


def _person(one: object) -> dict[str, str]:
    if isinstance(one, dict):
        family, given = _clean(one.get("familyName"), 99), _clean(one.get("givenName"), 99)
        if family and given:
            return {"family": family, "given": given}
    name = _name(one)
    return {"literal": name} if name and "://" not in name else {}


def _distinct(authors: list[dict[str, str]]) -> list[dict[str, str]]:
    return [one for i, one in enumerate(authors[:MAX_AUTHORS]) if one and one not in authors[:i]]


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
