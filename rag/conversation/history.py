"""What a conversation remembers of each question, and which of it a later one may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.conversation.anaphora import LEAD
from rag.conversation.noun_phrases import phrases
from rag.question.question import content_words
from rag.text.unsupported_language import unreadable
from rag.types import Answer, Everything, with_topic

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


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was asked, standing alone, and what was shown for it.

    ``shown`` are the quotes of the answer, or those that came closest; ``titles``
    those of the documents cited, in their order, each once; ``authors`` the people who
    wrote them. ``followed`` says that the question was made from a follow-up, so that
    it belongs to the turn before. ``lends`` says that a later question may mean what
    this one names. ``topic`` is what it was joined to, ``answer`` what it came to, ``asides`` what
    was shown of that answer since.
    """

    question: str
    shown: str = ""
    titles: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    followed: bool = False
    lends: bool = True
    topic: str = ""
    answer: Answer | Everything | None = field(default=None, repr=False, compare=False)
    asides: tuple[Answer, ...] = field(default=(), repr=False, compare=False)

    @property
    def in_full(self) -> str:
        """The question with its topic."""
        return with_topic(self.question, self.topic)


def turn_of(answer: Answer | Everything, *, followed: bool = False) -> Turn:
    """Give what a conversation remembers of an answer, or of a topic's passages.

    It lends nothing where it wasn't answered, unless what came closest has all of the
    question's words: "it" would then point to what nobody can look up, or to abuse.
    """
    citations = answer.citations
    if isinstance(answer, Answer):
        citations = citations or answer.nearest
    titles = tuple(dict.fromkeys(citation.title for citation in citations))
    shown = " ".join(citation.quote for citation in citations)
    people = [person for one in citations for person in one.source.authors if person.get("family")]
    names = (f"{one.get('given') or ''} {one['family']}".strip() for one in people)
    authors = tuple(dict.fromkeys(names))
    question = answer.query.question
    lends, topic = _on_topic(answer), answer.query.topic
    return bounded(Turn(question, shown, titles, authors, followed, lends, topic, answer))


def _on_topic(answer: Answer | Everything) -> bool:
    if isinstance(answer, Everything):
        return bool(answer.citations)
    return answer.status == "answered" or (answer.status == "unsure" and not answer.missing)


_COURTESY = re.compile(
    r"(?:(?:(?:many )?thanks?(?: (?:you|a lot|so much|very much|again))*|cheers|ok|okay|great|"
    r"good|fine|nice|perfect|wonderful|excellent|right|yes|yeah|no|hm+|ah|oh|i see|got it|"
    r"understood|that helps|never ?mind|hi|hello|hey|good (?:morning|afternoon|evening|day)|"
    r"goodbye|bye|please|sorry|welcome|well done|sure|alright|all right)[\s,.!?–-]*)+",
    re.IGNORECASE,
)


def several(text: str) -> bool:
    """Say whether a text has more than one sentence."""
    return _NEXT.search(_SHORTENED.sub("", text)) is not None


_NEXT = re.compile(r"[.!?]['\"”)]*\s+\S")
_SHORTENED = re.compile(r"\b(?:[A-Z]|Dr|Mr|Mrs|Ms|St|No)\.")


def courtesy(text: str) -> bool:
    """Say whether all that is said is a word of thanks, greeting or assent."""
    return len(text) <= MAX_NAME and _COURTESY.fullmatch(text.strip()) is not None


def lending(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Give the turns that a question may point back to, since the topic last changed.

    Thanks, and what can't be read, are passed over. A new question that nothing was found
    for leaves nothing to point to: who goes on from there doesn't mean what was before it.
    """
    kept: list[Turn] = []
    for turn in turns:
        greeted = isinstance(turn.answer, Answer) and turn.answer.kind == "greeting"
        if not turn.question or greeted or courtesy(turn.question) or unreadable(turn.question):
            continue
        if turn.lends:
            kept.append(turn)
        elif not turn.followed:
            kept = []
    return since_change(kept)


def unsure(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Give the last turn if something came close to it: more of that may be asked for."""
    last = turns[-1] if turns else None
    shown = last.answer if last else None
    return (last,) if last and isinstance(shown, Answer) and shown.status == "unsure" else ()


def since_change(turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """Give the turns since the topic last changed.

    A question that stood alone, names something ("who was hurt?" doesn't), doesn't begin
    with "and" or the like, and shares no content word with the question or the answer
    before it began a new topic.
    """
    first = 0
    for at in range(1, len(turns)):
        turn, before = turns[at], turns[at - 1]
        words = {word.lower() for word in content_words(turn.in_full)}
        known = {word.lower() for word in content_words(f"{before.in_full} {before.shown}")}
        goes_on = (
            turn.followed
            or LEAD.match(turn.question)
            or not any(p.specific for p in phrases(turn.question))
        )
        if not goes_on and not words & known:
            first = at
    return tuple(turns[first:])


def tidy(text: str, limit: int) -> str:
    """Cut a text, fold its white space and drop what can't be seen."""
    cut = text[: 4 * limit]
    seen = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in cut)
    return " ".join(seen.split())[:limit].strip()


def bounded(turn: Turn) -> Turn:
    """Give a turn of which nothing is longer than what is looked at."""
    return replace(
        turn,
        question=tidy(turn.question, MAX_QUESTION),
        topic=tidy(turn.topic, MAX_QUESTION),
        shown=tidy(turn.shown, MAX_SHOWN),
        titles=tuple(filter(None, (tidy(title, MAX_NAME) for title in turn.titles[:MAX_TITLES]))),
        authors=tuple(filter(None, (tidy(name, MAX_NAME) for name in turn.authors[:MAX_TITLES]))),
    )
