"""Markdown notes as Obsidian and other plain-text notebooks read them: properties, links, names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from urllib.parse import quote as percent

import yaml

from rag.citations.pandoc_process import Node, tree, words, write
from rag.citations.publication import iso_date
from rag.citations.quote_address import address_of
from rag.citations.zotero_items import key_of, uri_of
from rag.files import FORBIDDEN, RESERVED
from rag.types import Citation, Source

PAGE = "http://127.0.0.1:7860"
"""Where `sanad serve` opens the page, if nothing else is said."""
LONGEST_NAME = 100
LONGEST_LINK = 2_000
"""Characters; of a longer one only the place is kept, without the words."""
GUARDED = "$%=^"
"""What Obsidian takes for formulas, comments, highlights and names of blocks."""
_NOT_IN_LINKS = re.compile(r"[\[\]#^]")


def note_name(title: str) -> str:
    """Make a file's name of a title that every system takes, and Obsidian's links, without ending.

    Nothing unseen, no mark that some system or a link keeps for itself, no device of Windows'.
    """
    plain = unicodedata.normalize("NFC", title)
    seen = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in plain)
    seen = _NOT_IN_LINKS.sub(" ", FORBIDDEN.sub("-", seen))
    name = " ".join(seen.split()).strip(" .-~")
    name = name.encode()[:LONGEST_NAME].decode(errors="ignore").strip(" .-")
    return f"note {name}".strip() if not name or RESERVED.fullmatch(name) else name


def with_properties(properties: Mapping[str, object], body: str) -> str:
    """Put properties, in YAML, above a note; those without a value are left out."""
    known = {name: value for name, value in properties.items() if value not in ("", None, [], ())}
    head = yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=1_000)
    return f"---\n{head}---\n\n{body}"


def properties_of(source: Source, file: str) -> dict[str, object]:
    """Give what is known of a document as properties of a note."""
    return {
        "title": source.title,
        "authors": list(source.author_names),
        "date": iso_date(source.csl.get("issued")) or "",
        "type": str(source.csl.get("type") or ""),
        "citation-key": key_of(source.csl),
        "zotero": zotero_link(source),
        "url": str(source.csl.get("URL") or ""),
        "doi": str(source.csl.get("DOI") or ""),
        "file": file,
        "tags": ["sanad"],
    }


def zotero_link(source: Source) -> str:
    """Give the link that shows an item in Zotero, "" where its address isn't known."""
    match = re.search(r"/(users|groups)/(.+)/items/(\w{8})$", uri_of(source.csl))
    if match is None:
        return ""
    where = "library" if match[1] == "users" else f"groups/{match[2]}"
    return f"zotero://select/{where}/items/{match[3]}"


def page_link(citation: Citation, page: str = PAGE) -> str:
    """Give the link that opens Sanad's page at a quote."""
    address = str(address_of(citation))
    link = f"{page.rstrip('/')}/?cite={percent(address, safe='')}"
    if len(link) <= LONGEST_LINK:
        return link
    return f"{page.rstrip('/')}/?cite={percent(address.partition('#')[0], safe='')}"


def link(text: str, target: str) -> Node:
    """Make a link of text."""
    return {"t": "Link", "c": [["", [], []], words(text), [target, ""]]}


def markdown(blocks: Sequence[Node]) -> str:
    """Write blocks as Markdown in which the documents' words are nothing but words."""
    return write(tree(blocks), "gfm", guard=GUARDED).decode("utf-8")
