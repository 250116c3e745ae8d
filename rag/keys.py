"""Short opaque keys by which a language model points at evidence."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Mapping, Sequence
from hashlib import sha256

from rag.prompts import MAX_EVIDENCE
from rag.types import Evidence

LENGTH = 3


def keyed(question: str, evidence: Sequence[Evidence]) -> Mapping[str, Evidence]:
    """Give each piece of evidence a key, as many from the best as a prompt holds.

    A key is made of the question and the place, so that the same evidence has the same
    one again; a document that writes keys of its own into its text gains nothing, since
    none that stands in the evidence is given.
    """
    texts = " ".join(item.text for item in evidence).lower()
    found: dict[str, Evidence] = {}
    length = 0
    for item in evidence:
        length += len(item.text)
        if found and length > MAX_EVIDENCE:
            break
        found[_key(question, item, texts, found)] = item
    return found


def _key(question: str, item: Evidence, texts: str, taken: Mapping[str, Evidence]) -> str:
    place = f"{question}\n{item.document_id}\n{item.content_hash}\n{item.start}-{item.end}"
    for again in range(10_000):
        digest = sha256(f"{place}\n{again}".encode("utf-8", "surrogatepass")).digest()
        key = b32encode(digest).decode().lower()[:LENGTH]
        if key not in taken and key not in texts:
            return key
    raise AssertionError("the evidence holds every key")
