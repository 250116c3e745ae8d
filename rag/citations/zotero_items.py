"""What ties a document to its item in Zotero: its key, and its address there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from rag.types import Citation

KEY, CUSTOM, URI = "citation-key", "custom", "zotero"
"""Where CSL-JSON holds them: ``citation-key: doe2019``, ``custom: {zotero: http://zotero.org/…}``.
``custom`` is CSL's place for what it has no word for."""
ADDRESS = re.compile(
    r"https?://(?:www\.)?zotero\.org/"
    r"((?:users/(?:local/)?\w{1,40}|groups/\d{1,20})/items/[A-Z0-9]{8})"
)


def uri_of(csl: Mapping[str, object]) -> str:
    """Give an item's address in Zotero, "" where it isn't known."""
    custom = csl.get(CUSTOM)
    uri = str(custom.get(URI) or "") if isinstance(custom, Mapping) else ""
    address = ADDRESS.fullmatch(uri)
    return f"http://zotero.org/{address[1]}" if address else ""


def key_of(csl: Mapping[str, object]) -> str:
    """Give an item's citation key, "" where it isn't known or can't be one."""
    key = str(csl.get(KEY) or "")
    return key if re.fullmatch(r"[^\s\[\]{}(),;@#%~\\\"'=]{1,200}", key) else ""


def names_of(citations: Iterable[Citation]) -> dict[str, str]:
    """Give the name that each cited document goes by where others cite it, by its id.

    That is its key where it has one, so that it's the item of the same key in Zotero or in a
    bibliography of one's own; files of one item share it. Else, or where another document has
    the key for its id, it's the id.
    """
    keys = {one.document_id: key_of(one.source.csl) for one in citations}
    return {
        name: key if key and (key not in keys or keys[key] == key) else name
        for name, key in keys.items()
    }
