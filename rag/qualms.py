"""Why a sentence that can't be verified shouldn't be shown beside its evidence, either.

Each rule looks for one way in which sentences go wrong that are worded otherwise than their
evidence. They're looser than the verifier's own: enough to withhold, not to contradict.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag import assuring, contraries, denying, replacing, strengthening
from rag.beside import Beside
from rag.binding import said_of_another
from rag.hinges import sides_changed
from rag.roles import turned_about

_RULES: tuple[Callable[[Beside], str | None], ...] = (
    *denying.RULES,
    *contraries.RULES,
    turned_about,
    sides_changed,
    said_of_another,
    *replacing.RULES,
    *strengthening.RULES,
    *assuring.RULES,
)


def qualm(statement: str, sentences: Sequence[str], around: str = "") -> str | None:
    """Say what is wrong with a statement, None where no rule finds anything.

    ``sentences`` are those of its evidence, ``around`` what else it may take words from.
    """
    beside = Beside(statement, tuple(sentences), around)
    return next((why for rule in _RULES if (why := rule(beside)) is not None), None)
