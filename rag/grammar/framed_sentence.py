"""A sentence with the frames that say whose words it has: who speaks, and by which words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.english.vocabulary import AUXILIARIES, DETERMINERS, PRONOUNS
from rag.english.word_lists import phrases, words
from rag.grammar.attribution import Frame
from rag.grammar.called import called, called_behind
from rag.grammar.reporting_words import BETWEEN, HEARD, OPINION, SAID_NOUNS
from rag.grammar.speaking import LEADING, NOW, speaking
from rag.text.tokens import IRREGULAR, Token, root, tokens
from rag.types import Span

QUOTED = re.compile(r"“[^“”]+”|\"[^\"]+\"|«[^«»]+»|(?<!\w)‘[^‘]{24,}?’(?!\w)")
SHORTEST = 14
"""Characters of a direct quotation; what is shorter is but a word that is called so."""
_WITH_PARTICLE = frozenset(
    (root(verb), small)
    for verb, small in (one.split() for one in phrases("statements", "with_particle"))
)
_SUPPOSING = frozenset(words("statements", "supposing"))
_SUPPOSING_NOW = frozenset(words("statements", "supposing_now"))
_SUPPOSED = frozenset("if unless until whether whenever where event upon before".split())
_ANYBODY = frozenset({"one", "some", "members", "body", "other", "pronoun"})
_MODALS = frozenset("must shall may might can could will would should to cannot".split())
_IS_THAT = re.compile(r" (?:is|was|remains) that\b")
_CLOSED = re.compile(r"[,”\"’]\s*$")
_OWNED = re.compile(r"['’]s?\b|s?['’]\s")
_BE = frozenset("is was were are been".split())


@lru_cache(maxsize=64)
def without_quotations(text: str) -> str:
    """Blank what is quoted out, so that nobody in it speaks; places stay as they are."""
    return QUOTED.sub(_blanked, text)


def _blanked(match: re.Match[str]) -> str:
    said = match.group()
    return said if len(said) < SHORTEST else said[0] + " " * (len(said) - 2) + said[-1]


class FramedSentence:
    """A sentence, or some that one quotation holds together, and who speaks in it.

    ``plain`` is its text with quotations blanked out, so that nobody in them speaks.
    """

    def __init__(self, sentence: str) -> None:
        """Find the words and the frames of a sentence."""
        self.text = sentence
        self.plain = without_quotations(sentence)
        self.words = tokens(self.plain)
        self.frames = speaking(self.plain)

    def speaker(self, frame: Frame) -> Span | None:
        """Give the words that name who speaks; None where nobody is named."""
        if frame.voice == "nobody" or frame.speaker == (0, 0) or self.hears(frame):
            return None
        first, until = frame.speaker
        if first > frame.verb:
            while first > frame.verb + 1 and self.words[first - 1].word not in LEADING:
                first -= 1
            return called_behind(self.words, (first, until), self.plain)
        if until - first == 1 and self.words[first].word in PRONOUNS:
            return Span(self.words[first].start, self.words[until - 1].end)
        return called(self.words, frame.speaker, self.plain)

    def hears(self, frame: Frame) -> bool:
        """Say whether who is named was told, and didn't tell."""
        if self.words[frame.verb].word not in HEARD or frame.speaker[0] > frame.verb:
            return False
        return any(one.word in _BE for one in self.group(frame))

    def group(self, frame: Frame) -> Sequence[Token]:
        """Give the auxiliaries and adverbs before a verb of saying."""
        at = frame.verb
        low = frame.speaker[1] if 0 < frame.speaker[1] <= frame.verb else 0
        while at > low and self._goes_with_verb(at - 1):
            at -= 1
        return self.words[at : frame.verb]

    def _goes_with_verb(self, at: int) -> bool:
        """Say whether a word is an auxiliary or adverb of the verb behind it."""
        one, behind = self.words[at], self.words[at + 1]
        if "," in self.plain[one.end : behind.start] or (one.capital and not one.first):
            return False  # "speaking in May, warned"
        return one.word in AUXILIARIES | BETWEEN | NOW | {"to"} or one.word.endswith("ly")

    def asserted(self, frame: Frame) -> bool:
        """Say whether something is told to be said, and not supposed, allowed or asked."""
        verb, group = self.words[frame.verb], self.group(frame)
        before = {one.word for one in group}
        told = "would" in before and verb.stem in ("say", "argu")
        if (before & _MODALS and not told) or self.plain.rstrip('”"’ ').endswith("?"):
            return False
        if verb.stem == "call" and not self.has_particle(frame):
            return False
        if frame.voice == "nobody":
            return self.plain.startswith("that", self._behind(frame.verb))
        if verb.word in OPINION:
            return self._is_opinion(frame)
        if verb.word in SAID_NOUNS and frame.at == frame.verb < frame.speaker[1] - 1:
            return self._starts(frame.until, "that")
        if verb.word == "according":
            return self._is_source(frame)
        return self._is_subject(frame, group) and not self._is_supposed(frame)

    def _is_subject(self, frame: Frame, group: Sequence[Token]) -> bool:
        """Say whether a speaker before a verb is its subject: not in "the board's proposed fee"."""
        until, verb = frame.speaker[1], self.words[frame.verb]
        if until > frame.verb:
            return True
        behind = self.words[until - 1].end
        if _OWNED.match(self.plain, behind) or (verb.word.endswith("ing") and not group):
            return False
        aside = self.plain[behind : group[0].start if group else verb.start].strip()
        if aside.count("(") != aside.count(")"):
            return False
        if aside in ("which", "who"):
            return verb.word.endswith("ed") or verb.word in IRREGULAR
        return frame.at >= until or aside in ("", ".") or aside.rstrip('”"’').endswith((",", ")"))

    def _is_supposed(self, frame: Frame) -> bool:
        """Say whether a clause only supposes that somebody speaks: "if the board finds that"."""
        verb, first = self.words[frame.verb], frame.speaker[0]
        at = min(first, frame.at)
        opening = self.words[at - 1].word if at else ""
        now = not (verb.word.endswith("ed") or verb.word in IRREGULAR)
        if opening in _SUPPOSING or (now and opening in _SUPPOSING_NOW):
            return True
        if (
            now
            and frame.voice in _ANYBODY
            and any(one.word in _SUPPOSED for one in self.words[:at])
        ):
            return True
        if self.words[frame.at].word == "who" and now:  # anybody who says so
            return not self.plain[: self.words[frame.at].start].rstrip().endswith(",")
        return opening == "as" and at > 1 and self.words[at - 2].word == "such"

    def _is_opinion(self, frame: Frame) -> bool:
        """Say whether "view" is one that is given: "in the view of", "in one's view", "is that"."""
        if frame.speaker[0] > frame.verb:
            return "in" in [one.word for one in self.words[max(0, frame.verb - 2) : frame.verb]]
        at = frame.speaker[0]
        opens = at > 0 and self.words[at - 1].word == "in"
        return opens or _IS_THAT.match(self.plain, self.words[frame.verb].end) is not None

    def _is_source(self, frame: Frame) -> bool:
        """Say whether "according to" names who says something, and not a measure."""
        first, before = self.words[frame.speaker[0]], self.plain[: self.words[frame.verb].start]
        opens = not before.strip(' \t(“"') or _CLOSED.search(before) is not None
        named = first.capital or first.word in DETERMINERS | {"one", "some"}
        return opens and (named or frame.voice in ("members", "some"))

    def introduced(self, frame: Frame) -> Span:
        """Give the words that introduce: the verb with its auxiliaries, or "according to"."""
        verb, first = self.words[frame.verb], frame.speaker[0]
        if self.hears(frame):
            return Span(called(self.words, frame.speaker, self.plain).start, verb.end)
        if verb.word == "according" or (verb.word in SAID_NOUNS and first > frame.verb):
            return Span(verb.start, self.words[frame.verb + 1].end)
        if verb.word in OPINION:
            late = first > frame.verb
            start, end = (frame.at, first - 1) if late else (frame.verb, frame.verb)
            return Span(self.words[start].start, self.words[end].end)
        group = self.group(frame)
        start = group[0].start if group else verb.start
        if frame.voice == "nobody" and self.words[frame.at].word == "it":
            start = self.words[frame.at].start
        if frame.verb + 1 < first and self.words[first - 1].word in ("by", "from"):
            return Span(start, self.words[first - 1].end)
        if self.has_particle(frame):
            return Span(start, self.words[frame.verb + 1].end)
        last = self.words[frame.until - 1]
        return Span(start, (last if last.word in OPINION else verb).end)  # "took the view"

    def has_particle(self, frame: Frame) -> bool:
        """Say whether a small word belongs to a verb: "called for", "warned against"."""
        behind = self.words[frame.verb + 1 : frame.verb + 2]
        stem = self.words[frame.verb].stem
        before = frame.speaker[0] < frame.verb
        return before and any((stem, one.word) in _WITH_PARTICLE for one in behind)

    def _behind(self, token: int) -> int:
        """Give where the text behind a word goes on, white space apart."""
        at = self.words[token].end
        return at + len(self.plain[at:]) - len(self.plain[at:].lstrip())

    def _starts(self, token: int, word: str) -> bool:
        return token < len(self.words) and self.words[token].word == word

    def names_behind_by(self, frame: Frame) -> bool:
        """Say whether a speaker is named as in "argued by the group"."""
        between = self.words[frame.verb + 1 : max(frame.verb + 1, frame.speaker[0])]
        return any(one.word in ("by", "from") for one in between)
