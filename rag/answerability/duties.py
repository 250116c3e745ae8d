"""Questions for what somebody should or must do: the sentence that has them do it."""

from __future__ import annotations

import re

from rag.english.vocabulary import DETERMINERS, FUNCTION_WORDS
from rag.question.question_type import Slot
from rag.text.tokens import root, tokens

_ASKED = re.compile(
    r"\bwhat (?:else )?(?:should|must|shall|does|do|did|is|are|can|may) (?P<who>[^,;?]{2,60}?) "
    r"(?:have to |need to |(?:required|supposed|expected|obliged|allowed) to )?do\b",
    re.IGNORECASE,
)
_DUTY = frozenset("should must shall may will cannot ought need needs has have is are".split())
_ADVERBS = frozenset("also then not only always never either".split())


def tells_duty(slot: Slot, sentence: str) -> bool:
    """Say whether a sentence has do something who a question asks of what to do.

    The one must stand right before what makes it a duty: "the treasurer must", "… is required to".
    """
    asked = _ASKED.search(slot.question)
    who = [token for token in tokens(asked["who"]) if token.content] if asked else []
    if not who or who[-1].word in FUNCTION_WORDS | DETERMINERS:
        return False
    found = tokens(sentence)
    for at, token in enumerate(found):
        if root(token.word) != root(who[-1].word):
            continue
        after = [one.word for one in found[at + 1 : at + 4]]
        modal = next((word for word in after if word not in _ADVERBS), "")
        be = {"is", "are", "has", "have", "need", "needs"}
        if modal in _DUTY and (modal not in be or "to" in after or "required" in after):
            return True
    return False
