"""The next question of a conversation over a library, put in full: by rules, or by a model.

A model puts questions only once it was seen to read them (`rag.llm.judge`): one that can't tell
an answer from a near miss would ask for something else, and nobody would notice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rag.answering.judge_reliability import read_trust
from rag.conversation.contextualize import StandAlone, stand_alone
from rag.conversation.history import Turn
from rag.errors import ModelDown
from rag.library import Library
from rag.llm.client import LanguageModel
from rag.llm.prompts import question_prompt
from rag.llm.reply_parsing import whole

SECONDS = 15.0
"""What a model has for it at most: nobody waits longer before the search even begins."""


def rewritten(
    question: str, turns: Sequence[Turn], model: LanguageModel, seconds: float = SECONDS
) -> str | None:
    """Have a model put a question in full; None where it is down or talks nonsense.

    ``seconds`` is its time. What it says goes through `rewrite_guard`.
    """
    earlier = [(turn.in_full, turn.shown) for turn in turns]
    try:
        full = whole(model.stream(question_prompt(question, earlier), seconds)).get("question")
    except ModelDown:
        return None
    return full if isinstance(full, str) else None


def in_full(question: str, turns: Sequence[Turn], library: Library) -> StandAlone:
    """Put a question in full from the turns before it. See `conversation.stand_alone`.

    Raises `SanadError` when the store can't be read or the language model's setting is wrong.
    """
    model = library.llm if turns else None
    if model is None or not read_trust(library.store, model).most:
        return stand_alone(question, turns)
    seconds = min(SECONDS, library.settings.llm_timeout)
    rewriter = partial(rewritten, model=model, seconds=seconds)
    return stand_alone(question, turns, rewriter=rewriter)
