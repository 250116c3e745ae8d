"""Frames in a wider sense than `rag.grammar.attribution` has: whoever says, thinks or welcomes.

For tables of who said what. Checks don't use it: there a speaker must be of the closed lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rag.english.vocabulary import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    FUNCTION_WORDS,
    MONTHS,
    OFFICE_ENDING,
    PREPOSITIONS,
)
from rag.english.word_lists import words
from rag.grammar.attribution import Frame, frame_at, frames_by, is_noun, is_passive, speaker_after
from rag.grammar.called import begins, head_of, is_nominal
from rag.grammar.reporting_words import (
    BETWEEN,
    OPINION,
    SAID_NOUNS,
    SAYING,
    SINGLE,
    Voice,
    voice_at,
)
from rag.grammar.verbs import PLAIN_VERBS
from rag.text.tokens import IRREGULAR, Token, root


def stems(name: str) -> frozenset[str]:
    """Give the stems of a list of verbs."""
    return frozenset(map(root, words("statements", name)))


_STANCES, _PERSONAL, _OF_THINGS = stems("stances"), stems("personal"), stems("of_things")
_FIRST = 8
"""Words in which a sentence's subject ends, if a later verb is to share it."""
_ALSO_NOUNS = stems("also_nouns")
_BEFORE_NOUNS = frozenset(
    "the a an any this that these those its his her their our your my no such each every".split()
)
_PLAIN: frozenset[Voice] = frozenset({"nobody", "pronoun", "author", "other"})
_MANY: frozenset[Voice] = frozenset({"members", "some", "group", "body"})
"""Speakers before whom a verb may be plural: "the committee recommend"."""
_ASIDE = 14
"""Words of an aside between a speaker and a verb."""
_ASIDES = frozenset("which who led based chaired set made in of".split())
_CLOSED = re.compile(r"[”\"’'»][,.]?\s*$|[,.?!][”\"’'»]\s*$")
_PLURAL = re.compile(r"[^siu]s$|ies$")
_TOLD = re.compile(r" that |[:,] [“\"]")


@lru_cache(maxsize=256)
def speaking(sentence: str) -> tuple[Frame, ...]:
    """Find who speaks in a sentence, by any verb of saying or thinking, in order."""
    return tuple(frames_by(_frame, sentence))


def is_saying(token: Token) -> bool:
    """Say whether a word may be a verb by which something is said or thought."""
    return not token.word.endswith("ly") and (
        SAYING.fullmatch(token.word) is not None
        or token.stem in _STANCES
        or token.word in ("note", "state", "states")
    )


def _frame(tokens_: Sequence[Token], at: int, sentence: str) -> Frame | None:
    aside = at > 0 and "," in sentence[tokens_[at - 1].end : tokens_[at].start]
    first, then = (_wider, frame_at) if aside else (frame_at, _wider)
    found = first(tokens_, at, sentence) or then(tokens_, at, sentence)
    if found is None or found.voice == "nobody" or found.speaker[1] > found.verb:
        return found
    if _is_participle(tokens_, at):
        return None
    found = _whole(tokens_, found, sentence)
    if found.speaker[1] <= found.at < at or not all(
        map(_is_between, tokens_[found.speaker[1] : at])
    ):
        found = _wider(tokens_, at, sentence) or found
    if not _is_verb(tokens_, found, sentence):
        return None
    return found if found.voice in _PLAIN else _agreeing(tokens_, found, sentence)


def _is_participle(tokens_: Sequence[Token], at: int) -> bool:
    """Say whether a word of saying goes with a noun: "any proposed rule", "with questions"."""
    before = tokens_[at - 1].word if at else ""
    return tokens_[at].word not in OPINION | SAID_NOUNS and (
        before in _BEFORE_NOUNS or before in PREPOSITIONS
    )


def _is_verb(tokens_: Sequence[Token], found: Frame, sentence: str) -> bool:
    """Say whether a word that may be a noun, too, is a verb here: "Lee claims that"."""
    verb = tokens_[found.verb]
    if verb.stem not in _ALSO_NOUNS or verb.word.endswith("ed") or verb.word in IRREGULAR:
        return True
    if _TOLD.match(sentence, verb.end) or found.voice == "pronoun" or verb.word in OPINION:
        return True
    if tokens_[found.speaker[0]].word in ("we", "i"):
        return True
    last = tokens_[found.speaker[1] - 1]
    if last.word.endswith("ed") or last.word in PLAIN_VERBS:
        return False
    start = begins(tokens_, found.speaker[1] - 1, sentence)
    before = tokens_[start - 1] if start else None
    opens = before is None or before.word in CONJUNCTIONS
    opens = opens or (start > 0 and "," in sentence[tokens_[start - 1].end : tokens_[start].start])
    return opens and found.speaker[1] == found.verb and verb.word.endswith("s")


def _agreeing(tokens_: Sequence[Token], found: Frame, sentence: str) -> Frame | None:
    """Give a frame with the voice of its speaker's head; None where the verb doesn't agree."""
    last, verb = tokens_[found.speaker[1] - 1], tokens_[found.verb]
    head = tokens_[head_of(tokens_, found.speaker[1] - 1, sentence)]
    noun = verb.word in OPINION | SAID_NOUNS
    if not noun and found.voice not in _MANY and not _agrees(head, verb):
        return None
    if found.voice == "name" or last.word in PLAIN_VERBS:
        return found if found.voice == "name" else None
    voice, _ = _at_head(tokens_, found.speaker[1] - 1, sentence)
    return replace(found, voice=voice) if voice else found


def _whole(tokens_: Sequence[Token], found: Frame, sentence: str) -> Frame:
    """Let a speaker reach to the verb: "critics of the plan suggest"."""
    first, last = found.speaker[0], found.verb - 1
    while last > first and _is_between(tokens_[last]):
        last -= 1
    if not is_nominal(tokens_[last]):
        return found
    number = last == found.speaker[1] and tokens_[last].word.isdigit()  # "article 9 says"
    number = number and tokens_[last].start == tokens_[last - 1].end + 1
    whole = number or (last >= found.speaker[1] and begins(tokens_, last, sentence) <= first)
    return replace(found, speaker=(first, last + 1)) if whole else found


def _wider(tokens_: Sequence[Token], at: int, sentence: str) -> Frame | None:
    token = tokens_[at]
    if not is_saying(token) or (token.capital and not token.first):
        return None
    if _CLOSED.search(sentence, max(0, token.start - 4), token.start):
        return speaker_after(tokens_, at, at + 1, sentence)
    goes_on = token.word.endswith("ing")
    if is_noun(tokens_, at) or is_passive(tokens_, at) != goes_on:
        return None
    if token.word in ("note", "state", "states") and not _may_state(tokens_, at, sentence):
        return None
    return _subject(tokens_, at, sentence)


def _may_state(tokens_: Sequence[Token], at: int, sentence: str) -> bool:
    """Say whether a word that mostly is a noun is a verb here: "we note that", "it states that"."""
    before = tokens_[at - 1].word if at else ""
    return before not in SINGLE and sentence.startswith(" that ", tokens_[at].end)


def _subject(tokens_: Sequence[Token], at: int, sentence: str) -> Frame | None:
    """Find the speaker right before a verb and its auxiliaries, or that of the verb before it."""
    i = at - 1
    while i >= 0 and _is_between(tokens_[i]):
        i -= 1
    if i < 0:
        return None
    if tokens_[i].word in ("and", "but"):
        return _shared(tokens_, at, i, sentence)
    i, gap = _before_brackets(tokens_, i, sentence)
    if i >= 0 and "," in gap:
        i, gap = _before_aside(tokens_, i, sentence), ""
    if i < 0 or gap.strip(" .") or (gap.strip() and tokens_[i].word != "al"):
        return None
    voice, start = _voice(tokens_, i, at, sentence)
    return Frame(voice, start, at + 1, speaker=(start, i + 1), verb=at) if voice else None


def _is_between(token: Token) -> bool:
    return token.word in AUXILIARIES or token.word in BETWEEN or token.word.endswith("ly")


def _before_brackets(tokens_: Sequence[Token], i: int, sentence: str) -> tuple[int, str]:
    """Step over brackets behind a speaker's name: "Hill (2015) argues"."""
    behind = tokens_[i + 1].start if i + 1 < len(tokens_) else len(sentence)
    gap = sentence[tokens_[i].end : behind]
    if ")" not in gap:
        return i, gap
    at = sentence.rfind("(", 0, tokens_[i].end)
    while i >= 0 and at >= 0 and tokens_[i].start > at:
        i -= 1
    return (i, gap.replace(")", "", 1)) if at >= 0 else (-1, gap)


def _before_aside(tokens_: Sequence[Token], i: int, sentence: str) -> int:
    """Step over an aside behind a speaker: "the paper, published in May, warned"."""
    for at in range(i, max(0, i - _ASIDE), -1):
        if "," in sentence[tokens_[at - 1].end : tokens_[at].start]:
            opens = tokens_[at].word
            aside = opens.endswith(("ed", "ing")) or opens in _ASIDES or opens in DETERMINERS
            return at - 1 if aside else -1
    return -1


def _voice(tokens_: Sequence[Token], i: int, at: int, sentence: str) -> tuple[Voice | None, int]:
    token = tokens_[i]
    if token.word in ("we", "it"):
        return "author" if token.word == "we" else "pronoun", i
    voice, start = _at_head(tokens_, i, sentence)
    if voice is not None:
        return voice, start
    number = token.word.isdigit() and i > 0 and tokens_[i - 1].content  # "article 49 says"
    if not token.content or not (number or token.word.isalpha()) or token.word in MONTHS:
        return None, i
    if token.stem in _STANCES or token.word in FUNCTION_WORDS:
        return None, i
    if (
        token.first
        and token.capital
        and (not token.word.endswith("s") or any(map(str.isupper, token.text[1:])))
    ):
        return "name", i
    if token.word.endswith("ed") or token.word in PLAIN_VERBS or not _agrees(token, tokens_[at]):
        return None, i
    says = tokens_[at].stem in _PERSONAL or (
        _TOLD.match(sentence, tokens_[at].end)
        and (tokens_[at].stem not in _OF_THINGS or OFFICE_ENDING.search(token.word))
    )
    return ("other", i) if says else (None, i)


def _agrees(noun: Token, verb: Token) -> bool:
    """Say whether a noun and a verb agree in number, as far as their endings tell."""
    plural = _PLURAL.search(noun.word) is not None or noun.word in ("people", "men", "women")
    if verb.word.endswith("s"):
        return not plural
    past = verb.word.endswith("ed") or verb.word in IRREGULAR or verb.word == "felt"
    return past or plural or verb.word.endswith("ing")


def _at_head(tokens_: Sequence[Token], i: int, sentence: str) -> tuple[Voice | None, int]:
    """Tell the voice of a noun phrase that ends at a word by its head: "critics of the plan"."""
    head = head_of(tokens_, i, sentence)
    voice, _, start = voice_at(tokens_, head, sentence)
    if head != i and voice == "author":
        return "one", start
    if head != i and voice is None and voice_at(tokens_, i, sentence)[0] in ("body", "group"):
        return "other", start
    if head == i or voice in (None, "name", "author", "pronoun"):
        voice, _, start = voice_at(tokens_, i, sentence)
    return voice, start


def _shared(tokens_: Sequence[Token], at: int, joint: int, sentence: str) -> Frame | None:
    """Find the subject of a sentence for its second verb: "the board met and argued"."""
    for i in range(min(_FIRST, joint - 1)):
        voice, _, start = voice_at(tokens_, i, sentence)
        if tokens_[i].word == "we":
            voice, start = "author", i
        verb = tokens_[i + 1]
        finite = verb.word in AUXILIARIES or verb.word in IRREGULAR or verb.word.endswith("ed")
        many = voice in ("author", "members", "some")
        if (
            voice
            and (finite or is_saying(verb))
            and (many or tokens_[at].word.endswith(("s", "ed")))
        ):
            return Frame(voice, joint, at + 1, speaker=(start, i + 1), verb=at)
    return None
