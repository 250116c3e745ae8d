"""Whether the cited quotes lead to the gold, statement by statement.

After ALCE's citation recall and precision (Gao et al., "Enabling Large Language
Models to Generate Text with Citations", EMNLP 2023, section 4.3) and the support
measure of TREC 2024 RAG (Thakur et al., arXiv 2504.15205): its weighted precision
and recall count full support 1, partial support 1/2, none 0. There a model or a
person judges support; here it is a matter of character ranges, see `support`.
All functions take items whose quotes have been located (`evals.metrics.quotes.locate`): a
quote without a place isn't verbatim where it claims to be, and supports nothing.
"""

from __future__ import annotations

from evals.metrics.items import Gold, Item, Place, Quoted

HALF = 0.5
"""What partial support counts in the weighted variants: TREC 2024 RAG's weight."""


def support(place: Place | None, gold: tuple[Gold, ...]) -> float:
    """Say how well a quote's place supports: 1 fully, 0.5 partly, 0 not.

    Fully, if what it shares with some place of a gold quote is at least half of
    the one or of the other, in characters; partly, if it shares any.
    """
    best = 0.0
    for other in (alternative for alternatives in gold for alternative in alternatives):
        if place is None or place.document != other.document:
            continue
        shared = min(place.end, other.end) - max(place.start, other.start)
        if shared > 0:
            shorter = min(place.end - place.start, other.end - other.start)
            best = max(best, 1.0 if 2 * shared >= shorter else HALF)
    return best


def citation_figures(item: Item) -> dict[str, float]:
    """Give all citation metrics of an answerable item with gold, nothing for others.

    Over all such items, 0 for one that declined or raised:

    - ``evidence_hit``: 1 if any cited quote overlaps a gold quote;
    - ``first_evidence_hit``: 1 if the first cited quote does;
    - ``gold_recall``: the share of gold quotes that some cited quote overlaps.

    ``evidence_hit_any`` and ``first_evidence_hit_any`` look at the nearest quotes
    where the item declined: what a reader finds who looks at what is shown.

    Over those that answered or raised, 0 for the latter:

    - ``citation_recall``: the share of statements of which some cited quote fully
      supports; 0 for an answer without statements;
    - ``citation_precision``: the share of cited quotes that fully support; 0 for
      an answer that cites nothing;
    - ``citation_recall_weighted``, ``citation_precision_weighted``: the same with
      partial support counted half.
    """
    if not item.answerable or not item.gold:
        return {}
    cited, shown = [quote.place for quote in cited_quotes(item)], [q.place for q in _shown(item)]
    hits = [support(place, item.gold) > 0 for place in shown]
    answered = item.outcome == "answered"
    figures = {
        "evidence_hit": float(answered and any(hits)),
        "first_evidence_hit": float(answered and hits[:1] == [True]),
        "evidence_hit_any": float(any(hits)),
        "first_evidence_hit_any": float(hits[:1] == [True]),
        "gold_recall": _mean([any(support(p, (one,)) for p in cited) for one in item.gold]),
    }
    if answered or item.outcome == "error":
        quotes = [support(place, item.gold) for place in cited]
        statements = [
            max((support(quote.place, item.gold) for quote in said.quotes), default=0.0)
            for said in (item.statements if answered else ())
        ]
        figures |= {
            "citation_recall": _mean([value == 1 for value in statements]),
            "citation_precision": _mean([value == 1 for value in quotes]),
            "citation_recall_weighted": _mean(statements),
            "citation_precision_weighted": _mean(quotes),
        }
    return figures


def cited_quotes(item: Item) -> tuple[Quoted, ...]:
    """Give all quotes that an answer cites, in order; none if the item isn't answered."""
    if item.outcome != "answered":
        return ()
    return tuple(quote for said in item.statements for quote in said.quotes)


def corrects(item: Item) -> bool:
    """Say whether an answer to an unanswerable question only says what the text says.

    So it is with a false premise, where the case's gold is what the documents say
    instead: every cited quote overlaps it, and there is at least one.
    """
    cited = cited_quotes(item)
    return bool(cited) and all(support(quote.place, item.gold) > 0 for quote in cited)


def _shown(item: Item) -> tuple[Quoted, ...]:
    """Give the quotes that a reader sees as evidence: cited, or nearest if declined."""
    return item.nearest if item.outcome in ("unsure", "refused") else cited_quotes(item)


def _mean(values: list[float] | list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0
