"""Whether the right words are in the answer: accepted answers, and token F1 of the quotes.

Text is normalised as SQuAD's evaluation script does (Rajpurkar et al., "SQuAD:
100,000+ Questions for Machine Comprehension of Text", EMNLP 2016): lower case,
without punctuation, English articles and extra space. A point between two digits
stays, unlike there: 1.5 isn't 15.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from evals.metrics.citations import cited_quotes
from evals.metrics.items import Item

_JOINTS = re.compile(r"[-\u2010-\u2015/]")
_PUNCTUATION = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w\s.]|_")
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


def wording_figures(item: Item, texts: Mapping[str, str]) -> dict[str, float]:
    """Give the metrics of an answerable item's words; 0 for one that declined or raised.

    - ``answer_match``, if there are accepted answers: 1 if one of them stands in a
      statement, as a sequence of whole tokens;
    - ``answer_f1``, if there are accepted answers: token F1 of the cited quote and
      the accepted answer that agree best;
    - ``span_f1``, if there is gold: token F1 of the cited quote and the gold quote
      that agree best.

    The F1 figures compare words, wherever they stand: a quote that isn't verbatim
    is `evals.metrics.quotes`' to catch.
    """
    if not item.answerable:
        return {}
    figures = {}
    cited = [quote.text for quote in cited_quotes(item)]
    accepted = [answer for answer in item.answers if tokens(answer)]
    if accepted:
        said = [said.text for said in item.statements] if item.outcome == "answered" else []
        figures["answer_match"] = float(
            any(matches(one, text) for one in accepted for text in said)
        )
        figures["answer_f1"] = _best_f1(cited, accepted)
    gold = [
        texts[place.document][place.start : place.end]
        for alternatives in item.gold
        for place in alternatives
        if place.document in texts
    ]
    if gold:
        figures["span_f1"] = _best_f1(cited, gold)
    return figures


def tokens(text: str, *, split_joints: bool = False) -> list[str]:
    """Give a text's tokens, normalised; hyphens, dashes and slashes vanish or, if asked, part."""
    lower = _JOINTS.sub(" " if split_joints else "", text.lower())
    return _ARTICLES.sub(" ", _PUNCTUATION.sub("", lower)).split()


def matches(answer: str, text: str) -> bool:
    """Say whether an answer's tokens stand in a text side by side, so not 10 in 2010.

    "law enforcement" is found in "law-enforcement", and "antiterrorism" in
    "anti-terrorism": hyphens are tried both ways.
    """
    for split in (False, True):
        wanted, words = tokens(answer, split_joints=split), tokens(text, split_joints=split)
        starts = range(len(words) - len(wanted) + 1)
        if wanted and any(words[i : i + len(wanted)] == wanted for i in starts):
            return True
    return False


def token_f1(one: str, other: str) -> float:
    """Give SQuAD's F1: the harmonic mean of the shares of tokens that two texts have in common."""
    a, b = Counter(tokens(one)), Counter(tokens(other))
    common = (a & b).total()
    return 2 * common / (a.total() + b.total()) if common else 0.0


def _best_f1(texts: Sequence[str], others: Sequence[str]) -> float:
    return max((token_f1(text, other) for text in texts for other in others), default=0.0)
