"""What a statement says more strongly or more widely than its evidence."""

from __future__ import annotations

from rag.alignment import Pair
from rag.beside import Beside
from rag.binding import in_reach
from rag.strength import Mark, marks
from rag.tokens import alike
from rag.wordings import IDLE, SOFT, STRONG, pattern


def brought_in(beside: Beside) -> str | None:
    """Find an "all", an "always" or an "only" that nothing in the evidence comes up to."""
    held = "\n".join(pair.sentence for pair in beside.pairs)
    idle = [match.span() for match in IDLE.finditer(beside.statement)]
    for strong, bearing in STRONG:
        for match in strong.finditer(beside.statement):
            if any(start <= match.start() < end for start, end in idle) or bearing.search(held):
                continue
            return f"its evidence doesn't say “{match.group()}”"
    return None


_WEAK = {
    "often": frozenset(("usually", "often", "sometimes", "rarely")),
    "extent": frozenset(("largely", "partly", "necessarily", "nearly")),
}


def weakness_lost(beside: Beside) -> str | None:
    """Find a "largely" or an "often" for which the statement has nothing."""
    if SOFT.search(beside.statement):
        return None
    for pair in beside.pairs[:1]:
        for mark in marks(pair.sentence):
            weak = (
                mark.group in _WEAK.get(mark.scale, ())
                and _near(pair, mark)
                and not _aside(pair, mark)
            )
            if weak and in_reach(pair, mark.at) and not _kept(pair, mark):
                return (
                    f"its evidence says “{pair.sentence_at(mark.at, mark.until)}”, and it doesn't"
                )
    return None


def _kept(pair: Pair, mark: Mark) -> bool:
    """Say whether the statement has a form of a mark's words: "in practice" for "practically"."""
    return any(
        alike(pair.found[n].stem, t.stem) for n in range(mark.at, mark.until) for t in pair.said
    )


def _aside(pair: Pair, mark: Mark) -> bool:
    """Say whether a mark begins an aside: ", often called Gnr, "."""
    before = (
        pair.sentence[pair.found[mark.at - 1].end : pair.found[mark.at].start] if mark.at else ""
    )
    return "," in before


def _near(pair: Pair, mark: Mark) -> bool:
    """Say whether the statement has the word that a mark bears on, or one right beside it."""
    near = range(max(0, mark.at - 2), min(len(pair.found), mark.until + 3))
    taken = {j for i, j in pair.to.items() if pair.said[i].content}
    return any(j in taken for j in near)


def exception_lost(beside: Beside) -> str | None:
    """Find an "all" that the evidence says with an "except"."""
    if _EXCEPT.search(beside.statement) or not _ALL.search(beside.statement):
        return None
    for pair in beside.pairs[:1]:
        found = _EXCEPT.search(pair.sentence)
        if found and _ALL.search(pair.sentence):
            return f"it leaves out what comes behind “{found.group()}” in its evidence"
    return None


_ALL = pattern("all every everyone everybody everything any none nobody nothing no always never")
_EXCEPT = pattern(
    "except excepting excluding with_the_exception_of apart_from other_than but_for save_for "
    "unless only not all_but none_but every_one_but"
)


RULES = (brought_in, weakness_lost, exception_lost)
