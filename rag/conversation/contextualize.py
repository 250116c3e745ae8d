"""Turns of a conversation to one question that stands alone; `rag.ask` itself has no memory.

Without a model there are two ways: a pronoun gives way to the noun phrase that it means, and
a question that lacks what it is about is joined to the topic of the last one. All others
are left as they are, character for character. `docs/evals.md` says what each rule brings.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from rag.answering.judge_reliability import read_trust
from rag.conversation.about_the_answer import Wish, last_shown, more_about, shown_of, wish_of
from rag.conversation.anaphora import (
    LEAD,
    Anaphor,
    find,
    goes_on,
    lacks_owner,
    names_nothing,
    tells,
    without_lead,
)
from rag.conversation.antecedents import last_question_with, named, topic_for
from rag.conversation.fragments import of_another_thing, of_another_word
from rag.conversation.history import (
    MAX_QUESTION,
    MAX_TURNS,
    Turn,
    bounded,
    courtesy,
    lending,
    several,
    tidy,
    unsure,
)
from rag.conversation.other_document import of_a_document, of_the_others
from rag.conversation.other_row import of_another_row
from rag.conversation.rewrite_guard import guarded
from rag.conversation.substitution import with_another_number
from rag.errors import ModelDown
from rag.library import Library
from rag.llm.client import LanguageModel
from rag.llm.prompts import question_prompt
from rag.llm.reply_parsing import whole
from rag.question.wishes import plainly
from rag.requests.behind_the_last import place_of
from rag.requests.request import Request
from rag.text.spelling import in_their_case
from rag.text.unsupported_language import unreadable
from rag.types import Answer, Query, with_topic

FEW = 2
"""Documents of an answer that one which goes on with it may be about."""
SECONDS = 15.0
"""What a model has for it at most: nobody waits longer before the search even begins."""
Rewriter = Callable[[str, Sequence[Turn]], str | None]
"""A language model, or anything else, that may put a question in full from the turns before it;
None where it has nothing to say."""
Rule = Literal["pointing", "pronouns", "nothing named", "no owner"]
"""What makes a question lean on those before it, and how a pronoun gives way."""


@dataclass(frozen=True, slots=True)
class StandAlone:
    """A question that can be asked by itself, what it was made of, and why in words.

    ``topic`` is that of the question before, where this one is joined to it. Unless
    ``changed``, ``question`` is ``original``, character for character, and has no topic;
    ``reason`` is then empty where it stands alone, and otherwise says what it lacks:
    nothing before it says what “it” means. ``documents`` are those that it is asked of, where not
    all; ``first`` those of the last answer, which are looked into first where it goes on with that;
    ``listing`` says that all passages on it are wanted.
    """

    question: str
    original: str
    changed: bool = False
    reason: str = ""
    topic: str = ""
    documents: tuple[str, ...] = ()
    listing: bool = False
    first: tuple[str, ...] = ()

    @property
    def in_full(self) -> str:
        """The question with its topic, to be read."""
        return with_topic(self.question, self.topic)


def stand_alone(
    question: str,
    turns: Sequence[Turn],
    *,
    rewriter: Rewriter | None = None,
    without: Collection[Rule] = (),
) -> StandAlone:
    """Put a follow-up in full from the turns before it, the oldest first.

    With a ``rewriter``, its question is taken if it is one question and has no content
    word that isn't the user's or the turns'; it isn't asked about a question that
    stands alone. ``without`` leaves rules out, to measure what each brings. Raises
    nothing, whatever the texts hold, but what the rewriter raises.
    """
    same = StandAlone(question, question)
    asked = tidy(question, MAX_QUESTION + 1)
    if not turns or not asked or len(asked) > MAX_QUESTION or unreadable(asked) or courtesy(asked):
        return same
    latest = [bounded(turn) for turn in turns[-MAX_TURNS:]]
    history = lending(latest)
    text = without_lead(asked)
    if again := with_another_number(text, history):
        reason = "the last question, with what this one names"
        return StandAlone(again, question, True, reason, history[-1].topic)
    pointing = () if "pointing" in without else find(text)
    lacking = (
        pointing
        or ("nothing named" not in without and names_nothing(text))
        or ("no owner" not in without and lacks_owner(text))
    )
    if several(asked) and "?" in asked[:-1] and find(text):
        return _joined(text, (), history or unsure(latest), question)
    if several(asked) or tells(text) or not (lacking or (rewriter is not None and goes_on(asked))):
        return same
    if rewriter is not None and history:
        offered = rewriter(asked, history)
        kept = None if offered is None else guarded(offered, asked, history)
        if kept is not None and kept != asked:
            return StandAlone(kept, question, changed=True, reason="put in full by the model")
    if not lacking:
        return same
    full = None if "pronouns" in without else _named(text, pointing, history)
    full = full or last_question_with(text, history)
    if full is not None:
        made = StandAlone(full, question, changed=True, reason="names what it points to")
    else:
        made = _joined(text, pointing, history or unsure(latest), question)
    return made if len(made.in_full) <= MAX_QUESTION else same


def _joined(
    text: str, pointing: Sequence[Anaphor], history: Sequence[Turn], original: str
) -> StandAlone:
    """Join a question to the last topic; as typed, with the reason, where there is none."""
    if topic := topic_for(text, history):
        reason = "belongs to the last question"
        return StandAlone(text, original, changed=True, reason=reason, topic=topic)
    lacks = f"nothing before it says what “{pointing[0].word}” means" if pointing else ""
    return StandAlone(original, original, reason=lacks)


def _named(text: str, pointing: Sequence[Anaphor], history: Sequence[Turn]) -> str | None:
    """Put noun phrases in the place of pronouns; None where there are none, or one isn't clear."""
    meant = [named(one, history) if one.named else None for one in pointing]
    if len(set(meant)) < len(meant):
        return None  # "why do they need them": two can't be the same
    for anaphor, noun in reversed(list(zip(pointing, meant, strict=True))):
        if noun is None:
            return None
        owner = ("’" if noun.endswith("s") else "’s") if anaphor.possessive else ""
        text = f"{text[: anaphor.start]}{noun}{owner}{text[anaphor.end :]}"
    return f"{text[:1].upper()}{text[1:].rstrip('?!. ')}?" if pointing else None


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
    """Put a question over a library in full: by its model, where that is worth asking, or by rules.

    A model puts questions only once it was seen to read them (`rag.llm.judge`): one that can't
    tell an answer from a near miss would ask for something else, and nobody would notice.
    Raises `SanadError` when the store can't be read or the model's setting is wrong.
    """
    if not turns:
        return StandAlone(question, question)
    lexicon = library.store.lexicon()
    plain = plainly(question, lexicon).text
    latest = [replace(one, question=plainly(one.question, lexicon).text) for one in turns]
    return _as_typed_unless_changed(_in_full(plain, latest, library), question)


def _in_full(question: str, turns: Sequence[Turn], library: Library) -> StandAlone:
    if wish := wish_of(question):
        return _of_the_last(question, wish, lending(turns) or unsure(turns), library)
    if again := of_another_row(question, turns, library):
        reason = "the last question, of another row of its table"
        return StandAlone(again, question, True, reason)
    if made := of_a_document(question, turns, library):
        return StandAlone(made.question, question, True, made.reason, documents=made.documents)
    lexicon = library.store.lexicon()
    numbered = with_another_number(question, lending(turns))  # no thing, though it has a noun
    if not numbered and (again := of_another_word(question, turns, library)):
        return StandAlone(again, question, True, "the last question, of another word")
    if again := numbered or of_another_thing(question, turns, lexicon):
        reason = "the last question, with what this one names"
        return _going_on(StandAlone(again, question, True, reason), turns)
    if about := more_about(question):
        return _going_on(StandAlone(about, question, True, "more on what it names"), turns)
    return _of_its_own_document(_leaning(question, turns, library), library)


def _leaning(question: str, turns: Sequence[Turn], library: Library) -> StandAlone:
    model = library.llm
    asked = in_their_case(question, library.store.lexicon())
    if model is None or not read_trust(library.store, model).most:
        return _going_on(stand_alone(asked, turns), turns)
    seconds = min(SECONDS, library.settings.llm_timeout)
    rewriter = partial(rewritten, model=model, seconds=seconds)
    return _going_on(stand_alone(asked, turns, rewriter=rewriter), turns)


def _of_its_own_document(made: StandAlone, library: Library) -> StandAlone:
    """Leave the name of another document out of the topic of a question that names its own."""
    if not made.topic or not _documents_in(made.question, library):
        return made
    parts = made.topic.split(" and ")
    kept = " and ".join(part for part in parts if not _documents_in(part, library))
    return replace(made, topic=kept or made.topic)


def _documents_in(text: str, library: Library) -> tuple[str, ...]:
    return Request(Query(text), text, library).naming.documents


def _shown(turns: Sequence[Turn]) -> tuple[str, ...]:
    """Give the documents of the last answer; none where they are many."""
    last = last_shown(turns)
    documents = shown_of(last) if last is not None else ()
    return documents if len(documents) <= FEW else ()


def _going_on(made: StandAlone, turns: Sequence[Turn]) -> StandAlone:
    """Have a question that goes on with the last one look into that one's documents first.

    One that points to the answer is told where that stands.
    """
    goes = made.changed or LEAD.match(made.original) or find(made.original)
    if not goes:
        return made
    last = last_shown(turns)
    pointed = isinstance(last, Answer) and last.kind == "question" and find(made.original)
    places = [place_of(one) for one in last.citations[:1]] if pointed and last else []
    reason = made.reason if made.changed or not places else ""
    return replace(made, reason=reason, first=(*_shown(turns), *places))


def _as_typed_unless_changed(made: StandAlone, typed: str) -> StandAlone:
    """Give a question that stands alone as it was typed."""
    return replace(made, question=made.question if made.changed else typed, original=typed)


def _of_the_last(
    question: str, wish: Wish, history: Sequence[Turn], library: Library
) -> StandAlone:
    """Ask the last question again: for all its passages, or of the other documents."""
    last = history[-1] if history else None
    if last is not None and wish == "more":
        reason = "more on the last question"
        return StandAlone(last.question, question, True, reason, last.topic, listing=True)
    made = of_the_others(last, library) if last is not None and wish == "elsewhere" else None
    if last is not None and made is not None:
        return StandAlone(
            made.question, question, True, made.reason, last.topic, documents=made.documents
        )
    return StandAlone(question, question, reason="there is no answer before it that it is about")
