"""Turns of a conversation to one question that stands alone; `rag.ask` itself has no memory.

By rules of English over the last question's noun phrases, without a model: a
question that names what it is about is left as it is, character for character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from rag.anaphora import find
from rag.antecedents import context, resolve, resolve_piece
from rag.ellipsis import bare, is_bare, more, thin, without_lead
from rag.language import unreadable
from rag.mentions import frame_of
from rag.phrases import tokens
from rag.questions import content_words
from rag.substitution import fragment, parallel, substituted
from rag.types import Answer, Everything, Source

MAX_TURNS = 6
"""Turns, the latest, that are looked at."""
MAX_QUESTION = 400
"""Characters. A longer question says itself what it's about."""
MAX_SHOWN = 2000
"""Characters of an answer that are looked at."""
MAX_TITLES = 10
"""Titles, or authors, that are looked at."""
MAX_NAME = 150
"""Characters of a title or an author's name."""
_DENYING = frozenset("not no never without except cannot unless".split())
"""Words that turn a question round: a model may not add one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was asked, standing alone, and what was shown for it.

    ``shown`` are the quotes of the answer, or those that came closest; ``titles``
    those of the documents cited, in their order, each once; ``authors`` the people who
    wrote them. ``followed`` says that the question was made from a follow-up, so that
    it belongs to the turn before.
    """

    question: str
    shown: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    followed: bool = False


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question that can be asked by itself, what it was made of, and why in words.

    Unless ``changed``, ``question`` is ``original``, character for character.
    """

    question: str
    original: str
    changed: bool = False
    reason: str = ""


class Rewriter(Protocol):
    """A language model, or anything else, that may put a follow-up in full."""

    def rewrite(self, question: str, turns: Sequence[Turn]) -> str | None:
        """Give the question in full; None where there is nothing to say."""
        ...


def turn_of(answer: Answer | Everything, *, followed: bool = False) -> Turn:
    """Give what a conversation remembers of an answer, or of a topic's passages."""
    citations = answer.citations
    if isinstance(answer, Answer):
        citations = citations or answer.nearest
    titles = tuple(dict.fromkeys(citation.title for citation in citations))
    shown = " ".join(citation.quote for citation in citations)
    authors = tuple(dict.fromkeys(name for one in citations for name in _authors(one.source)))
    return _bounded(Turn(answer.query.question, shown, titles, authors, followed))


def _authors(source: Source) -> Iterator[str]:
    people = source.csl.get("author")
    for person in people if isinstance(people, Sequence) else ():
        if isinstance(person, Mapping) and person.get("family"):
            yield f"{person.get('given') or ''} {person['family']}".strip()


def stand_alone(
    question: str,
    turns: Sequence[Turn],
    *,
    titles: Sequence[str] = (),
    rewriter: Rewriter | None = None,
) -> StandAlone:
    """Put a follow-up in full from the turns before it, the oldest first.

    ``titles`` are those of all documents, for "the other paper". With a
    ``rewriter``, its question is taken if it is one question and has no content
    word that isn't the user's or the turns'; it isn't asked about a question that
    stands alone. Raises nothing, whatever the texts hold, but what the rewriter raises.
    """
    same = StandAlone(question, question)
    asked = tidy(question, MAX_QUESTION + 1)
    if not turns or not asked or len(asked) > MAX_QUESTION or unreadable(asked):
        return same
    history = since_change([_bounded(turn) for turn in turns[-MAX_TURNS:]])
    known = [name for title in titles[:MAX_TITLES] if (name := tidy(title, MAX_NAME))]
    made = _by_rules(asked, history, known)
    if made is None:
        return same
    if rewriter is not None:
        offered = rewriter.rewrite(asked, history)
        kept = None if offered is None else guarded(offered, asked, history)
        if kept is not None and kept != asked:
            return StandAlone(kept, question, changed=True, reason="put in full by the model")
    full, reason = made
    if full == asked or len(full) > MAX_QUESTION:
        return same
    return StandAlone(full, question, changed=True, reason=reason)


def _by_rules(asked: str, history: Sequence[Turn], titles: Sequence[str]) -> tuple[str, str] | None:
    """Give the question in full and what was done; None if it stands alone."""
    last = frame_of(history[-1])
    if made := bare(asked, last):
        return made, "asks the last question in another way"
    if is_bare(asked) and not find(asked):
        return context(without_lead(asked), history), "belongs to the last question"
    if more(asked):
        return context(without_lead(asked), history), "asks for more on the last question"
    piece = fragment(asked)
    if piece is not None:
        named = resolve_piece(piece, history, titles)
        answers = named != piece and named is not None and named in history[-1].shown
        made = substituted(named, last) if named and not answers else None
        made = made or context(f"What about {named or piece}", history)
        return made, "asks the last question of another"
    if made := parallel(asked, last):
        return made, "asks the last question of another"
    if resolved := resolve(without_lead(asked), history, titles):
        unclear = is_bare(resolved) or thin(resolved)
        full = context(resolved, history) if unclear else resolved
        return full, "names what it points to"
    if thin(asked):
        return context(without_lead(asked), history), "belongs to the last question"
    return None


def since_change(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Give the turns since the topic last changed.

    A question that stood alone and shares no content word with the question or
    the answer before it began a new topic.
    """
    first = 0
    for at in range(1, len(turns)):
        turn, before = turns[at], turns[at - 1]
        words = {word.lower() for word in content_words(turn.question)}
        known = {word.lower() for word in content_words(f"{before.question} {before.shown}")}
        if not turn.followed and not words & known:
            first = at
    return tuple(turns[first:])


def guarded(offered: str, asked: str, turns: Sequence[Turn]) -> str | None:
    """Give a model's question if it may be used: one, short, and nothing in it is invented.

    Its content words, whatever their ending, are all the user's or the turns', and
    so are words that deny.
    """
    text = tidy(offered, MAX_QUESTION + 1).strip("\"“”' ")
    if not text or len(text) > MAX_QUESTION or "\n" in offered.strip():
        return None
    if re.search(r"[.!?]['\"”)]*\s+\S", re.sub(r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|St|No)\.", "", text)):
        return None
    said = tokens(" ".join([asked, *(_words_of(turn) for turn in turns)]))
    known = {_stem(token.low) for token in said}
    if any(_stem(word.lower()) not in known for word in content_words(text)):
        return None
    return text if _denials(text) <= _denials(f"{asked} {turns[-1].question}") else None


def _words_of(turn: Turn) -> str:
    return " ".join((turn.question, turn.shown, *turn.titles, *turn.authors))


def _denials(text: str) -> set[str]:
    words = {token.low for token in tokens(text)}
    return {"not" if word.endswith("n't") else word for word in words if _denies(word)}


def _denies(word: str) -> bool:
    return word in _DENYING or word.endswith("n't")


def _stem(word: str) -> str:
    """Give a word without the commonest endings, so that "met" alone differs from "meet"."""
    for ending in ("'s", "ies", "es", "ed", "ing", "s", "d"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def tidy(text: str, limit: int) -> str:
    """Cut a text, fold its white space and drop what can't be seen."""
    cut = text[: 4 * limit]
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in cut)
    return " ".join(seen.split())[:limit].strip()


def _bounded(turn: Turn) -> Turn:
    return replace(
        turn,
        question=tidy(turn.question, MAX_QUESTION),
        shown=tidy(turn.shown, MAX_SHOWN),
        titles=tuple(filter(None, (tidy(title, MAX_NAME) for title in turn.titles[:MAX_TITLES]))),
        authors=tuple(filter(None, (tidy(name, MAX_NAME) for name in turn.authors[:MAX_TITLES]))),
    )
