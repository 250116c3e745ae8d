"""Questions for what somebody decided, concluded, recommended: the sentence that states it.

A sentence that names the topic, or the decision ("policies that mitigate the decision"), is
nearer to such a question than the one that states it ("We have decided against …"). And what a
document reprints to reply to it isn't what its author decided.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from rag.answerability.answer_patterns import MONEY
from rag.answerability.ranked_sentence import RankedSentence
from rag.english.vocabulary import CONJUNCTIONS, DETERMINERS, FUNCTION_WORDS, PREPOSITIONS
from rag.english.word_lists import words
from rag.grammar.quote_role import is_reprinted, reply_to
from rag.question.question_type import Slot, Sort
from rag.text.mentions import Mentions
from rag.text.related_words import said_otherwise
from rag.types import Document

STATED, REPRINTED = 0.15, -0.3
"""What a sentence gains that states what is asked for (and one that doesn't loses, where only that
answers), and what one loses that the document only reprints to reply to it."""
LOOKED_AT = 4
"""Sentences, the best of them, of which one must state it, and whose replies are offered."""
OWN = 0.8
"""The document's own words must come so near to the best that is reprinted, to answer."""
FAMILIES = ("decide", "conclude", "recommend", "reject", "agree", "announce")
_VERBS: Mapping[str, str] = {
    word: family for family in FAMILIES for word in words("decisions", family)
}
_NOUNS: Mapping[str, str] = {
    noun: family
    for family, noun in zip(FAMILIES, words("decisions", "nouns"), strict=True)
    for noun in (noun, noun + "s")
}
_SETTLED_BY: Mapping[str, frozenset[str]] = {
    "decide": frozenset(("decide", "reject", "agree", "announce", "conclude")),
    "agree": frozenset(("agree", "reject")),
}
"""What else states the thing; other families only their own."""
_EITHER_WAY = frozenset(("agree", "reject", "decide"))
_OR_DECIDED = {family: frozenset((family, "decide")) for family in ("agree", "reject")}
_SETTLED_TOO: Mapping[Sort, Mapping[str, frozenset[str]]] = {
    "yes-no": {"agree": _EITHER_WAY, "reject": _EITHER_WAY},
    "reason": _OR_DECIDED,
    "date": _OR_DECIDED,
}
"""The same where a question takes it for granted, or asks whether it is so."""
_MUTUAL = re.compile(r"\bagree (?:on|about)\b", re.IGNORECASE)
"""Of several who are of one mind: nobody accepts anything."""
_DOING = frozenset("did do does has have had was were is are".split())
_ANSWERS = frozenset(("decide", "reject", "agree", "announce"))
"""What is done in reply to a demand."""
_REPLYING = frozenset(words("decisions", "replying"))
_OPEN: frozenset[Sort] = frozenset(("what", "said", "open", "yes-no", "which", "reason", "date"))
_COMING: frozenset[Sort] = frozenset(("yes-no", "date", "measure", "money"))
_SAYS_ALL: frozenset[Sort] = frozenset(("yes-no", "reason", "date"))
"""A question for these says all of what was decided: most of it must be there."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_WILL = frozenset("will won't won’t shall".split())
_IS = frozenset("is are isn't isn’t aren't aren’t".split())
_PRESENT = frozenset("do does can".split())
_CLAUSE_ENDS = re.compile(r"[;:?]|,(?!\d)")
SETTLES = re.compile(
    r"\b(?:will (?:not|never|be no)|won['’]t|no (?:longer )?(?:plans?|intention) to|"
    r"not (?:\w+ )?(?:any )?(?:plans?|planning|intend\w*|intention) (?:to|on)|"
    r"decided (?:not|against)|ruled? out)\b",
    re.IGNORECASE,
)
"""What says that a thing won't be done, whoever says so."""
_ASKS_FUTURE = re.compile(r"^(?:will|won['’]t|shall)\b|\bgoing to\b", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:will|shall|must|may|cannot|going to|(?:is|are|be) (?:\w+ )?to|plans?|planned|"
    r"intends?|expects?|expected|aims?|due)\b",
    re.IGNORECASE,
)
"""What may say of a thing that it will be; without any of it a sentence doesn't tell."""
_RULING = re.compile(
    r"\bwhat (?:was|is|were) (?:held|ruled)\b|\b(?:court|judge|justice|tribunal|bench)s?\b.*"
    r"\b(?:hold|held|ruled?|decided?|concluded?|find|found)\b|\b(?:holding|ruling) (?:of|in|on)\b",
    re.IGNORECASE,
)
"""Asks for what a court decides; a party's claim, or what another court did, is none of that."""
_RULES = re.compile(
    r"^\W*held\b|\b(?:we|this court|tribunal|(?<!district )(?<!circuit )(?<!lower )"
    r"(?<!trial )court) (?:\w+ ){0,2}?(?:holds?|held|ruled?|rules|concluded?|concludes|finds?|"
    r"found|affirm(?:s|ed)?|reversed?|reverses|decided?|decides|agree[sd]?)\b",
    re.IGNORECASE,
)
SUBORDINATE = frozenset("that which who whom whose what whether if how why because".split())
_NOT_STATED = frozenset("to should must may might could can would".split()) | DETERMINERS
"""Before a verb: the thing isn't stated but wished, possible, or a word of another noun."""


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """What a question asks to be stated: ``families`` of verbs.

    ``reply``: it asks for what was replied, not for what was demanded. ``needed``: what doesn't
    state it is no answer; ``granted``: what the question takes for granted, which its answer
    needn't say again. ``topic`` are the words for what was decided on, as far as the question says
    it: ``most`` of them must be there, or one. ``coming``: it asks for what will be done,
    ``future`` in so many words whether it will.
    """

    families: frozenset[str]
    reply: bool
    needed: bool
    topic: frozenset[str] = frozenset()
    most: bool = False
    granted: bool = False
    coming: bool = False
    future: bool = False
    ruling: bool = False

    def stated_in(self, sentence: str) -> bool:
        """Say whether a sentence states such a thing of the topic, and doesn't only name it."""
        if self.ruling:
            return _RULES.search(sentence) is not None
        found = [match.group().lower() for match in _WORD.finditer(sentence)]
        stated = any(_states(found, at, self.families) for at in range(len(found)))
        if not stated and not (self.coming and SETTLES.search(sentence)):
            return False
        return self.is_about(sentence)

    def is_about(self, sentence: str) -> bool:
        """Say whether enough of the topic stands in a sentence."""
        there = Mentions([sentence])
        held = sum(there.has(word) or said_otherwise(word, sentence) for word in self.topic)
        return not self.topic or (2 * held > len(self.topic) if self.most else held > 0)


def decision_asked(slot: Slot) -> DecisionAsked | None:
    """Give what a question asks to be stated; None where it asks for something else."""
    if thing := _thing_to_come(slot):
        future = slot.sort == "yes-no" and bool(_ASKS_FUTURE.search(slot.question))
        topic = frozenset((thing,))
        return DecisionAsked(_ANSWERS, True, False, topic, coming=True, future=future)
    if slot.sort not in _OPEN:
        return None
    if slot.sort not in _SAYS_ALL and _RULING.search(slot.question):
        return DecisionAsked(frozenset(), False, True, ruling=True)
    asked = [match.group().lower() for match in _WORD.finditer(slot.question)]
    main = list(takewhile(lambda word: word not in SUBORDINATE, asked[1:]))
    most = slot.sort in _SAYS_ALL
    if most and slot.sort != "yes-no" and _DOING.isdisjoint(main[:1]):
        return None
    nouns = {} if most else _NOUNS
    mutual = {"agree"} if _MUTUAL.search(slot.question) else set()
    told = (word for word in main if word != "should" and _VERBS.get(word) not in mutual)
    named = {_VERBS.get(word) or nouns.get(word) for word in told} - {None}
    settled = {**_SETTLED_BY, **_SETTLED_TOO.get(slot.sort, {})}
    families = frozenset(f for name in named if name for f in settled.get(name, {name}))
    reply = bool(families & _ANSWERS) or not _REPLYING.isdisjoint(asked)
    if most and slot.sort != "yes-no" and not families & _ANSWERS:
        return None
    if not families and not reply:
        return None
    verb = max((at for at, word in enumerate(asked) if word in _VERBS), default=len(asked))
    typed = [match.group() for match in _WORD.finditer(slot.question)]
    said = typed[verb + 1 :] if typed[verb + 1 :] or not most else typed[1:verb]
    topic = frozenset(word for word in said if word.lower() not in FUNCTION_WORDS)
    needed = bool(families) and (most or slot.sort in ("what", "said"))
    granted = slot.sort == "reason"
    return DecisionAsked(families, reply, needed, topic, most and not granted, granted)


def _thing_to_come(slot: Slot) -> str:
    """Give the thing of which a question asks whether, when or how far it will be done; "" if none.

    "Will the council build the bridge", "are tenants getting a refund", "when is it closing the
    ward": a demand for it, or what it would cost, is nearer to these than the decision is.
    """
    clause = _CLAUSE_ENDS.split(slot.question.strip())[0]
    asked = [word.lower() for word in _WORD.findall(clause)]
    if slot.sort not in _COMING or len(asked) < 3:
        return ""
    sums = MONEY.search(clause) is not None
    verbs = _WILL | _IS | (_PRESENT if sums else frozenset())  # "do they get their 40 marks"
    doing = next((at for at, word in enumerate(asked) if word in verbs), len(asked))
    after = asked[doing + 1 :]
    if asked[doing : doing + 1] and asked[doing] in _IS:
        going = [at for at, word in enumerate(after) if word.endswith("ing") and len(word) > 4]
        if not going:
            return ""
    if slot.head and slot.sort != "yes-no":
        return slot.head[-1]
    spoken = _WORD.findall(clause)[doing + 1 :]
    text = " ".join(spoken).replace("going to ", "")
    run = takewhile(lambda word: word.lower() not in PREPOSITIONS | CONJUNCTIONS, text.split())
    content = [word for word in run if word.lower() not in FUNCTION_WORDS]
    return content[-1] if len(content) > (0 if sums else 1) else ""


def stated_first(
    ordered: Sequence[RankedSentence], asked: DecisionAsked
) -> tuple[list[RankedSentence], bool]:
    """Move up what states a decision, and replies over what they reply to; say if any does.

    ``ordered`` come from best to worst.
    """
    if asked.granted:
        documents = {one.document.id: one.document for one in ordered[:LOOKED_AT]}
        told = not asked.needed or any(_stated_in(one, asked) for one in documents.values())
        return list(ordered), told
    found: list[RankedSentence] = []
    reprinted: set[int] = set()
    replied = False
    for at, sentence in enumerate(ordered):
        unstated = -STATED if asked.needed else 0.0
        gain = STATED if asked.stated_in(sentence.found.text) else unstated
        if asked.reply and at < LOOKED_AT and is_reprinted(sentence.document, _start(sentence)):
            gain = REPRINTED
            reprinted.add(at)
            reply, states = _reply(sentence, asked)
            found += reply
            replied |= states
        found.append(replace(sentence, score=sentence.score + gain))
    known: dict[tuple[str, int], RankedSentence] = {}
    for sentence in sorted(found, key=lambda one: -one.score):
        known.setdefault((sentence.document.id, _start(sentence)), sentence)
    own = next((s.score for at, s in enumerate(ordered) if at not in reprinted), 0.0)
    best = list(known.values())
    near = 0 not in reprinted or own >= OWN * ordered[0].score
    states = (
        replied or not asked.needed or any(asked.stated_in(s.found.text) for s in best[:LOOKED_AT])
    )
    if asked.future and not replied:
        states = bool(_FUTURE.search(best[0].found.text)) or asked.stated_in(best[0].found.text)
    return best, near and states


def _stated_in(document: Document, asked: DecisionAsked) -> bool:
    """Say whether any sentence of a document states what is taken for granted."""
    return any(
        asked.stated_in(document.text[span.start : span.end])
        for block in document.blocks
        if block.kind != "heading"
        for span in document.sentences_in(block.start, block.end)
    )


def _start(sentence: RankedSentence) -> int:
    return sentence.found.span.start


def _reply(demand: RankedSentence, asked: DecisionAsked) -> tuple[list[RankedSentence], bool]:
    """Give the sentence of the reply to a demand that states something, else its first.

    And whether it states what's asked: a reply needn't name the topic that its demand has.
    """
    document = demand.document
    replies = reply_to(document, demand.found.span)
    texts = [document.text[span.start : span.end] for span in replies]
    stating = replace(asked, families=asked.families or _ANSWERS, topic=frozenset())
    at = next((n for n, text in enumerate(texts) if stating.stated_in(text)), None)
    if not replies:
        return [], False
    span, text = replies[at or 0], texts[at or 0]
    found = replace(demand.found, span=span, text=text)
    states = at is not None and asked.is_about(demand.found.text)
    return [replace(demand, passage_id="", found=found)], states


def _states(found: list[str], at: int, families: frozenset[str]) -> bool:
    word, before = found[at], found[at - 1] if at else ""
    if _NOUNS.get(word) in families:
        be, goes_on = [*found[at + 1 : at + 3], "", ""][:2]
        return be in ("is", "was") and goes_on in ("not", "to", "that", "against")
    if _VERBS.get(word) in families:
        return before not in _NOT_STATED
    denied = _VERBS.get(word) == "agree" and "reject" in families
    return denied and not {"not", "cannot", "never", "don't", "don’t"}.isdisjoint(found[:at][-3:])
