"""A statement beside the sentences of its evidence that it leans on; what qualms look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.alignment import Pair, lean
from rag.tokens import Token, tokens

_PEOPLE = frozenset("people person persons man men woman women".split())
_PALE = frozenset("same other such".split())


def telling(token: Token) -> bool:
    """Say whether a word names somebody or something, as far as a word alone can tell."""
    return (token.weight == 1.0 or token.word in _PEOPLE) and token.word not in _PALE


@dataclass(frozen=True)
class Beside:
    """A statement, the sentences that it leans on, and what else it may take words from."""

    statement: str
    evidence: tuple[str, ...]
    around: str = ""

    @cached_property
    def said(self) -> tuple[Token, ...]:
        """The statement's words."""
        return tokens(self.statement)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The statement with each sentence that it leans on, the best first."""
        return tuple(
            Pair(self.statement, self.evidence[n]) for n in lean(self.statement, self.evidence)
        )

    @cached_property
    def found(self) -> tuple[Token, ...]:
        """The words of the sentences that it leans on."""
        return tuple(token for pair in self.pairs for token in pair.found)

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems of the whole evidence and of what is around it."""
        texts: Sequence[str] = (*self.evidence, self.around)
        return frozenset(token.stem for text in texts for token in tokens(text))

    def has(self, index: int) -> bool:
        """Say whether one of the sentences has the statement's word at ``index``."""
        return any(pair.has(index) for pair in self.pairs)
