"""What a word that points back means: a noun phrase of the last questions, a name, a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.anaphora import find
from rag.clauses import parse
from rag.mentions import (
    GENERIC,
    PERSON_HEADS,
    Said,
    frame_of,
    is_person,
    listed,
    new_name,
    other_title,
    person,
    title_with,
    whole_of,
)
from rag.phrases import BE, COLLECTIVE, DO, EMPTY_HEADS, MARK, Frame, Phrase, tokens
from rag.pointers import RANKS, Anaphor, specific
from rag.substitution import ordinal_of, parts
from rag.verbs import SAYING

_ADDED = re.compile(r", as to [^?]+\?$")


_MOST = 3
"""Noun phrases that are added as context."""


_UNFIT = frozenset("he him his she her it its they them their i me my we us our you your".split())
"""Words of a noun phrase that can't be named again, or mean who asks and who is asked."""


_NOBODY = frozenset("other others someone anyone everyone nobody anything one ones yes".split())


_CONTEXT_WORDS = 16
"""Words of all the noun phrases that are added."""


def resolve(question: str, history: Sequence[Said], titles: Sequence[str]) -> str | None:
    """Name what a question points to, or add what it is about; None if it points to nothing."""
    found = () if added(question) else find(question)
    if not found:
        return None
    text, vague, shift = question, False, 0
    used: set[str] = set()
    for anaphor in found:
        named = meant(anaphor, history, titles)
        if named is None:
            vague = vague or _wants_context(anaphor, question)
            continue
        if named in used:
            continue
        used.add(named)
        vague = vague or not specific([w for w in named.split() if w.lower() not in GENERIC])
        words = f"{named}{'’' if named.endswith('s') else '’s'}" if anaphor.possessive else named
        text = text[: anaphor.start + shift] + words + text[anaphor.end + shift :]
        shift += len(words) - (anaphor.end - anaphor.start)
    text = f"{text[:1].upper()}{text[1:].rstrip('?!. ')}?" if text != question else text
    if vague or _asks_else(text):
        return context(text, history)
    return text if text != question else None


def resolve_piece(piece: str, history: Sequence[Said], titles: Sequence[str]) -> str | None:
    """Name what a noun phrase points to, "the third one"; the same if nothing, None if unclear."""
    for anaphor in reversed(find(piece)):
        named = meant(anaphor, history, titles)
        if named is None:
            return None
        piece = piece[: anaphor.start] + named + piece[anaphor.end :]
    return piece


def _wants_context(anaphor: Anaphor, question: str) -> bool:
    """Say whether a question is unclear without what a word points to, which wasn't found.

    "These meetings" may just be how somebody names the meetings that are on record.
    """
    if anaphor.kind == "time":
        return len(find(question)) == 1
    if anaphor.kind != "noun":
        return True
    rest = question[: anaphor.start] + question[anaphor.end :]
    return not any(specific(phrase.words) for phrase in parse(rest).phrases)


def _asks_else(question: str) -> bool:
    return re.search(r"\b(?:else|instead|(?<!each )others?|afterwards)\b", question) is not None


def added(question: str) -> bool:
    """Say whether a question has a context at its end."""
    return _ADDED.search(question) is not None


def context(question: str, history: Sequence[Said]) -> str:
    """Add to a question what the last one was about, as far as it doesn't say so itself."""
    if added(question):
        return question
    body = question.strip().rstrip("?!. ")
    known = {token.low for token in tokens(body)}
    frame = frame_of(history[-1])
    topics = [p for p in frame.phrases if _is_topic(p, known)]
    topics = [p for p in topics if not any(o is not p and _covers(o, p) for o in topics)]
    names = [frame.text[p.start : p.far].replace(MARK, " on ") for p in topics[:_MOST]]
    while len(names) > 1 and len(" ".join(names).split()) > _CONTEXT_WORDS:
        names.pop()
    if not names or len(names[0].split()) > _CONTEXT_WORDS:
        return question
    joined = " and ".join(names)
    return f"{body[:1].upper()}{body[1:]}{MARK}{joined}?"


def _is_topic(phrase: Phrase, known: set[str]) -> bool:
    words = {word.lower() for word in phrase.words}
    if set(phrase.text.lower().split()) & _UNFIT:
        return False
    return bool(words - known) and specific(phrase.words) and phrase.head not in EMPTY_HEADS


def _covers(one: Phrase, other: Phrase) -> bool:
    return one.start <= other.start and other.end <= one.far


def meant(anaphor: Anaphor, history: Sequence[Said], titles: Sequence[str]) -> str | None:
    """Give the words that a word or two that point back stand for; None if that isn't clear."""
    match anaphor.kind:
        case "ordinal":
            return _ordinal(anaphor, history)
        case "former" | "latter":
            return _one_of_two(anaphor.kind, history)
        case "other":
            return other_title(history, titles)
        case "fact":
            return _fact(history[-1])
        case "noun":
            return _noun(anaphor, history) or title_with(anaphor.noun, history[-1])
        case "one":
            return _contrasted(frame_of(history[-1]))
        case "pronoun" if anaphor.number == "person":
            return person(history)
        case "pronoun" | "this":
            turns = reversed(history if anaphor.number == "many" else history[-1:])
            return next((name for turn in turns for name in _candidates(anaphor, turn)), None)
    return None


def _candidates(anaphor: Anaphor, turn: Said) -> Iterator[str]:
    """Give the noun phrases of a question that a pronoun may mean, the likeliest first."""
    frame = frame_of(turn)
    fit = [phrase for phrase in frame.phrases if _agrees(phrase, anaphor)]
    fit = fit or [p for whole in frame.phrases for p in parts(whole) if _agrees(p, anaphor)]
    if anaphor.kind == "this":
        fit = [p for p in fit if not _acts(p, frame) and p.preposition in ("", "about", "of", "to")]
    scored = sorted((-_salience(phrase, frame, anaphor), phrase.start, phrase) for phrase in fit)
    for _, _, phrase in scored:
        yield whole_of(phrase, frame)


def _acts(phrase: Phrase, frame: Frame) -> bool:
    """Say whether a noun phrase does something: "that" then means what it did."""
    return phrase.role == "subject" and frame.part(frame.auxiliary).lower() not in BE


def _agrees(phrase: Phrase, anaphor: Anaphor) -> bool:
    low = phrase.text.lower()
    if phrase.date or phrase.head in EMPTY_HEADS or phrase.head in _NOBODY:
        return False
    if any(word in _UNFIT for word in low.split()):
        return False
    if anaphor.number == "one" and {w.lower() for w in phrase.words} & PERSON_HEADS:
        return phrase.head in COLLECTIVE
    if anaphor.number == "many":
        return phrase.plural or phrase.head in COLLECTIVE
    return anaphor.number != "one" or not phrase.plural or phrase.head in COLLECTIVE


def _salience(phrase: Phrase, frame: Frame, anaphor: Anaphor) -> float:
    """Say how likely a noun phrase is what is spoken of: subjects, names, what is told apart."""
    score = {"subject": 2.0, "object": 1.6, "asked": 1.0, "other": 1.0}[phrase.role]
    score += 1.5 * phrase.name + (len(phrase.words) > 1)
    verb = tokens(frame.text[frame.verb :])[:1]
    says = phrase.role == "subject" and verb and verb[0].low in SAYING
    says = says and (is_person(phrase) or phrase.head in COLLECTIVE)
    if (phrase.head in GENERIC and len(phrase.words) == 1) or (says and anaphor.number == "one"):
        score -= 3
    if anaphor.number == "many" and not phrase.plural:
        score -= 1
    if anaphor.number == "one" and phrase.head in COLLECTIVE and len(phrase.words) == 1:
        score -= 0.5
    return score


def _ordinal(anaphor: Anaphor, history: Sequence[Said]) -> str | None:
    """Put another ordinal into the noun phrase that has one, or take the title of that place."""
    for turn in reversed(history):
        frame = frame_of(turn)
        for phrase in frame.phrases:
            ordinal = ordinal_of(phrase)
            if ordinal is None:
                continue
            at = RANKS.index(ordinal.lower()) + 1
            place = at + anaphor.step if anaphor.step else anaphor.place
            if not 1 <= place <= len(RANKS) or anaphor.noun not in ("", "one"):
                break
            own = phrase.text
            if f" of the {ordinal}" in own:
                own = own[own.index(f"the {ordinal}") :]
            return re.sub(rf"\b{ordinal}\b", RANKS[place - 1], own)
    last = history[-1]
    if anaphor.noun and anaphor.noun != "one" and 0 <= anaphor.place - 1 < len(last.titles):
        return f"“{last.titles[anaphor.place - 1]}”"
    items = listed(last)
    if anaphor.step or not 0 <= (anaphor.place or len(items)) - 1 < len(items):
        return None
    return items[anaphor.place - 1]


def _one_of_two(kind: str, history: Sequence[Said]) -> str | None:
    """Give the first or the second of two that the last question sets side by side."""
    frame = frame_of(history[-1])
    pair = [p for p in frame.phrases if p.role != "asked" and p.head not in EMPTY_HEADS]
    for phrase in pair:
        both = re.fullmatch(r"(.+?) (?:and|or) (.+)", phrase.text)
        if both:
            return both[1] if kind == "former" else both[2]
    between = next((n for n, p in enumerate(pair) if p.preposition == "between"), 0)
    pair = pair[between:]
    if len(pair) < 2:
        return None
    return pair[0].text if kind == "former" else pair[1].text


def _fact(turn: Said) -> str | None:
    """Turn a question for yes or no, or for a reason, into a clause: "that the state should …"."""
    frame = frame_of(turn)
    if frame.part(frame.asking).lower() not in ("", "why") or frame.subject is None:
        return None
    if frame.auxiliary is None:
        return None
    auxiliary = frame.part(frame.auxiliary).lower()
    middle = "" if auxiliary in DO else f" {auxiliary}"
    subject = frame.subject
    return f"that {subject.text}{middle} {frame.text[subject.end :].strip()}"


def _noun(anaphor: Anaphor, history: Sequence[Said]) -> str | None:
    """Find the noun phrase that has the noun of "that policy"; for a place or a person, a name."""
    wanted = anaphor.noun.removesuffix("s")
    for turn in reversed(history):
        frame = frame_of(turn)
        for phrase in frame.phrases:
            if phrase.head.removesuffix("s") == wanted and len(phrase.words) > 1:
                return whole_of(phrase, frame)
    if wanted in ("country", "province", "city", "region", "place", "area"):
        return new_name(history[-1])
    if wanted in ("person", "man", "woman", "author"):
        return person(history)
    return None


def _contrasted(frame: Frame) -> str | None:
    """Give the noun that "the southern one" stands for: one that has a word before it."""
    told_apart = [p for p in frame.phrases if len(p.words) > 1 and p.role != "asked"]
    objects = [p for p in told_apart if p.role != "subject"]
    return next((p.head for p in [*objects, *told_apart]), None)
