"""Whether a language model's version of a follow-up may be used: nothing added, nothing lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.conversation.anaphora import find, goes_on, names_nothing, without_lead
from rag.conversation.history import MAX_QUESTION, Turn, several, tidy
from rag.conversation.noun_phrases import WH, tokens
from rag.english.vocabulary import AUXILIARIES, PREPOSITIONS
from rag.english.word_lists import words
from rag.question.question import content_words
from rag.text.tokens import stem

_DENYING = frozenset(words("rewrite_guard", "denying"))
"""Words that turn a question round: a model may neither add nor drop one."""


def guarded(offered: str, asked: str, turns: Sequence[Turn]) -> str | None:
    """Give a model's question if it may be used: one, short, and nothing in it is invented.

    Its content words, whatever their ending, are all the user's or the turns'. It denies
    what the user denied and nothing else, unless the user only asks "why?" and the like:
    then it denies what the last question did. And it asks with the same word.
    """
    text = tidy(offered, MAX_QUESTION + 1).strip("\"“”' ")
    if not text or len(text) > MAX_QUESTION or "\n" in offered.strip():
        return None
    if several(text):
        return None
    said = [asked]
    for turn in turns:
        said += [turn.in_full, turn.shown, *turn.titles, *turn.authors]
    known = {stem(token.low) for token in tokens(" ".join(said))}
    if any(stem(word.lower()) not in known for word in content_words(text)):
        return None
    last = turns[-1].question
    return text if _denies_alike(text, asked, last) and _asks_alike(text, asked, last) else None


def _denies_alike(text: str, asked: str, last: str) -> bool:
    """Say whether a question denies as often as it should.

    A question of its own may take up what the last one denied ("who enforces it?" after
    "what is not allowed?"); one that goes on with the last question must.
    """
    own, before, found = _denials(asked), _denials(last), _denials(text)
    if goes_on(asked) or (names_nothing(asked) and not find(asked)):
        return found == own | before
    return own <= found <= own | before


def _asks_alike(text: str, asked: str, last: str) -> bool:
    """Say whether a question asks for the same: who, when, yes or no."""
    found, own = _asking_word(text), _asking_word(asked)
    if goes_on(asked):
        # "What about orphans?" after "Who is eligible?" may be "Are orphans eligible?".
        return found in (_asking_word(last), "")
    return own is None or found == own


def _asking_word(question: str) -> str | None:
    """Give what a question asks with; "" of one for yes or no, None of what is no question."""
    words = [token.low for token in tokens(without_lead(question))]
    first = 1 if len(words) > 1 and words[0] in PREPOSITIONS and words[1] in WH else 0
    if len(words) <= first:
        return None
    straight = words[first].removesuffix("'s")
    if straight in WH:
        return {"whom": "who", "which": "what"}.get(straight, straight)
    return "" if words[first] in AUXILIARIES else None


def _denials(text: str) -> Counter[str]:
    """Count the words that deny, "don't" and "cannot" taken for "not"."""
    words = [token.low for token in tokens(text)]
    return Counter(
        "not" if word.endswith("n't") or word == "cannot" else word
        for word in words
        if word in _DENYING or word.endswith("n't")
    )
