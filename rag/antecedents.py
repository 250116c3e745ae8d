"""What a word that points back means: a noun phrase of the last questions, a name, a title."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rag.anaphora import find
from rag.candidates import candidates, naming, pair
from rag.clauses import LINKS, parse
from rag.joined import added, joined
from rag.mentions import (
    GENERIC,
    Said,
    frame_of,
    listed,
    new_name,
    other_title,
    person,
    title_with,
    whole_of,
)
from rag.phrases import BE, DO, EMPTY_HEADS, Frame, Phrase, tokens
from rag.pointers import RANKS, Anaphor, specific
from rag.substitution import agreeing, ordinal_of


def resolve(question: str, history: Sequence[Said], titles: Sequence[str]) -> str | None:
    """Name what a question points to, or add what it is about; None if it points to nothing."""
    found = () if added(question) else find(question)
    if not found:
        return None
    text, vague, shift = question, False, 0
    used: set[str] = set()
    for anaphor in found:
        named = meant(anaphor, history, titles, taken=() if anaphor.possessive else used)
        if named is None:
            vague = vague or _wants_joined(anaphor, question)
            continue
        if named in used:
            continue
        used.add(named)
        vague = vague or not specific([w for w in named.split() if w.lower() not in GENERIC])
        words = f"{named}{'’' if named.endswith('s') else '’s'}" if anaphor.possessive else named
        before = text[: anaphor.start + shift]
        turned = before if anaphor.possessive else _agreed(before, named, anaphor)
        text = turned + words + text[anaphor.end + shift :]
        shift += len(turned) - len(before) + len(words) - (anaphor.end - anaphor.start)
    text = f"{text[:1].upper()}{text[1:].rstrip('?!. ')}?" if text != question else text
    if vague or _asks_else(text):
        return joined(text, history)
    return text if text != question else None


def _agreed(before: str, named: str, anaphor: Anaphor) -> str:
    """Let the auxiliary in front of a pronoun agree with what takes its place."""
    words = tokens(before)
    if anaphor.number != "many" or not words or words[-1].low not in BE | DO | {"has", "have"}:
        return before
    head = re.split(rf" (?:{'|'.join(sorted(LINKS))}|in|at|to) ", named)[0]
    phrase = Phrase(head, 0, 0, 0, "subject")
    end = words[-1].end
    return f"{before[: words[-1].start]}{agreeing(words[-1].text, phrase.plural)}{before[end:]}"


def resolve_piece(piece: str, history: Sequence[Said], titles: Sequence[str]) -> str | None:
    """Name what a noun phrase points to, "the third one"; the same if nothing, None if unclear."""
    for anaphor in reversed(find(piece)):
        named = meant(anaphor, history, titles)
        if named is None:
            return None
        piece = piece[: anaphor.start] + named + piece[anaphor.end :]
    return piece


def _wants_joined(anaphor: Anaphor, question: str) -> bool:
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


def meant(
    anaphor: Anaphor,
    history: Sequence[Said],
    titles: Sequence[str],
    *,
    taken: Collection[str] = (),
) -> str | None:
    """Give the words that a word or two that point back stand for; None if that isn't clear.

    ``taken`` are those that another word of the question means: "why do they need them".
    """
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
            turns = history if anaphor.number == "many" else history[naming(history) :]
            if anaphor.mutual and (both := pair(history)):
                return both
            named = [name for turn in reversed(turns) for name in candidates(anaphor, turn)]
            return next((name for name in named if name not in taken), next(iter(named), None))
    return None


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
    two = [p for p in frame.phrases if p.role != "asked" and p.head not in EMPTY_HEADS]
    for phrase in two:
        both = re.fullmatch(r"(.+?) (?:and|or) (.+)", phrase.text)
        if both:
            return both[1] if kind == "former" else both[2]
    between = next((n for n, p in enumerate(two) if p.preposition == "between"), 0)
    two = two[between:]
    if len(two) < 2:
        return None
    return two[0].text if kind == "former" else two[1].text


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
