"""What a follow-up takes from the last questions: what a pronoun means, or their topic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.conversation.anaphora import PERSONAL, SEVERAL, Anaphor, without_lead
from rag.conversation.history import Turn
from rag.conversation.noun_phrases import COLLECTIVE, Phrase, phrases, tokens
from rag.english.vocabulary import AUXILIARIES, COUNT_NOUNS, DATE_NOUNS, ORDINALS
from rag.english.word_lists import words

UNFIT = frozenset("he him his she her it its they them their i me my we us our you your".split())
"""Words of a noun phrase that can't be named again, or mean who asks and who is asked."""
_PERSON_HEADS = frozenset(words("antecedents", "person_heads"))
_NOT_PERSONS = frozenset(words("antecedents", "not_persons"))
_PLACED = frozenset("in at from near within during since before after by until than".split())
_MOST = 3
"""Noun phrases that are taken."""
_MOST_WORDS = 16
"""Words of all that are taken."""
_MEASURES = DATE_NOUNS | COUNT_NOUNS | {"money"}
"""What a question asks for, and isn't about: "year", "number"."""


def named(anaphor: Anaphor, history: Sequence[Turn]) -> str | None:
    """Give the words that take a pronoun's place; None where that isn't clear."""
    for turn in reversed(history):
        fit = [p for text in (turn.question, turn.topic) for p in phrases(without_lead(text))]
        fit = [p for p in fit if _agrees(p, anaphor)]
        if fit:
            return _definite(max(fit, key=lambda p: (_salience(p), -p.start)))
        if anaphor.word in PERSONAL and len(turn.authors) == 1:
            return turn.authors[0]
        if anaphor.word not in PERSONAL and (turn.topic or phrases(turn.question)):
            return None
    return None


def _agrees(phrase: Phrase, anaphor: Anaphor) -> bool:
    small = {word.lower() for word in phrase.text.split()}
    if phrase.date or not phrase.specific or small & UNFIT:
        return False
    if anaphor.word in PERSONAL:
        return _is_person(phrase)
    if anaphor.word in SEVERAL:
        return phrase.plural or phrase.head in COLLECTIVE
    if _is_person(phrase) and set(phrase.text.lower().split()) & _PERSON_HEADS:
        return False
    return not phrase.plural and not phrase.asked


def _is_person(phrase: Phrase) -> bool:
    """Say whether a noun phrase is a name like a person's, or what a person is called by."""
    small = {word.lower() for word in phrase.words}
    capital = all(word[0].isupper() for word in phrase.words)
    bare = len(phrase.words) == len(phrase.text.split())
    name = capital and bare and 1 < len(phrase.words) <= 3 and not small & _NOT_PERSONS
    return name or phrase.head in _PERSON_HEADS


def _salience(phrase: Phrase) -> float:
    """Say how likely a noun phrase is what is spoken of: a name, what is told apart, a subject."""
    score = 1.5 * phrase.name + (len(phrase.words) > 1) + phrase.definite
    return score - 1.5 * (phrase.before in _PLACED)


def _definite(phrase: Phrase) -> str:
    text = re.sub(r"^(?:an?|any|some) ", "the ", phrase.text, flags=re.IGNORECASE)
    return f"the {text}" if phrase.asked else text


def last_question_with(text: str, history: Sequence[Turn]) -> str | None:
    """Put the last question anew for a fragment: "the second one?", "why?"; None where it can't be.

    "What did the first group say?" asks for the second group's then, and "When was the Act
    passed?" why it was.
    """
    last = history[-1].question if history and not history[-1].topic else ""
    if found := _ORDINAL.fullmatch(text):
        placed = [word for word in tokens(last) if word.low in ORDINALS]
        if len(placed) == 1 and found[1].lower() in ORDINALS:
            return f"{last[: placed[0].start]}{found[1].lower()}{last[placed[0].end :]}"
    said = tokens(last)
    if _WHY.fullmatch(text) and len(said) > 2:
        first = 1 if said[0].low in ("when", "where", "how", "why") else 0
        if said[first].low in AUXILIARIES:
            return f"{text.rstrip('?!. ').capitalize()} {said[first].low}{last[said[first].end :]}"
    return None


_ORDINAL = re.compile(r"(?:the )?([a-z]+)(?: one)?[?!. ]*", re.IGNORECASE)
_WHY = re.compile(
    r"(?:(?:by|for|to|with|from|since|until) )?(?:why|when|where|how|whom)[?!. ]*", re.IGNORECASE
)


def topic_for(question: str, history: Sequence[Turn]) -> str:
    """Give what the last questions were about, as far as a question doesn't say so itself."""
    known = {token.low for token in tokens(question)}
    return next((found for turn in reversed(history) if (found := _topic(turn, known))), "")


def _topic(turn: Turn, known: set[str]) -> str:
    """Give the noun phrases of a question, then the topic that it was joined to itself."""
    fit = [p for p in phrases(without_lead(turn.question)) if _is_topic(p, known)]
    # "What college" is what is looked for; "which colleges" may well be what is spoken of.
    fit = [p for p in fit if not p.asked or p.plural] or fit
    lasting = [p for p in fit if not (p.date or p.text.isdigit())] or [
        p for p in fit if not p.text.isdigit()
    ]
    names = [_ordered(_QUOTE_MARKS.sub("", p.text), known) for p in lasting[:_MOST]]
    if {token.low for token in tokens(turn.topic)} - known:
        names.append(turn.topic)
    while len(" ".join(names).split()) > _MOST_WORDS:
        names.pop()
    return " and ".join(names)


def _ordered(text: str, known: set[str]) -> str:
    """Let "the first group" be "the second group" for a question about "the second one"."""
    ordinals = known & ORDINALS
    if len(ordinals) != 1:
        return text
    (own,) = ordinals
    return " ".join(own if word.lower() in ORDINALS else word for word in text.split())


_QUOTE_MARKS = re.compile(r"[\"“”]")
_OWNER = re.compile(r"['’]s?$")
"""Whose something is, without the thing: "the interior minister's"."""


def _is_topic(phrase: Phrase, known: set[str]) -> bool:
    words = {word.lower() for word in phrase.words}
    if set(phrase.text.lower().split()) & UNFIT or not phrase.specific:
        return False
    if phrase.text.lower().startswith(("any ", "some ", "no ")) or _OWNER.search(phrase.text):
        return False
    if phrase.head in _MEASURES and not re.search(r"\d", phrase.text):
        return False
    return bool(words - known)
