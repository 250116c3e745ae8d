"""What a word that points back means: a noun phrase of the last questions, a name, a title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Protocol

from rag.anaphora import SOURCES, Anaphor, find, specific
from rag.ellipsis import ordinal_of, parts
from rag.english import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.phrases import BE, COLLECTIVE, DO, EMPTY_HEADS, Frame, Phrase, Token, parse, tokens
from rag.verbs import SAYING

MARK = ", as to "
"""What joins a question to its context, where it can't be put into its own words."""
_ADDED = re.compile(r", as to [^?]+\?$")
_SHORTENED = re.compile(r"\b(what|who|where|when|how|there|that|it)'s\b", re.IGNORECASE)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
)
_MOST = 3
"""Noun phrases that are added as context."""
_ITEM = 6
"""Words of one part of a list."""
_NOT_IN_ITEMS = (AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | PRONOUNS | {"namely"}) - {"of"}
_LONGEST = 12
"""Words of a noun phrase that takes a pronoun's place."""
_PERSON = re.compile(r"\b((?:[A-Z][\w'’-]+|[A-Z]\.)(?: (?:[A-Z][\w'’-]+|[A-Z]\.)){1,3})")
_NOT_PERSONS = frozenset(
    "the policy plan institute group ministry council committee party bank university national "
    "international internal security act agency authority department action center centre times "
    "studies house court commission board united states republic of for and schedule army police "
    "government january february march april may june july august september october november "
    "december".split()
)
_PERSON_HEADS = frozenset(
    "member participant author speaker minister president chairman chair head leader expert judge "
    "official officer director secretary commissioner writer analyst person man woman mr mrs ms dr "
    "professor sir lady".split()
)
_GENERIC = frozenset(
    "people person persons member members participant participants group groups expert experts "
    "document documents paper report brief text author authors".split()
)
_UNFIT = frozenset("he him his she her it its they them their i me my we us our you your".split())
"""Words of a noun phrase that can't be named again, or mean who asks and who is asked."""
_NOBODY = frozenset("other others someone anyone everyone nobody anything one ones yes".split())
_CONTEXT_WORDS = 16
"""Words of all the noun phrases that are added."""


class Said(Protocol):
    """A turn, as much of it as is needed here."""

    @property
    def question(self) -> str:
        """The question that was asked."""
        ...

    @property
    def shown(self) -> str:
        """What was shown for it."""
        ...

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of the documents cited."""
        ...

    @property
    def authors(self) -> tuple[str, ...]:
        """The people who wrote them."""
        ...


def frame_of(turn: Said) -> Frame:
    """Take a turn's question apart."""
    straight = turn.question.replace("’", "'")
    return parse(_SHORTENED.sub(r"\1 is", straight))


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
        vague = vague or not specific([w for w in named.split() if w.lower() not in _GENERIC])
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
            return _other_title(history, titles)
        case "fact":
            return _fact(history[-1])
        case "noun":
            return _noun(anaphor, history) or _title(anaphor.noun, history[-1])
        case "one":
            return _contrasted(frame_of(history[-1]))
        case "pronoun" if anaphor.number == "person":
            return _person(history)
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
        yield _whole(phrase, frame)


def _acts(phrase: Phrase, frame: Frame) -> bool:
    """Say whether a noun phrase does something: "that" then means what it did."""
    return phrase.role == "subject" and frame.part(frame.auxiliary).lower() not in BE


def _agrees(phrase: Phrase, anaphor: Anaphor) -> bool:
    low = phrase.text.lower()
    if phrase.date or phrase.head in EMPTY_HEADS or phrase.head in _NOBODY:
        return False
    if any(word in _UNFIT for word in low.split()):
        return False
    if anaphor.number == "one" and {w.lower() for w in phrase.words} & _PERSON_HEADS:
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
    says = says and (_is_person(phrase) or phrase.head in COLLECTIVE)
    if phrase.head in _GENERIC and len(phrase.words) == 1 or (says and anaphor.number == "one"):
        score -= 3
    if anaphor.number == "many" and not phrase.plural:
        score -= 1
    if anaphor.number == "one" and phrase.head in COLLECTIVE and len(phrase.words) == 1:
        score -= 0.5
    return score


def _whole(phrase: Phrase, frame: Frame) -> str:
    """Give a noun phrase as it can stand in another question: definite, not too long."""
    text = frame.text[phrase.start : phrase.far].replace(MARK, " on ")
    if len(text.split()) > _LONGEST:
        text = phrase.text
    first = text.split()[0]
    if first.lower() in ("a", "an", "any", "some"):
        return f"the {text[len(first) + 1 :]}"
    if phrase.role == "asked" and phrase.head not in _GENERIC:
        return f"the {text}"
    return text


def _ordinal(anaphor: Anaphor, history: Sequence[Said]) -> str | None:
    """Put another ordinal into the noun phrase that has one, or take the title of that place."""
    for turn in reversed(history):
        frame = frame_of(turn)
        for phrase in frame.phrases:
            ordinal = ordinal_of(phrase)
            if ordinal is None:
                continue
            at = _ORDINALS.index(ordinal.lower()) + 1
            place = at + anaphor.step if anaphor.step else anaphor.place
            if not 1 <= place <= len(_ORDINALS) or anaphor.noun not in ("", "one"):
                break
            own = phrase.text
            if f" of the {ordinal}" in own:
                own = own[own.index(f"the {ordinal}") :]
            return re.sub(rf"\b{ordinal}\b", _ORDINALS[place - 1], own)
    last = history[-1]
    if anaphor.noun and anaphor.noun != "one" and 0 <= anaphor.place - 1 < len(last.titles):
        return f"“{last.titles[anaphor.place - 1]}”"
    listed = _listed(last)
    if anaphor.step or not 0 <= (anaphor.place or len(listed)) - 1 < len(listed):
        return None
    return listed[anaphor.place - 1]


def _listed(turn: Said) -> list[str]:
    """Give the parts of "A, B and C": in the last question, else in what was shown for it."""
    for text in (turn.question, turn.shown):
        words = tokens(text)
        for at, word in enumerate(words):
            if word.low == "and" and at and (items := _items(text, words, at)):
                return items
    return []


def _items(text: str, words: Sequence[Token], at: int) -> list[str]:
    """Give the parts of a list around the "and" at a place; none if there are just two."""
    last = list(takewhile(_in_item, words[at + 1 : at + 1 + _ITEM]))
    items = [text[last[0].start : last[-1].end]] if last else []
    end = at
    while items and end > 0 and len(items) < len(_ORDINALS):
        start = end - 1
        while start > 0 and _in_item(words[start]) and not words[start].free:
            start -= 1
        whole = _in_item(words[start])
        start += not whole
        if end - start not in range(1, _ITEM + 1):
            break
        items.insert(0, text[words[start].start : words[end - 1].end])
        if not whole or not words[start].free:
            break
        end = start
    return items if len(items) > 2 else []


def _in_item(word: Token) -> bool:
    return word.low not in _NOT_IN_ITEMS


def _one_of_two(kind: str, history: Sequence[Said]) -> str | None:
    """Give the first or the second of two that the last question sets side by side."""
    frame = frame_of(history[-1])
    pair = [p for p in frame.phrases if p.role != "asked" and p.head not in EMPTY_HEADS]
    for phrase in pair:
        both = re.fullmatch(r"(.+?) (?:and|or) (.+)", phrase.text)
        if both:
            return both[1] if kind == "former" else both[2]
    if len(pair) < 2:
        return None
    return pair[0].text if kind == "former" else pair[1].text


def _other_title(history: Sequence[Said], titles: Sequence[str]) -> str | None:
    """Give the one title that wasn't cited last, if there are two in all."""
    known = list(dict.fromkeys([*titles, *(title for turn in history for title in turn.titles)]))
    cited = history[-1].titles[:1]
    others = [title for title in known if title not in cited]
    return f"“{others[0]}”" if cited and len(others) == 1 else None


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
                return _whole(phrase, frame)
    if wanted in ("country", "province", "city", "region", "place", "area"):
        return _new_name(history[-1])
    if wanted in ("person", "man", "woman", "author"):
        return _person(history)
    return None


def _title(noun: str, turn: Said) -> str | None:
    """Give the one title cited that has the noun in it, or any if it's "that report"."""
    fits = [t for t in turn.titles if noun in SOURCES or noun in t.lower().split()]
    return f"“{fits[0]}”" if len(fits) == 1 and noun != "one" else None


def _contrasted(frame: Frame) -> str | None:
    """Give the noun that "the southern one" stands for: one that has a word before it."""
    told_apart = [p for p in frame.phrases if len(p.words) > 1 and p.role != "asked"]
    objects = [p for p in told_apart if p.role != "subject"]
    return next((p.head for p in [*objects, *told_apart]), None)


def _new_name(turn: Said) -> str | None:
    """Give the one name in what was shown that the question didn't have, if it's one word."""
    asked = {token.low for token in tokens(turn.question)}
    words = tokens(turn.shown[: turn.shown.find(". ") + 1 or len(turn.shown)])
    names = [w.text for n, w in enumerate(words) if n and w.text[0].isupper()]
    new = [name for name in dict.fromkeys(names) if name.lower() not in asked]
    return new[0] if len(new) == 1 else None


def _person(history: Sequence[Said]) -> str | None:
    """Give the person that was spoken of: in the last questions, else in what was shown."""
    for turn in reversed(history):
        frame = frame_of(turn)
        for phrase in frame.phrases:
            if _is_person(phrase):
                return _whole(phrase, frame)
        for match in _PERSON.finditer(turn.shown):
            words = match[1].split()
            if not {word.lower() for word in words} & _NOT_PERSONS:
                return match[1]
        if len(turn.authors) == 1:
            return turn.authors[0]
    return None


def _is_person(phrase: Phrase) -> bool:
    if phrase.head in _PERSON_HEADS:
        return True
    capital = phrase.name and all(word[0].isupper() for word in phrase.words)
    bare = phrase.text.split()[0].lower() not in DETERMINERS
    small = {word.lower() for word in phrase.words}
    return capital and bare and len(phrase.words) <= 3 and not small & _NOT_PERSONS
