"""Who said what in a sentence: the speaker, the words that introduce it, and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.english.vocabulary import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS
from rag.english.word_lists import words
from rag.grammar.attribution import Frame
from rag.grammar.called import begins
from rag.grammar.framed_sentence import QUOTED, SHORTEST, FramedSentence
from rag.grammar.reporting_words import OPINION, SAID_NOUNS, Voice
from rag.grammar.verbs import could_have_verb
from rag.grammar.verbs_of_saying import stems
from rag.text.tokens import IRREGULAR, Token, root
from rag.types import Span

_BARE, _WITH_OBJECT, _WITH_PERSON = stems("bare"), stems("with_object"), stems("with_person")
_HEARERS = stems("hearers")
_CONCEDING = frozenset(words("statements", "conceding"))
_JOINTS = frozenset("and but while whilst whereas yet or although though".split())
_OPENING = _JOINTS | DETERMINERS | {"as"}
_AT_ONCE = 4
"""Words before a speaker at the beginning of a sentence."""
_THAT = re.compile(r"\s*,? that\b,?")
_LEAD = re.compile(
    r"\s*(?:[,:]\s*)?(?=[“\"«‘])|\s*:\s*(?=[\w'])|\s*,? that\b,?|\s+(?=(?:how|why|whether|what)\b)"
)
_HEARER = re.compile(
    r"(?:\s[\w’'.&-]+){1,8}?,? (?:that\b(?! (?:is|are|was|were|has|have|will)\b)"
    r"|(?=how\b|why\b|whether\b))"
)
_LEADS_IN = re.compile(r"(?: (?:that|the following(?: points?| things?)?|as follows))?:\s*")
_IS_THAT = re.compile(r"\s*(?:(?:is|was|remains) )?that\b")
_TO_COMMA = re.compile(r"[^,;.]{0,120},\s*")
_GOES_ON = re.compile(r"\s*[,:.]?\s*[“\"«‘]")
_OPENS = re.compile(r"\b(?:in|but|and)$", re.IGNORECASE)
_CLOSED = re.compile(r"[”\"’»]\s*$")
_QUOTE_ENDS = re.compile(r"[,.?!][”\"’»]$")
_VERB_WITHIN = 14
"""Words within which a sentence has its verb."""
_FINDING = frozenset(map(root, ("found", "report", "observe")))
_SUBJECTS = frozenset("i we he she they".split())
_FITTING = frozenset(map(root, "deem see saw hold find found want feel felt".split()))
"""Behind "as", what somebody wishes: "as he deems fit"."""
_CITED = re.compile(r"\[\d|\b(?:19|20)\d\d[a-z]?\)|\bet al\b")
"""A reference, where "Lee found no effect" is what Lee says."""
_PARENTHETIC = re.compile(r"\s*(?:[.,;)”\"]|$)")
_WHEN_SAID = re.compile(
    r" (?:(?:last |on )?[A-Z][a-z]+day|today|yesterday"
    r"|(?:in|at|on|during) (?:an?|the) [^,.;]{3,40})[.”\"]*\s*"
)
"""When or where something was said, behind it: "the court announced on Monday"."""
_EDGES = " \t\n,;:.–—-"


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody is told to have said, all as characters of the sentence.

    ``speaker`` is None where nobody is named: "it was argued that". ``said`` is nothing where it
    stands behind the sentence: "members said:".
    """

    voice: Voice
    speaker: Span | None
    introduced: Span
    said: tuple[Span, ...]


def statements(sentence: str) -> tuple[Statement, ...]:
    """Find the statements that a sentence, or some with one quotation, tells of, in order."""
    return tuple(_Reader(sentence).read())


class _Reader(FramedSentence):
    """A framed sentence that is read for what is said in it."""

    def read(self) -> Iterator[Statement]:
        for number, frame in enumerate(self.frames):
            if not self.asserted(frame):
                continue
            introduced = self.introduced(frame)
            leads_in = _LEADS_IN.fullmatch(self.plain, introduced.end)
            said = () if leads_in else tuple(self._said(number, frame, introduced))
            if said or leads_in:
                yield Statement(frame.voice, self.speaker(frame), introduced, said)

    def _end(self, number: int, frame: Frame) -> int:
        """Give where what a frame introduces ends: at a semicolon, or before another's clause."""
        low = self.words[frame.until - 1].end
        ends = [at for at in (self.plain.find(";", low),) if at >= 0]
        opening = self.words[0].word if self.words else ""
        concedes = opening in _CONCEDING and frame.at <= _AT_ONCE
        if concedes and (comma := self.plain.find(", ", low)) > 0:
            ends.append(comma)  # "although members said so, …"
        if self.words[frame.at].word == "who" and self._joint(frame.at):
            ends += self._clause_ends(low)
        for other in self.frames[number + 1 :]:
            at = other.at
            if other.speaker[1] <= frame.verb < other.verb and self._joint(other.verb):
                ends.append(self.words[other.verb].start)  # "Lee, who said so, said"
            if frame.until <= other.speaker[0] < other.verb:
                at = begins(self.words, other.speaker[0], self.plain)
            while at > frame.until and self.words[at - 1].word in _OPENING:
                at -= 1
            if at >= frame.until and (self._joint(at) or self.words[at].word in _JOINTS):
                ends.append(self.words[at].start)
        return min([len(self.plain), *ends])

    def _clause_ends(self, low: int) -> Iterator[int]:
        """Give where ", who said so, " may end: at a comma before a verb."""
        for one, following in pairwise(self.words):
            comma = self.plain[one.end : following.start].strip() == ","
            verb = following.word in AUXILIARIES or following.word in IRREGULAR
            if one.start >= low and comma and (verb or following.word.endswith("ed")):
                yield one.end

    def _joint(self, at: int) -> bool:
        """Say whether a clause of its own begins at a word: behind a joint, or behind a stop."""
        if not at:
            return False
        return self.plain[self.words[at - 1].end : self.words[at].start].strip() in (",", ";")

    def _said(self, number: int, frame: Frame, introduced: Span) -> Iterator[Span]:
        end = self._end(number, frame)
        verb = self.words[frame.verb]
        if verb.word == "according" or verb.word in OPINION | SAID_NOUNS:
            yield from self._framed(frame, introduced, end)
            return
        speaker = self.speaker(frame)
        behind = max(introduced.end, speaker.end if speaker else 0)
        if speaker and speaker.start > verb.start and not self.names_behind_by(frame):
            yield from self._pieces(self._start(number), introduced.start)  # said a member
            yield from self._quotation(behind, end)
            return
        as_ = frame.at and self.words[frame.at - 1].word == "as"
        closed = speaker and _CLOSED.search(self.plain, 0, speaker.start)
        content = None if as_ or closed else self._content(frame, behind, end)
        if content is not None:
            yield from self._pieces(content, end)
        elif speaker:
            yield from self._around(number, frame, speaker, behind, end, bool(as_))

    def _start(self, number: int) -> int:
        """Give where what stands before a frame begins."""
        frame = self.frames[number]
        stops = [self.plain.rfind(";", 0, self.words[frame.at].start) + 1]
        stops += [
            self.words[one.until - 1].end for one in self.frames[:number] if one.until <= frame.at
        ]
        return max(stops)

    def _framed(self, frame: Frame, introduced: Span, end: int) -> Iterator[Span]:
        """Read what stands before or behind "according to somebody"."""
        speaker = self.speaker(frame)
        behind = max(introduced.end, speaker.end if speaker else 0)
        start = min(introduced.start, speaker.start if speaker else introduced.start)
        that = _IS_THAT.match(self.plain, behind)
        comma = _TO_COMMA.match(self.plain, behind, end)
        before = self.plain[:start].rstrip(" \n(")
        if that:
            yield from self._pieces(that.end(), end)
        elif before.rstrip('“"').strip() and not _OPENS.search(before):
            yield from self._pieces(self.plain.rfind(";", 0, start) + 1, len(before))
        else:
            yield from self._pieces(comma.end() if comma else behind, end)

    def _quotation(self, start: int, end: int) -> Iterator[Span]:
        """Read a quotation that goes on behind its speaker."""
        if _GOES_ON.match(self.plain, start, end):
            yield from self._pieces(start, end)

    def _content(self, frame: Frame, behind: int, end: int) -> int | None:
        """Give where what is said begins behind its verb; None where nothing is."""
        verb = self.words[frame.verb]
        if self.names_behind_by(frame):
            that = _THAT.match(self.plain, behind, end)
            return that.end() if that else None
        if lead := _LEAD.match(self.plain, behind, end):
            return lead.end()
        if verb.stem in _HEARERS and (hearer := _HEARER.match(self.plain, behind, end)):
            return hearer.end()
        following = [one for one in self.words if behind <= one.start < end]
        if not following or self.plain[behind : following[0].start].strip():
            return None
        return following[0].start if self._may_follow(frame, following, behind) else None

    def _may_follow(self, frame: Frame, following: Sequence[Token], behind: int) -> bool:
        """Say whether words behind a verb are what is said, by their kind."""
        first, verb = following[0], self.words[frame.verb]
        if self.plain[verb.end : behind].strip():  # a small word belongs to it
            return True
        if verb.stem == "say":
            return first.word not in PREPOSITIONS | {"so", "nothing"}
        plain = first.word not in AUXILIARIES | PREPOSITIONS | CONJUNCTIONS
        if self.words[frame.speaker[0]].word == "it":  # "it encourages the use of"
            return False
        if verb.stem in _WITH_PERSON and any(one.word == "to" for one in following[1:12]):
            return plain or first.word == "that"
        if verb.stem in _WITH_OBJECT and plain:
            return True
        if verb.stem == "describ":
            return plain and any(one.word == "as" for one in following[1:12])
        if verb.stem in _FINDING and first.word in ("a", "an", "no") and _CITED.search(self.plain):
            return True
        opens = first.word in DETERMINERS | PRONOUNS or first.capital
        if verb.stem not in _BARE or not plain or not (opens or could_have_verb(following[1:3])):
            return False
        if first.word in _SUBJECTS and len(following) > 1:
            return True
        near = following[1:_VERB_WITHIN]
        return any(one.word in AUXILIARIES or one.word.endswith("ed") for one in near)

    def _around(
        self, number: int, frame: Frame, speaker: Span, behind: int, end: int, as_: bool
    ) -> Iterator[Span]:
        """Read what stands around a speaker and a verb: "goats, another said, are useful"."""
        before = self.plain[: speaker.start].rstrip()
        if as_:
            before = before.removesuffix("as").removesuffix("As").rstrip()
        rest = self.plain[behind:end]
        start = self._start(number)
        found = QUOTED.finditer(self.text, start, len(before))
        quoted = [one for one in found if len(one.group()) >= SHORTEST]
        quote = _QUOTE_ENDS.search(before) or quoted
        ends = _PARENTHETIC.match(rest) or (_WHEN_SAID.fullmatch(rest) and self._is_clause(before))
        aside = before.endswith(",") and frame.voice != "nobody" and ends
        if before[start:].strip(_EDGES) and (quote or (aside and self._may_speak(start, before))):
            for match in quoted:
                yield Span(*match.span())
            if not quoted:
                yield from self._pieces(start, len(before))
            if re.match(r"\s*,", rest):
                yield from self._pieces(behind, end)
            else:
                yield from self._quotation(behind, end)
        elif (
            as_
            and self.words[frame.verb].stem not in _FITTING
            and (comma := re.match(r"[^,;.]{0,60},\s*", rest))
        ):
            yield from self._pieces(behind + comma.end(), end)

    def _is_clause(self, before: str) -> bool:
        """Say whether what stands before a speaker has a verb, and is no adverbial."""
        own = [one for one in self.words if one.end <= len(before)]
        return len(own) > _VERB_WITHIN // 2 or any(one.word in AUXILIARIES for one in own)

    def _may_speak(self, start: int, before: str) -> bool:
        """Say whether what stands before an aside may be a part of a sentence, and no adverbial."""
        first = next((one for one in self.words if one.start >= start), None)
        return first is not None and first.word not in PREPOSITIONS and len(before) > start

    def _pieces(self, start: int, end: int) -> Iterator[Span]:
        """Give a stretch without what parts it from its surroundings."""
        body = self.text[start:end]
        left = len(body) - len(body.lstrip(_EDGES))
        kept = body.strip(_EDGES)
        if any(map(str.isalpha, kept)):
            yield Span(start + left, start + left + len(kept))
