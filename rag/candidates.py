"""Which noun phrases of the last questions a pronoun may mean, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rag.clauses import parse
from rag.mentions import GENERIC, PERSON_HEADS, Said, frame_of, is_person, topic_of, whole_of
from rag.phrases import BE, COLLECTIVE, EMPTY_HEADS, Frame, Phrase, determined, is_acronym, tokens
from rag.pointers import UNFIT, Anaphor
from rag.substitution import parts
from rag.verbs import PLAIN_VERBS, SAYING

_NOBODY = frozenset(
    "other others someone anyone everyone nobody anything one ones yes there here".split()
)


_PLACED = frozenset("in at from near within during since before after by until".split())


def names(turn: Said) -> bool:
    """Say whether a question names anything that a later one may mean."""
    phrases = frame_of(turn).phrases
    return bool(topic_of(turn)) or any(_may_be_meant(p) for p in phrases)


def _may_be_meant(phrase: Phrase) -> bool:
    empty = phrase.date or not phrase.head or phrase.head in EMPTY_HEADS
    return not empty and not set(phrase.text.lower().split()) & UNFIT


def naming(history: Sequence[Said]) -> int:
    """Give where the last question is that names anything: "what comes after?" doesn't."""
    naming = (n for n in range(len(history) - 1, -1, -1) if names(history[n]))
    return next(naming, len(history) - 1)


def pair(history: Sequence[Said]) -> str | None:
    """Give the two that the last questions asked the same of: "the board and the union"."""
    asked = [_asked_of(turn) for turn in reversed(history)]
    latest = next((n for n, one in enumerate(asked) if one is not None), None)
    if latest is None or (last := asked[latest]) is None:
        return None
    for before in asked[latest + 1 :]:
        if before and before[1] == last[1] and before[0].lower() != last[0].lower():
            return f"{before[0]} and {last[0]}"
    return None


def _asked_of(turn: Said) -> tuple[str, str] | None:
    """Give of whom a question asks something, and what they do; None if they are several."""
    frame = frame_of(turn)
    verb = tokens(frame.text[frame.verb :])[:1]
    subject = frame.subject
    if subject is None or not verb or set(subject.text.lower().split()) & UNFIT:
        return None
    return subject.text, verb[0].low


def candidates(anaphor: Anaphor, turn: Said) -> Iterator[str]:
    """Give the noun phrases of a question that a pronoun may mean, the likeliest first.

    Those of the topic that it was joined to come last.
    """
    yield from _fitting(anaphor, frame_of(turn))
    yield from _fitting(anaphor, parse(topic_of(turn)))


def _fitting(anaphor: Anaphor, frame: Frame) -> Iterator[str]:
    if anaphor.number == "one" and _happened(frame):
        return
    fit = [phrase for phrase in frame.phrases if _agrees(phrase, frame, anaphor)]
    fit = fit or [p for whole in frame.phrases for p in parts(whole) if _agrees(p, frame, anaphor)]
    if anaphor.kind == "this":
        fit = [p for p in fit if not _acts(p, frame) and p.preposition in ("", "about", "of", "to")]
    scored = sorted((-_salience(phrase, frame, anaphor), phrase.start, phrase) for phrase in fit)
    for _, _, phrase in scored:
        yield whole_of(phrase, frame)


def _acts(phrase: Phrase, frame: Frame) -> bool:
    """Say whether a noun phrase does something: "that" then means what it did."""
    return phrase.role == "subject" and frame.part(frame.auxiliary).lower() not in BE


def _agrees(phrase: Phrase, frame: Frame, anaphor: Anaphor) -> bool:
    low = phrase.text.lower()
    if phrase.date or not phrase.head or phrase.head in EMPTY_HEADS | _NOBODY:
        return False
    if any(word in UNFIT for word in low.split()) or _no_noun(phrase):
        return False
    if anaphor.identity and anaphor.number == "many":
        return phrase.plural
    if anaphor.number in ("one", "many") and _is_somebody(phrase):
        return phrase.plural or (anaphor.number == "one" and not _says(frame))
    body = phrase.name and (_says(frame) or is_acronym(phrase.words[-1]))
    sayer = phrase.role == "subject" and (body or (anaphor.says and _says(frame)))
    if anaphor.acts and anaphor.number == "many" and sayer:
        return True
    if anaphor.number == "one" and {w.lower() for w in phrase.words} & PERSON_HEADS:
        return phrase.head in COLLECTIVE
    if anaphor.number == "many":
        return phrase.plural or phrase.head in COLLECTIVE
    return anaphor.number != "one" or not phrase.plural or phrase.head in COLLECTIVE


def _is_somebody(phrase: Phrase) -> bool:
    """Say whether a phrase has the form of one person's name; a plan's may have it, too."""
    return phrase.role == "subject" and len(phrase.words) > 1 and phrase.name and is_person(phrase)


def _no_noun(phrase: Phrase) -> bool:
    """Say whether a phrase begins with a verb, so that it was wrongly cut out."""
    first, *rest = phrase.text.split()
    return bool(rest) and first in PLAIN_VERBS and first.islower()


def _says(frame: Frame) -> bool:
    """Say whether a question is about what somebody says."""
    return any(token.low in SAYING for token in tokens(frame.text[frame.verb :])[:1])


def _happened(frame: Frame) -> bool:
    """Say whether a question asks what happened: "it" then is no place or day in it."""
    verb = tokens(frame.text[frame.verb :])[:1]
    return frame.subject is None and bool(verb) and verb[0].low.startswith("happen")


def _salience(phrase: Phrase, frame: Frame, anaphor: Anaphor) -> float:
    """Say how likely a noun phrase is what is spoken of: subjects, names, what is told apart."""
    score = {"subject": 2.0, "object": 1.6, "asked": 1.0, "other": 1.0}[phrase.role]
    score += 1.5 * phrase.name + (len(phrase.words) > 1)
    saying = phrase.role == "subject" and _says(frame)
    says = saying and (is_person(phrase) or phrase.head in COLLECTIVE)
    if phrase.role == "asked" and frame.subject is None:
        score += 1.5  # "which agencies watch the wells"
    if anaphor.acts and (is_person(phrase) or phrase.head in COLLECTIVE):
        return score + 4
    if anaphor.says and saying:
        return score + 2
    bare_name = phrase.name and not determined(phrase) and " " not in phrase.text
    if anaphor.number == "many" and bare_name:
        score -= 2  # "Leeds" is hardly "they"
    if (phrase.head in GENERIC and len(phrase.words) == 1) or (says and anaphor.number == "one"):
        score -= 3
    if anaphor.number == "many" and not phrase.plural:
        score -= 2.5
    if anaphor.kind == "pronoun" and phrase.preposition in _PLACED:
        score -= 1
    if anaphor.number == "one" and phrase.head in COLLECTIVE and len(phrase.words) == 1:
        score -= 0.5
    return score
