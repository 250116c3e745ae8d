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
    DETERMINERS,
    FUNCTION_WORDS,
    MONTHS,
    OFFICE_ENDING,
)
from rag.grammar.attribution import Frame, frame_at, frames_by, is_noun, is_passive, speaker_after
from rag.grammar.called import begins, head_of, is_nominal
from rag.grammar.reporting_words import (
    BETWEEN,
    BODIES,
    OPINION,
    SAID_NOUNS,
    TURNED,
    Voice,
    voice_at,
)
from rag.grammar.verbs import PLAIN_VERBS
from rag.grammar.verbs_of_saying import (
    STANCES,
    TOLD,
    agrees,
    goes_with_noun,
    is_saying,
    is_verb,
    may_state,
    stems,
)
from rag.text.tokens import IRREGULAR, Token

_PERSONAL, _OF_THINGS = stems("personal"), stems("of_things")
LEADING = frozenset("by from to of in among between".split())
"""Before a speaker that stands behind what introduces it: "according to the board"."""
NOW = frozenset("today yesterday later earlier recently then again".split())
_FIRST = 8
"""Words in which a sentence's subject ends, if a later verb is to share it."""
_PLAIN: frozenset[Voice] = frozenset({"nobody", "pronoun", "author", "other"})
_MANY: frozenset[Voice] = frozenset({"members", "some", "group", "body"})
"""Speakers before whom a verb may be plural: "the committee recommend"."""
_FEWEST_TAKEN = 3
"""Words before the "view" of "they took the view"."""
_ASIDE = 14
"""Words of an aside between a speaker and a verb."""
_ASIDES = frozenset("which who led based chaired set made in of".split())
_CLOSED = re.compile(r"[”\"’'»][,.]?\s*$|[,.?!][”\"’'»]\s*$")


@lru_cache(maxsize=256)
def speaking(sentence: str) -> tuple[Frame, ...]:
    """Find who speaks in a sentence, by any verb of saying or thinking, in order."""
    return tuple(frames_by(_frame, sentence))


def _frame(tokens_: Sequence[Token], at: int, sentence: str) -> Frame | None:
    aside = at > 0 and "," in sentence[tokens_[at - 1].end : tokens_[at].start]
    first, then = (_wider, frame_at) if aside else (frame_at, _wider)
    found = first(tokens_, at, sentence)
    if found is None and aside and tokens_[at].word in TURNED and _is_named(tokens_, at + 1):
        return speaker_after(tokens_, at, at + 1, sentence)  # "piers rot, said Ann Lee"
    found = found or then(tokens_, at, sentence)
    if found is None:
        return _view_taken(tokens_, at, sentence)
    if found.speaker[1] > found.verb and found.verb == at and not _closes(sentence, tokens_[at]):
        led = any(one.word in LEADING for one in tokens_[at + 1 : found.speaker[0]])
        return found if led and not goes_with_noun(tokens_, at) else _wider(tokens_, at, sentence)
    if found.voice == "nobody" or found.speaker[1] > found.verb:
        return found
    if goes_with_noun(tokens_, at):
        return None
    found = _whole(tokens_, found, sentence)
    if found.speaker[1] <= found.at < at or not all(
        map(_is_between, tokens_[found.speaker[1] : at])
    ):
        found = _wider(tokens_, at, sentence) or found
    if not is_verb(tokens_, found, sentence):
        return None
    if tokens_[found.speaker[1] - 1].word == "who" and found.speaker[1] > 1:
        return _antecedent(tokens_, found, sentence)
    return found if found.voice in _PLAIN else _agreeing(tokens_, found, sentence)


def _is_named(tokens_: Sequence[Token], at: int) -> bool:
    return at < len(tokens_) and tokens_[at].capital


def _closes(sentence: str, verb: Token) -> bool:
    """Say whether a quotation, or a clause, ends before a verb: "…,” said Lee"."""
    return sentence[: verb.start].rstrip().endswith((",", "”", '"', "’", "'", "»"))


def _view_taken(tokens_: Sequence[Token], at: int, sentence: str) -> Frame | None:
    """Read "the council took the view that"."""
    if tokens_[at].word not in ("view", "position") or at < _FEWEST_TAKEN:
        return None
    taken, article = tokens_[at - 2], tokens_[at - 1].word
    if article != "the" or taken.stem not in ("take", "hold"):
        return None
    found = _subject(tokens_, at - 2, sentence)
    return replace(found, until=at + 1) if found else None


def _antecedent(tokens_: Sequence[Token], found: Frame, sentence: str) -> Frame:
    """Let "who" be whom it stands behind: "Ann Lee, who said"."""
    who = found.speaker[1] - 1
    voice, start = _at_head(tokens_, who - 1, sentence)
    named: Voice = voice or ("name" if tokens_[who - 1].capital else "other")
    return replace(found, voice=named, at=who, speaker=(min(start, who - 1), who))


def _agreeing(tokens_: Sequence[Token], found: Frame, sentence: str) -> Frame | None:
    """Give a frame with the voice of its speaker's head; None where the verb doesn't agree."""
    last, verb = tokens_[found.speaker[1] - 1], tokens_[found.verb]
    head = tokens_[head_of(tokens_, found.speaker[1] - 1, sentence)]
    noun = verb.word in OPINION | SAID_NOUNS
    if not noun and found.voice not in _MANY and not agrees(head, verb):
        return None
    if found.voice == "name" or last.word in PLAIN_VERBS:
        return found if found.voice == "name" else None
    voice, _ = _at_head(tokens_, found.speaker[1] - 1, sentence)
    if found.voice == "body" and head is last and last.word not in BODIES:
        voice = "name" if last.capital and not last.first else "other"
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
        behind = speaker_after(tokens_, at, at + 1, sentence) or _behind(tokens_, at)
        if behind is None or behind.voice != "pronoun" or _stops(tokens_, behind, sentence):
            return behind
    goes_on = token.word.endswith("ing")
    if is_noun(tokens_, at) or is_passive(tokens_, at) != goes_on:
        return None
    if token.word in ("note", "state", "states") and not may_state(tokens_, at, sentence):
        return None
    return _subject(tokens_, at, sentence)


def _stops(tokens_: Sequence[Token], found: Frame, sentence: str) -> bool:
    """Say whether nothing follows a pronoun: "said he", and not "said he would come"."""
    at = found.speaker[0] + 1
    return at >= len(tokens_) or sentence[tokens_[at - 1].end : tokens_[at].start].strip() != ""


def _behind(tokens_: Sequence[Token], at: int) -> Frame | None:
    """Find whatever noun stands behind a quotation and its verb: "…,” said the team's manager"."""
    first, until = at + 1, at + 2
    if until < len(tokens_) and tokens_[first].word in DETERMINERS:
        until += 1
    named = until <= len(tokens_) and tokens_[until - 1].content
    named = named and not tokens_[at].word.endswith("ing")
    return Frame("other", at, until, speaker=(first, until), verb=at) if named else None


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
    return token.word in AUXILIARIES | BETWEEN | NOW or token.word.endswith("ly")


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
            aside = opens.endswith(("ed", "ing")) or opens.isdigit()
            aside = aside or opens in _ASIDES | DETERMINERS or _opens_with_name(tokens_, at)
            return at - 1 if aside else -1
    return -1


def _opens_with_name(tokens_: Sequence[Token], at: int) -> bool:
    """Say whether a sentence begins with a name and what it's of: "Ann Lee, chair of the board"."""
    return not tokens_[at].capital and all(one.capital and one.content for one in tokens_[:at])


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
    if token.stem in STANCES or token.word in FUNCTION_WORDS:
        return None, i
    if (
        token.first
        and token.capital
        and (not token.word.endswith("s") or any(map(str.isupper, token.text[1:])))
    ):
        return "name", i
    if token.word.endswith("ed") or token.word in PLAIN_VERBS or not agrees(token, tokens_[at]):
        return None, i
    says = tokens_[at].stem in _PERSONAL or (
        TOLD.match(sentence, tokens_[at].end)
        and (tokens_[at].stem not in _OF_THINGS or OFFICE_ENDING.search(token.word))
    )
    return ("other", i) if says else (None, i)


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
