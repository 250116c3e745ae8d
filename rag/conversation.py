"""Turns of a conversation to one question that stands alone; `rag.ask` itself has no memory.

By rules of English over the last question's noun phrases, without a model: a
question that names what it is about is left as it is, character for character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.anaphora import find
from rag.antecedents import resolve, resolve_piece
from rag.candidates import names
from rag.counted import counted, counts
from rag.ellipsis import bare, is_bare, more, thin, without_lead
from rag.fragment import fragment
from rag.grammar import reads
from rag.guard import guarded
from rag.joined import added, joined, with_topic
from rag.language import unreadable
from rag.mentions import frame_of, topic_of
from rag.substitution import ordered, parallel, searches, substituted
from rag.turns import (
    MAX_NAME,
    MAX_QUESTION,
    MAX_TITLES,
    MAX_TURNS,
    Turn,
    bounded,
    courtesy,
    lending,
    tidy,
)


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question that can be asked by itself, what it was made of, and why in words.

    Unless ``changed``, ``question`` is ``original``, character for character; ``reason`` is
    then empty where it stands alone, and otherwise says what it lacks: nothing before it
    says what “it” means.
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
    if not turns or not asked or len(asked) > MAX_QUESTION or unreadable(asked) or courtesy(asked):
        return same
    history = lending([bounded(turn) for turn in turns[-MAX_TURNS:]])
    known = [name for title in titles[:MAX_TITLES] if (name := tidy(title, MAX_NAME))]
    made = _by_rules(asked, history, known) if history else _unclear(asked)
    if made is None:
        return same
    if rewriter is not None and history:
        offered = rewriter.rewrite(asked, history)
        kept = None if offered is None else guarded(offered, asked, history)
        if kept is not None and kept != asked:
            return StandAlone(kept, question, changed=True, reason="put in full by the model")
    full, reason = made
    if _broken(full, asked, history):
        full, reason = joined(without_lead(asked), history), "belongs to the last question"
    if full in (asked, without_lead(asked)):
        return StandAlone(question, question, reason=reason)
    return same if len(full) > MAX_QUESTION else StandAlone(full, question, True, reason)


def _broken(full: str, asked: str, history: Sequence[Turn]) -> bool:
    """Say whether a question doesn't read as one, though all that it was made of did."""
    made_of = (asked, *(turn.question for turn in history))
    return full != asked and not reads(full) and all(map(reads, made_of))


def _by_rules(asked: str, history: Sequence[Turn], titles: Sequence[str]) -> tuple[str, str] | None:
    """Give the question in full and what was done; None if it stands alone.

    Unchanged, with the reason why, where it points to something that nothing before names.
    """
    if added(asked):
        return None
    text = without_lead(asked)
    if made := _from_last(asked, history, titles):
        full, reason = made
        return (full, reason) if full != text else _unclear(asked)
    if resolved := resolve(text, history, titles):
        unclear = is_bare(resolved) or thin(resolved)
        full = joined(resolved, history) if unclear else resolved
        if full != text:
            return full, "names what it points to"
        # It says all that the turns before it name, unless they name nothing.
        return None if any(names(turn) for turn in history) else _unclear(asked)
    if thin(asked) and (full := joined(text, history)) != text:
        return full, "belongs to the last question"
    return _unclear(asked)


def _from_last(
    asked: str, history: Sequence[Turn], titles: Sequence[str]
) -> tuple[str, str] | None:
    """Read what goes on with the last question: with other words, of another, or for more."""
    last, topic, text = frame_of(history[-1]), topic_of(history[-1]), without_lead(asked)
    if made := bare(asked, last):
        return with_topic(made, topic), "asks the last question in another way"
    if counts(asked):
        made = counted(asked, history) or joined(text, history)
        return made, "counts what the last question named"
    if is_bare(asked) and not find(asked):
        return joined(text, history), "belongs to the last question"
    if more(asked):
        return joined(text, history), "asks for more on the last question"
    piece = fragment(asked)
    if piece is not None and not searches(asked, last):
        return _of_another(asked, piece, history, titles), "asks the last question of another"
    if made := parallel(asked, last):
        return with_topic(made, topic), "asks the last question of another"
    return None


def _of_another(asked: str, piece: str, history: Sequence[Turn], titles: Sequence[str]) -> str:
    """Ask the last question of what a fragment names, or else about that and the topic."""
    named = resolve_piece(piece, history, titles)
    # "And the third?" goes on with the question that had a second.
    counted_on = named is not None and named != piece and ordered(named)
    turn = next((t for t in reversed(history) if counted_on and ordered(t.question)), history[-1])
    last = frame_of(turn)
    answers = named is not None and named != piece and named in turn.shown
    clear = named is not None and not answers and not find(last.text)
    made = substituted(named, last) if named is not None and clear else None
    if made and (reads(made) or not reads(turn.question)):
        return with_topic(made, topic_of(turn))
    about = f"What about {named or piece}"
    full = joined(about, history)
    if full != about:
        return full
    return f"{about}?" if named not in (None, piece) else without_lead(asked)


def _unclear(asked: str) -> tuple[str, str] | None:
    """Say which word points to something that nothing before names; None if none does."""
    for anaphor in () if added(asked) else find(asked):
        if anaphor.kind in ("pronoun", "this", "deed"):
            word = asked[anaphor.start : anaphor.end]
            return asked, f"nothing before it says what “{word}” means"
    return None
