"""Denials put in or left out by a statement that's worded otherwise than its evidence.

These are reasons to withhold it: too loose to call it contradicted, and enough not to show it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from rag.alignment import Pair
from rag.beside import Beside
from rag.binding import in_same_clause
from rag.denial import DENIALS
from rag.found import needs
from rag.opposites import opposed
from rag.strength import Mark, marks
from rag.wordings import NEGATIVE

_PREFIXED = re.compile(r"(?:un(?!der|i[oqtfv]|til|less)|non|dis(?!c|t|p))[a-z]{4,}")
_AWAY = re.compile(
    r"\b(?:leav(?:e|es|ing)|left)\b[^,;.]{1,40}?\b(?:aside|alone|out)\b"
    r"|\b(?:keep|keeps|kept|shut|shuts)\b[^,;.]{1,30}?\bout\b(?! of)"
    r"|\b(?:giv(?:e|es|en|ing)|gave) up\b|\b(?:tak(?:e|es|en)|took) off\b"
    r"|\b(?:keep|keeps|kept|stop|stops|stopped|bar|bars|barred|hold|holds|held)\b[^,;.]{1,30}?"
    r"\bfrom [a-z]+ing\b|\bas (?:it|they) (?:was|were)\b|\bun(?:changed|altered|touched)\b",
    re.IGNORECASE,
)
_IDLE = re.compile(
    r"\bnot (?:only|just|merely|least)\b|\bor not\b|\bif not\b|\bno (?:later|sooner|matter)\b"
    r"|\bno doubt\b|\bnothing (?:but|less)\b|\bno one but\b|\bno other\b",
    re.IGNORECASE,
)
"""A "not" that denies nothing."""


def negative(pair: Pair, j: int) -> bool:
    """Say whether the sentence's word at ``j`` denies or leaves out something, in some way."""
    word = pair.found[j].word
    if word == "different":  # but not in "from different agencies"
        return [t.word for t in pair.found[j + 1 : j + 2]] in (["from"], ["than"])
    if word == "rather":
        return [t.word for t in pair.found[j + 1 : j + 2]] == ["than"]
    return word in DENIALS or word in NEGATIVE or bool(_PREFIXED.match(word))


def _contrary(pair: Pair, j: int) -> bool:
    """Say whether the sentence has a word and its opposite: then "not" may be said for the one."""
    one = pair.found[j]
    return one.content and any(opposed(one.word, t.word) for t in pair.found[:j] if t.content)


def denied_alone(beside: Beside) -> str | None:
    """Find a denial in a statement whose evidence has none that it could be made of.

    A word such as "lack" that the statement has, too, isn't said by its "not".
    """
    held = {token.word for token in beside.found}
    left_out = sum(len(_EXCLUDED.findall(pair.sentence)) for pair in beside.pairs)
    denials = [d for d in _denials(beside.statement) if not _said_so(d, held)]
    denying = {
        (n, j) for n, pair in enumerate(beside.pairs) for j in range(len(pair.found))
        if (negative(pair, j) or _contrary(pair, j))
        and not _kept_there(pair, j) and _in_use(pair, j)
    }  # fmt: skip
    if len(denials) <= len(denying) + left_out or needs(beside.statement, beside.evidence):
        return None
    return f"it says “{denials[0]}”, and its evidence doesn't deny that"


def _in_use(pair: Pair, j: int) -> bool:
    """Say whether the statement has a word of the clause that a word of the sentence is in."""
    at = pair.found[j].start
    stops = [match.start() for match in _PARTING.finditer(pair.sentence)]
    start = max((stop for stop in stops if stop <= at), default=-1)
    end = min((stop for stop in stops if stop > at), default=len(pair.sentence))
    return any(
        start < pair.found[m].start < end for i, m in pair.to.items() if pair.said[i].weight == 1.0
    )


_PARTING = re.compile(r"[;:]|, (?:though|although|but|while|whereas|yet)\b", re.IGNORECASE)


def _said_so(denial: str, held: Container[str]) -> bool:
    """Say whether the evidence says a denial in the same words: "a lack of"."""
    words = denial.lower().split()
    return words[0] not in DENIALS and all(word in held for word in words)


def _kept_there(pair: Pair, j: int) -> bool:
    word = pair.found[j].word
    return word not in DENIALS and (
        pair.back(j) is not None or any(token.word == word for token in pair.said)
    )


def _denials(text: str) -> Iterator[str]:
    """Give what denies something in a text."""
    words = Beside(text, ()).said
    idle = [match.span() for match in _IDLE.finditer(text)]
    for mark in marks(text):
        start, end = words[mark.at].start, words[mark.until - 1].end
        if mark.scale == "denial" and not any(a <= start < b for a, b in idle):
            yield text[text.rfind(" ", 0, start + 1) + 1 : end]
    for match in _AWAY.finditer(text):
        yield match.group()


def denial_lost(beside: Beside) -> str | None:
    """Find a word that the evidence denies in a statement that denies nothing."""
    for pair in beside.pairs[:1]:
        turned = Pair(pair.sentence, pair.statement)
        if any(negative(turned, i) for i in range(len(pair.said))) or any(_denials(pair.statement)):
            continue
        if needs(pair.sentence, [pair.statement]):
            continue
        for at, j in _denied(pair):
            head = pair.back(j)
            if head is not None and pair.said[head].content and not _said_too(pair, j):
                first, last = sorted((at, j))
                words = pair.sentence[pair.found[first].start : pair.found[last].end]
                return f"its evidence says “{words}”"
    return None


def nobody_lost(beside: Beside) -> str | None:
    """Find a "nobody" or a "neither" of the evidence in a statement without any."""
    for pair in beside.pairs[:1]:
        turned = Pair(pair.sentence, pair.statement)
        ours = sum(negative(turned, i) for i in range(len(pair.said)))
        theirs = [t for t in pair.found if t.word in DENIALS - {"nor"}]
        here = [pair.found[j] for j in sorted(in_same_clause(pair, 0))]
        lone = next((t for t in here if t.word in _NOBODY), None)
        if lone and ours < len(theirs) and not needs(pair.sentence, [pair.statement]):
            return f"its evidence says “{lone.text}”"
    return None


_NOBODY = frozenset("nobody none nothing neither nowhere".split())


def _denied(pair: Pair) -> Iterator[tuple[int, int]]:
    """Give the denials of the sentence, each with the word that it bears on."""
    for mark in _denying(pair.sentence):
        head = mark.head
        if pair.found[mark.until - 1].word == "than" and "than" in {t.word for t in pair.said}:
            continue
        while head + 1 < len(pair.found) and pair.found[head].word in _ALLOWING | {"to"}:
            head += 1
        yield mark.at, head
    for n, token in enumerate(pair.found):
        if token.word in ("few", "little") and n + 1 < len(pair.found):
            yield n, next((m for m in range(n + 1, len(pair.found)) if pair.found[m].content), n)
        if _LEFT_OUT.match(pair.sentence, token.start):
            before = (m for m in range(n - 1, -1, -1) if pair.found[m].content)
            yield n, next(before, n)


_ALLOWING = frozenset(
    "allowed permitted able possible likely expected supposed required used intended entitled "
    "meant going obliged forced".split()
)
_LEFT_OUT = re.compile(
    r"(?:(?:is|are|was|were) )(?:left out|excluded|omitted|exempt\w*|ruled out|passed over)\b"
)


def _denying(text: str) -> list[Mark]:
    return [mark for mark in marks(text) if mark.scale == "denial" and mark.head >= 0]


def _said_too(pair: Pair, j: int) -> bool:
    """Say whether the sentence says its word a second time, undenied."""
    stem = pair.found[j].stem
    return sum(token.stem == stem for token in pair.found) > 1


def denied_here(beside: Beside) -> str | None:
    """Find a word of the evidence that only the statement denies."""
    for pair in beside.pairs[:1]:
        for mark in _denying(pair.statement):
            j = pair.to.get(mark.head)
            if j is None or not pair.found[j].content:
                continue
            near = range(max(0, j - 6), min(len(pair.found), j + 7))
            direct = mark.head == mark.until
            if _EXCLUDED.search(pair.sentence) or needs(pair.statement, [pair.sentence]):
                continue
            if not any(negative(pair, n) and not (direct and _lasting(pair, n)) for n in near):
                first, last = pair.said[mark.at], pair.said[mark.head]
                denied = pair.statement[first.start : last.end]
                return f"it says “{denied}”, which its evidence doesn't deny"
    return None


_EXCLUDED = re.compile(
    r"\b(?:left out|leaves? out|excluded|omitted|exempt\w*|ruled out|runs? out|ran out)\b",
    re.IGNORECASE,
)


def _lasting(pair: Pair, j: int) -> bool:
    """Say whether a word could be meant by "doesn't end", and not by "no"."""
    return pair.found[j].word in _LASTING


_LASTING = frozenset("forever permanently only too removed".split())


def condition_turned(beside: Beside) -> str | None:
    """Find an "if" for an "unless"."""
    for pair in beside.pairs[:1]:
        turned = Pair(pair.sentence, pair.statement)
        denies = any(negative(turned, i) for i in range(len(pair.said)))
        if _UNLESS.search(pair.sentence) and _IF.search(pair.statement) and not denies:
            return "it says “if” where its evidence says “unless”"
    return None


def without_condition(beside: Beside) -> str | None:
    """Find a "without" for what the evidence makes a condition: "only after"."""
    held = "\n".join(pair.sentence for pair in beside.pairs)
    denials = list(_denials(beside.statement))
    if [denial.lower() for denial in denials] != ["without"] or not needs("not without", [held]):
        return None
    turned = (Pair(pair.sentence, pair.statement) for pair in beside.pairs[:1])
    denies = any(token.word in DENIALS for pair in turned for token in pair.said)
    return None if denies else "it says “without”, which its evidence makes a condition"


_UNLESS = re.compile(r"\bunless\b", re.IGNORECASE)
_IF = re.compile(r"\b(?<!even )if\b", re.IGNORECASE)


RULES = (
    condition_turned,
    without_condition,
    denied_alone,
    denial_lost,
    nobody_lost,
    denied_here,
)
