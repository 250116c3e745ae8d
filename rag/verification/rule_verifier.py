"""The verifier that comes with Sanad: word for word, definite differences, then a score.

No model is loaded and nothing is learnt at run time. English only: of a statement in
another language it says "not verified", unless it's a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.text.alignment import Pair, lean
from rag.text.sentences import Sentence, sentences_of, split
from rag.text.tokens import tokens
from rag.types import Check, Difference, Passage, Place, Span, Verdict
from rag.verification.contradiction.findings import Found
from rag.verification.contradiction.frame_match import SURE_ENOUGH, frame_of, in_order
from rag.verification.contradiction.rules import differences, proposed
from rag.verification.support_score import features_of, figures_held, load_supported
from rag.verification.verbatim import other_digits, quotes_hold, verbatim
from rag.verification.withholding_rules import qualm

RIVALS = 4
"""Sentences that are looked at as the one that a statement leans on."""
AS_GOOD = 0.12
"""A rival has nearly as many of the statement's words as the best sentence, less this share."""
DOUBTFUL = 0.4
"""A difference that is as likely a contradiction is told as a doubt: a model's sentence with one
isn't shown."""
IN_ORDER = 0.7
"""Part of its words that must stand in the source's order: "A, not B" isn't "B, not A"."""
FEWEST = 3
"""Telling words without which a statement says too little to be called supported."""


class Bundled:
    """Checks by rule and by a regression over shared words; the same every time."""

    name = "bundled"

    def check(self, statement: str, passages: Sequence[Passage]) -> Check:
        """Give the verdict on a statement that leans on passages. See `Verifier`."""
        sentences = sentences_of(passages)
        word_for_word = verbatim(statement, passages, sentences)
        if word_for_word is not None:
            return word_for_word
        plain = _Plain(statement)
        parts = _checked(plain.text, sentences)
        score = load_supported().model.probability(_measured(plain.text, parts, sentences))
        return plain.given_back(_together(plain.text, parts, sentences, score))

    def measure(self, statement: str, passages: Sequence[Passage]) -> dict[str, float]:
        """Give the features that the score is made of, by name; to fit it on."""
        sentences = sentences_of(passages)
        plain = _Plain(statement).text
        return _measured(plain, _checked(plain, sentences), sentences)


class _Plain:
    """A statement with each run of white space made one space, and the way back."""

    def __init__(self, statement: str) -> None:
        words = list(re.finditer(r"\S+", statement))
        self.text = " ".join(word.group() for word in words)
        self._places = [n for w in words for n in range(w.start(), w.end() + 1)]
        self._places = self._places[: len(self.text) + 1] or [0]

    def given_back(self, check: Check) -> Check:
        """Give a check of the plain text with the characters of the statement as it was."""
        differences = tuple(
            replace(one, said=self._span(one.said)) if one.said else one
            for one in check.differences
        )
        unfound = tuple(self._span(span) for span in check.unfound)
        return replace(check, differences=differences, unfound=unfound)

    def _span(self, span: Span) -> Span:
        if span.start >= span.end:
            return Span(0, 0)
        return Span(self._places[span.start], self._places[span.end - 1] + 1)


def _checked(statement: str, sentences: Sequence[Sentence]) -> list[_Part]:
    """Check the sentences of a statement one by one; all of it where no sentence is found."""
    spans = split(statement) or [Span(0, len(statement))]
    return [_part(statement[span.start : span.end], span.start, sentences) for span in spans]


def _measured(
    statement: str, parts: Sequence[_Part], sentences: Sequence[Sentence]
) -> dict[str, float]:
    texts = [sentence.text for sentence in sentences]
    pairs = [Pair(statement, texts[n]) for n in lean(statement, texts)]
    return features_of(statement, pairs, texts, differs=any(part.differences for part in parts))


# --- one sentence of a statement --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """``leaned`` are the sentences that it leans on, the main one first."""

    leaned: tuple[Sentence, ...]
    differences: tuple[Difference, ...]
    unfound: tuple[Span, ...]
    safe: bool
    doubt: str = ""


def _part(statement: str, offset: int, sentences: Sequence[Sentence]) -> _Part:
    texts = [sentence.text for sentence in sentences]
    digits = other_digits(statement, offset, sentences)
    if digits is not None:
        return _Part((digits[0],), digits[1], (), False)
    order = lean(statement, texts)
    if not order:
        return _Part((), (), (Span(offset, offset + len(statement)),), False)
    parts = []
    for main in _rivals(statement, order[0], texts):
        others = [n for n in order if n != main]
        parts.append(_leaning(statement, offset, sentences, [main, *others]))
        if not parts[-1].differences:
            return parts[-1]
    return parts[0]


def proposals(statement: str, passages: Sequence[Passage]) -> Iterator[dict[str, float]]:
    """Give what is measured of each difference that a rule proposes; to fit `frame_match` on."""
    sentences = sentences_of(passages)
    if verbatim(statement, passages, sentences) is not None:
        return
    plain = _Plain(statement).text
    texts = [sentence.text for sentence in sentences]
    for span in split(plain):
        said = plain[span.start : span.end]
        order = lean(said, texts)
        if not order or other_digits(said, 0, sentences) is not None:
            continue
        mains = _rivals(said, order[0], texts)
        pairs = [Pair(said, texts[main]) for main in mains]
        found = [proposed(pair, (), "\n".join(texts)) for pair in pairs]
        if all(found):
            yield from ({**frame_of(pairs[0], one), rule: 1.0} for rule, one in found[0])


def _rivals(statement: str, best: int, texts: Sequence[str]) -> list[int]:
    """Give the best sentence and those that have nearly as much of the statement."""
    least = Pair(statement, texts[best]).cover - AS_GOOD
    said = {token.stem for token in tokens(statement) if token.content}
    shares = [
        (len(said & {t.stem for t in tokens(text)}) / (len(said) or 1), -n)
        for n, text in enumerate(texts)
        if n != best
    ]
    others = [-n for share, n in sorted(shares, reverse=True)[:RIVALS] if share >= least]
    return [best, *(n for n in others if Pair(statement, texts[n]).cover >= least)]


def _leaning(
    statement: str, offset: int, sentences: Sequence[Sentence], order: Sequence[int]
) -> _Part:
    main = sentences[order[0]]
    pairs = [Pair(statement, sentences[n].text) for n in order]
    before = [
        s.text for s in sentences[max(0, order[0] - 3) : order[0]] if s.passage == main.passage
    ]
    found = differences(pairs[0], before, "\n".join(sentence.text for sentence in sentences))
    sure = [one for one in found if one.sure >= SURE_ENOUGH]
    said = pairs[0].said
    telling = [i for i, token in enumerate(said) if token.content]
    placed = [pairs[0].to[i] for i in telling if i in pairs[0].to]
    digits = [i for i in telling if said[i].word[0].isdigit()]
    safe = (
        len(telling) >= FEWEST
        and not found
        and in_order(placed) >= IN_ORDER * len(placed)
        and figures_held(statement, pairs)
        and quotes_hold(statement, sentences)
        and not _exchanged_words(pairs[0])
        and all(said[i].weight < 1 or i in pairs[0].to or i in digits for i in telling)
    )
    return _Part(
        tuple(sentences[n] for n in order),
        tuple(_difference(one, main, offset) for one in sure),
        _unfound(pairs, offset),
        safe,
        "; ".join(one.reason for one in found if one.sure >= DOUBTFUL),
    )


def _exchanged_words(pair: Pair) -> bool:
    """Say whether, in a sentence of the source's words, some stand where it has others."""
    if not pair.altered:
        return False
    placed = {a + n for a, _, size in pair.blocks for n in range(size)}
    if any(i not in placed and pair.said[i].content for i in pair.to):
        return True
    kept = set(pair.to.values())
    return any(
        edit.left and edit.right
        and any(pair.said[i].content and i not in pair.to for i in range(*edit.said))
        and any(pair.found[j].content and j not in kept for j in range(*edit.found))
        for edit in pair.edits
    )  # fmt: skip


def _difference(one: Found, main: Sentence, offset: int) -> Difference:
    place = main.place
    said = Span(one.said[0] + offset, one.said[1] + offset) if one.said else None
    found = Place(
        place.document_id, place.start + one.found[0], place.start + one.found[1]
    ) if one.found else None  # fmt: skip
    return Difference(one.kind, one.reason, said, found)


def _unfound(pairs: Sequence[Pair], offset: int) -> tuple[Span, ...]:
    """Give the telling words that none of the sentences has."""
    return tuple(
        Span(token.start + offset, token.end + offset)
        for i, token in enumerate(pairs[0].said)
        if token.content and not any(pair.has(i) for pair in pairs)
    )


# --- all of a statement -----------------------------------------------------------------------


def _together(
    statement: str, parts: Sequence[_Part], sentences: Sequence[Sentence], score: float
) -> Check:
    """Put the sentences of a statement together: one that differs decides, all must be found."""
    found = tuple(one for part in parts for one in part.differences)
    places = tuple(dict.fromkeys(s.place for part in parts for s in part.leaned))
    unfound = tuple(span for part in parts for span in part.unfound)
    verdict: Verdict = "not verified"
    if found:
        verdict = "contradicted"
        reason = "; ".join(dict.fromkeys(one.reason for one in found))
        places = tuple(dict.fromkeys(p.leaned[0].place for p in parts if p.differences))
    elif not sentences:
        reason = "there is no evidence to check it against"
    elif (
        score >= load_supported().threshold
        and all(part.safe for part in parts)
        and qualm(statement, [sentence.text for sentence in sentences]) is None
    ):
        verdict = "supported"
        reason = "the source says it in nearly the same words"
    else:
        reason = _why_not(statement, parts, unfound)
    doubt = "" if found else "; ".join(part.doubt for part in parts if part.doubt)
    return Check(verdict, reason, score, places, found, unfound, doubt)


def _why_not(statement: str, parts: Sequence[_Part], unfound: Sequence[Span]) -> str:
    if not any(part.leaned for part in parts):
        return "no sentence of the source is about it"
    if unfound:
        listed = ", ".join(f"“{statement[span.start : span.end]}”" for span in unfound[:5])
        more = " and others" if len(unfound) > 5 else ""
        return f"the source doesn't speak of {listed}{more} there; read it and compare"
    return "it uses the source's words, but may not say the same; read both and compare"
