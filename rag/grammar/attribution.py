"""To whom a sentence is attributed: frames such as "a member argued", and how far they reach.

By rules over speakers and verbs of saying, for English.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.english.vocabulary import DETERMINERS
from rag.grammar.reporting_words import (
    BETWEEN,
    HEARD,
    NEUTRAL,
    ONLY_WITH_THAT,
    OPINION,
    PASSIVE,
    SAID_NOUNS,
    SAYING,
    TURNED,
    Voice,
    voice_at,
)
from rag.text.tokens import Token, tokens

_REACH = 5
_ASIDE = 14
"""Words of an aside between a speaker and a verb."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that say whose words these are.

    ``at`` to ``until`` are the tokens of speaker and verb, ``reach`` the tokens that are
    attributed; ``who`` are the words by which a body or a person is called. ``speaker`` are the
    tokens that name them, as far as they were looked at, and none where nobody is named; ``verb``
    is the token of saying.
    """

    voice: Voice
    at: int
    until: int
    reach: tuple[int, int] = (0, 0)
    who: frozenset[str] = frozenset()
    speaker: tuple[int, int] = (0, 0)
    verb: int = -1


@lru_cache(maxsize=2048)
def frames(sentence: str) -> tuple[Frame, ...]:
    """Find the frames of a sentence, in order; none where nobody is named as speaking."""
    words = tokens(sentence)
    return tuple(_reaching(list(frames_by(frame_at, sentence)), words, sentence))


def frames_by(
    read: Callable[[Sequence[Token], int, str], Frame | None], sentence: str
) -> Iterator[Frame]:
    """Find what a reader of a verb finds at each word, in order; none begins within another."""
    words, until = tokens(sentence), 0
    for at in range(len(words)):
        frame = read(words, at, sentence) if at >= until else None
        if frame:
            until = frame.until
            yield frame


@lru_cache(maxsize=2048)
def voices(sentence: str) -> tuple[Frame, ...]:
    """Give everybody whom a sentence names that might be speaking, with or without a verb."""
    words = tokens(sentence)
    named = ((at, *voice_at(words, at, sentence)) for at in range(len(words)))
    return tuple(
        Frame(voice, start, at + 1, (0, len(words)), who)
        for at, voice, who, start in named if voice is not None and voice != "pronoun"
    )  # fmt: skip


def frame_at(words: Sequence[Token], at: int, sentence: str) -> Frame | None:
    """Read the frame whose word of saying stands at a place; None where there is none."""
    token, after = words[at], words[at + 1].word if at + 1 < len(words) else ""
    if token.word == "according" and after == "to":
        return speaker_after(words, at, at + 2, sentence)
    if token.word in OPINION:
        return _opinion(words, at, after, sentence)
    if token.word in SAID_NOUNS and after:
        return _noun_of_saying(words, at, after, sentence)
    if (
        not SAYING.fullmatch(token.word)
        or is_noun(words, at)
        or (token.capital and not token.first)
    ):
        return None
    if token.word in ONLY_WITH_THAT and after != "that":
        return None
    if token.word in ("heard", "hears") and after == "from":
        return speaker_after(words, at, at + 2, sentence)
    if is_passive(words, at):
        return _passive_frame(words, at, sentence)
    before = _before(words, at, sentence)
    if before is None and token.word in TURNED:
        return speaker_after(words, at, at + 1, sentence)
    return before


def _opinion(words: Sequence[Token], at: int, after: str, sentence: str) -> Frame | None:
    """Read "in the view of members" and "in one member's view"."""
    if re.search(r"['’]s?\s?$", sentence[max(0, words[at].start - 3) : words[at].start]):
        return _before(words, at, sentence, opinion=True)
    frame = speaker_after(words, max(0, at - 2), at + 2, sentence) if after == "of" else None
    return frame and replace(frame, verb=at)


def _noun_of_saying(words: Sequence[Token], at: int, after: str, sentence: str) -> Frame | None:
    """Read "there was agreement in the group"."""
    if after not in ("of", "in", "among", "by", "from", "between"):
        return None
    frame = speaker_after(words, at, at + 2, sentence)
    return None if frame and frame.voice in ("name", "body", "pronoun") else frame


def _passive_frame(words: Sequence[Token], at: int, sentence: str) -> Frame | None:
    """Read "it was argued by the group", "it was noted" and "the group was told"."""
    by = next((i for i in range(at + 1, min(at + 3, len(words))) if words[i].word == "by"), None)
    if by is not None:
        return speaker_after(words, at, by + 1, sentence)
    if any(word.word == "it" for word in words[max(0, at - 4) : at]):
        return Frame("nobody", max(0, at - 2), at + 1, verb=at)
    return _before(words, at, sentence, passive=True) if words[at].word in HEARD else None


def is_passive(words: Sequence[Token], at: int) -> bool:
    """Say whether a form of "be" stands before the verb, with nothing but adverbs between."""
    before = (token.word for token in reversed(words[:at]))
    verb = next((w for w in before if not (w.endswith("ly") or w in BETWEEN)), None)
    return verb in PASSIVE


def is_noun(words: Sequence[Token], at: int) -> bool:
    """Say whether a word that could be a verb of saying is a noun here: "the report"."""
    word, before = words[at].word, words[at - 1].word if at else ""
    if word.endswith(("ed", "said", "told")):
        return False
    return before in DETERMINERS | {"of", "in", "on", "to"} or words[at].first


def _before(
    words: Sequence[Token],
    at: int,
    sentence: str,
    *,
    passive: bool = False,
    opinion: bool = False,
) -> Frame | None:
    """Find the speaker before a verb, within some words and not beyond a strong stop."""
    if not passive and (frame := _before_aside(words, at, sentence)) is not None:
        return frame
    for i in range(at - 1, max(-1, at - 1 - _REACH), -1):
        between = sentence[words[i].end : words[at].start]
        if ";" in between or ":" in between or "(" in between:
            return None
        if between.count(",") > 1 and i < at - 4:
            return None
        if words[i].word in ("that", "which", "whether", "if") and i < at - 1:
            return None
        voice, who, start = voice_at(words, i, sentence)
        if voice == "pronoun" and passive:
            continue
        if voice is not None:
            if voice in ("body", "name") and words[at].word in NEUTRAL and not opinion:
                return None
            if voice == "name" and "," in between and words[at].word.endswith("ing"):
                return None
            return Frame(voice, start, at + 1, who=who, speaker=(start, i + 1), verb=at)
    return None


def _before_aside(words: Sequence[Token], at: int, sentence: str) -> Frame | None:
    """Find the speaker before an aside that ends at a verb: "the group, meeting in May, argued"."""
    if "," not in sentence[words[at - 1].end : words[at].start]:
        return None
    for i in range(at - 1, max(0, at - _ASIDE), -1):
        opens = "," in sentence[words[i - 1].end : words[i].start]
        if opens and (words[i].word.endswith("ing") or words[i].word in ("which", "who")):
            voice, who, start = voice_at(words, i - 1, sentence)
            if voice in ("one", "some", "members", "group", "body"):
                return Frame(voice, start, at + 1, who=who, speaker=(start, i), verb=at)
            return None
    return None


def speaker_after(words: Sequence[Token], at: int, start: int, sentence: str) -> Frame | None:
    """Find the speaker behind a verb, or behind "according to"."""
    for i in range(start, min(start + 4, len(words))):
        between = sentence[words[start].start : words[i].start]
        if "," in between or ";" in between:
            return None
        voice, who, first = voice_at(words, i, sentence)
        if voice == "pronoun" and i > start:
            return None
        if voice is not None:
            end = i + 1
            while end < len(words) and words[end].capital and voice == "name":
                end += 1
            return Frame(voice, at, end, who=who, speaker=(max(first, start), end), verb=at)
        last = i + 1 == len(words) or sentence[words[i].end : words[i].end + 1] == ","
        if last and words[i].content and words[at].word in ("according", "in"):
            named = frozenset({words[i].stem})
            return Frame("body", at, i + 1, who=named, speaker=(start, i + 1), verb=at)
    return None


def _reaching(found: Sequence[Frame], words: Sequence[Token], sentence: str) -> list[Frame]:
    """Say how far each frame reaches: to the next one, or to a semicolon; a late one, backwards."""
    stops = [i for i in range(1, len(words)) if ";" in sentence[words[i - 1].end : words[i].start]]
    turns = [
        i for i in range(1, len(words))
        if words[i].word in ("but", "while", "whereas", "yet")
        and "," in sentence[words[i - 1].end : words[i].start]
    ]  # fmt: skip
    made = []
    for n, frame in enumerate(found):
        start = max([0, *(stop for stop in stops if stop <= frame.at)])
        end = min([len(words), *(stop for stop in stops if stop > frame.at)])
        if words[frame.at].word == "according":
            end = min([end, *(i for i in turns if i > frame.until)])
        if n and found[n - 1].at >= start:
            start = frame.at
        if n + 1 < len(found) and found[n + 1].at < end:
            late = found[n + 1].until >= end - 1
            end = end if late else found[n + 1].at
        made.append(replace(frame, reach=(start, end)))
    return made
