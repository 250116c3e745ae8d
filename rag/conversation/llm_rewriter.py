"""The next question of a conversation over a library, put in full: by rules, or by a model.

A model puts questions only once it was seen to read them (`rag.llm.judge`): one that can't tell
an answer from a near miss would ask for something else, and nobody would notice.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answering.judge_reliability import read_trust
from rag.conversation.contextualize import Rewriter, StandAlone, stand_alone
from rag.conversation.history import Turn
from rag.errors import ModelDown
from rag.library import Library
from rag.llm.client import LanguageModel
from rag.llm.prompts import question_prompt
from rag.llm.reply_parsing import whole

SECONDS = 15.0
"""What a model has for it at most: nobody waits longer before the search even begins."""


class ModelRewriter:
    """A language model that puts follow-ups in full. What it says goes through `rewrite_guard`."""

    def __init__(self, model: LanguageModel, seconds: float = SECONDS) -> None:
        """``seconds`` is its time for one question."""
        self._model, self._seconds = model, seconds

    def rewrite(self, question: str, turns: Sequence[Turn]) -> str | None:
        """Give the question in full; None where the model is down or talks nonsense."""
        earlier = [(turn.in_full, turn.shown) for turn in turns]
        try:
            said = whole(self._model.stream(question_prompt(question, earlier), self._seconds))
        except ModelDown:
            return None
        full = said.get("question")
        return full if isinstance(full, str) else None


def in_full(question: str, turns: Sequence[Turn], library: Library) -> StandAlone:
    """Put a question in full from the turns before it. See `conversation.stand_alone`.

    Raises `SanadError` when the store can't be read or the language model's setting is wrong.
    """
    if not turns:
        return StandAlone(question, question)
    return stand_alone(question, turns, rewriter=rewriter_of(library))


def rewriter_of(library: Library) -> Rewriter | None:
    """Give the library's language model as a rewriter, if it is worth asking."""
    model = library.llm
    if model is None or not read_trust(library.store, model).most:
        return None
    return ModelRewriter(model, min(SECONDS, library.settings.llm_timeout))
