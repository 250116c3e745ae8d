"""A document as the key of what is remembered of it."""

from __future__ import annotations

from dataclasses import dataclass

from rag.types.document import Document


@dataclass(frozen=True)
class Known:
    """A document to be remembered by its hash, for comparing its text would take as long.

    Another index's copy is another document, as is one that got another title since.
    """

    document: Document

    def __hash__(self) -> int:
        return hash(self.document.content_hash)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Known):
            return NotImplemented
        return self.document is other.document or self._key == other._key

    @property
    def _key(self) -> tuple[str, ...]:
        one = self.document
        return one.kept_in, one.id, one.raw_hash, one.content_hash, one.source.title
